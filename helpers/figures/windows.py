"""A kernel over an image: one place of the window in numbers, and which pixels an output pixel looks at."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures import style
from helpers.figures.axes import plain_axes

# Cells between two tables, room for a sign; and rows between two channels, room for their names.
_GAP, _ROOM = 1.1, 0.9


def sliding_window(image, kernel, place, bias=None):
    """One place of a sliding window, worked out: image, kernel, products, and the one number they add up to.

    Parameters
    ----------
    image : array, shape (H, W) or (C, H, W)
    kernel : array, shape (kH, kW) or (C, kH, kW)
    place : (row, column) of the output
    bias : float, optional
        Is added to the sum.
    """
    image, kernel = (np.asarray(part).reshape(-1, *np.shape(part)[-2:]) for part in (image, kernel))
    (channels, height, width), (_, kh, kw), (i, j) = image.shape, kernel.shape, place
    products = image[:, i : i + kh, j : j + kw] * kernel
    output = np.full((height - kh + 1, width - kw + 1), np.nan)
    output[i, j] = products.sum() + (bias or 0)
    lefts = np.cumsum([0, width + _GAP, kw + _GAP, kw + _GAP])
    right, bottom = lefts[-1] + output.shape[1], channels * (height + _ROOM)
    fig, ax = style.figure(6.8, 6.7 * (bottom + 0.75) / (right + 0.2))
    ax.set_axis_off()
    ax.set(xlim=(-0.1, right + 0.1), ylim=(bottom + 0.05, -0.7), aspect="equal")
    for channel in range(channels):
        top = channel * (height + _ROOM)
        middle = top + (height - kh) / 2
        of = f", channel {channel}" if channels > 1 else ""
        _table(ax, lefts[0], top, image[channel], f"image{of}", (i, j, kh, kw))
        _table(ax, lefts[1], middle, kernel[channel], f"kernel{of}")
        _table(ax, lefts[2], middle, products[channel], "products")
        for sign, left in zip("×=", lefts[1:]):
            _sign(ax, sign, left, top + height / 2)
    top = (bottom - _ROOM - output.shape[0]) / 2
    _table(ax, lefts[3], top, output, "output", (i, j, 1, 1))
    _sign(ax, "→", lefts[3], (bottom - _ROOM) / 2)
    added = " + ".join(map(_signed, products.ravel())) if channels == 1 else "all products"
    added += "" if bias is None else f" + {_signed(bias)}"
    ax.text(
        (lefts[2] + right) / 2, bottom - _ROOM + 0.45, f"{added} = {_number(output[i, j])}", ha="center", va="center"
    )
    style.show(fig, _told(image, kernel, products, output, place, bias))


def pixels_seen(weights):
    """For each named output pixel, the weight that every pixel of the input has in it; one colour scale for all.

    Parameters
    ----------
    weights : dict
        By name: an array with the shape of the input.
    """
    fig, axes = style.figure(6.8, 2.9, 1, len(weights), squeeze=False)
    limit = max(np.max(np.abs(one)) for one in weights.values())
    words = []
    for ax, (name, one) in zip(axes[0], weights.items()):
        shown = ax.imshow(one, cmap=style.DIVERGING, vmin=-limit, vmax=limit)
        plain_axes(ax, name)
        rows, columns = np.nonzero(one)
        size = np.ptp(columns) + 1, np.ptp(rows) + 1
        ax.add_patch(Rectangle((columns.min() - 0.5, rows.min() - 0.5), *size, fill=False, ec=style.HIGHLIGHT, lw=2.4))
        words.append(
            f"{name}, {len(rows)} weights that are not zero, in rows {rows.min()} to {rows.max()} and columns "
            f"{columns.min()} to {columns.max()}"
        )
    fig.colorbar(shown, ax=axes[0], shrink=0.85, label="weight of the input pixel")
    style.show(fig, f"What one output pixel takes from each input pixel: {'; '.join(words)}.")


def _table(ax, left, top, values, title, frame=None):
    """A table of numbers at a place of the axes; a place without a number stays empty, and a frame marks a part."""
    for (row, column), value in np.ndenumerate(values):
        ax.add_patch(Rectangle((left + column, top + row), 1, 1, fill=False, ec=style.GRID, lw=0.8))
        if np.isfinite(value):
            ax.text(left + column + 0.5, top + row + 0.54, _number(value), ha="center", va="center", fontsize=12)
    if frame:
        row, column, high, wide = frame
        place = (left + column, top + row)
        ax.add_patch(Rectangle(place, wide, high, fc=style.HIGHLIGHT, alpha=0.12, ec="none"))
        ax.add_patch(Rectangle(place, wide, high, fill=False, ec=style.HIGHLIGHT, lw=2.4))
    ax.text(left, top - 0.28, title, va="center", fontsize=10)


def _sign(ax, sign, left, height):
    ax.text(left - _GAP / 2, height, sign, ha="center", va="center", fontsize=15)


def _told(image, kernel, products, output, place, bias):
    row, column = place
    parts = []
    for channel, (own, some) in enumerate(zip(kernel, products)):
        window = image[channel, row : row + own.shape[0], column : column + own.shape[1]]
        of = f"In channel {channel} the" if len(kernel) > 1 else "The"
        parts.append(f"{of} pixels {_listed(window)} times the weights {_listed(own)} are {_listed(some)}.")
    sum_of = "Their sum" if len(kernel) == 1 else "The sum of all of them"
    more = "" if bias is None else f" and the bias {_number(bias)}"
    return (
        f"A window of {kernel.shape[1]} by {kernel.shape[2]} pixels on an image of {image.shape[1]} by {image.shape[2]}. "
        f"{' '.join(parts)} {sum_of}{more}, {_number(output[row, column])}, stands in row {row} and column {column} of "
        f"the output, which has {output.shape[0]} by {output.shape[1]} places."
    )


def _listed(table):
    return "; ".join(", ".join(map(_number, row)) for row in table)


def _signed(value):
    return f"({_number(value)})" if value < 0 else _number(value)


def _number(value):
    """A number as it is written by hand."""
    return f"{value:.4g}".replace("-", "−")
