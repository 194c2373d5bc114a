"""The straight pieces of a ReLU network's output, along a line through its inputs."""

import numpy as np

from helpers.experiments.bends import forward, pieces_on_a_line, switch_points
from helpers.figures import style

# Dots for more bends than this would only hide the curve.
DOTS = 20


def straight_pieces(networks, start, end):
    """The output of ReLU networks along the straight line from start to end, a panel for each, with a dot at each bend.

    Parameters
    ----------
    networks : dict
        By name: (weights, biases), lists of arrays (out, in) and (out,).
    start, end : sequences of numbers, one for each input
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    fig, axes = style.figure(6.8, 2.5, 1, len(networks), squeeze=False)
    words = []
    for ax, (name, (weights, biases)) in zip(axes[0], networks.items()):
        t = switch_points(weights, biases, start, end)
        y = forward(start + t[:, None] * (end - start), weights, biases)[:, 0]
        bends = _bends(t, y)
        ax.plot(t, y, color=style.COLOURS["relu"], linewidth=1.6 if len(bends) <= DOTS else 0.8)
        if len(bends) <= DOTS:
            ax.plot(t[bends], y[bends], ls="", marker="o", ms=4, color=style.TEXT)
        pieces = pieces_on_a_line(weights, biases, start, end)
        ax.set_title(f"{name}\n{_counted(pieces)}", fontsize=10)
        ax.set(xticks=[0, 0.5, 1], xlabel="along the line")
        ax.locator_params(axis="y", nbins=4)
        ax.tick_params(labelsize=9)
        words.append(f"{name}, {_counted(pieces)}")
    axes[0, 0].set_ylabel("output")
    style.show(fig, f"The output of ReLU networks along a straight line through their inputs: {'; '.join(words)}.")


def _counted(pieces):
    return f"{pieces:,} straight pieces" if pieces > 1 else "1 straight piece"


def _bends(t, y):
    """The places in t, between its ends, at which the slope changes."""
    slope = np.diff(y) / np.diff(t)
    return 1 + np.flatnonzero(np.abs(np.diff(slope)) > 1e-9 * np.abs(slope).max(initial=1e-300))
