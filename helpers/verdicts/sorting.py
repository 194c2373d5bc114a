"""Eight claims to sort, before any verdict is shown."""

from helpers import live, logbook
from helpers.quiz.asking import Asked, Asking
from helpers.quiz.words import as_html
from helpers.verdicts.claims import Claim, claims

# What this session has shown last: what brings the page up to date.
_pages: list["Page"] = []

SHOWN = '<p style="margin:.4em 0">Its verdict has been shown, so this stays.</p>'
RUN = "To choose, run the first code cell of this lesson, and then this cell."


def to_sort() -> list[Claim]:
    """The claims that are asked, in their order."""
    return [claim for claim in claims() if claim.sort]


def sorted_as(claim: Claim, known: logbook.Known) -> logbook.Answer | None:
    """What the learner called a claim; a choice that is none any more does not count."""
    made = known.predictions.get(claim.question.key)
    return made if made and made.choice in claim.question.choices else None


def sort_claims() -> None:
    """Ask of eight claims whether they are true. A choice can be changed until the verdicts are shown."""
    _pages[:] = [Page()]
    _pages[0].show()


def lock() -> None:
    """Keep what was chosen, because the verdicts are shown, and say so on the page."""
    known = logbook.known()
    for claim in to_sort():
        made = sorted_as(claim, known)
        if made and not made.revealed:
            logbook.record_reveal(claim.question.key)
    for page in _pages:
        page.refresh()


class Page:
    """The claims on the page."""

    def __init__(self):
        self.trouble = ""
        self.asking = Asking(self.questions, self.choose, self.closing)
        self.shown = live.Shown()

    def show(self):
        """Put them on the page."""
        self.shown = live.show(self.asking, self.still(), name="sort claims")

    def refresh(self):
        """Bring what is on the page up to date."""
        self.asking.refresh()
        self.shown.update(self.still())

    def choose(self, key: str, choice: str):
        """Remember a choice."""
        self.trouble = logbook.record_answer("prediction", key, choice)
        self.shown.update(self.still())

    def questions(self) -> list[Asked]:
        """The claims as they stand now."""
        known, asked = logbook.known(), []
        for claim in to_sort():
            made = sorted_as(claim, known)
            chosen, locked = (made.choice, made.revealed) if made else (None, False)
            asked.append(
                Asked(f"{claim.place}.", claim.question, chosen, "your choice", SHOWN if locked else "", locked)
            )
        return asked

    def closing(self) -> str:
        """How many are sorted, as HTML."""
        known = logbook.known()
        done = sum(sorted_as(claim, known) is not None for claim in to_sort())
        return as_html(f"{done} of {len(to_sort())} sorted. {self.trouble}".rstrip())

    def still(self) -> dict:
        """Them for a reader without a kernel."""
        asked = self.questions()
        return {
            "text/html": "".join(one.still(one.below) for one in asked)
            + f"<p>{self.closing()}</p><p><small>{RUN}</small></p>",
            "text/plain": "\n".join(one.plain() for one in asked),
        }
