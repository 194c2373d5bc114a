"""Show the card that a known mistake gets: ``python -m helpers card relu_grad one_at_zero``."""

import os
import sys
from pathlib import Path

os.environ["COURSE_PROGRESS_FILE"] = ":memory:"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.exercises import check
from helpers.exercises.card.cards import card_text
from helpers.exercises.declare import get


def main(words):
    """Print the card of one mistake, or the keys of an exercise; return the exit code."""
    if len(words) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        catalogue = get(words[0]).catalogue
    except KeyError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    if len(words) == 1:
        print(*catalogue.entries, sep="\n")
        return 0
    found = [mistake for mistake in catalogue.mistakes if mistake.key == words[1]]
    if not found:
        print(f"{words[0]} has no mistake {words[1]!r}; without a second word its keys are listed", file=sys.stderr)
        return 1
    print(card_text(check(words[0], found[0].wrong)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
