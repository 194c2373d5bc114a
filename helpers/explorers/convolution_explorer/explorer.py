"""Explorer: is a convolution one more linear map, and what does the activation after it change?"""

import ipywidgets as widgets
import numpy as np

from helpers.explorers.convolution_explorer.kernels import KERNELS, OWN, correlate
from helpers.explorers.convolution_explorer.pictures import PHOTOGRAPH, PICTURES
from helpers.explorers.convolution_explorer.pictures import picture as picture_named
from helpers.explorers.convolution_explorer.views import AsMatrix, OneKernel, TwoKernels
from helpers.explorers.frame import (
    ELEMENTWISE,
    Explorer,
    activation_list,
    cell,
    check_choice,
    dropdown,
    learners,
    only_if,
    quick_enough,
    set_near,
    slider,
    toggles,
)

VIEWS = (("One kernel", "one"), ("Two kernels", "two"), ("As a matrix", "matrix"))
# In the photograph, a window at a collar: its result is far below 0, so that an activation has something to change.
START = 64, 47
CELLS = [f"k{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3)]
# By so much a tap changes a number of the kernel, and a drag for each of so many steps across its square.
STEP = 0.5
STEPS = 4
POINTING = {
    "one": (
        "Or point at a pixel; tap the right half of a kernel's number to add 0.5, its left half to take 0.5 away, or drag it "
        "sideways."
    ),
    "matrix": "Or point at a pixel of the image or of the output, or at a row of the matrix.",
}


class ConvolutionExplorer(Explorer):
    """A picture under a kernel you can edit; two kernels in a row and as one; a convolution as a matrix.

    Parameters
    ----------
    preset : str, a key of ``KERNELS``
    activation : str, from ``ELEMENTWISE``
    picture : str, from ``PICTURES``

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> explorer = ConvolutionExplorer("blur")
    >>> explorer.controls["view"].value = "two"
    >>> explorer.state()["difference"] < 1e-12
    True
    """

    question = "Is a convolution more than a linear map, and what does the activation add?"
    alt = (
        "Blue for negative, orange for positive. One kernel: a picture with a frame around one window, the kernel's nine "
        "numbers as coloured squares, and the result before and after the activation with a frame around the pixel of "
        "that window. Two kernels: the result of both in a row, that of the one 5×5 "
        "kernel composed of them, and their difference. As a matrix: the matrix with the row of one output pixel lit "
        "up, that pixel, and the window of the image it looks at."
    )

    pointing = POINTING["one"]

    def __init__(self, preset="edges, vertical", activation="relu", picture=PHOTOGRAPH):
        self._start = (
            check_choice("preset", preset, KERNELS),
            check_choice("activation", activation, ELEMENTWISE),
            check_choice("picture", picture, PICTURES),
        )
        self._held = None
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        preset, activation, picture = self._start
        self.add("view", toggles("See", VIEWS, "one"))
        labels = {PHOTOGRAPH: "photograph of Grace Hopper"}
        self.add("picture", dropdown("Picture", [(labels.get(name, name), name) for name in PICTURES], picture))
        self.add("preset", dropdown("Kernel", [*KERNELS, OWN], preset))
        for name, weight in zip(CELLS, np.ravel(KERNELS[preset])):
            self.add(name, cell(f"kernel, row {name[1]}, column {name[2]}", float(np.round(weight, 3))))
        self.add("second", dropdown("Second kernel", list(KERNELS), "blur"))
        self.add("activation", activation_list("Activation after the convolution", activation))
        # Nothing at first: that two convolutions are one is the rule, and what an activation does to it the exception.
        self.add("between", activation_list("Activation between the two", "identity"))
        last = len(picture_named(picture)) - 3
        self.add("top", slider("Row of the window", min(START[0], last), 0, last, 1))
        self.add("left", slider("Column of the window", min(START[1], last), 0, last, 1))
        self.add("row", slider("Row of the output pixel", 2, 0, 5, 1))
        self.add("column", slider("Column", 3, 0, 5, 1))
        self.controls["picture"].observe(self._picture_chosen, names="value")
        self.controls["preset"].observe(self._preset_chosen, names="value")
        for name in CELLS:
            self.controls[name].observe(self._cell_edited, names="value")
        self._filling = False
        self.views = {"one": OneKernel(), "two": TwoKernels(), "matrix": AsMatrix()}
        self.panel("right", self.views["one"].right)
        sides = [(name, side) for name in self.views for side in ("left", "right")]
        return {(name, side): getattr(self.views[name], side) for name, side in sides}

    def arrange(self):
        c = self.controls
        grid = widgets.Layout(grid_template_columns="repeat(3, 80px)", width="max-content")
        cells = widgets.GridBox([c[name] for name in CELLS], layout=grid)
        right = widgets.VBox(
            [c[name] for name in ("preset", "second", "activation", "between", "top", "left", "row", "column")],
            layout=widgets.Layout(max_width="100%"),
        )
        return self.frame(self.row(c["view"], c["picture"]), self.row(cells, right))

    def _picture_chosen(self, change):
        with self.together():
            for name in ("top", "left"):
                self.controls[name].max = len(picture_named(change["new"])) - 3

    def _preset_chosen(self, change):
        if change["new"] == OWN:
            return
        self._filling = True
        with self.together():
            for name, weight in zip(CELLS, np.ravel(KERNELS[change["new"]])):
                self.controls[name].value = float(np.round(weight, 3))
        self._filling = False

    def _cell_edited(self, change):
        if not self._filling:
            with self.together():
                self.controls["preset"].value = OWN

    def kernel(self):
        """The kernel in the nine fields, or the exact one of its name (1/9 does not fit in a field)."""
        if self.value("preset") != OWN:
            return np.array(KERNELS[self.value("preset")], dtype=float)
        return np.array([self.value(name) for name in CELLS]).reshape(3, 3)

    # ---- pointing ---------------------------------------------------------------------------------------------------

    def reachable(self):
        return self.value("view") != "two"

    def grasp(self, axes, x, y):
        """Remember which number of the kernel is pointed at, what it is, and where its square is held."""
        name = self.views["one"].number_at(axes, x, y)
        self._held = name and (name, self.value(name), x)

    def reach(self, axes, x, y):
        """The window, or in the matrix view the output pixel, is the one that the reader points at, in any picture.

        A number of the kernel goes up and down as it is dragged to the right and to the left.
        """
        view = self.views[self.value("view")]
        if self._held:
            name, value, began = self._held
            self._change(name, value, int((x - began) * STEPS))
            return
        if view is self.views["one"]:
            names, place = ("top", "left"), view.corner_at(axes, x, y, self.value("picture"))
        elif view is self.views["matrix"]:
            names, place = ("row", "column"), view.pixel_at(axes, x, y)
        else:
            return
        for name, value in zip(names, place or ()):
            set_near(self.controls[name], value)

    def tap(self, axes, x, y):
        """The half of a number's square in which it is tapped says which way the number goes."""
        if self._held:
            name, value, _ = self._held
            self._change(name, value, 1 if x > round(x) else -1)

    def _change(self, name, value, steps):
        # Rounded, as a field would show what the addition of 0.5 leaves in the seventeenth digit of 0.111.
        self.controls[name].value = float(np.round(value + STEP * steps, 9)) if steps else value

    def inputs(self):
        names = ("conv2d", "compose_kernels", "conv_matrix", self.value("activation"), self.value("between"))
        return (*super().inputs(), *(learners(name) for name in names))

    def update(self):
        view, name, kernel = self.value("view"), self.value("picture"), self.kernel()
        only_if(view == "one", *(self.controls[name] for name in ("activation", "top", "left")))
        only_if(view == "two", self.controls["second"], self.controls["between"])
        only_if(view == "matrix", self.controls["row"], self.controls["column"])
        chosen = self.views[view]
        self.put(chosen.left, right=chosen.right)
        self.pointing = POINTING.get(view, self.pointing)
        self._slow = False
        if view == "one":
            top, left = self.value("top"), self.value("left")
            shown, words = chosen.show(self.convolve, name, kernel, self.value("activation"), top, left)
        elif view == "two":
            second = np.array(KERNELS[self.value("second")], dtype=float)
            shown, words = chosen.show(self.convolve, name, kernel, second, self.value("between"))
        else:
            shown, words = chosen.show(self.convolve, name, kernel, self.value("row"), self.value("column"))
        if self._slow:
            words += " Your conv2d is right but too slow for a picture of this size, so a quicker one is used."
        return shown, words

    def convolve(self, image, kernel):
        """One image, one kernel, with the learner's conv2d; with a quick stand-in where that one takes too long."""
        conv2d = learners("conv2d")
        arguments = image[None, None], kernel[None, None], np.zeros(1)
        if quick_enough(conv2d, *arguments, limit=0.02):
            return np.asarray(conv2d(*arguments))[0, 0]
        self._slow = True
        return correlate(image, kernel)
