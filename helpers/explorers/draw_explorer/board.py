"""The drawing board: a canvas in the page for mouse, finger, pen and keyboard, and what is drawn on it in Python."""

from pathlib import Path

import anywidget
import numpy as np
from traitlets import Dict, Int

from helpers.explorers.draw_explorer.strokes import PEN, as_stroke

HERE = Path(__file__).parent


class Board(anywidget.AnyWidget):
    """The board on the page; ``board.js`` is its other half.

    Attributes
    ----------
    sheet : dict, what Python wants to be seen
        ``revision``, ``strokes``, ``cells`` (64 counts from 0 to 16, or None), ``example`` (whether these make way for
        the first stroke), ``inverted`` and ``erasing``.
    value : dict, what was drawn since
        ``revision`` of the sheet that was drawn on, ``blank`` (whether the example has made way), ``strokes``. It is
        called as the value of every control is: a stroke moves an explorer like a slider.
    pen : int, the width of the pen on the board of 256×256
    """

    _esm = (HERE / "board.js").read_text(encoding="utf-8")
    _css = (HERE / "board.css").read_text(encoding="utf-8")

    sheet = Dict().tag(sync=True)
    value = Dict().tag(sync=True)
    pen = Int(PEN).tag(sync=True)

    def put(self, strokes, **sheet):
        """Show a sheet with these strokes on it."""
        self.sheet = {"strokes": [flat(stroke) for stroke in strokes], **sheet}

    def drawn(self):
        """What was drawn, as (revision, was the example wiped, strokes); None before the first stroke.

        Raises
        ------
        ValueError
            If the page has sent what is no drawing.
        """
        return read_drawing(self.value) if self.value else None


def flat(stroke):
    """A stroke as the board keeps it: whether it draws, then x and y of each point, in whole units.

    Examples
    --------
    >>> flat((True, np.array([[10.2, 20.0], [30.0, 40.0]])))
    [1, 10, 20, 30, 40]
    """
    ink, points = stroke
    return [int(ink), *np.rint(points).astype(int).ravel().tolist()]


def read_drawing(drawing):
    """What the board sends, as (revision, was the example wiped, strokes).

    Raises
    ------
    ValueError
        If it is no drawing.

    Examples
    --------
    >>> revision, wiped, strokes = read_drawing({"revision": 2, "blank": False, "strokes": [[1, 10, 20, 30, 40]]})
    >>> strokes[0][1].tolist()
    [[10.0, 20.0], [30.0, 40.0]]
    """
    try:
        strokes = [as_stroke((ink, np.reshape(numbers, (-1, 2)))) for ink, *numbers in drawing["strokes"]]
        return int(drawing["revision"]), bool(drawing["blank"]), strokes
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"strokes: expected a drawing from the board, got {str(drawing)[:60]} ({error})") from None
