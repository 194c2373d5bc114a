"""The sixteen questions about two inputs: which of the four corners is to be a yes."""

from helpers.experiments.xor import CORNERS

NAMES = tuple(f"{x1:.0f}{x2:.0f}" for x1, x2 in CORNERS)
# One of each pair; below it on the board stands the one that wants the opposite of every corner.
UPPER = ("0000", "1000", "0100", "0010", "0001", "0011", "0101", "0110")


def opposite(question):
    """The question that wants yes where this one wants no.

    Parameters
    ----------
    question : str
        For 00, 01, 10 and 11 in this order a 1 where yes is wanted.

    Examples
    --------
    >>> opposite("0110")
    '1001'
    """
    return question.translate({ord("0"): "1", ord("1"): "0"})


QUESTIONS = (*UPPER, *map(opposite, UPPER))
