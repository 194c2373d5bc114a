"""The plane of two hidden units: where the corners of XOR land, and the straight line that divides them there."""

import numpy as np

from helpers.activations import relu
from helpers.experiments.xor import CORNERS, XOR
from helpers.figures import style

NAMES = ["00", "01", "10", "11"]
EXTENT = (-0.6, 1.6)
# In both planes a pair of corners is joined by a line of its own kind.
PAIRS = {
    "no": (XOR == 0, "o", style.FIRST, "-"),
    "yes": (XOR == 1, "^", style.SECOND, (0, (4, 1.5))),
}


def hidden_plane(W1, b1, W2, b2):
    """XOR seen three times: the inputs, what two hidden ReLUs make of them, and the answer, yes above ½.

    Parameters
    ----------
    W1, b1, W2, b2 : arrays, shapes (2, 2), (2,), (1, 2), (1,)
        The network is W2 relu(W1 x + b1) + b2.
    """

    def hide(x):
        return relu(x @ W1.T + b1)

    def answer(h):
        return h @ W2[0] + b2[0]

    fig, (before, hidden, after) = style.figure(6.8, 2.9, 1, 3)
    corners = hide(CORNERS)
    for ax, points, extent in (
        (before, CORNERS, (EXTENT, EXTENT)),
        (hidden, corners, [_around(values) for values in corners.T]),
        (after, CORNERS, (EXTENT, EXTENT)),
    ):
        if ax is not before:
            _shade(ax, extent, answer if ax is hidden else lambda x: answer(hide(x)))
        if ax is not after:
            _join(ax, points)
            _name(ax, points, extent, W2[0] if ax is hidden else np.zeros(2))
        _mark(ax, points)
        ax.set(xlim=extent[0], ylim=extent[1], box_aspect=1)
        ax.locator_params(nbins=4)
        ax.tick_params(labelsize=9)
    before.set(title="inputs", xlabel="x₁", ylabel="x₂")
    hidden.set(title="hidden plane", xlabel="h₁", ylabel="h₂")
    after.set(title="answer", xlabel="x₁", ylabel="x₂")
    handles, labels = before.get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=3)
    style.show(fig, _in_words(corners, answer(corners)))


def meeting_corners(points):
    """The corners in groups that lie on one point: lists of places in ``CORNERS``.

    Examples
    --------
    >>> meeting_corners(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]))
    [[0], [1, 2], [3]]
    """
    near = 1e-6 * np.abs(points).max(axis=0)
    groups = []
    for place, point in enumerate(points):
        for group in groups:
            if np.all(np.abs(points[group[0]] - point) <= near):
                group.append(place)
                break
        else:
            groups.append([place])
    return groups


def _around(values):
    """Limits that leave room around some values, and for their names."""
    low, high = values.min(), values.max()
    size = high - low if high > low else 1.0
    return low - 0.35 * size, high + 0.35 * size


def _shade(ax, extent, score):
    """Colour where the score is above ½, with a line where it is ½."""
    x, y = (np.linspace(*limits, 241) for limits in extent)
    values = score(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)).reshape(len(y), len(x)) - 0.5
    if values.max() > 0:
        ax.contourf(x, y, values, levels=[0, values.max()], colors=[style.SECOND], alpha=0.3)
    ax.contour(x, y, values, levels=[0], colors=[style.TEXT], linewidths=1.6)


def _join(ax, points):
    """Draw a line between the two corners of each pair, and a cross in its middle."""
    for chosen, _, colour, dashes in PAIRS.values():
        ax.plot(*points[chosen].T, color=colour, linestyle=dashes, linewidth=1.4)
    middles = np.array([points[chosen].mean(axis=0) for chosen, *_ in PAIRS.values()])
    ax.plot(*middles.T, "x", color=style.HIGHLIGHT, ms=8, mew=2, zorder=5, linestyle="", label="middle of a pair")


def _mark(ax, points):
    """Draw the corners, those of each pair with a marker of their own."""
    for label, (chosen, marker, colour, _) in PAIRS.items():
        ax.scatter(*points[chosen].T, marker=marker, s=70, color=colour, edgecolor=style.TEXT, zorder=4, label=label)


def _name(ax, points, extent, towards_yes):
    """Write each corner's name beside it: below, or away from the border between yes and no where there is one.

    Corners that have landed on one point share a label.
    """
    size = np.ptp(extent, axis=1)
    for group in meeting_corners(points):
        away = (2 * XOR[group[0]] - 1) * np.sign(towards_yes[1]) or -1
        x, y = points[group[0]]
        y += 0.07 * away * size[1]
        words = ", ".join(NAMES[place] for place in group)
        ax.text(x, y, words, ha="center", va="bottom" if away > 0 else "top", fontsize=9, zorder=6)


def _in_words(hidden, answers):
    met = [" and ".join(NAMES[place] for place in group) for group in meeting_corners(hidden) if len(group) > 1]
    landed = f"{', '.join(met)} have landed on one point" if met else "all four corners lie apart"
    right = int(np.sum((answers > 0.5) == XOR))
    return (
        "The four corners of XOR. Among the inputs the line between the no-corners and that between the yes-corners "
        f"cross in their middles. In the hidden plane {landed}, and a straight line divides it into yes and no. "
        f"Among the inputs again, {right} of 4 corners are on their own side."
    )
