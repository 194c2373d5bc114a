"""Handwritten digits, and what a network that reads them has inside."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures import style
from helpers.figures.axes import plain_axes


def digit_row(images, labels):
    """A row of digits (N, 1, 8, 8) from −1 to 1, each under its label."""
    fig, axes = style.figure(6.8, 1.1, 1, len(images), squeeze=False)
    for ax, image, label in zip(axes[0], images, labels):
        ax.imshow(image[0], cmap="gray_r", vmin=-1, vmax=1)
        plain_axes(ax)
        ax.set_title(str(label), loc="center")
    # Most of an image is paper.
    names = ", ".join(f"{label}{' (light on dark)' * bool(np.mean(image) > 0)}" for image, label in zip(images, labels))
    style.show(fig, f"Handwritten digits, dark on light where nothing else is said: {names}.")


def templates(matrix, bias, shape=(8, 8)):
    """The rows of a collapsed classifier as pictures, one for each class."""
    fig, axes = style.figure(6.8, 3.2, 2, 5)
    limit = np.max(np.abs(matrix))
    for digit, (ax, row, offset) in enumerate(zip(axes.flat, matrix, bias)):
        image = ax.imshow(row.reshape(shape), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
        plain_axes(ax, f"{digit}   (bias {offset:+.1f})".replace("-", "−"))
    fig.colorbar(image, ax=axes, shrink=0.8, label="weight of a pixel")
    style.show(
        fig,
        f"{len(matrix)} templates of {' by '.join(map(str, shape))} weights, one for each class: orange "
        "pixels speak for it, blue ones against it.",
    )


def feature_maps(image, stages):
    """An input image, and under it one row of feature maps (C, H, W) for each named stage, on one scale."""
    columns = max(len(maps) for _, maps in stages)
    fig, axes = style.figure(6.8, 0.4 + 1.05 * len(stages), len(stages), columns + 1, squeeze=False)
    limit = max(np.max(np.abs(maps)) for _, maps in stages)
    signs = []
    for row, (name, maps) in zip(axes, stages):
        row[0].imshow(image, cmap="gray_r", vmin=-1, vmax=1)
        plain_axes(row[0], "input")
        row[0].set_ylabel(name, fontsize=10)
        for channel, ax in enumerate(row[1 : 1 + len(maps)]):
            ax.imshow(maps[channel], cmap=style.DIVERGING, vmin=-limit, vmax=limit)
            plain_axes(ax, str(channel))
        for ax in row[1 + len(maps) :]:
            ax.set_visible(False)
        signs.append(f"{name}, {'with both signs' if np.min(maps) < 0 < np.max(maps) else 'with nothing below zero'}")
    style.show(fig, f"A digit and its feature maps, a row for each stage: {'; '.join(signs)}.")


def digit_image(ax, x, y, side):
    """An empty 8×8 image at a place of the axes, and a frame, so that its paper ends where the page begins."""
    ax.set_axis_off()
    limits = ax.get_xlim(), ax.get_ylim()
    image = ax.imshow(
        np.zeros((8, 8)), cmap="gray_r", vmin=-1, vmax=1, extent=(x, x + side, y + side, y), aspect="auto"
    )
    frame = ax.add_patch(Rectangle((x, y), side, side, fill=False, ec=style.TEXT, lw=1, clip_on=False))
    ax.set(xlim=limits[0], ylim=limits[1])
    return image, frame
