"""How numbers, days and what a learner wrote are put on the page."""

import math
import re

from helpers.verdicts.numbers import Number

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# A gap below this is rounding error, in float64 and relative to numbers of ordinary size.
ROUNDING = 1e-9


def written(number: Number, shown: str) -> str:
    """Write a number, or the range of its runs.

    Parameters
    ----------
    number : Number
    shown : str
        ``"percent"`` for a share, ``"count"`` for a whole number, ``"gap"`` where rounding error is as good as 0, else
        ``"plain"``: two digits.

    Examples
    --------
    >>> written(Number((0.204, 0.31), own=False), "percent")
    '20 to 31 %'
    >>> written(Number((1024,), own=True), "count")
    '1,024'
    >>> written(Number((7.13e-23,), own=True), "plain"), written(Number((2.2e-15,), own=True), "gap")
    ('7.1 · 10⁻²³', '0')
    """
    if not all(math.isfinite(run) for run in number.runs):
        return "not a finite number"
    lowest, highest = _one(min(number.runs), shown), _one(max(number.runs), shown)
    unit = " %" if shown == "percent" else ""
    return f"{lowest}{unit}" if lowest == highest else f"{lowest} to {highest}{unit}"


def _one(value: float, shown: str) -> str:
    if shown == "percent":
        text = f"{100 * value:.0f}"
    elif shown == "count":
        text = f"{value:,.0f}"
    elif shown == "gap" and abs(value) < ROUNDING:
        text = "0"
    else:
        text = f"{value:.2g}" if abs(value) < 100 else f"{value:,.0f}"
    digits, e, power = text.partition("e")
    return (f"{digits} · 10{str(int(power)).translate(RAISED)}" if e else digits).replace("-", "−")


def counted(text: str) -> int:
    """Count the words of a text: what stands between blanks and has a letter or a digit in it.

    Examples
    --------
    >>> counted("A ReLU – after *each* convolution.")
    5
    """
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def showable(text: str) -> str:
    """Replace what no page can show: halves of letters, and control characters but for the line's end and the tab."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "�", whole.replace("\r\n", "\n"))
