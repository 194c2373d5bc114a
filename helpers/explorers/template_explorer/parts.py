"""Parts of the template explorer's pictures: axes and text in their places, sheets of templates, squares for gates."""

import numpy as np
from matplotlib.colors import to_rgba

from helpers.explorers.template_explorer.local_maps import CLASSES
from helpers.figures import style

# In a sheet, ten templates stand in two rows of five: eight pixels each, with one between columns and three for the
# digits between rows.
ACROSS, DOWN = 9, 11
# A gate is drawn as a square of 8 pixels, air included, in two halves, one for each image.
CELL, HALF, WIDEST = 8, 3, 320
GATE_COLOURS = np.array([(0.5, 0.5, 0.5, 0.16), to_rgba(style.TEXT), to_rgba(style.FIRST), to_rgba(style.SECOND)])


def place(figure, left, top, width, height):
    """Axes without ticks or frame, in inches from the figure's upper left corner."""
    across, down = figure.get_size_inches()
    ax = figure.add_axes((left / across, 1 - (top + height) / down, width / across, height / down))
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax


def words(ax, x, y, text="", **look):
    """Text at a place inside the axes, from (0, 0) in the lower left to (1, 1)."""
    return ax.text(x, y, text, transform=ax.transAxes, **look)


def frame_image(ax):
    """A thin frame around a digit, just outside: the image is drawn later, over whatever lies within."""
    ax.spines[:].set_visible(True)
    ax.spines[:].set_position(("outward", 1))


def sheet(pictures):
    """Ten pictures (10, 8, 8) from −1 to 1, coloured, in two rows of five with gaps between: (19, 44, 4)."""
    framed = np.zeros((2, 5, DOWN, ACROSS, 4))
    framed[:, :, :8, :8] = style.DIVERGING((pictures.reshape(2, 5, 8, 8) + 1) / 2)
    return framed.swapaxes(1, 2).reshape(2 * DOWN, 5 * ACROSS, 4)[:-3, :-1]


def template_sheet(figure, left, top, width):
    """A place for ten templates with their digits; returns the image artist and the text above it."""
    empty = sheet(np.zeros((10, 8, 8)))
    height = width * empty.shape[0] / empty.shape[1]
    ax = place(figure, left, top, width, height)
    for digit in range(CLASSES):
        x, y = ACROSS * (digit % 5) + 3.5, DOWN * (digit // 5) + 7.7
        ax.text(x, y, str(digit), ha="center", va="top", fontsize=9.5)
    return ax.imshow(empty, aspect="auto"), words(ax, 0, 1 + 0.06 / height)


def colour_key(figure, left, top, width=1.6):
    """The colours from most negative to most positive; returns the text that gives the two ends."""
    ax = place(figure, left, top, width, 0.12)
    ax.imshow(np.linspace(-1, 1, 65)[None], cmap=style.DIVERGING, aspect="auto")
    beside = width > 1
    return words(ax, 1.06, 0.4, va="center") if beside else words(ax, 0.5, -0.3, ha="center", va="top")


def colour_reach(weights):
    """The size of weight at which the colours end: a few outliers would leave all others grey."""
    return max(float(np.quantile(np.abs(weights), 0.98)), 1e-12)


def scale_in_words(reach):
    return f"−{reach:.1f} to {reach:.1f}"


def gate_picture(first, second):
    """Two states of a ReLU's gates as pixels: for each unit a square, its left half for the first, its right half for
    the second; grey where the two agree, in a colour of its own where only one is open, nearly nothing where closed.

    Parameters
    ----------
    first, second : bool arrays, shape (C, H, W), or (F,) for a dense layer

    Returns
    -------
    array, shape (height, width, 4)
    """
    left = np.where(first, np.where(second, 1, 2), 0)
    right = np.where(second, np.where(first, 1, 3), 0)
    halves = np.stack([left, right], axis=-1).reshape(len(first), *(first.shape[1:] or (1, 1)), 2)
    count, height, width, _ = halves.shape
    columns = min(count, max(1, (WIDEST // CELL + 1) // (width + 1)))
    rows = -(-count // columns)
    picture = np.zeros((rows * columns, height + 1, CELL, width + 1, CELL, 4))
    squares = np.repeat(GATE_COLOURS[halves], HALF, axis=3)
    picture[:count, :height, 1 : 2 * HALF + 1, :width, 1 : 2 * HALF + 1] = squares[:, :, None]
    picture = picture.reshape(rows, columns, (height + 1) * CELL, (width + 1) * CELL, 4).swapaxes(1, 2)
    return picture.reshape(rows * (height + 1) * CELL, columns * (width + 1) * CELL, 4)[:-CELL, :-CELL]
