"""The pictures of the activation explorer, each for one activation: its slope, a layer of inputs, large inputs."""

import numpy as np

from helpers.explorers.frame import Canvas, say
from helpers.figures import style

# Ten layers of slope 0.05 leave 1e-13 of a gradient: nothing float32 could still tell from rounding.
FLAT = 0.05
REACH = 5.0
LARGE = 1000.0
# How far a whole layer is shown: two and a half times the largest width of its inputs.
WIDEST = 4.0
LAYER_REACH = 2.5 * WIDEST
COUNT = 10_000
BINS = {"in": 100, "out": 200}
# Inputs followed on their way through the activation: one spread below the middle, the middle, one spread above.
FOLLOWED = (-1.0, 0.0, 1.0)


def naive_sigmoid(z):
    """The sigmoid as the formula is often typed; overflows."""
    return np.exp(z) / (1 + np.exp(z))


def naive_tanh(z):
    """The hyperbolic tangent as the formula is often typed; overflows."""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


NAIVE = {
    "sigmoid": (naive_sigmoid, "exp(z) / (1 + exp(z))"),
    "tanh": (naive_tanh, "(exp(z) − exp(−z)) / (exp(z) + exp(−z))"),
}


def zone(slope):
    """What a slope does to a gradient at one input: "off" (exactly 0), "flat" (below 0.05) or "open"."""
    if slope == 0:
        return "off"
    return "flat" if abs(slope) < FLAT else "open"


def shared_limits(functions, reach, least):
    """Limits of one axis for several functions, from −reach to reach: on two different scales, slopes mislead the eye.

    Parameters
    ----------
    functions : list of functions of z
    reach : float
    least : float
        How far the limits lie from 0 at the least, for what is written above and below.

    Returns
    -------
    (float, float)

    Examples
    --------
    >>> shared_limits([np.tanh, lambda z: np.maximum(z, 0)], reach=5.0, least=1.75)
    (-1.75, 5.4)
    """
    ends = np.concatenate([f(np.array([-reach, 0.0, reach])) for f in functions])
    low, high = float(np.min(ends)), float(np.max(ends))
    return min(1.08 * low, -least), max(1.08 * high, least)


class ActivationPanel:
    """Base of the pictures: an axis pair whose curves are drawn again only when the activation is another one.

    ``show(name, f, grad, …)`` returns the numbers shown and half a sentence about them.
    """

    def __init__(self):
        self.canvas = Canvas(*self.build())
        self._drawn_for = None

    def build(self):
        """Make the figure; return it and the list of the artists that move."""
        raise NotImplementedError

    def is_new(self, *what):
        """Whether the curves must be drawn again, which makes them part of the background."""
        if what == self._drawn_for:
            return False
        self._drawn_for = what
        self.canvas.forget_background()
        return True


class SlopePanel(ActivationPanel):
    """An activation and its derivative on shared axes, with the tangent at z and the zones of little or no slope."""

    def build(self):
        figure, self.ax = style.figure(3.2, 3.4)
        # A little wider than z goes: a marker at the edge is seen whole.
        self.ax.set(xlim=(-1.06 * REACH, 1.06 * REACH), xlabel="z", title=" ")
        _cross_hairs(self.ax)
        self.zones = []
        self.curve = self.ax.plot([], [], label="f")[0]
        self.slope = self.ax.plot([], [], lw=1.6, label="f′, its slope")[0]
        self.tangent = self.ax.plot([], [], ls="-", color=style.HIGHLIGHT, lw=2, zorder=5)[0]
        self.points = self.ax.plot([], [], ls="", marker="o", ms=8, mec=style.TEXT, zorder=6)[0]
        self.title = self.ax.text(0, 1.03, "", transform=self.ax.transAxes)
        return figure, [self.tangent, self.points, self.title]

    def show(self, name, f, grad, z, limits):
        if self.is_new(name, f, grad, limits):
            self._draw_curves(name, f, grad)
            self.ax.set_ylim(limits)
        value, slope = float(f(np.array([z]))[0]), float(grad(np.array([z]))[0])
        reach = 1.5 / np.hypot(1, slope)
        self.tangent.set_data([z - reach, z + reach], [value - slope * reach, value + slope * reach])
        self.points.set(data=([z, z], [value, slope]), color=style.COLOURS[name], marker=style.MARKERS[name])
        self.title.set_text(f"{style.LABELS[name]}:  f = {say(value, '.2g')},  slope {say(slope, '.2g')}")
        return {"value": value, "slope": slope, "zone": zone(slope)}, self._in_words(name, value, slope)

    def _draw_curves(self, name, f, grad):
        grid = np.linspace(-REACH, REACH, 401)
        slope, look = grad(grid.copy()), style.line(name)
        bounded = np.max(np.abs(f(np.array([-1e4, 1e4])))) < 10
        self.curve.set(data=(grid, f(grid.copy())), color=look["color"], linestyle=look["linestyle"])
        self.slope.set(data=(grid, slope), color=look["color"], linestyle=(0, (1, 1)))
        self.ax.legend(loc="upper left", borderpad=0.1, handlelength=2.6)
        for old in self.zones:
            old.remove()
        off, flat = slope == 0, (np.abs(slope) < FLAT) & (slope != 0)
        flat_name = "saturated" if bounded else "nearly flat"
        self.zones = shade(self.ax, grid, flat, "///", f"{flat_name}\n|f′| < {FLAT}")
        self.zones += shade(self.ax, grid, off, "xx", "off\nf′ = 0")

    @staticmethod
    def _in_words(name, value, slope):
        meaning = {
            "off": "the unit is off here and no change gets through",
            "flat": "the curve is nearly flat here and almost nothing gets through",
            "open": f"a small change in z comes out multiplied by {say(slope)}",
        }[zone(slope)]
        return f"{style.LABELS[name]} is {say(value)} with slope {say(slope)}, so {meaning}"


class LayerPanel(ActivationPanel):
    """A histogram of inputs below, the activation above it, and the histogram of the outputs beside it."""

    def build(self):
        figure, axes = style.figure(
            3.2, 3.9, 2, 2, width_ratios=[2.2, 1], height_ratios=[2.2, 1], sharex="col", sharey="row"
        )
        (self.ax, out), (into, blank) = axes
        self.normal = np.random.default_rng(0).normal(size=COUNT)
        self.edges = {part: np.linspace(-LAYER_REACH, LAYER_REACH, bins + 1) for part, bins in BINS.items()}
        self.ax.set(xlim=(-LAYER_REACH, LAYER_REACH), title=" ")
        self.ax.axhline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0)
        into.set(xlabel="inputs z", ylim=(0, 0.11), yticks=[])
        out.set(xlim=(0, 0.2), xticks=[], title="outputs")
        blank.set_axis_off()
        for ax in (self.ax, out, into):
            ax.label_outer(remove_inner_ticks=True)
        self.curve = self.ax.plot([], [])[0]
        self.paths = [self.ax.plot([], [], color=style.HIGHLIGHT, lw=1.4, ls=":")[0] for _ in FOLLOWED]
        self.inputs = into.stairs(np.zeros(BINS["in"]), self.edges["in"], fill=True, color=style.GRID, alpha=0.75)
        look = {"fill": True, "orientation": "horizontal", "alpha": 0.85}
        self.outputs = out.stairs(np.zeros(BINS["out"]), self.edges["out"], **look)
        self.words = blank.text(0, 0.95, "", transform=blank.transAxes, va="top", linespacing=1.4)
        followed = "dotted: inputs\n0 and ±width"
        blank.text(-0.1, -0.05, followed, transform=blank.transAxes, va="top", fontsize=9, clip_on=False)
        return figure, [*self.paths, self.inputs, self.outputs, self.words]

    def show(self, name, f, grad, width, limits):
        if self.is_new(name, f, grad, limits):
            self._draw_curve(name, f)
            self.ax.set_ylim(limits)
        z = width * self.normal
        out, slope = f(z.copy()), grad(z.copy())
        self.inputs.set_data(values=np.histogram(z, self.edges["in"])[0] / len(z))
        self.outputs.set_data(values=np.histogram(out, self.edges["out"])[0] / len(z))
        followed = width * np.array(FOLLOWED)
        for path, start, end in zip(self.paths, followed, f(followed.copy())):
            path.set_data([start, start, LAYER_REACH], [limits[0], end, end])
        shown = {
            "mean": float(np.mean(out)),
            "spread": float(np.std(out)),
            "zero": float(np.mean(out == 0)),
            "closed": float(np.mean(np.abs(slope) < FLAT)),
        }
        mean, spread = say(shown["mean"], ".2f"), say(shown["spread"], ".2f")
        self.words.set_text(f"{shown['zero']:.0%} are 0\nmean {mean}\nwidth {spread}")
        return shown, (
            f"after {style.LABELS[name]} the mean is {mean} and the width {spread}, "
            f"and {shown['closed']:.0%} of the units let next to no gradient through"
        )

    def _draw_curve(self, name, f):
        grid = np.linspace(-LAYER_REACH, LAYER_REACH, 401)
        look = style.line(name)
        self.curve.set(data=(grid, f(grid.copy())), color=look["color"], linestyle=look["linestyle"])
        self.outputs.set_color(look["color"])
        self.ax.set_title(look["label"])


class LargePanel(ActivationPanel):
    """An activation for z up to a thousand, over the formula as it is often typed."""

    def build(self):
        # Room on the left for the longest number: the axes must not move when another activation is chosen.
        figure = style.blank(3.2, 3.3)
        self.ax = figure.add_axes((0.18, 0.15, 0.79, 0.74))
        self.ax.set(xlim=(-1.06 * LARGE, 1.06 * LARGE), xlabel="z", title=" ", xticks=[-800, 0, 800])
        self.zones = []
        look = {"ls": "-", "color": style.HIGHLIGHT, "lw": 6, "alpha": 0.5}
        self.typed = self.ax.plot([], [], **look, label="the formula as typed")[0]
        self.curve = self.ax.plot([], [], lw=1.8, label="stable")[0]
        self.point = self.ax.plot([], [], ls="", ms=8, mec=style.TEXT, zorder=6)[0]
        self.cross = self.ax.plot([], [], ls="", marker="x", ms=11, mew=3, color=style.HIGHLIGHT, zorder=7)[0]
        self.title = self.ax.text(0, 1.03, "", transform=self.ax.transAxes)
        return figure, [self.point, self.cross, self.title]

    def show(self, name, f, z, dtype):
        if self.is_new(name, f, dtype):
            self._draw_curve(name, f, dtype)
        at = np.array([z], dtype=dtype)
        value = float(f(at.copy())[0])
        typed = float(_silently(NAIVE[name][0], at)[0]) if name in NAIVE else value
        self.point.set(data=(at, [value]), color=style.COLOURS[name], marker=style.MARKERS[name])
        self.cross.set_data(([], []) if np.isfinite(typed) else (at, [value]))
        beside = f",  as typed {say(typed, '.4g')}" if name in NAIVE else ""
        self.title.set_text(f"{style.LABELS[name]}:  {say(value, '.4g')}{beside}")
        return {"stable": value, "naive": typed}, self._in_words(name, value, typed)

    def _draw_curve(self, name, f, dtype):
        look = style.line(name)
        grid = np.linspace(-LARGE, LARGE, 801).astype(dtype)
        y = f(grid.copy())
        typed = _silently(NAIVE[name][0], grid) if name in NAIVE else np.zeros_like(y)
        reach, ticks = (1.9, [-1, 0, 1]) if np.max(np.abs(y)) < 10 else (1.3 * LARGE, [-800, 0, 800])
        self.ax.set(ylim=(-reach, reach), yticks=ticks)
        self.typed.set(data=(grid, typed), visible=name in NAIVE)
        self.curve.set(data=(grid, y), color=look["color"], linestyle=look["linestyle"])
        handles = [line for line in (self.curve, self.typed) if line.get_visible()]
        self.ax.legend(handles=handles, loc="upper left", borderpad=0.1)
        for old in self.zones:
            old.remove()
        self.zones = shade(self.ax, grid, ~np.isfinite(typed), "xx", "as typed:\nnan")

    @staticmethod
    def _in_words(name, value, typed):
        label = style.LABELS[name]
        if name not in NAIVE:
            return f"{label} is {say(value, '.4g')} and has no exp in it that could overflow"
        formula = NAIVE[name][1]
        if np.isfinite(typed):
            return f"{label} is {say(value, '.4g')}, and the formula {formula} agrees"
        return f"{label} is {say(value, '.4g')}, but the formula {formula} gives {typed}, because exp overflows to inf"


def shade(ax, x, where, hatch, words):
    """Shade the stretches of x where a condition holds, and label each; returns what was added.

    Only a strip at the bottom is hatched, so that nothing runs through the label or the curves.
    """
    added = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], where.astype(int), [0]])))
    for left, right in zip(x[edges[::2]], x[edges[1::2] - 1]):
        added.append(ax.axvspan(left, right, facecolor=(0.5, 0.5, 0.5, 0.16), lw=0, zorder=0))
        strip = {"facecolor": "none", "edgecolor": style.TEXT, "hatch": hatch, "lw": 0, "zorder": 0}
        added.append(ax.axvspan(left, right, 0, 0.05, **strip))
        at, align = ((left + right) / 2, "center")
        # A narrow stretch has no room for its label: let it begin at the outer edge and run inwards.
        if right - left < 0.4 * (x[-1] - x[0]):
            at, align = (left, "left") if left + right < x[0] + x[-1] else (right, "right")
        added.append(ax.text(at, 0.065, words, transform=ax.get_xaxis_transform(), ha=align, va="bottom", fontsize=10))
    return added


def _cross_hairs(ax):
    ax.axhline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0)
    ax.axvline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0)


def _silently(f, z):
    with np.errstate(all="ignore"):
        return f(z)
