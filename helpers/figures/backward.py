"""Gradients on their way back: one number through three boxes, through a window, through a kernel, and their check."""

import numpy as np
from matplotlib.patches import FancyBboxPatch, Rectangle

from helpers.figures import style


def chain_rule(x, w, target):
    """Three boxes with one number going forward and one coming back: y = w·x, and the loss (y − target)².

    Parameters
    ----------
    x, w, target : float
    """
    y = w * x
    loss, slope = (y - target) ** 2, 2 * (y - target)
    fig, ax = style.figure(6.8, 2.75)
    ax.set_axis_off()
    boxes = ((0.75, "input", f"x = {_number(x)}"), (3.4, "multiply", f"y = w · x,  w = {_number(w)}"),
             (6.05, "loss", f"L = (y − {_number(target)})²"))  # fmt: skip
    for place, name, words in boxes:
        ax.add_patch(
            FancyBboxPatch((place - 0.75, 1.0), 1.5, 0.75, boxstyle="round,pad=0.02", fc="none", ec=style.TEXT)
        )
        ax.text(place, 1.53, name, ha="center", va="center")
        ax.text(place, 1.22, words, ha="center", va="center", fontsize=9.5)
    ends = ((1.55, 2.6), (4.2, 5.25))
    for (start, end), forward, back in zip(ends, (x, y), (w * slope, slope)):
        _arrow(ax, start, end, 1.56, style.FIRST, "-")
        _arrow(ax, end, start, 1.2, style.SECOND, (0, (3, 1.5)))
        ax.text((start + end) / 2, 1.72, _number(forward), ha="center", va="center", color=style.FIRST, fontsize=12)
        ax.text((start + end) / 2, 1.02, _number(back), ha="center", va="center", color=style.SECOND, fontsize=12)
    ax.text(6.05, 2.02, f"L = {_number(loss)}", ha="center", va="center", color=style.FIRST, fontsize=12)
    ax.text(6.05, 0.62, f"2 (y − {_number(target)}) = {_number(slope)}", ha="center", va="center", color=style.SECOND)
    ax.plot([3.4, 3.4], [0.97, 0.5], color=style.SECOND, linewidth=1.6, linestyle=(0, (3, 1.5)))
    ax.plot(3.4, 0.5, "v", color=style.SECOND, markersize=7)
    ax.text(
        3.4, 0.28, f"for w:  {_number(slope)} · x = {_number(x * slope)}", ha="center", va="center", color=style.SECOND
    )
    ax.text(
        0.75, 0.62, f"for x:  {_number(slope)} · w = {_number(w * slope)}", ha="center", va="center", color=style.SECOND
    )
    ax.text(0.0, 2.4, "forward: values, solid", color=style.FIRST, va="center")
    ax.text(0.0, 0.02, "back: slopes of the loss, dashed", color=style.SECOND, va="center")
    ax.set(xlim=(-0.05, 6.85), ylim=(-0.12, 2.55))
    style.show(
        fig,
        f"Three boxes. Forward: x = {_number(x)} is multiplied by w = {_number(w)}, y = {_number(y)} goes into the loss "
        f"(y − {_number(target)})², which is {_number(loss)}. Back: the loss sends {_number(slope)}; the middle box sends "
        f"{_number(slope)} · w = {_number(w * slope)} on, and keeps {_number(slope)} · x = {_number(x * slope)} for w.",
    )


def gradient_check(checks):
    """Each entry of a gradient against the definition: right ones lie on the diagonal.

    Parameters
    ----------
    checks : dict
        By name: (gradient, definition), two arrays of one shape.
    """
    fig, axes = style.figure(6.8, 3.1, 1, len(checks), squeeze=False)
    words = []
    for ax, (name, (gradient, definition)) in zip(axes[0], checks.items()):
        gradient, definition = np.ravel(gradient), np.ravel(definition)
        off = np.abs(gradient - definition) > 1e-6
        reach = 1.15 * max(np.abs(gradient).max(), np.abs(definition).max())
        ax.plot([-reach, reach], [-reach, reach], color=style.GRID, linewidth=1.2)
        ax.plot(definition[~off], gradient[~off], style.ROLE_MARKERS[0], color=style.FIRST, markersize=6, **style.DOTS)
        ax.plot(definition[off], gradient[off], "X", color=style.HIGHLIGHT, markersize=8)
        found = f"{off.sum()} of {off.size} are off" if off.any() else f"all {off.size} on the line"
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xlabel="by the definition")
        ax.set_title(f"{name}\n{found}", fontsize=10)
        ax.locator_params(nbins=5)
        words.append(f"{name}: {found}")
    axes[0, 0].set_ylabel("by the backward pass")
    style.show(fig, f"Entries of a gradient against its definition, with the diagonal. {'; '.join(words)}.")


def pooling_backward(window, gradient, kind="average"):
    """A window that was pooled to one number, and what each of its pixels gets of that number's gradient.

    Parameters
    ----------
    window : array, shape (H, W)
    gradient : float
    kind : "average" or "max"
    """
    window = np.asarray(window, dtype=float)
    if kind == "average":
        value, shares, by = window.mean(), np.full(window.shape, gradient / window.size), "mean"
    else:
        value, shares, by = window.max(), np.zeros(window.shape), "largest"
        shares.flat[window.argmax()] = gradient
    height, width = window.shape
    fig, axes = style.figure(6.8, 0.45 + 0.65 * height, 1, 4, width_ratios=[width, 1, 1, width])
    _table(axes[0], window, "window", style.FIRST)
    _table(axes[1], [[value]], f"its {by}", style.FIRST)
    _table(axes[2], [[gradient]], "its gradient", style.SECOND)
    _table(axes[3], shares, "for each pixel", style.SECOND)
    for ax in axes:
        ax.set(xlim=(-0.35, ax.get_xlim()[1] + 0.3), ylim=(height / 2 + ax.get_ylim()[0] / 2, -0.08))
    for (left, right), colour, line in (((0, 1), style.FIRST, "-"), ((2, 3), style.SECOND, "--")):
        start, end = (
            (axes[left].get_xlim()[1] - 0.2, axes[left].get_ylim()[0] / 2),
            (-0.1, axes[right].get_ylim()[0] / 2),
        )
        ax = axes[left]
        ax.annotate(
            "",
            end,
            start,
            axes[right].transData,
            ax.transData,
            {"arrowstyle": "->", "color": colour, "lw": 1.6, "ls": line},
        )
    told = "; ".join(", ".join(map(_number, row)) for row in shares)
    pixels = "; ".join(", ".join(map(_number, row)) for row in window)
    style.show(
        fig,
        f"Forward: the window {pixels} has the {by} {_number(value)}. Back: the gradient {_number(gradient)} of that number "
        f"becomes {told} for the pixels.",
    )


def convolution_backward(image, kernel, place, gradient):
    """One output pixel of a convolution, and where its gradient goes: to its window and to the kernel.

    Parameters
    ----------
    image : array, shape (H, W)
    kernel : array, shape (kH, kW)
    place : (i, j)
        The output pixel.
    gradient : float
        Its gradient.
    """
    image, kernel, (i, j) = np.asarray(image, float), np.asarray(kernel, float), place
    (height, width), (kh, kw) = image.shape, kernel.shape
    window = image[i : i + kh, j : j + kw]
    output = np.full((height - kh + 1, width - kw + 1), np.nan)
    output[i, j] = gradient
    back = np.full(image.shape, np.nan)
    back[i : i + kh, j : j + kw] = gradient * kernel
    fig, axes = style.figure(6.8, 2.15, 1, 5, width_ratios=[width, kw, width - kw + 1, width, kw])
    _table(axes[0], image, "x", style.FIRST, (i, j, kh, kw))
    _table(axes[1], kernel, "kernel", style.FIRST)
    _table(axes[2], output, "grad_out", style.SECOND, (i, j, 1, 1))
    _table(axes[3], back, "to grad_x", style.SECOND, (i, j, kh, kw))
    _table(axes[4], gradient * window, "to grad_w", style.SECOND)
    axes[3].set_xlabel(f"{_number(gradient)} × kernel", fontsize=10)
    axes[4].set_xlabel(f"{_number(gradient)} × window", fontsize=10)

    def told(table):
        return "; ".join(", ".join(map(_number, row)) for row in table)

    style.show(
        fig,
        f"One output pixel, whose gradient is {_number(gradient)}, came from the window {told(window)} and the kernel "
        f"{told(kernel)}. Back to the window goes {told(gradient * kernel)}, which is {_number(gradient)} times the kernel; "
        f"to the kernel goes {told(gradient * window)}, which is {_number(gradient)} times the window.",
    )


def loss_curves(curves, chance=None):
    """Several losses over the training steps, each with a line style of its own, and a line for blind guessing.

    Parameters
    ----------
    curves : dict
        By name: the loss of each step.
    chance : float, optional
    """
    fig, ax = style.figure(6.4, 2.8)
    looks = ((style.FIRST, "-", 3.2), (style.HIGHLIGHT, (0, (4, 2)), 1.6), (style.SECOND, (0, (1, 1)), 2.2))
    words = []
    for (name, losses), (colour, line, width) in zip(curves.items(), looks):
        ax.plot(losses, color=colour, linestyle=line, linewidth=width, label=name)
        tenth = max(1, len(losses) // 10)
        share = np.mean(losses[-tenth:]) / np.mean(losses[:tenth])
        fall = "falls to a fraction of where it began" if share < 0.4 else "falls" if share < 0.9 else "does not fall"
        words.append(f"“{name}” {fall}")
    length, top = max(map(len, curves.values())), max(map(max, curves.values()))
    if chance is not None:
        ax.axhline(chance, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(length, chance, "blind guessing", ha="right", va="bottom", fontsize=10)
    ax.set(
        xlabel="training step",
        ylabel="cross-entropy",
        ylim=(0, 1.12 * max(top, chance or 0)),
        xlim=(-0.01 * length, length),
    )
    ax.legend(loc="upper right", bbox_to_anchor=(1, 0.72))
    together = _how_close(list(curves.values()))
    style.show(fig, f"The loss of each training step: {'; '.join(words)}{together}.")


def _how_close(curves):
    same = len(curves) == 2 and len(curves[0]) == len(curves[1]) and np.allclose(*curves, atol=1e-3)
    return "; the two curves lie on each other" if same else ""


def _table(ax, values, title, colour, frame=None):
    """A small table of numbers, drawn as squares; an empty one for what is not a number."""
    values = np.asarray(values, dtype=float)
    height, width = values.shape
    for (row, column), value in np.ndenumerate(values):
        ax.add_patch(Rectangle((column, row), 1, 1, fill=False, ec=style.GRID, lw=0.8))
        if np.isfinite(value):
            ax.text(column + 0.5, row + 0.5, _number(value), ha="center", va="center", color=colour, fontsize=11)
    if frame:
        row, column, high, wide = frame
        ax.add_patch(Rectangle((column, row), wide, high, fill=False, ec=style.HIGHLIGHT, lw=2.2))
    ax.set(xlim=(-0.08, width + 0.08), ylim=(height + 0.08, -0.08), aspect="equal", xticks=[], yticks=[])
    ax.set_title(title, fontsize=10)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _arrow(ax, start, end, height, colour, line):
    ax.plot([start, end], [height, height], color=colour, linestyle=line, linewidth=1.8)
    ax.plot(end, height, ">" if end > start else "<", color=colour, markersize=7)


def _number(value):
    """A number as it is written by hand: no zeros behind, and a proper minus."""
    return f"{value + 0.0:.4g}".replace("-", "−")
