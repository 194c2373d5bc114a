"""The frame that every explorer stands in: what they have in common, so that each says only what is its own.

``stage`` holds the base class ``Explorer``, ``canvas`` the pictures, ``controls`` what can be moved, ``functions`` the
learner's functions under the sliders, ``words`` how numbers are written, ``rest`` what waits until a drag is over, ``touch`` pictures that
can be reached into,
``notice`` a word for those who wait, and ``checks`` the refusal of an argument that makes no sense.
"""

from helpers.explorers.frame.canvas import Canvas
from helpers.explorers.frame.checks import check_choice
from helpers.explorers.frame.controls import (
    activation_list,
    button,
    cell,
    checkbox,
    dropdown,
    number,
    only_if,
    set_near,
    slider,
    toggles,
)
from helpers.explorers.frame.functions import ELEMENTWISE, learners, quick_enough, quick_pair
from helpers.explorers.frame.stage import Explorer
from helpers.explorers.frame.words import say, short

__all__ = [
    "ELEMENTWISE", "Canvas", "Explorer", "activation_list", "button", "cell", "check_choice", "checkbox", "dropdown",
    "learners", "number", "only_if", "quick_enough", "quick_pair", "say", "set_near", "short", "slider", "toggles",
]  # fmt: skip
