"""What stands between the layers: a neuron, the path of an image, activation functions, scores that become shares."""

import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch

from helpers.figures import style
from helpers.figures.paper.numbers import number

# What a layer is called in a picture for readers who have not met it yet.
_PLAIN = {
    "Conv2d": "convolution",
    "AvgPool2d": "average pool",
    "MaxPool2d": "max pool",
    "Dense": "dense",
    "BatchNorm2d": "batch norm",
}
_LEFT_OUT = ("Flatten",)
REACH = 4.0


def neuron(x, w, b):
    """One neuron as a drawing: each input times its weight, and the sum of the products and the bias."""
    top = 0.55 * len(x) + 0.4
    fig, ax = _canvas(6.4, top + 0.5)
    parts = [(number(value), f"× {number(weight)}  =  {number(value * weight)}") for value, weight in zip(x, w)]
    parts.append(("", f"bias  {number(b)}"))
    middle = 0.55 * len(x) / 2
    for place, (value, words) in enumerate(parts):
        row = 0.55 * (len(x) - place)
        if value:
            _disc(ax, 0.5, row, value)
        ax.text(0.95, row, words, va="center")
        ax.plot([2.3, 3.5], [row, middle], color=style.TEXT, linewidth=1.2, linestyle="-" if value else (0, (3, 2)))
    z = float(np.dot(x, w) + b)
    _disc(ax, 3.76, middle, "+", radius=0.26)
    _arrow(ax, 4.05, 4.65, middle)
    ax.text(4.75, middle, f"z = {number(z)}", va="center", fontsize=13, color=style.FIRST)
    ax.text(4.75, middle - 0.32, "the pre-activation", va="center")
    ax.text(0.5, top, "input", ha="center", va="center")
    ax.text(0.95, top, "× weight", va="center")
    ax.set(xlim=(0, 6.4), ylim=(-0.3, top + 0.2))
    products = " + ".join(f"{number(v)} × {number(k)}" for v, k in zip(x, w))
    style.show(fig, f"One neuron: {products} + bias {number(b)} = {number(z)}, the pre-activation.")


def network_path(network):
    """The layers of a network in a row, in plain words, each over how many numbers training finds for it."""
    layers = [layer for layer in network.layers if type(layer).__name__ not in _LEFT_OUT]
    fig, ax = _canvas(6.8, 2.3)
    step, width = 6.3 / (len(layers) + 1), 0.46
    counts = [sum(value.size for value in layer.params.values()) for layer in layers]
    for place, (layer, count) in enumerate(zip(layers, counts), 1):
        x, name = place * step + 0.2, _plain(layer)
        hue = style.COLOURS["relu"] if layer.activation else style.TEXT
        box = FancyBboxPatch(
            (x - width / 2, 0.55), width, 1.35, boxstyle="round,pad=0.02", facecolor="none", edgecolor=hue,
            linewidth=2.4 if layer.activation else 1.2, linestyle="-" if layer.activation else (0, (4, 1.5)),
        )  # fmt: skip
        ax.add_patch(box)
        ax.text(x, 1.22, name, rotation=90, ha="center", va="center", color=hue, fontsize=11)
        ax.text(x, 0.3, f"{count:,}", ha="center", va="center", color=hue)
        _arrow(ax, x - step + width / 2 + 0.04, x - width / 2 - 0.04, 1.22)
    end = len(layers) * step + 0.2 + width / 2
    _arrow(ax, end + 0.04, end + step - width - 0.04, 1.22)
    ax.text(0.2, 1.22, "image", rotation=90, ha="center", va="center", fontsize=11)
    ax.text(end + step - width + 0.12, 1.22, "ten scores", rotation=90, ha="center", va="center", fontsize=11)
    ax.text(0.0, 0.05, f"numbers that training finds: {sum(counts):,} in all", va="center")
    ax.set(xlim=(-0.05, 6.75), ylim=(-0.08, 2.0))
    words = ", ".join(f"{_plain(layer)} ({count:,})" for layer, count in zip(layers, counts))
    style.show(fig, f"The path of an image through the network, and how many numbers training finds: {words}.")


def activation_curve(name, f):
    """A function two ways: as a curve beside y = z, and as arrows from what comes in to what goes out."""
    fig, (left, right) = style.figure(6.8, 3.2, 1, 2, width_ratios=[1, 1.1])
    z, look = np.linspace(-REACH, REACH, 401), style.line(name)
    left.plot(z, z, color=style.GRID, linewidth=1.2, linestyle=(0, (5, 2)), label="y = z")
    left.plot(z, f(z), **look)
    left.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xlabel="pre-activation z", title="f(z)")
    _cross_hairs(left)
    left.legend(loc="upper left", handlelength=1.8, borderpad=0.1)
    inputs = np.linspace(-REACH, REACH, 17)
    outputs = f(inputs)
    for start, end in zip(inputs, outputs):
        right.plot(
            [0, 1], [start, end], color=look["color"], linewidth=1.2, linestyle="-" if start > 0 else (0, (2, 1))
        )
    right.plot(np.zeros(17), inputs, "o", color=style.TEXT, markersize=4)
    right.plot(np.ones(17), outputs, style.MARKERS[name], color=look["color"], markersize=4.5)
    right.set(xlim=(-0.12, 1.12), ylim=(-REACH - 0.3, REACH + 0.3), title="what becomes of 17 numbers")
    right.set_xticks([0, 1], ["z goes in", "f(z) comes out"])
    right.spines["bottom"].set_visible(False)
    right.tick_params(bottom=False)
    low, high = number(outputs.min()), number(outputs.max())
    apart = len(np.unique(np.round(outputs, 6)))
    style.show(
        fig,
        f"{look['label']} as a curve beside y = z, and the way of 17 numbers from −4 to 4 through it: they come out "
        f"between {low} and {high}, {apart} of them different.",
    )


def slope_curve(name, f, f_grad):
    """A function, and its slope beneath, both over the same z."""
    z, look = np.linspace(-REACH, REACH, 801), style.line(name)
    slope, bounded = f_grad(z), np.max(np.abs(f(z))) < REACH / 2
    # One unit is as long upwards as sideways, in every such figure: a slope of 1 is drawn as a slope of 1.
    height, ratio = (3.4, 1.1) if bounded else (4.7, 2.2)
    fig, (above, below) = style.figure(5.0, height, 2, 1, sharex=True, height_ratios=[ratio, 1])
    above.set(ylim=(-0.5, 1.5) if bounded else (-0.5, REACH), aspect="equal")
    above.plot(z, f(z), color=look["color"], linestyle=look["linestyle"], label="f(z)")
    above.set_title(f"{look['label']}, f(z)")
    below.plot(z, slope, color=look["color"], linestyle=(0, (2, 1.2)), label="its slope f′(z)")
    below.fill_between(z, slope, color=look["color"], alpha=0.15)
    below.set(title="its slope, f′(z)", xlabel="pre-activation z", ylim=(-0.1, 1.15), xlim=(-REACH, REACH))
    below.set_yticks([0, 0.25, 0.5, 0.75, 1])
    for ax in (above, below):
        _cross_hairs(ax)
    off = np.mean(slope == 0)
    closed = f" On {off:.0%} of the stretch it is exactly 0." if off else ""
    style.show(
        fig,
        f"{look['label']}, and beneath it its slope from z = −4 to 4, which runs from {number(slope.min())} to "
        f"{number(slope.max())}.{closed}",
    )


def function_gallery(pairs):
    """One panel for each (function, derivative) in the dict: the function solid, its derivative dashed."""
    z = np.linspace(-3, 3, 601)
    fig, axes = style.figure(6.8, 4.6, 2, 3)
    for ax, (name, (f, f_grad)) in zip(axes.flat, pairs.items()):
        look = style.line(name)
        ax.plot(z, f(z), color=look["color"], label="f(z)")
        slope = {"color": look["color"], "linestyle": (0, (2, 1.2)), "linewidth": 1.6, "label": "its slope f′(z)"}
        ax.plot(z, f_grad(z), **slope)
        # One scale for both axes and all panels: a slope of 1 is drawn as a slope of 1.
        ax.set(xlim=(-3, 3), ylim=(-3, 3), aspect="equal", title=look["label"])
        ax.set_xticks([-2, 0, 2])
        ax.set_yticks([-2, 0, 2])
        _cross_hairs(ax)
    for ax in axes.flat[len(pairs) :]:
        ax.set_axis_off()
    key = axes.flat[-1]
    key.plot([], [], color=style.TEXT, label="f(z)")
    key.plot([], [], color=style.TEXT, linestyle=(0, (2, 1.2)), linewidth=1.6, label="its slope f′(z)")
    key.legend(loc="center")
    words = []
    for name, (_, f_grad) in pairs.items():
        low, high = (f"{bound(f_grad(z)):.2g}" for bound in (np.min, np.max))
        words.append(f"{style.LABELS[name]}, slope {low}" + f" to {high}" * (low != high))
    style.show(fig, f"Curves of activation functions, solid, with their derivatives, dashed: {'; '.join(words)}.")


def scores_to_shares(scores, shares):
    """A row of scores (K,) as bars, and beside it the shares (K,) that softmax makes of them."""
    scores, shares = np.asarray(scores, float), np.asarray(shares, float)
    fig, (left, right) = style.figure(6.8, 0.9 + 0.28 * len(scores), 1, 2, sharey=True)
    places = np.arange(len(scores))
    left.barh(places, scores, height=0.6, color=style.TEXT, alpha=0.7)
    left.axvline(0, color=style.GRID, linewidth=0.8)
    right.barh(places, shares, height=0.6, color=style.COLOURS["softmax"])
    for place, share in zip(places, shares):
        right.text(share + 0.02, place, f"{share:.0%}", va="center", color=style.TEXT)
    left.set(title="scores", yticks=places, ylabel="class")
    right.set(title="shares", xlim=(0, 1.12), xticks=[0, 0.5, 1])
    right.invert_yaxis()
    style.show(
        fig,
        f"Bars of the scores {', '.join(map(number, scores))}, and of the shares that become of them: "
        f"{', '.join(f'{share:.0%}' for share in shares)}.",
    )


def _canvas(width, height):
    """A figure to draw a diagram on, whose units are inches."""
    fig = style.blank(width, height)
    ax = fig.add_axes([0, 0, 1, 1])
    ax.set_axis_off()
    return fig, ax


def _disc(ax, x, y, words, radius=0.22):
    ax.add_patch(Circle((x, y), radius, facecolor="none", edgecolor=style.TEXT, linewidth=1.4, zorder=2))
    ax.text(x, y, words, ha="center", va="center")


def _arrow(ax, start, end, height):
    look = {"arrowstyle": "-|>", "color": style.TEXT, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (end, height), (start, height), arrowprops=look)


def _plain(layer):
    name = type(layer).__name__
    return _PLAIN.get(name, name)


def _cross_hairs(ax):
    ax.axhline(0, color=style.GRID, linewidth=0.6, zorder=0)
    ax.axvline(0, color=style.GRID, linewidth=0.6, zorder=0)
