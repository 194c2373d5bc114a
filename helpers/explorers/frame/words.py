"""How a number is written in a picture and in a sentence."""

import numpy as np


def say(number, spec=".3g"):
    """A number as it is written in a sentence: a real minus sign, and no minus before zero."""
    text = format(number, spec)
    if not any(digit in text for digit in "123456789n"):
        text = text.lstrip("-")
    return text.replace("-", "−")


def short(number, digits=2):
    """A number of any size in a few characters.

    Examples
    --------
    >>> short(0.5731), short(-8.6e-26), short(2.7e6), short(np.nan)
    ('0.57', '−9e−26', '3e6', '–')
    """
    if not np.isfinite(number):
        return "–"
    if number == 0 or 1e-3 < abs(number) < 1e3:
        return say(float(number), f".{digits}g")
    mantissa, exponent = f"{number:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")
