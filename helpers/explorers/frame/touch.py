"""Pictures that can be reached into: where on a picture a reader points, in the units of what is drawn there."""

import math
from pathlib import Path

import anywidget
import ipywidgets as widgets

# The class of the pictures that can be pointed at, by which touch.js knows them.
REACHED = "course-reached"
# And of those in which something is dragged in every direction: there a finger does not scroll the page.
DRAGGED = "course-dragged"


class Touch(anywidget.AnyWidget):
    """Nothing to be seen: it hears where in an explorer's pictures a reader points.

    Parameters
    ----------
    touched : callable
        ``touched(picture, x, y, began, stroke, tapped)``: which of the explorer's pictures, and the place from its upper
        left, 0 to 1 each; where the stroke began, a number that is the stroke's own, and whether it ended where it
        began.
    sliders : list of widgets
        What may be moved by it.
    """

    _esm = Path(__file__).with_name("touch.js").read_text(encoding="utf-8")

    def __init__(self, touched, sliders=()):
        super().__init__(layout=widgets.Layout(display="none"))
        self._touched, self._sliders = touched, sliders
        self.on_msg(self._hear)

    def _hear(self, _, content, buffers):
        picture, x, y, began = (content.get(name) for name in ("picture", "x", "y", "began"))
        # A slider on the page sends back what the kernel has set it to; in a drag that would be an older place by then.
        self._set_by_hand(False)
        try:
            if isinstance(picture, int) and _is_place((x, y)):
                began = began if _is_place(began) else (x, y)
                self._touched(picture, x, y, began, content.get("stroke"), content.get("tapped") is True)
        finally:
            if content.get("released"):
                self._set_by_hand(True)
            self.send({"answered": True})

    def _set_by_hand(self, at_once):
        for slider in self._sliders:
            slider.continuous_update = at_once


def _is_place(place):
    """Whether what a page has sent is two numbers."""
    return (
        isinstance(place, list | tuple)
        and len(place) == 2
        and all(isinstance(part, int | float) and math.isfinite(part) for part in place)
    )


def place_in(figure, x, y):
    """The axes at a place of a picture, and the place in their units.

    Parameters
    ----------
    figure : Figure
    x, y : float
        From the upper left of the picture, 0 to 1 each.

    Returns
    -------
    (Axes, float, float), or None outside all axes

    Examples
    --------
    >>> from helpers.figures import style
    >>> figure, ax = style.figure(2, 2, layout=None)
    >>> _ = ax.set_position([0, 0, 1, 1]), ax.set(xlim=(0, 4), ylim=(0, 8))
    >>> place_in(figure, 0.25, 0.25)[1:]
    (1.0, 6.0)
    """
    at = figure.transFigure.transform((x, 1 - y))
    for ax in figure.axes:
        if ax.get_visible() and ax.bbox.contains(*at):
            return ax, *units_of(ax, x, y)
    return None


def units_of(ax, x, y):
    """A place of a picture in the units of some axes of it, be it inside them or not; x and y as for ``place_in``."""
    across, up = ax.transData.inverted().transform(ax.figure.transFigure.transform((x, 1 - y)))
    return float(across), float(up)
