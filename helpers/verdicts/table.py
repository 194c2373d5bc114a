"""The verdicts on the page: each claim with the numbers that decide it and what was expected of them."""

import html

from helpers import logbook
from helpers.notebooks import display_bundle
from helpers.progress.panel import notebook_of
from helpers.quiz.questions import predictions
from helpers.quiz.words import GREY, RIGHT, WRONG, as_html, as_text, box, on_day
from helpers.verdicts.claims import AGAINST, MISSING, OPEN, STANDS, Asked, Claim, claims, judged
from helpers.verdicts.numbers import lesson_of
from helpers.verdicts.sorting import lock, sorted_as, to_sort
from helpers.verdicts.words import written

TIGHT = 'style="margin:.2em 0"'


def show_verdicts(part: str = "all") -> None:
    """Show the verdicts, with the learner's own numbers, or the course's where those are missing.

    Parameters
    ----------
    part : str
        ``"sorted"`` for the claims that `sort_claims` asks, ``"others"`` for the rest, ``"all"`` for both. The rest
        are folded up, because nobody has been asked about them yet.

    Raises
    ------
    ValueError
        If there is no such part.
    """
    parts = {"sorted": to_sort(), "others": [one for one in claims() if not one.sort], "all": list(claims())}
    if part not in parts:
        raise ValueError(f"part: expected one of {', '.join(parts)}, got {part!r}")
    known = logbook.known()
    page = as_page(parts[part], known, folded=part == "others")
    display_bundle({"text/html": page, "text/plain": as_words(parts[part], known)})
    if part != "others":
        lock()


def as_page(shown: list[Claim], known: logbook.Known, folded: bool = False) -> str:
    """The claims as HTML; ``folded`` leaves of each only the sentence, until it is opened."""
    block = _folded if folded else _block
    return f"<p>{html.escape(summary(shown, known))}</p>" + "".join(block(claim, known) for claim in shown)


def as_words(shown: list[Claim], known: logbook.Known) -> str:
    """The claims as plain text."""
    blocks = [
        as_text("\n  ".join([*lines(claim, known), f"Measured in lesson {', '.join(_lessons(claim))}."]))
        for claim in shown
    ]
    return "\n".join([summary(shown, known), *blocks])


def summary(shown: list[Claim], known: logbook.Known) -> str:
    """How many of the numbers are the learner's, and how many claims were sorted as the verdict has it."""
    keys = {one.key for claim in shown for one in claim.numbers}
    own = sum(key in known.measurements for key in keys)
    made = [(claim, sorted_as(claim, known)) for claim in shown]
    answered = [(claim, one.choice) for claim, one in made if one]
    right = sum(choice == claim.verdict for claim, choice in answered)
    tail = f" Sorted as the verdict has it: {right} of {len(answered)}." if answered else ""
    lent = " Where a number is the course's, its cell has not run in your copy yet." if own < len(keys) else ""
    return f"{len(shown)} claims, {len(keys)} numbers, {own} of them yours.{lent}{tail}"


def lines(claim: Claim, known: logbook.Known) -> list[str]:
    """What is said of a claim, line by line."""
    return [_heading(claim), *_measured(claim, known), *_reasons(claim, known)]


def _heading(claim: Claim) -> str:
    return f"{claim.place}. “{claim.sentence}” {claim.verdict.capitalize()}."


def _measured(claim: Claim, known: logbook.Known) -> list[str]:
    made = sorted_as(claim, known)
    choice = [f"You sorted it: {made.choice}."] if made else []
    return choice + [_number_line(one, known) for one in claim.numbers] + _doubt(claim, known)


def _reasons(claim: Claim, known: logbook.Known) -> list[str]:
    return [*filter(None, (_prediction_line(key, known) for key in claim.predicted)), claim.why]


def _number_line(asked: Asked, known: logbook.Known) -> str:
    found = asked.found(known)
    if found is None:
        return f"{asked.what}: no number yet."
    whose = f"yours{on_day(found.day)}" if found.own else "the course's"
    return f"{asked.what}: {written(found, asked.shown)} ({whose})"


def _lessons(claim: Claim) -> list[str]:
    return sorted({lesson for one in claim.numbers if (lesson := lesson_of(one.key))})


def _prediction_line(key: str, known: logbook.Known) -> str:
    made, question = known.predictions.get(key), predictions().get(key)
    if made is None or question is None or made.choice not in question.choices:
        return ""
    came = "and so it came" if made.choice == question.right else f"and what came was “{question.right}”"
    return f"You predicted “{made.choice}”, {came}."


def _doubt(claim: Claim, known: logbook.Known) -> list[str]:
    state = judged(claim, known)
    if state == STANDS:
        return []
    if state == MISSING:
        return ["A number that decides this is still missing."]
    first = "Your number speaks against this verdict." if state == AGAINST else "The runs do not agree on it."
    return [f"⚠ Look again. {first} {claim.otherwise}"]


def _block(claim: Claim, known: logbook.Known) -> str:
    made, state = sorted_as(claim, known), judged(claim, known)
    wrong = state in (AGAINST, OPEN) or (made is not None and made.choice != claim.verdict)
    return box(
        f"<p {TIGHT}>{_sentence(claim)} {_verdict(claim)}</p>"
        + _paragraphs(_measured(claim, known))
        + f'<details><summary style="cursor:pointer">Why, and where</summary>{_why(claim, known)}</details>',
        WRONG if wrong else GREY if made is None else RIGHT,
    )


def _folded(claim: Claim, known: logbook.Known) -> str:
    # A verdict that the learner's own number speaks against must not be overlooked.
    doubted = judged(claim, known) in (AGAINST, OPEN)
    return box(
        f'<details{" open" * doubted}><summary style="cursor:pointer">{_sentence(claim)}</summary>'
        f"<p {TIGHT}>{_verdict(claim)}</p>{_paragraphs(_measured(claim, known))}{_why(claim, known)}</details>",
        WRONG if doubted else GREY,
    )


def _sentence(claim: Claim) -> str:
    return f"{claim.place}. “{as_html(claim.sentence)}”"


def _verdict(claim: Claim) -> str:
    return f"<b>{claim.verdict.capitalize()}.</b>"


def _why(claim: Claim, known: logbook.Known) -> str:
    where = ", ".join(_link(int(lesson)) for lesson in _lessons(claim))
    return f"{_paragraphs(_reasons(claim, known))}<p {TIGHT}>Measured in {where}.</p>"


def _paragraphs(said: list[str]) -> str:
    return "".join(f"<p {TIGHT}>{as_html(line)}</p>" for line in said)


def _link(lesson: int) -> str:
    file, title = notebook_of(lesson)
    return f'<a href="{html.escape(file)}">{html.escape(title)}</a>' if file else html.escape(title)
