"""Convolutions: what a kernel answers to an image, and the matrix that does the same."""

import numpy as np

from helpers.figures import style
from helpers.figures.axes import plain_axes


def before_and_after(image, response, activated):
    """An image, a kernel's response to it, and the response after the activation."""
    fig, axes = style.figure(6.8, 2.5, 1, 3)
    limit = np.max(np.abs(response))
    axes[0].imshow(image, cmap="gray", vmin=0, vmax=1)
    axes[1].imshow(response, cmap=style.DIVERGING, vmin=-limit, vmax=limit)
    last = axes[2].imshow(activated, cmap=style.DIVERGING, vmin=-limit, vmax=limit)
    for ax, title in zip(axes, ("the image", "pre-activation", "after ReLU")):
        plain_axes(ax, title)
    fig.colorbar(last, ax=axes, shrink=0.8, label="response")
    style.show(
        fig,
        "A photograph; a kernel's response to it, positive on one side of things and negative on the "
        "other; and the response after ReLU, where only the positive part is left.",
    )


def matrix(values, title, xlabel, ylabel):
    """A matrix as a picture, with a colour bar that has zero in the middle."""
    fig, ax = style.figure(6.6, 4.2)
    limit = np.max(np.abs(values))
    image = ax.imshow(values, cmap=style.DIVERGING, vmin=-limit, vmax=limit, aspect="auto")
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    fig.colorbar(image, ax=ax, label="weight")
    weights = values[values != 0]
    few = f", the same {len(np.unique(weights))} over and over" if 4 * len(np.unique(weights)) < len(weights) else ""
    style.show(fig, f"{title}: {' by '.join(map(str, values.shape))} weights, {len(weights)} of them not zero{few}.")
