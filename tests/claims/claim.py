"""What a claim is: a sentence of a lesson, and a way to ask whether it holds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from claims.settings import TRAINED, Setting


@dataclass(frozen=True)
class Claim:
    """A sentence about an experiment.

    Attributes
    ----------
    id : str
    lesson : str
        Where the sentence stands, such as "00, 05".
    sentence : str
        As the lesson says it, or in as few words.
    measure : function of a Setting that returns the margin
        Positive where the sentence holds; the larger, the more clearly.
    settings : tuple of Setting
        Under which it has to hold.
    unit : str
        What the margin counts.
    """

    id: str
    lesson: str
    sentence: str
    measure: Callable[[Setting], float]
    settings: tuple = tuple(TRAINED)
    unit: str = "of the images"


def decades(smaller, larger):
    """By how many factors of ten one number is smaller than another; 16 at most, so that exactly 0 counts as well."""
    return min(16.0, float(np.log10(max(float(larger), 1e-300) / max(float(smaller), 1e-300))))
