"""Explorer: what does an activation do to a number, to its slope, and to a whole layer of numbers?"""

import numpy as np

from helpers import style
from helpers.explorers.stage import Canvas, Explorer, checkbox, dropdown, learners, only_if, say, slider, toggles

NAMES = ("identity", "relu", "leaky_relu", "sigmoid", "tanh")
SIDES = ("first", "second")
VIEWS = (("Slope at a point", "slope"), ("A whole layer", "layer"), ("Large z", "large"))

# Ten layers of slope 0.05 leave 1e-13 of a gradient: nothing float32 could still tell from rounding.
FLAT = 0.05
REACH = 5.0
LARGE = 1000.0


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
    """What a slope does to a gradient: "dead" (exactly 0), "flat" (below 0.05) or "open"."""
    if slope == 0:
        return "dead"
    return "flat" if abs(slope) < FLAT else "open"


class ActivationExplorer(Explorer):
    """Two activations side by side: slopes and zones, a layer's histogram, and what large inputs do.

    Parameters
    ----------
    first, second : str
        The activations to start with, from ``NAMES``.

    Raises
    ------
    ValueError
        If a name is not one of ``NAMES``.

    Examples
    --------
    >>> explorer = ActivationExplorer("sigmoid", "relu")
    >>> explorer.controls["z"].value = -3.0
    >>> explorer.state()["second slope"]
    0.0
    """

    question = "How much of a small change in z gets through an activation, and where does nothing get through?"
    alt = (
        "Two activation functions side by side with their derivatives, a movable point with its tangent, "
        "and hatched zones where the slope is nearly or exactly zero."
    )

    def __init__(self, first="sigmoid", second="relu"):
        for label, name in (("first", first), ("second", second)):
            if name not in NAMES:
                raise ValueError(f"{label}: expected one of {', '.join(NAMES)}, got {name!r}")
        self._start = {"first": first, "second": second}
        self._grid = np.linspace(-REACH, REACH, 401)
        self._normal = np.random.default_rng(0).normal(size=10_000)
        self._drawn = {}
        super().__init__()

    def build(self):
        options = [(style.LABELS[name], name) for name in NAMES]
        self.add("first", dropdown("Left", options, self._start["first"]))
        self.add("second", dropdown("Right", options, self._start["second"]))
        self.add("view", toggles("See", VIEWS, "slope"))
        self.add("z", slider("z", 1.0, -REACH, REACH, 0.1))
        self.add("width", slider("Width of the inputs", 1.0, 0.1, 5.0, 0.1))
        self.add("large_z", slider("z", 800, -1000, 1000, 10))
        self.add("float32", checkbox("float32 instead of float64", False))
        return {"slope": self._build_slope(), "layer": self._build_layer(), "large": self._build_large()}

    def arrange(self):
        c = self.controls
        return self.frame(
            self.row(c["first"], c["second"], c["view"]), self.row(c["z"], c["width"], c["large_z"], c["float32"])
        )

    def inputs(self):
        return (*super().inputs(), *(f for name in self._names() for f in self._pair(name)))

    def update(self):
        view = self.value("view")
        only_if(view == "slope", self.controls["z"])
        only_if(view == "layer", self.controls["width"])
        only_if(view == "large", self.controls["large_z"], self.controls["float32"])
        self.canvas = self.canvases[view]
        return {"slope": self._update_slope, "layer": self._update_layer, "large": self._update_large}[view]()

    def _names(self):
        return [self.value(side) for side in SIDES]

    @staticmethod
    def _pair(name):
        return learners(name), learners(f"{name}_grad")

    def _new(self, view, what):
        # Curves and zones belong to the background: they are drawn again only when an activation changes.
        if self._drawn.get(view) == what:
            return False
        self._drawn[view] = what
        self.canvases[view].forget_background()
        return True

    # ---- slope at a point -----------------------------------------------------------------------------------------

    def _build_slope(self):
        figure, axes = style.figure(6.6, 3.5, 1, 2)
        self.slope = {}
        for side, ax in zip(SIDES, axes):
            ax.set(xlim=(-REACH, REACH), xlabel="z", title=" ")
            ax.axhline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0)
            ax.axvline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0)
            parts = {"ax": ax, "zones": []}
            parts["f"] = ax.plot([], [], label="f")[0]
            parts["grad"] = ax.plot([], [], lw=1.6, label="f′, its slope")[0]
            parts["tangent"] = ax.plot([], [], color=style.HIGHLIGHT, lw=2, zorder=5)[0]
            parts["points"] = ax.plot([], [], ls="", marker="o", ms=8, mec=style.TEXT, zorder=6)[0]
            parts["title"] = ax.text(0, 1.03, "", transform=ax.transAxes)
            self.slope[side] = parts
        moving = [self.slope[side][key] for side in SIDES for key in ("tangent", "points", "title")]
        return Canvas(figure, moving)

    def _update_slope(self):
        z = self.value("z")
        shown, sentences = {"z": z}, []
        new = self._new("slope", self.inputs()[:2] + self.inputs()[len(self.controls):])
        for side, name in zip(SIDES, self._names()):
            f, grad = self._pair(name)
            parts = self.slope[side]
            if new:
                self._draw_curves(parts, name, f(self._grid.copy()), grad(self._grid.copy()), f(np.array([-1e4, 1e4])))
            value, slope = float(f(np.array([z]))[0]), float(grad(np.array([z]))[0])
            reach = 1.5 / np.hypot(1, slope)
            parts["tangent"].set_data([z - reach, z + reach], [value - slope * reach, value + slope * reach])
            parts["points"].set_data([z, z], [value, slope])
            parts["points"].set_color(style.COLOURS[name])
            parts["title"].set_text(f"{style.LABELS[name]}:  f = {say(value)},  slope {say(slope)}")
            shown.update({f"{side} value": value, f"{side} slope": slope, f"{side} zone": zone(slope)})
            sentences.append(_slope_in_words(style.LABELS[name], value, slope))
        return shown, f"At z = {say(z, '.1f')}: " + "; ".join(sentences) + "."

    def _draw_curves(self, parts, name, f, grad, far):
        ax, look = parts["ax"], style.line(name)
        bounded = np.max(np.abs(far)) < 10
        ax.set_ylim((-1.75, 1.75) if bounded else (-2.0, REACH))
        parts["f"].set(data=(self._grid, f), color=look["color"], linestyle=look["linestyle"])
        parts["grad"].set(data=(self._grid, grad), color=look["color"], linestyle=(0, (1, 1)))
        ax.legend(loc="upper left", borderpad=0.1, handlelength=2.6)
        for old in parts["zones"]:
            old.remove()
        flat_name = "saturated" if bounded else "nearly flat"
        dead, flat = grad == 0, (np.abs(grad) < FLAT) & (grad != 0)
        parts["zones"] = _shade(ax, self._grid, flat, "///", f"{flat_name}\n|f′| < {FLAT}")
        parts["zones"] += _shade(ax, self._grid, dead, "xx", "dead\nf′ = 0")

    # ---- a whole layer ----------------------------------------------------------------------------------------------

    def _build_layer(self):
        figure, axes = style.figure(
            6.6, 3.9, 2, 4, width_ratios=[2.2, 1, 2.2, 1], height_ratios=[2.2, 1], sharex="col", sharey="row"
        )
        self.edges = {"in": np.linspace(-6, 6, 61), "out": np.linspace(-6, 6, 121)}
        self.layer = {}
        for side, column in zip(SIDES, (0, 2)):
            curve, out, into = axes[0, column], axes[0, column + 1], axes[1, column]
            axes[1, column + 1].set_axis_off()
            parts = {"curve": curve.plot([], [])[0], "ax": curve}
            parts["in"] = into.stairs(np.zeros(60), self.edges["in"], fill=True, color=style.GRID, alpha=0.75)
            parts["out"] = out.stairs(np.zeros(120), self.edges["out"], fill=True, orientation="horizontal", alpha=0.85)
            blank = axes[1, column + 1]
            parts["words"] = blank.text(0, 0.95, "", transform=blank.transAxes, va="top", linespacing=1.4)
            curve.set(xlim=(-6, 6), ylim=(-3, 5), title=" ")
            curve.axhline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0)
            into.set(xlabel="inputs z", ylim=(0, 0.11), yticks=[])
            out.set(xlim=(0, 0.2), xticks=[], title="outputs")
            for ax in (curve, out, into):
                ax.label_outer(remove_inner_ticks=True)
            self.layer[side] = parts
        moving = [self.layer[side][key] for side in SIDES for key in ("in", "out", "words")]
        return Canvas(figure, moving)

    def _update_layer(self):
        width = self.value("width")
        z = width * self._normal
        share_in = np.histogram(z, self.edges["in"])[0] / len(z)
        shown, sentences = {"width": width}, []
        new = self._new("layer", self.inputs()[:2] + self.inputs()[len(self.controls):])
        for side, name in zip(SIDES, self._names()):
            f, grad = self._pair(name)
            parts = self.layer[side]
            if new:
                self._draw_layer_curve(parts, name, f)
            out, slope = f(z.copy()), grad(z.copy())
            parts["in"].set_data(values=share_in)
            parts["out"].set_data(values=np.histogram(out, self.edges["out"])[0] / len(z))
            zero, closed = float(np.mean(out == 0)), float(np.mean(np.abs(slope) < FLAT))
            mean, spread = float(np.mean(out)), float(np.std(out))
            parts["words"].set_text(f"{zero:.0%} are 0\nmean {say(mean, '.2f')}\nspread {say(spread, '.2f')}")
            shown.update({f"{side} mean": mean, f"{side} spread": spread, f"{side} zero": zero, f"{side} closed": closed})
            sentences.append(
                f"after {style.LABELS[name]} the mean is {say(mean, '.2f')} and the spread {say(spread, '.2f')}, "
                f"and {closed:.0%} of the units let next to no gradient through"
            )
        return shown, f"Inputs around 0 with spread {width:.1f}: " + "; ".join(sentences) + "."

    def _draw_layer_curve(self, parts, name, f):
        grid = np.linspace(-6, 6, 401)
        look = style.line(name)
        parts["curve"].set(data=(grid, f(grid.copy())), color=look["color"], linestyle=look["linestyle"])
        parts["out"].set_color(look["color"])
        parts["ax"].set_title(look["label"])

    # ---- large z ------------------------------------------------------------------------------------------------------

    def _build_large(self):
        figure, axes = style.figure(6.6, 3.3, 1, 2)
        self.large = {}
        for side, ax in zip(SIDES, axes):
            ax.set(xlim=(-LARGE, LARGE), xlabel="z", title=" ", xticks=[-800, 0, 800])
            parts = {"ax": ax, "zones": []}
            parts["naive"] = ax.plot([], [], color=style.HIGHLIGHT, lw=6, alpha=0.5, label="the formula as typed")[0]
            parts["f"] = ax.plot([], [], lw=1.8, label="stable")[0]
            parts["point"] = ax.plot([], [], ls="", marker="o", ms=8, mec=style.TEXT, zorder=6)[0]
            parts["cross"] = ax.plot([], [], ls="", marker="x", ms=11, mew=3, color=style.HIGHLIGHT, zorder=7)[0]
            parts["title"] = ax.text(0, 1.03, "", transform=ax.transAxes)
            self.large[side] = parts
        moving = [self.large[side][key] for side in SIDES for key in ("point", "cross", "title")]
        return Canvas(figure, moving)

    def _update_large(self):
        dtype = np.float32 if self.value("float32") else np.float64
        at = np.array([self.value("large_z")], dtype=dtype)
        shown, sentences = {"z": float(at[0])}, []
        new = self._new("large", self.inputs()[:2] + (dtype,) + self.inputs()[len(self.controls):])
        for side, name in zip(SIDES, self._names()):
            f, parts = self._pair(name)[0], self.large[side]
            if new:
                self._draw_large_curve(parts, name, f, dtype)
            value = float(f(at.copy())[0])
            typed = _silently(NAIVE[name][0], at)[0] if name in NAIVE else value
            parts["point"].set(data=(at, [value]), color=style.COLOURS[name])
            parts["cross"].set_data(at if not np.isfinite(typed) else [], [value] if not np.isfinite(typed) else [])
            beside = f",  as typed {say(typed, '.4g')}" if name in NAIVE else ""
            parts["title"].set_text(f"{style.LABELS[name]}:  {say(value, '.4g')}{beside}")
            shown.update({f"{side} stable": value, f"{side} naive": float(typed)})
            sentences.append(_large_in_words(name, value, typed))
        return shown, f"At z = {say(at[0], '.0f')} in {at.dtype}: " + "; ".join(sentences) + "."

    def _draw_large_curve(self, parts, name, f, dtype):
        ax, look = parts["ax"], style.line(name)
        grid = np.linspace(-LARGE, LARGE, 801).astype(dtype)
        y = f(grid.copy())
        typed = _silently(NAIVE[name][0], grid) if name in NAIVE else np.zeros_like(y)
        ax.set_ylim((-1.9, 1.9) if np.max(np.abs(y)) < 10 else (-1.15 * LARGE, 1.15 * LARGE))
        parts["naive"].set(data=(grid, typed), visible=name in NAIVE)
        parts["f"].set(data=(grid, y), color=look["color"], linestyle=look["linestyle"])
        handles = [parts[key] for key in ("f", "naive") if parts[key].get_visible()]
        ax.legend(handles=handles, loc="upper left", borderpad=0.1)
        for old in parts["zones"]:
            old.remove()
        parts["zones"] = _shade(ax, grid, ~np.isfinite(typed), "xx", "as typed:\nnan")


def _silently(f, z):
    with np.errstate(all="ignore"):
        return f(z)


def _shade(ax, x, where, hatch, words):
    """Hatch the stretches of x where a condition holds, and label each; returns what was added."""
    added = []
    grey = {"facecolor": (0.5, 0.5, 0.5, 0.12), "edgecolor": (0.5, 0.5, 0.5, 0.35)}
    edges = np.flatnonzero(np.diff(np.concatenate([[0], where.astype(int), [0]])))
    for left, right in zip(x[edges[::2]], x[edges[1::2] - 1]):
        added.append(ax.axvspan(left, right, **grey, hatch=hatch, lw=0, zorder=0))
        at, align = ((left + right) / 2, "center")
        # A narrow stretch has no room for its label: let it begin at the outer edge and run inwards.
        if right - left < 0.4 * (x[-1] - x[0]):
            at, align = (left, "left") if left + right < x[0] + x[-1] else (right, "right")
        added.append(ax.text(at, 0.02, words, transform=ax.get_xaxis_transform(), ha=align, va="bottom", fontsize=10))
    return added


def _slope_in_words(label, value, slope):
    meaning = {
        "dead": "the unit is dead here and no gradient gets through",
        "flat": "the curve is nearly flat here and almost nothing gets through",
        "open": f"a small change in z comes out multiplied by {say(slope)}",
    }[zone(slope)]
    return f"{label} is {say(value)} with slope {say(slope)}, so {meaning}"


def _large_in_words(name, value, typed):
    label = style.LABELS[name]
    if name not in NAIVE:
        return f"{label} is {say(value, '.4g')} and has no exp in it that could overflow"
    if np.isfinite(typed):
        return f"{label} is {say(value, '.4g')}, and the formula {NAIVE[name][1]} agrees"
    return f"{label} is {say(value, '.4g')}, but the formula {NAIVE[name][1]} gives {typed}, because exp overflows to inf"
