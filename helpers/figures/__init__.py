"""The still figures of the lessons, each drawn from the numbers it is given.

Each also says in words what those numbers show. The words are coarse enough to be the same on every machine: "above
half", never "91.4 %".
"""

import numpy as np

from helpers import style


def photograph(size=96):
    """A real photograph as a grey image, float64, shape (size, size), from 0 (black) to 1 (white).

    It is Matplotlib's sample picture of the computing pioneer Grace Hopper, in the public domain. Where an installation
    of Matplotlib comes without its samples, a handwritten digit stands in.
    """
    from matplotlib import cbook
    from PIL import Image

    try:
        with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)) as file:
            picture = file.convert("L")
    except OSError:
        from helpers.digits import load_digits

        picture = Image.fromarray(np.uint8(np.round(127.5 * (1 - load_digits().train_images[0, 0]))))
    edge = min(picture.size)
    left = (picture.width - edge) // 2
    picture = picture.crop((left, 0, left + edge, edge)).resize((size, size), Image.Resampling.LANCZOS)
    return np.asarray(picture, dtype=np.float64) / 255


def plain_axes(ax, title=""):
    """An image needs no ticks, only a title and a frame that shows where it ends on a page of its own colour."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_title(title, fontsize=10)
    for spine in ax.spines.values():
        spine.set(visible=True, color=style.GRID, linewidth=0.6)


def digit_row(images, labels):
    """A row of digits (N, 1, 8, 8) from −1 to 1, each under its label."""
    fig, axes = style.figure(6.8, 1.1, 1, len(images), squeeze=False)
    for ax, image, label in zip(axes[0], images, labels):
        ax.imshow(image[0], cmap="gray_r", vmin=-1, vmax=1)
        plain_axes(ax)
        ax.set_title(str(label), loc="center")
    names = ", ".join(str(label) for label in labels)
    style.show(fig, f"Handwritten digits, some dark on light, some light on dark: {names}.")


def accuracy_bars(accuracies, chance=None):
    """Horizontal bars, one for each entry of the dict, with the number at the end of each."""
    fig, ax = style.figure(6.4, 0.55 + 0.45 * len(accuracies))
    for row, value in enumerate(accuracies.values()):
        ax.barh(row, value, height=0.6, color=style.FIRST)
        ax.text(value + 0.015, row, f"{value:.0%}", va="center")
    if chance is not None:
        ax.axvline(chance, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(chance + 0.01, -0.62, "blind guessing", fontsize=10, va="center")
    ax.set_yticks(range(len(accuracies)), list(accuracies))
    ax.set_xlim(0, 1.08)
    ax.set_ylim(len(accuracies) - 0.4, -0.85)
    ax.set_xlabel("test accuracy")
    words = "; ".join(f"{name}, {_about_half(value)}" for name, value in accuracies.items())
    style.show(fig, f"Bars of test accuracy: {words}.")


def _about_half(share):
    return "above half" if share > 0.5 else "below half"


def function_gallery(pairs):
    """One panel for each (function, derivative) in the dict: the function solid, its derivative dashed."""
    z = np.linspace(-4, 4, 401)
    fig, axes = style.figure(6.8, 4.6, 2, 3, sharex=True)
    for ax, (name, (f, f_grad)) in zip(axes.flat, pairs.items()):
        look = style.line(name)
        ax.plot(z, f(z), color=look["color"], label="f(z)")
        ax.plot(z, f_grad(z), color=look["color"], linestyle=(0, (2, 1.2)), linewidth=1.6, label="f′(z)")
        ax.set_title(look["label"])
        ax.set_ylim(-1.6, 2.6)
        ax.axhline(0, color=style.GRID, linewidth=0.6, zorder=0)
        ax.axvline(0, color=style.GRID, linewidth=0.6, zorder=0)
        ax.legend(loc="upper left", fontsize=9, handlelength=1.8)
        ax.set_xlabel("pre-activation z")
    for ax in axes.flat[len(pairs):]:
        ax.set_visible(False)
    for ax in axes[0]:
        ax.tick_params(labelbottom=True)
    words = []
    for name, (_, f_grad) in pairs.items():
        low, high = (f"{bound(f_grad(z)):.2g}" for bound in (np.min, np.max))
        words.append(f"{style.LABELS[name]}, slope {low}" + f" to {high}" * (low != high))
    style.show(fig, f"Curves of activation functions, solid, with their derivatives, dashed: {'; '.join(words)}.")


def grid_through_layers(weights, biases, activations):
    """Push a square grid of the plane through the layers: a row of panels for each activation.

    The last layer's activation is applied too, so that every panel shows what the next layer would see.
    """
    columns = len(weights) + 1
    fig, axes = style.figure(6.8, 1.95 * len(activations), len(activations), columns, squeeze=False)
    for row, (name, f) in zip(axes, activations.items()):
        lines = grid_lines()
        for index, ax in enumerate(row):
            draw_lines(ax, lines)
            ax.set_title("input" if index == 0 else f"after layer {index}", fontsize=10)
            if index < len(weights):
                lines = [f(line @ weights[index].T + biases[index]) for line in lines]
        row[0].set_ylabel(style.LABELS[name])
    fates = {"identity": "it stays a parallelogram", "relu": "it is folded onto edges and corners"}
    words = "; ".join(f"with {style.LABELS[name]} {fates.get(name, 'it is bent')}" for name in activations)
    style.show(fig, f"A square grid after each of {len(weights)} layers: {words}.")


def grid_lines(lines=9, points=61):
    """The lines of a square grid, (points, 2) each: the upright ones first, then the level ones."""
    t, places = np.linspace(-1, 1, points), np.linspace(-1, 1, lines)
    upright = [np.column_stack([np.full(points, place), t]) for place in places]
    level = [np.column_stack([t, np.full(points, place)]) for place in places]
    return upright + level


def draw_lines(ax, lines):
    """Draw grid lines, upright ones solid, level ones dashed, in axes of equal scale."""
    half = len(lines) // 2
    for index, line in enumerate(lines):
        upright = index < half
        ax.plot(*line.T, color=style.FIRST if upright else style.SECOND, linewidth=1.1,
                linestyle="-" if upright else (0, (3, 1)))
    points = np.concatenate(lines)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    size = np.ptp(points, axis=0).max()
    if size == 0:
        ax.plot(*centre, "o", color=style.FIRST)
    # A grid that is pressed onto a line or a point still gets a stretch of plane around it.
    reach = 0.55 * max(size, 0.5)
    ax.set(xlim=(centre[0] - reach, centre[0] + reach), ylim=(centre[1] - reach, centre[1] + reach), aspect="equal")
    ax.locator_params(nbins=3)
    ax.tick_params(labelsize=9)


def decision_regions(scores, points, labels, extent=(-0.6, 1.6)):
    """For each named score function of (N, 2) points, the region where it is positive, with labelled points on top."""
    fig, axes = style.figure(6.8, 3.1, 1, len(scores), squeeze=False)
    side = np.linspace(*extent, 241)
    mesh = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    words = []
    for ax, (name, score) in zip(axes[0], scores.items()):
        yes = (score(mesh) > 1e-9).reshape(len(side), len(side)).astype(float)
        ax.contourf(side, side, yes, levels=[0.5, 1.5], colors=[style.FIRST], alpha=0.28, hatches=["///"])
        right = int(np.sum((score(points) > 1e-9) == labels))
        words.append(f"{name}, {right} of {len(labels)} points on their own side")
        for label, marker, colour in ((0, "o", style.SECOND), (1, "^", style.FIRST)):
            chosen = points[labels == label]
            ax.scatter(*chosen.T, marker=marker, s=90, color=colour, edgecolor=style.TEXT, zorder=3,
                       label="yes" if label else "no")
        ax.set_title(name)
        ax.set_aspect("equal")
        ax.set_xlabel("x₁")
        ax.set_ylabel("x₂")
    axes[0, -1].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    style.show(fig, f"Regions in which the answer is yes, hatched; triangles should be inside, circles outside: "
                    f"{'; '.join(words)}.")


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
    style.show(fig, "A photograph; a kernel's response to it, positive on one side of things and negative on the "
                    "other; and the response after ReLU, where only the positive part is left.")


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


def templates(matrix, bias, shape=(8, 8)):
    """The rows of a collapsed classifier as pictures, one for each class."""
    fig, axes = style.figure(6.8, 3.2, 2, 5)
    limit = np.max(np.abs(matrix))
    for digit, (ax, row, offset) in enumerate(zip(axes.flat, matrix, bias)):
        image = ax.imshow(row.reshape(shape), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
        plain_axes(ax, f"{digit}   (bias {offset:+.1f})".replace("-", "−"))
    fig.colorbar(image, ax=axes, shrink=0.8, label="weight of a pixel")
    style.show(fig, f"{len(matrix)} templates of {' by '.join(map(str, shape))} weights, one for each class: orange "
                    "pixels speak for it, blue ones against it.")


def loss_curve(losses, chance=None):
    """The loss of each training step, with a line where blind guessing stands."""
    fig, ax = style.figure(6.4, 2.6)
    ax.plot(losses, color=style.FIRST, linewidth=1.3)
    if chance is not None:
        ax.axhline(chance, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(len(losses), chance, "blind guessing", ha="right", va="bottom", fontsize=10)
    highest = max(*losses, chance or 0)
    ax.set(xlabel="training step", ylabel="cross-entropy of the batch", ylim=(0, 1.12 * highest))
    tenth = max(1, len(losses) // 10)
    left = np.mean(losses[-tenth:]) / np.mean(losses[:tenth])
    words = "falls to a fraction of where it began" if left < 0.4 else "falls" if left < 0.9 else "does not fall"
    style.show(fig, f"The loss of each training step: it {words}.")


_POOLINGS = {"AvgPool2d": "average pooling", "MaxPool2d": "max pooling"}


def ablation_table(results, title):
    """Test accuracies by (activation, pooling): a bar for the mean, a dot for each seed."""
    fig, ax = style.figure(6.4, 2.7)
    looks = {"Identity": (style.COLOURS["identity"], "//"), "ReLU": (style.COLOURS["relu"], "")}
    pools = list(dict.fromkeys(pool for _, pool in results))
    for (activation, pool), values in results.items():
        colour, hatch = looks[activation]
        place = pools.index(pool) + (-0.2 if activation == "Identity" else 0.2)
        ax.bar(place, np.mean(values), width=0.36, color=colour, hatch=hatch, alpha=0.75, edgecolor=style.TEXT,
               label=activation if pool == pools[0] else None)
        ax.plot(np.full(len(values), place) + np.linspace(-0.06, 0.06, len(values)), values, "o", markersize=5,
                markerfacecolor="none", markeredgecolor=style.TEXT, markeredgewidth=1.4)
        ax.text(place, max(values) + 0.045, f"{np.mean(values):.0%}", ha="center")
    ax.axhline(0.1, color=style.TEXT, linestyle=":", linewidth=1.5)
    ax.text(1.62, 0.12, "blind\nguessing", fontsize=10, ha="center")
    ax.set_xticks(range(len(pools)), [_POOLINGS[pool] for pool in pools])
    ax.set(ylabel="test accuracy", ylim=(0, 1.15), xlim=(-0.5, 1.85), title=title)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    words = "; ".join(f"{activation} with {_POOLINGS[pool]}, {_about_half(np.mean(values))}"
                      for (activation, pool), values in results.items())
    style.show(fig, f"{title}: bars of mean test accuracy, and a dot for each seed: {words}.")


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
        for ax in row[1 + len(maps):]:
            ax.set_visible(False)
        signs.append(f"{name}, {'with both signs' if np.min(maps) < 0 < np.max(maps) else 'with nothing below zero'}")
    style.show(fig, f"A digit and its feature maps, a row for each stage: {'; '.join(signs)}.")
