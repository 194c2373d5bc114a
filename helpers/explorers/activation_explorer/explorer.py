"""Explorer: what does an activation do to a number, to its slope, and to a whole layer of numbers?"""

import ipywidgets as widgets
import numpy as np

from helpers.explorers.activation_explorer.panels import (
    REACH,
    WIDEST,
    LargePanel,
    LayerPanel,
    SlopePanel,
    shared_limits,
)
from helpers.explorers.frame import (
    ELEMENTWISE,
    Explorer,
    activation_list,
    check_choice,
    checkbox,
    learners,
    only_if,
    say,
    set_near,
    slider,
    toggles,
)

SIDES = ("first", "second")
VIEWS = (("Slope at a point", "slope"), ("A whole layer", "layer"), ("Large z", "large"))
TASKS = {
    "slope": "Move z. Where do both let a small change through, where only one of them, and where none?",
    "layer": "10,000 inputs at once: how many become exactly 0, and what is left of a wide layer?",
    "large": "From which z on does the formula fail, as it is often typed? And in float32?",
}
# For the views with a scale that both sides share: how far to look for it, and how tall it is at the least.
SCALES = {"slope": (REACH, 1.75), "layer": (2 * WIDEST, 1.5)}
PANELS = {"slope": SlopePanel, "layer": LayerPanel, "large": LargePanel}


class ActivationExplorer(Explorer):
    """Two activations side by side: slopes and zones, a layer's histogram, and what large inputs do.

    Parameters
    ----------
    first, second : str
        The activations to start with, from ``ELEMENTWISE``.

    Raises
    ------
    ValueError
        If a name is not one of these.

    Examples
    --------
    >>> explorer = ActivationExplorer("sigmoid", "relu")
    >>> explorer.controls["z"].value = -3.0
    >>> explorer.state()["second slope"]
    0.0
    """

    question = "How much of a small change in z gets through an activation, and where does nothing get through?"
    alt = (
        "Two activation functions side by side. Slope at a point: each with its derivative, a movable point with its "
        "tangent, and shaded zones where the slope is nearly or exactly zero. A whole layer: a histogram of inputs "
        "below the curve and one of the outputs beside it. Large z: the curve over the formula as it is often typed, "
        "and where that formula gives nan."
    )

    pointing = "Or point at a place in the pictures."

    def __init__(self, first="sigmoid", second="relu"):
        start = {"first": first, "second": second}
        self._start = {side: check_choice(side, name, ELEMENTWISE) for side, name in start.items()}
        super().__init__()

    def build(self):
        self.add("first", activation_list("Left", self._start["first"]))
        self.add("second", activation_list("Right", self._start["second"]))
        self.add("view", toggles("See", VIEWS, "slope"))
        self.add("z", slider("z", 1.0, -REACH, REACH, 0.1))
        self.add("width", slider("Width of the inputs", 1.0, 0.1, WIDEST, 0.1))
        self.add("large_z", slider("z", 800, -1000, 1000, 10))
        self.add("float32", checkbox("float32 instead of float64", False))
        self.sides = {(view, side): PANELS[view]() for view in PANELS for side in SIDES}
        self.panel("second", self.sides["slope", "second"].canvas)
        return {key: panel.canvas for key, panel in self.sides.items()}

    def arrange(self):
        c = self.controls
        self.task = widgets.HTML(layout=widgets.Layout(max_width="100%"))
        self.update_task()
        own = self.row(c["z"], c["width"], c["large_z"], c["float32"])
        return self.frame(self.row(c["first"], c["second"], c["view"]), self.task, own)

    def update_task(self):
        """Ask the question of the view."""
        self.task.value = f'<p style="line-height:1.4">{TASKS[self.value("view")]}</p>'

    def reach(self, axes, x, y):
        """The point, the width or the large z comes to where the reader points, in both pictures alike."""
        name, value = {"slope": ("z", x), "layer": ("width", abs(x)), "large": ("large_z", x)}[self.value("view")]
        set_near(self.controls[name], value)

    def inputs(self):
        return (*super().inputs(), *(f for side in SIDES for f in self._pair(self.value(side))))

    @staticmethod
    def _pair(name):
        return learners(name), learners(f"{name}_grad")

    def update(self):
        view = self.value("view")
        self.update_task()
        only_if(view == "slope", self.controls["z"])
        only_if(view == "layer", self.controls["width"])
        only_if(view == "large", self.controls["large_z"], self.controls["float32"])
        first, second = (self.sides[view, side] for side in SIDES)
        self.put(first.canvas, second=second.canvas)
        shown, opening = self._setting(view)
        sentences = []
        for side, panel in zip(SIDES, (first, second)):
            numbers, words = self._show(view, panel, self.value(side))
            shown.update({f"{side} {key}": number for key, number in numbers.items()})
            sentences.append(words)
        return shown, f"{opening}: {'; '.join(sentences)}."

    def _setting(self, view):
        if view == "slope":
            return {"z": self.value("z")}, f"At z = {say(self.value('z'), '.1f')}"
        if view == "layer":
            width = self.value("width")
            return {"width": width}, f"Inputs around 0 of width {width:.1f} (their standard deviation)"
        dtype = np.dtype(self._dtype())
        return {"z": float(self.value("large_z"))}, f"At z = {say(self.value('large_z'), '.0f')} in {dtype}"

    def _show(self, view, panel, name):
        f, grad = self._pair(name)
        if view == "large":
            return panel.show(name, f, self.value("large_z"), self._dtype())
        limits = shared_limits([self._pair(self.value(side))[0] for side in SIDES], *SCALES[view])
        return panel.show(name, f, grad, self.value("z" if view == "slope" else "width"), limits)

    def _dtype(self):
        return np.float32 if self.value("float32") else np.float64
