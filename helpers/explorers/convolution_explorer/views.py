"""The three views of the convolution explorer: one kernel, two kernels and the one that replaces them, the matrix.

Each has a ``left`` and a ``right`` canvas. Its ``show`` returns the numbers shown and the sentence about them.
"""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.explorers.convolution_explorer.pictures import greys, picture, small_picture
from helpers.explorers.frame import Canvas, learners, say
from helpers.figures import style

# Two of these stand side by side; on a narrow page, one above the other.
WIDTH = 3.3
# Of a panel's side: a frame that is smaller cannot be seen.
SMALLEST = 0.06
# Of the largest value: what is smaller may be rounding.
ROUNDING = 1e-9


class OneKernel:
    """A picture, the kernel, and the result before and after an activation."""

    def __init__(self):
        figure, axes = style.figure(WIDTH, 1.95, 1, 2)
        self.image = image_panel(axes[0], "input")
        self.kernel = KernelPanel(axes[1], 3, "kernel")
        self.window = frame(axes[0], SMALLEST, 1.6)
        self.left = Canvas(figure, [self.image, *self.kernel.artists, self.window])
        figure, axes = style.figure(WIDTH, 1.95, 1, 2)
        self.before = image_panel(axes[0], "before activation", style.DIVERGING, -1)
        self.after = image_panel(axes[1], "after activation", style.DIVERGING, -1)
        self.pixels = [frame(ax, SMALLEST, 1.6) for ax in axes]
        self.right = Canvas(figure, [self.before, self.after, *self.pixels])

    def corner_at(self, axes, x, y, name):
        """Top row and left column of the window at a place of the input (its middle) or of a result; else None."""
        side = len(picture(name))
        if axes is self.kernel.image.axes:
            return None
        return corner_under(x, y, side) if axes is self.image.axes else pixel_under(x, y, side - 2)

    def number_at(self, axes, x, y):
        """The name of the field whose number of the kernel is drawn at a place, or None outside the kernel."""
        if axes is not self.kernel.image.axes:
            return None
        row, column = (int(np.clip(round(place), 0, 2)) + 1 for place in (y, x))
        return f"k{row}{column}"

    def show(self, convolve, name, kernel, activation, top, left):
        image = picture(name)
        before = convolve(image, kernel)
        after = learners(activation)(before.copy())
        largest = max(np.max(np.abs(before)), np.max(np.abs(after)), 1e-12)
        self.image.set(data=image, cmap=greys(name))
        self.kernel.show(kernel)
        self.before.set_data(before / largest)
        self.after.set_data(after / largest)
        side = len(image)
        surround(self.window, side, top, left, 3)
        for pixel in self.pixels:
            surround(pixel, side - 2, top, left, 1)
        # What rounding leaves of a 0 is neither negative nor changed.
        rounding = ROUNDING * largest
        negative, changed = float(np.mean(before < -rounding)), float(np.mean(np.abs(after - before) > rounding))
        total = say(float(np.round(kernel.sum(), 3)))
        grey = {"0": "as 0", "1": "as it was"}.get(total, f"as {total} times that grey")
        pair = float(before[top, left]), float(after[top, left])
        here, there = (say(value if abs(value) > rounding else 0.0, ".2g") for value in pair)
        shown = {"kernel": kernel.tolist(), "sum": float(kernel.sum()), "negative": negative, "changed": changed}
        return {**shown, "before": pair[0], "after": pair[1]}, (
            f"The kernel's weights add up to {total}, so an area of one grey comes out {grey}. "
            f"{negative:.0%} of the results are negative (blue). {style.LABELS[activation]} changes {changed:.0%} of"
            f" all results. Framed: row {top}, column {left}. There the nine products add up to {here}, and "
            f"{style.LABELS[activation]} leaves {there}."
        )


class TwoKernels:
    """Two convolutions in a row, with what comes between them; and the one convolution with the composed kernel."""

    def __init__(self):
        figure = style.blank(WIDTH, 4.2)
        self.first = KernelPanel(self._square(figure, 0.03, 0.62, 1.5), 3, "first kernel")
        self.second = KernelPanel(self._square(figure, 1.7, 0.62, 1.5), 3, "second kernel")
        self.between = image_panel(self._square(figure, 0.03), "between the two", style.DIVERGING, -1)
        self.twice = image_panel(self._square(figure, 1.7), "two convolutions", style.DIVERGING, -1)
        self.left = Canvas(figure, [*self.first.artists, *self.second.artists, self.between, self.twice])
        figure = style.blank(WIDTH, 4.2)
        # Five squares in a row need more room than three, or their numbers would touch.
        self.composed = KernelPanel(self._square(figure, 0.5, 0.3, 2.05), 5, "the two as one")
        self.once = image_panel(self._square(figure, 0.1), "one convolution", style.DIVERGING, -1)
        self.gap = image_panel(self._square(figure, 1.77), "difference", style.DIVERGING, -1)
        self.right = Canvas(figure, [*self.composed.artists, self.once, self.gap])

    @staticmethod
    def _square(figure, left, top=2.7, side=1.45):
        """Axes at a place in inches from the upper left: the results that are compared are of one size, at one height."""
        across, down = figure.get_size_inches()
        return figure.add_axes((left / across, 1 - (top + side) / down, side / across, side / down))

    def show(self, convolve, name, first, second, activation):
        image = picture(name)
        composed = np.asarray(learners("compose_kernels")(first.copy(), second.copy()))
        between = learners(activation)(convolve(image, first))
        twice, once = convolve(between, second), convolve(image, composed)
        gap = twice - once
        difference = float(np.max(np.abs(gap)))
        largest = float(max(np.max(np.abs(once)), np.max(np.abs(twice)), 1e-12))
        weight = max(float(np.max(np.abs(kernel))) for kernel in (first, second, composed))
        for panel, kernel in ((self.first, first), (self.second, second), (self.composed, composed)):
            panel.show(kernel, weight)
        self.between.set_data(between / max(np.max(np.abs(between)), 1e-12))
        # One scale for these three, so that a difference is as visible as it is large.
        for panel, result in ((self.twice, twice), (self.once, once), (self.gap, gap)):
            panel.set_data(result / largest)
        shown = {"composed": composed.tolist(), "difference": difference, "largest": largest}
        return shown, self._in_words(activation, difference, largest)

    @staticmethod
    def _in_words(activation, difference, largest):
        if difference < 1e-9 * max(largest, 1):
            return (
                f"Two 3×3 convolutions are one 5×5 convolution: the largest difference is {say(difference, '.0e')}, "
                f"on values up to {say(largest, '.2g')}. That is rounding."
            )
        return (
            f"With {style.LABELS[activation]} between them, the two are not that one convolution: the largest "
            f"difference is {say(difference, '.2g')}, on values up to {say(largest, '.2g')}."
        )


class AsMatrix:
    """A small picture, the output, and the convolution's matrix with the row of one output pixel lit up."""

    def __init__(self):
        figure, axes = style.figure(WIDTH, 2.2, 1, 2)
        self.image = image_panel(axes[0], "image, 8×8")
        self.output = image_panel(axes[1], "output, 6×6", style.DIVERGING, -1)
        # Panels run from 0 to 1 both ways, with row 0 on top.
        self.window, self.pixel = frame(axes[0], 3 / 8), frame(axes[1], 1 / 6)
        self.left = Canvas(figure, [self.image, self.output, self.window, self.pixel])
        figure, ax = style.figure(WIDTH, 2.2)
        ax.set(xticks=[], yticks=[], title="the convolution's matrix, 36×64")
        ax.spines[:].set(visible=True, color=style.GRID, linewidth=0.6)
        self.matrix = ax.imshow(np.zeros((36, 64)), cmap=style.DIVERGING, vmin=-1, vmax=1)
        self.line = frame(ax, 64, height=2)
        self.right = Canvas(figure, [self.matrix, self.line])

    def pixel_at(self, axes, x, y):
        """Row and column of the output pixel at a place of the image (the middle of its window), output or matrix."""
        if axes is self.matrix.axes:
            return divmod(int(np.clip(round(y), 0, 35)), 6)
        return corner_under(x, y, 8) if axes is self.image.axes else pixel_under(x, y, 6)

    def show(self, convolve, name, kernel, row, column):
        image = small_picture(name)
        matrix = np.asarray(learners("conv_matrix")(kernel.copy(), 8, 8))
        output = convolve(image, kernel)
        index = row * 6 + column
        by_row = float(matrix[index] @ image.ravel())
        # The chosen row at full strength, the others faded: lit up without relying on the frame's colour alone.
        strength = np.full(matrix.shape, 0.35)
        strength[index] = 1
        self.image.set(data=image, cmap=greys(name))
        self.matrix.set(array=matrix / max(np.max(np.abs(kernel)), 1e-12), alpha=strength)
        self.output.set_data(output / max(np.max(np.abs(output)), 1e-12))
        surround(self.window, 8, row, column, 3)
        surround(self.pixel, 6, row, column, 1)
        self.line.set_xy((-0.5, index - 1))
        entries = int(np.count_nonzero(matrix[index]))
        shown = {"index": index, "entries": entries, "by row": by_row, "by convolution": float(output[row, column])}
        return shown, (
            f"Output pixel ({row}, {column}) is row {index} of the matrix, counted from 0: {entries} of its 64 entries "
            f"are not zero, where the window lies. Row times image gives {say(by_row, '.4g')}; the convolution says "
            f"{say(shown['by convolution'], '.4g')}."
        )


# ---- parts of them -------------------------------------------------------------------------------------------------


class KernelPanel:
    """A kernel as coloured squares with its numbers in them."""

    def __init__(self, ax, size, title):
        ax.set(xticks=[], yticks=[], title=title)
        ax.spines[:].set_visible(False)
        self.image = ax.imshow(np.zeros((size, size)), cmap=style.DIVERGING, vmin=-1, vmax=1)
        self.numbers = [
            ax.text(column, row, "", ha="center", va="center_baseline", fontsize=10)
            for row, column in np.ndindex(size, size)
        ]
        self.artists = [self.image, *self.numbers]

    def show(self, kernel, largest=0.0):
        """Draw a kernel of the panel's size; colours end at its largest weight, or at one that is given."""
        largest = max(np.max(np.abs(kernel)), largest, 1e-12)
        self.image.set_data(kernel / largest)
        for text, weight in zip(self.numbers, np.ravel(kernel)):
            short = say(float(np.round(weight, 3)), ".2g").replace("0.", ".")
            # Only the darkest blue is too dark for black.
            text.set(text=short, color="white" if weight < -0.6 * largest else "black")


def pixel_under(x, y, side):
    """Row and column of the pixel at a place of a panel with ``side`` pixels each way."""
    return int((1 - y) * side), int(x * side)


def corner_under(x, y, side):
    """Top row and left column of the 3×3 window whose middle is at a place of a panel."""
    row, column = pixel_under(x, y, side)
    return row - 1, column - 1


def frame(ax, width, thickness=2.4, height=None):
    """An empty frame in the colour that marks what is meant; as high as wide, unless ``height`` says otherwise."""
    look = {"fill": False, "ec": style.HIGHLIGHT, "lw": thickness, "clip_on": False, "zorder": 5}
    return ax.add_patch(Rectangle((0, 0), width, width if height is None else height, **look))


def surround(rectangle, side, row, column, count):
    """Put a frame around ``count`` × ``count`` pixels of a panel with ``side`` of them; around more if it would vanish."""
    size = max(count / side, SMALLEST)
    middle = (column + count / 2) / side, 1 - (row + count / 2) / side
    rectangle.set(width=size, height=size, xy=(middle[0] - size / 2, middle[1] - size / 2))


def image_panel(ax, title, cmap="gray", low=0):
    """An empty square panel for pictures of any shape, with values from ``low`` to 1; returns the image artist."""
    ax.set(xticks=[], yticks=[], title=title)
    # A frame, because the paper of a digit is as white as the page.
    ax.spines[:].set(visible=True, color=style.GRID, linewidth=0.6)
    return ax.imshow(np.zeros((1, 1)), cmap=cmap, vmin=low, vmax=1, extent=(0, 1, 0, 1))
