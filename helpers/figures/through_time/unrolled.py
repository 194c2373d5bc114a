"""A recurrent network unrolled: the same box again and again, once for every step in time."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures import style

# In units of a step's width: how wide a strip of pixels and a column of hidden units are, and where they stand.
WIDTH, COLUMN = 0.78, 0.3
PIXELS, TOP, BOTTOM = 2.35, 1.9, 0.35


def unrolled(image, states, label):
    """A digit whose rows come one after the other, and the hidden state after each of them.

    Parameters
    ----------
    image : array, shape (T, inputs), from −1 (paper) to 1 (ink)
    states : array, shape (T, H)
        The hidden state after each step.
    label : int
        Which digit it is.
    """
    steps, hidden = states.shape
    fig, ax = style.figure(6.8, 2.9)
    ax.set_axis_off()
    limit = np.abs(states).max()
    _picture(ax, image, (-1.75, 0.7, 1.25, 0.85), "gray_r", 1)
    ax.text(-1.12, 1.62, f"a {label}", ha="center", va="bottom")
    for t, (row, state) in enumerate(zip(image, states)):
        _picture(ax, row[None], (t - WIDTH / 2, PIXELS, WIDTH, 0.18), "gray_r", 1)
        _arrow(ax, (t, PIXELS - 0.03), (t, TOP + 0.03))
        _picture(ax, state[:, None], (t - COLUMN / 2, BOTTOM, COLUMN, TOP - BOTTOM), style.DIVERGING, limit)
        ax.text(t, PIXELS + 0.26, f"row {t + 1}", ha="center", va="bottom", fontsize=10)
        if t + 1 < steps:
            _arrow(ax, (t + COLUMN / 2 + 0.03, 1.15), (t + 1 - COLUMN / 2 - 0.03, 1.15))
    _arrow(ax, (steps - 1 + COLUMN / 2 + 0.03, 1.15), (steps - 0.45, 1.15))
    ax.text(steps - 0.42, 1.15, "answer", va="center", fontsize=10)
    ax.text(0.05, (PIXELS + TOP) / 2, "$W_{ih}$", va="center", fontsize=10)
    ax.text(0.5, 1.2, "$W_{hh}$", ha="center", va="bottom", fontsize=10)
    ax.text((steps - 1) / 2, BOTTOM - 0.1, f"hidden state: {hidden} numbers after each step", ha="center", va="top")
    ax.set(xlim=(-1.8, steps + 0.3), ylim=(0.0, 2.85))
    ink = [t + 1 for t, row in enumerate(image) if row.max() > 0]
    style.show(
        fig,
        f"A {label}, read row by row: {steps} steps of {image.shape[1]} pixels, with dark ink in rows {ink[0]} to "
        f"{ink[-1]}. After each step stands the hidden state, a column of {hidden} numbers, made from the row above it "
        "and from the state to its left. The answer comes from the last one.",
    )


def _picture(ax, values, place, colours, limit):
    """An array as a small framed picture at (left, bottom, width, height)."""
    left, bottom, width, height = place
    extent = (left, left + width, bottom, bottom + height)
    ax.imshow(values, cmap=colours, vmin=-limit, vmax=limit, extent=extent, aspect="auto")
    ax.add_patch(Rectangle((left, bottom), width, height, fill=False, ec=style.TEXT, lw=0.8))


def _arrow(ax, start, end):
    ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": style.TEXT, "lw": 1.3})
