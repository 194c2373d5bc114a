"""Measure the feedback: ``python -m helpers feedback``.

Every right answer, every known mistake in every way of writing, and a sample of two and three slips at once are handed
in. Printed are the shares that were accepted and recognised, for each lesson and in all, and how long a check takes
together with its card. The command fails if a mistake is not recognised, a right answer is refused, or the median is
above 150 ms.
"""

import os
import statistics
import sys
import time
from pathlib import Path

os.environ["COURSE_PROGRESS_FILE"] = ":memory:"
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

from answers import right_answers

from helpers.exercises import check
from helpers.exercises.card.cards import card_html, card_text
from helpers.exercises.declare import all_exercises
from helpers.exercises.diagnose import compounds

MEDIAN_MS = 150
# So many combinations of slips for each exercise, spread over all of them.
COMBINED = 12


def timed(name, function):
    """Check a function and make its card; return the result and the milliseconds."""
    start = time.perf_counter()
    result = check(name, function)
    card_html(result)
    card_text(result)
    return result, 1000 * (time.perf_counter() - start)


def handed_in(exercise):
    """Yield (column, label, function, key) for everything there is to hand in for an exercise."""
    for label, answer in right_answers(exercise.name).items():
        yield 0, f"right answer {label}", answer, None
    for mistake in exercise.mistakes:
        yield 1, mistake.key, mistake.wrong, mistake.key
    several = compounds(exercise)
    for mistake in several[:: max(1, len(several) // COMBINED)][:COMBINED]:
        yield 2, mistake.key, mistake.wrong, mistake.key


def measure():
    """Hand everything in; return (rows by lesson, times, complaints, how many got their own name)."""
    rows, times, complaints, own = {}, [], [], 0
    for exercise in all_exercises():
        row = rows.setdefault(exercise.lesson, [[0, 0], [0, 0], [0, 0]])
        for column, label, function, key in handed_in(exercise):
            result, milliseconds = timed(exercise.name, function)
            times.append((milliseconds, exercise.name, label))
            good = result.passed if key is None else not result.passed and result.mistake is not None
            own += key is not None and result.mistake == key
            row[column][0] += good
            row[column][1] += 1
            if not good:
                what = f"refused: {result.message}" if key is None else "not recognised"
                complaints.append(f"{exercise.name}: {label} is {what}")
    return rows, times, complaints, own


def main():
    """Print the report and return the exit status."""
    rows, times, complaints, own = measure()
    print("lesson   right answers accepted   mistakes recognised   several at once recognised")
    for lesson, row in rows.items():
        print(f"{lesson:02d}       " + "   ".join(f"{good:>9} of {tried:<9}" for good, tried in row))
    total = [[sum(part) for part in zip(*column)] for column in zip(*rows.values())]
    print("all      " + "   ".join(f"{good:>9} of {tried:<9}" for good, tried in total))
    print(f"called by their own name, not by that of a mistake that does the same: {own}")
    milliseconds = sorted(time for time, *_ in times)
    median = statistics.median(milliseconds)
    worst = max(times)
    print(
        f"check and card: median {median:.1f} ms, 95th percentile {milliseconds[int(0.95 * len(times))]:.1f} ms, "
        f"longest {worst[0]:.1f} ms ({worst[1]}, {worst[2]})"
    )
    for complaint in complaints:
        print(complaint)
    return 1 if complaints or median > MEDIAN_MS else 0


if __name__ == "__main__":
    sys.exit(main())
