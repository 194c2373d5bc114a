"""Explorer: is a convolution one more linear map, and what does the activation after it change?"""

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from helpers import style
from helpers.explorers.kernels import KERNELS, OWN, SIZE, KernelPanel, correlate, digit, image_panel, photograph
from helpers.explorers.stage import (
    Canvas,
    Explorer,
    dropdown,
    learners,
    number,
    only_if,
    quick_enough,
    say,
    slider,
    toggles,
)

NAMES = ("identity", "relu", "leaky_relu", "tanh", "sigmoid")
VIEWS = (("One kernel", "one"), ("Two kernels", "two"), ("As a matrix", "matrix"))
CELLS = [f"k{row}{column}" for row in (1, 2, 3) for column in (1, 2, 3)]


class ConvolutionExplorer(Explorer):
    """A photograph under a kernel you can edit; two kernels in a row and as one; a convolution as a matrix.

    Parameters
    ----------
    preset : str, a key of ``KERNELS``
    activation : str, from ``NAMES``

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
        "Pictures before and after a convolution with a 3×3 kernel, whose nine numbers are shown as coloured squares: "
        "blue for negative, orange for positive."
    )

    def __init__(self, preset="edges, vertical", activation="relu"):
        for label, value, allowed in (("preset", preset, KERNELS), ("activation", activation, NAMES)):
            if value not in allowed:
                raise ValueError(f"{label}: expected one of {', '.join(allowed)}, got {value!r}")
        self._start = preset, activation
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        preset, activation = self._start
        labels = [(style.LABELS[name], name) for name in NAMES]
        self.add("view", toggles("See", VIEWS, "one"))
        self.add("preset", dropdown("Kernel", [*KERNELS, OWN], preset))
        for name, weight in zip(CELLS, np.ravel(KERNELS[preset])):
            cell = self.add(name, number("", float(np.round(weight, 3))))
            cell.tooltip = f"kernel, row {name[1]}, column {name[2]}"
            cell.layout.width = "66px"
        self.add("second", dropdown("Second kernel", list(KERNELS), "blur"))
        self.add("activation", dropdown("Activation after the convolution", labels, activation))
        self.add("row", slider("Row of the output pixel", 2, 0, 5, 1))
        self.add("column", slider("Column", 3, 0, 5, 1))
        self.controls["preset"].observe(self._preset_chosen, names="value")
        for name in CELLS:
            self.controls[name].observe(self._cell_edited, names="value")
        self._filling = False
        return {"one": self._build_one(), "two": self._build_two(), "matrix": self._build_matrix()}

    def arrange(self):
        c = self.controls
        grid = widgets.Layout(grid_template_columns="repeat(3, 72px)", width="max-content")
        cells = widgets.GridBox([c[name] for name in CELLS], layout=grid)
        right = widgets.VBox(
            [c["preset"], c["second"], c["activation"], c["row"], c["column"]], layout=widgets.Layout(max_width="100%")
        )
        return self.frame(self.row(c["view"]), self.row(cells, right))

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

    def inputs(self):
        names = ("conv2d", "compose_kernels", "conv_matrix", self.value("activation"))
        return (*super().inputs(), *(learners(name) for name in names))

    def update(self):
        view = self.value("view")
        only_if(view == "two", self.controls["second"])
        only_if(view != "matrix", self.controls["activation"])
        only_if(view == "matrix", self.controls["row"], self.controls["column"])
        where = "between the two" if view == "two" else "after the convolution"
        self.controls["activation"].description = f"Activation {where}"
        self.canvas = self.canvases[view]
        return {"one": self._update_one, "two": self._update_two, "matrix": self._update_matrix}[view]()

    def convolve(self, image, kernel):
        """One image, one kernel, with the learner's conv2d; with a quick stand-in where that one takes too long."""
        conv2d = learners("conv2d")
        arguments = image[None, None], kernel[None, None], np.zeros(1)
        self._slow = not quick_enough(conv2d, *arguments, limit=0.02)
        return correlate(image, kernel) if self._slow else np.asarray(conv2d(*arguments))[0, 0]

    def _aside(self):
        return " Your conv2d is right but loops too slowly for this, so a quicker one is used." if self._slow else ""

    # ---- one kernel -------------------------------------------------------------------------------------------------

    def _build_one(self):
        figure, axes = style.figure(6.6, 2.05, 1, 4, width_ratios=[1, 0.8, 1, 1])
        self.one = {"image": image_panel(axes[0], "input", (SIZE, SIZE))}
        self.one["kernel"] = KernelPanel(axes[1], 3, "kernel")
        for key, ax, title in (("before", axes[2], "before activation"), ("after", axes[3], "after activation")):
            self.one[key] = image_panel(ax, title, (SIZE - 2, SIZE - 2), style.DIVERGING)
            self.one[key].set_clim(-1, 1)
        self.one["image"].set_data(photograph())
        images = [self.one[key] for key in ("image", "before", "after")]
        return Canvas(figure, [*images, *self.one["kernel"].artists])

    def _update_one(self):
        kernel, name = self.kernel(), self.value("activation")
        before = self.convolve(photograph(), kernel)
        after = learners(name)(before.copy())
        largest = max(np.max(np.abs(before)), 1e-12)
        self.one["kernel"].show(kernel)
        self.one["before"].set_data(before / largest)
        self.one["after"].set_data(after / largest)
        negative, changed = float(np.mean(before < 0)), float(np.mean(np.abs(after - before) > 1e-12))
        shown = {"kernel": kernel.tolist(), "negative": negative, "changed": changed}
        total = say(float(np.round(kernel.sum(), 3)))
        return shown, (
            f"The kernel's weights add up to {total}, so an area of one grey comes out as {total} times that grey. "
            f"{negative:.0%} of the results are negative (blue). {style.LABELS[name]} changes {changed:.0%} of all results."
            f"{self._aside()}"
        )

    # ---- two kernels ------------------------------------------------------------------------------------------------

    def _build_two(self):
        figure = style.blank(6.6, 4.8)
        top = figure.add_gridspec(1, 3, left=0.01, right=0.99, top=0.95, bottom=0.49, width_ratios=[3, 3, 4.2])
        low = figure.add_gridspec(1, 3, left=0.01, right=0.99, top=0.41, bottom=0.01)
        kernels = [figure.add_subplot(top[0, column]) for column in range(3)]
        self.two = {
            "first": KernelPanel(kernels[0], 3, "first kernel"),
            "second": KernelPanel(kernels[1], 3, "second kernel"),
            "composed": KernelPanel(kernels[2], 5, "the two as one"),
        }
        titles = {"twice": "two convolutions", "once": "one convolution", "gap": "difference"}
        for column, (key, title) in enumerate(titles.items()):
            ax = figure.add_subplot(low[0, column])
            self.two[key] = image_panel(ax, title, (SIZE - 4, SIZE - 4), style.DIVERGING)
            self.two[key].set_clim(-1, 1)
        moving = [artist for key in ("first", "second", "composed") for artist in self.two[key].artists]
        return Canvas(figure, moving + [self.two[key] for key in ("twice", "once", "gap")])

    def _update_two(self):
        first, second = self.kernel(), np.array(KERNELS[self.value("second")], dtype=float)
        name = self.value("activation")
        composed = np.asarray(learners("compose_kernels")(first.copy(), second.copy()))
        twice = self.convolve(learners(name)(self.convolve(photograph(), first)), second)
        once = self.convolve(photograph(), composed)
        gap = twice - once
        difference = float(np.max(np.abs(gap)))
        largest = max(np.max(np.abs(once)), np.max(np.abs(twice)), 1e-12)
        for key, kernel in (("first", first), ("second", second), ("composed", composed)):
            self.two[key].show(kernel)
        for key, image in (("twice", twice), ("once", once), ("gap", gap)):
            self.two[key].set_data(image / largest)
        shown = {"composed": composed.tolist(), "difference": difference, "largest": float(largest)}
        if difference < 1e-9 * max(largest, 1):
            words = (
                f"Two 3×3 convolutions are one 5×5 convolution: the largest difference is {say(difference, '.0e')}, "
                f"on values up to {say(largest, '.2g')}. That is rounding."
            )
        else:
            words = (
                f"With {style.LABELS[name]} between them, the two are not that one convolution: the largest "
                f"difference is {say(difference, '.2g')}, on values up to {say(largest, '.2g')}."
            )
        return shown, words + self._aside()

    # ---- as a matrix ------------------------------------------------------------------------------------------------

    def _build_matrix(self):
        figure = style.blank(6.6, 3.3)
        left = figure.add_gridspec(2, 1, left=0.01, right=0.22, top=0.92, bottom=0.02, height_ratios=[8, 6])
        axes = [
            figure.add_subplot(left[0]),
            figure.add_subplot(figure.add_gridspec(1, 1, left=0.25, right=0.985, top=0.92, bottom=0.02)[0]),
            figure.add_subplot(left[1]),
        ]
        self.matrix = {"image": image_panel(axes[0], "image, 8×8", (8, 8), "gray_r")}
        self.matrix["matrix"] = image_panel(axes[1], "the convolution as a matrix, 36×64", (36, 64), style.DIVERGING)
        self.matrix["output"] = image_panel(axes[2], "output, 6×6", (6, 6), style.DIVERGING)
        for key in ("matrix", "output"):
            self.matrix[key].set_clim(-1, 1)
        look = {"fill": False, "ec": style.HIGHLIGHT, "lw": 2.4, "clip_on": False, "zorder": 5}
        sizes = {"window": (axes[0], 3, 3), "line": (axes[1], 64, 2), "pixel": (axes[2], 1, 1)}
        for key, (ax, width, height) in sizes.items():
            self.matrix[key] = ax.add_patch(Rectangle((0, 0), width, height, **look))
        self.matrix["image"].set_data(digit())
        return Canvas(figure, list(self.matrix.values()))

    def _update_matrix(self):
        kernel, row, column = self.kernel(), self.value("row"), self.value("column")
        matrix = np.asarray(learners("conv_matrix")(kernel.copy(), 8, 8))
        output = self.convolve(digit(), kernel)
        index = row * 6 + column
        by_row = float(matrix[index] @ digit().ravel())
        # The chosen row at full strength, the others faded: lit up without relying on the frame's colour alone.
        faded = np.full(matrix.shape, 0.35)
        faded[index] = 1
        self.matrix["matrix"].set(array=matrix / max(np.max(np.abs(kernel)), 1e-12), alpha=faded)
        self.matrix["output"].set_data(output / max(np.max(np.abs(output)), 1e-12))
        self.matrix["window"].set_xy((column - 0.5, row - 0.5))
        self.matrix["line"].set_xy((-0.5, index - 1))
        self.matrix["pixel"].set_xy((column - 0.5, row - 0.5))
        entries = int(np.count_nonzero(matrix[index]))
        shown = {"index": index, "entries": entries, "by row": by_row, "by convolution": float(output[row, column])}
        return shown, (
            f"Output pixel ({row}, {column}) is row {index} of the matrix, counted from 0: {entries} of its 64 entries "
            f"are not zero, where the window lies. Row times image gives {say(by_row, '.4g')}; the convolution says "
            f"{say(shown['by convolution'], '.4g')}.{self._aside()}"
        )
