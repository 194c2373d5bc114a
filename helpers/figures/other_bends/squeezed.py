"""What comes back out of a narrow place, and what a product of matrices learns first."""

import numpy as np

from helpers.figures import style
from helpers.figures.axes import plain_axes


def spirals_and_back(original, returned):
    """A spiral, and what comes back of it from n random ReLUs, a panel for each n.

    Parameters
    ----------
    original : array, shape (N, 2)
    returned : dict
        Number of ReLUs → (points that come back, their relative error).
    """
    fig, axes = style.figure(6.8, 1.85, 1, 1 + len(returned))
    panels = [("the spiral", original)]
    words = []
    for units, (points, error) in returned.items():
        told = f"{error:.0%}" if error >= 0.005 else "below 1%"
        panels.append((f"{units} ReLUs\nerror {told}", points))
        words.append(f"{units} ReLUs, {told}")
    limit = 1.05 * max(np.abs(points).max() for _, points in panels)
    for ax, (title, points) in zip(axes, panels):
        ax.scatter(*points.T, c=np.arange(len(points)), cmap=style.SEQUENTIAL, s=3)
        plain_axes(ax, title)
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")
    style.show(
        fig, f"A spiral in the plane, and what comes back of it from random ReLUs; relative error: {'; '.join(words)}."
    )


def directions_over_time(paths, strengths):
    """How much of each singular direction is learned after each step, a panel for each depth.

    Parameters
    ----------
    paths : dict
        Name of the panel → array, shape (steps, directions).
    strengths : sequence of float
        The singular values, the largest first.
    """
    fig, axes = style.figure(6.8, 2.8, 1, len(paths), sharey=True, squeeze=False)
    looks = [(style.FIRST, "-"), (style.SECOND, "--"), (style.HIGHLIGHT, ":")]
    words = []
    for ax, (name, path) in zip(axes[0], paths.items()):
        for values, strength, (colour, dashes) in zip(path.T, strengths, looks):
            ax.plot(values, color=colour, linestyle=dashes, label=f"strength {strength:g}")
        ax.set(xlabel="steps", ylim=(-0.05, 1.1))
        ax.set_title(name, fontsize=10)
        half = [round(int(np.argmax(values > 0.5)), -1) for values in path.T]
        words.append(f"{name}, {', '.join(map(str, half))}")
    axes[0, 0].yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes[0, 0].set_ylabel("learned")
    axes[0, -1].legend(loc="lower right", fontsize=9)
    style.show(
        fig,
        "How much of three directions of a matrix is learned, step by step. Half of each is learned after so many "
        f"steps: {'; '.join(words)}.",
    )
