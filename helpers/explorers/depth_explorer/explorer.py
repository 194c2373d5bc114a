"""Explorer: what keeps a signal alive through twenty layers, the activation or the initialisation?"""

import math

import numpy as np
from matplotlib.patches import Rectangle

from helpers import activations, style
from helpers.explorers.deep_stack import BATCH, DEPTH, FLAT, SHOWN, changes, passage
from helpers.explorers.stage import Canvas, Explorer, dropdown, learners, quick_enough, say, slider, toggles

NAMES = ("identity", "relu", "leaky_relu", "tanh", "sigmoid")
STARTS = {
    "small": "small: σ = 0.01",
    "large": "large: σ = 1",
    "xavier": "Xavier (Glorot): σ² = 1/fan-in",
    "he": "He: σ² = 2/fan-in",
}
SHORT = {"small": "σ = 0.01", "large": "σ = 1", "xavier": "Xavier", "he": "He"}
WIDTHS = range(16, 257, 16)
VIEWS = (("Close to 0?", "values"), ("Kind of Gaussian?", "shape"), ("What you tried", "tried"))

# Two of these pictures stand side by side; on a narrow page they stand one above the other.
PICTURE, HEIGHT = 3.3, 4.5
BINS, REACH = 41, 3.5
EDGES = np.linspace(-REACH, REACH, BINS + 1)
# Powers of ten that the axes show; what lies beyond is marked at their edge and told in numbers.
DECADES = 8
# A signal or gradient counts as alive if it has kept its size to within this factor.
ALIVE = 10
GLYPHS = {"identity": "■□", "relu": "◆◇", "leaky_relu": "▼▽", "tanh": "▲△", "sigmoid": "●○"}


class DepthExplorer(Explorer):
    """Signals and gradients through twenty dense layers, for every pair of activation and initialisation.

    Parameters
    ----------
    activation : str, from ``NAMES``
    initialisation : str, a key of ``STARTS``
    width : int, units in each layer: 16, 32, … 256
    seed : int, 0 to 9

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> explorer = DepthExplorer("relu", "small")
    >>> explorer.state()["spread"][20] < 1e-20
    True
    >>> explorer.controls["initialisation"].value = "he"
    >>> 0.5 < explorer.state()["spread"][20] < 2
    True
    """

    question = "What keeps a signal alive through twenty layers: the activation or the initialisation?"
    alt = (
        "Histograms of the outputs of layers 1, 5, 10, 15 and 20 with a Gaussian of the same mean and spread, or a "
        "table of the settings tried so far. Beside it, layer by layer: the spread of all values and the part of it "
        "that lies between inputs, the length of the gradient, and the shares of dead units and of nearly flat slopes."
    )

    def __init__(self, activation="relu", initialisation="small", width=64, seed=0):
        start = {"activation": activation, "initialisation": initialisation, "width": width, "seed": seed}
        allowed = {"activation": NAMES, "initialisation": tuple(STARTS), "width": WIDTHS, "seed": range(10)}
        for label, value in start.items():
            if value not in allowed[label]:
                choices = ", ".join(map(str, allowed[label]))
                raise ValueError(f"{label}: expected one of {choices}, got {value!r}")
        self._start, self._runs = start, {}
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        start = self._start
        names = [(style.LABELS[name], name) for name in NAMES]
        starts = [(words, name) for name, words in STARTS.items()]
        self.add("activation", dropdown("Activation", names, start["activation"]))
        self.add("initialisation", dropdown("Initialisation", starts, start["initialisation"]))
        self.add("width", slider("Units in a layer", int(start["width"]), WIDTHS[0], WIDTHS[-1], WIDTHS.step))
        self.add("seed", slider("Weights no.", int(start["seed"]), 0, 9, 1))
        self.add("view", toggles("See", VIEWS, "values"))
        self.panel("layers", None)
        histograms = self._build_histograms()
        tried, layers = self._build_table(), self._build_layers()
        return {"values": histograms, "shape": histograms, "tried": tried, "layers": layers}

    def _pair(self):
        name = self.value("activation")
        pair = learners(name), learners(f"{name}_grad")
        z = np.linspace(-3, 3, BATCH * 64).reshape(BATCH, 64)
        self._slow = not all(quick_enough(function, z) for function in pair)
        return tuple(activations.ACTIVATIONS[name]) if self._slow else pair

    def inputs(self):
        return (*super().inputs(), *self._pair(), self._slow)

    def update(self):
        name, start, view = (self.value(key) for key in ("activation", "initialisation", "view"))
        size = self.value("width"), self.value("seed")
        p = passage(*self._pair(), start, *size)
        tried = self._runs.setdefault(size, {})
        tried[name, start] = float(p.between[-1]), float(p.gradient[0])
        self.put(self.canvases[view], layers=self.canvases["layers"])
        if view == "tried":
            self._draw_table(tried, (name, start))
        else:
            self._draw_histograms(p, name, view)
        self._draw_layers(p, name)
        keys = ("mean", "spread", "between", "kurtosis", "gradient", "dead", "flat")
        shown = {key: getattr(p, key).tolist() for key in keys}
        shown["by initialisation"], shown["by activation"] = changes(tried)
        return shown, self._in_words(shown, tried)

    # ---- histograms -------------------------------------------------------------------------------------------------

    def _build_histograms(self):
        figure = style.blank(PICTURE, HEIGHT)
        top = figure.add_axes((0.01, 0.99, 0.9, 0.01), frameon=False, xticks=[], yticks=[])
        self.caption = top.text(0, 1, "", va="top", linespacing=1.3)
        self.histograms, middles = [], (EDGES[1:] + EDGES[:-1]) / 2
        for row, layer in enumerate(SHOWN):
            ax = figure.add_axes((0.02, 1 - (1.12 + 0.76 * row) / HEIGHT, 0.56, 0.56 / HEIGHT))
            ax.set(xlim=(-REACH, REACH), ylim=(0, 1.3), xticks=[-3, 0, 3], yticks=[])
            ax.tick_params(labelbottom=layer == SHOWN[-1], length=2)
            ax.spines["left"].set_visible(False)
            beside = {"transform": ax.transAxes, "va": "top", "fontsize": 10}
            ax.text(0, 1.06, f"layer {layer}", **beside)
            ax.text(1.07, 1.06, "mean\nspread\nkurtosis", linespacing=1.3, **beside)
            self.histograms.append({
                "bars": ax.stairs(np.zeros(BINS), EDGES, fill=True, alpha=0.7),
                "zeros": ax.plot([], [], ls="-", lw=4, solid_capstyle="butt")[0],
                "gauss": ax.plot(middles, np.zeros(BINS), ls="-", lw=1.4, color=style.TEXT)[0],
                "moments": ax.text(1.42, 1.06, "", linespacing=1.3, **beside),
                "note": ax.text(1, 1.06, "", ha="right", **beside),
            })  # fmt: skip
        return Canvas(figure, [self.caption, *(artist for panel in self.histograms for artist in panel.values())])

    def _draw_histograms(self, p, name, view):
        kind = "all on one axis" if view == "values" else "in spreads from the mean"
        self.caption.set_text(f"Layer outputs, {kind}\nLine: Gaussian, same mean and spread")
        for panel, layer in zip(self.histograms, SHOWN):
            values, mean, spread = p.values[layer], p.mean[layer], p.spread[layer]
            centre, unit = (0, 1) if view == "values" else (mean, spread or 1)
            zeros = float(np.mean(values == 0))
            shares = np.histogram((values[values != 0] - centre) / unit, EDGES)[0] / values.size
            expected = gaussian_shares((mean - centre) / unit, spread / unit)
            top = max(shares.max(), expected.max(), 1e-12)
            panel["bars"].set(color=style.COLOURS[name])
            panel["bars"].set_data(shares / top)
            panel["gauss"].set_ydata(expected / top)
            at = -centre / unit
            panel["zeros"].set(data=([at, at], [0, float(zeros > 0)]), color=style.COLOURS[name])
            outside = max(1 - shares.sum() - zeros, 0)
            note = f"{zeros:.0%} are 0" if zeros else f"{outside:.0%} beyond" if outside > 0.005 else ""
            panel["note"].set_text(note)
            panel["moments"].set_text("\n".join(short(number) for number in (mean, spread, p.kurtosis[layer])))

    # ---- what was tried ---------------------------------------------------------------------------------------------

    def _build_table(self):
        figure = style.blank(PICTURE, HEIGHT)
        ax = figure.add_axes((0, 0, 1, 1), frameon=False, xlim=(0, PICTURE), ylim=(HEIGHT, 0), xticks=[], yticks=[])
        self.table = {"title": ax.text(0.03, 0.05, "", va="top")}
        self.cells = {}
        for row, name in enumerate(NAMES):
            ax.text(0.03, 0.98 + 0.56 * row, style.LABELS[name], va="top")
            for column, start in enumerate(STARTS):
                place = 0.88 + 0.61 * column, 0.88 + 0.56 * row
                self.cells[name, start] = ax.text(*place, "", va="top", linespacing=1.35, fontsize=10)
        for column, start in enumerate(STARTS):
            ax.text(0.88 + 0.61 * column, 0.56, SHORT[start], va="top", fontsize=9)
        legend = (
            f"Above: spread between inputs at layer {DEPTH}.\nBelow: length of the gradient at the input.\n"
            f"✓ within a factor of {ALIVE} of 1   ↓ less   ↑ more"
        )
        ax.text(0.03, 3.76, legend, va="top", linespacing=1.35, fontsize=10)
        self.table["frame"] = ax.add_patch(Rectangle((0, 0), 0.6, 0.52, fill=False, ec=style.HIGHLIGHT, lw=1.8))
        return Canvas(figure, [*self.table.values(), *self.cells.values()])

    def _draw_table(self, tried, chosen):
        self.table["title"].set_text(f"{len(tried)} of {len(self.cells)} tried with {self.value('width')} units\n"
                                     f"and weights no. {self.value('seed')}")  # fmt: skip
        for cell, text in self.cells.items():
            sizes = tried.get(cell, ())
            text.set_text("\n".join(f"{'↓✓↑'[fate(size) + 1]}{short(size, 1)}" for size in sizes) or " –")
        x, y = self.cells[chosen].get_position()
        self.table["frame"].set_xy((x - 0.05, y - 0.06))

    # ---- layer by layer ---------------------------------------------------------------------------------------------

    def _build_layers(self):
        figure = style.blank(PICTURE, HEIGHT)
        self.lines, self.edges, self.titles = {}, {}, {}
        for row, key in enumerate(("spread", "gradient", "gates")):
            ax = figure.add_axes((0.145, 1 - (1.32 + 1.38 * row) / HEIGHT, 0.835, 1.06 / HEIGHT))
            ax.set(xlim=(-0.7, DEPTH + 0.7), xticks=[0, 5, 10, 15, 20])
            ax.tick_params(labelbottom=key == "gates")
            self.titles[key] = ax.text(-0.16, 1.06, "", transform=ax.transAxes, fontsize=10)
            if key == "gates":
                ax.set(ylim=(-0.05, 1.05), yticks=[0, 0.5, 1], yticklabels=["0%", "50%", "100%"])
                ax.set_xlabel("layer (0: the input)", labelpad=1)
            else:
                ax.set(ylim=(-DECADES - 1, DECADES + 1), yticks=[-8, -4, 0, 4, 8])
                ax.set_yticklabels(["10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"])
                ax.axhspan(-np.log10(ALIVE), np.log10(ALIVE), color=style.GRID, alpha=0.2, lw=0)
                if key == "spread":
                    ax.text(DEPTH, DECADES, f"grey: within a factor of {ALIVE}", ha="right", va="top", fontsize=9)
                self.edges[key] = [
                    ax.plot([], [], ls="", marker=marker, ms=5, color=style.HIGHLIGHT)[0] for marker in ("v", "^")
                ]
            for series in {"spread": ("spread", "between"), "gradient": ("gradient",), "gates": ("dead", "flat")}[key]:
                self.lines[series] = ax.plot([], [], ms=4.5, lw=1.4, mew=1)[0]
        edges = [edge for pair in self.edges.values() for edge in pair]
        return Canvas(figure, [*self.lines.values(), *edges, *self.titles.values()])

    def _draw_layers(self, p, name):
        layers = np.arange(DEPTH + 1)
        colour, filled = style.COLOURS[name], style.LINE_STYLES[name]
        sizes = {"spread": p.spread, "between": p.between, "gradient": p.gradient}
        powers = {key: np.log10(np.maximum(size, 1e-300)) for key, size in sizes.items()}
        for key, line in self.lines.items():
            hollow = key in ("between", "flat")
            line.set(color=colour, linestyle=":" if hollow else filled, marker=style.MARKERS[name])
            line.set_markerfacecolor("none" if hollow else colour)
            if key in powers:
                line.set_data(layers, np.where(np.abs(powers[key]) > DECADES + 0.5, np.nan, powers[key]))
            else:
                line.set_data(layers[1:], getattr(p, key))
        for key, keys in (("spread", ("spread", "between")), ("gradient", ("gradient",))):
            for sign, edge in zip((-1, 1), self.edges[key]):
                off = np.any([sign * powers[series] > DECADES + 0.5 for series in keys], axis=0)
                edge.set_data(layers[off], np.full(off.sum(), sign * (DECADES + 0.5)))
        full, hollow = GLYPHS[name]
        spread, between, gradient = (short(size) for size in (p.spread[-1], p.between[-1], p.gradient[0]))
        self.titles["spread"].set_text(f"Spread {full} all {spread}  {hollow} between inputs {between}")
        self.titles["gradient"].set_text(f"Gradient {full} length at the input {gradient}")
        dead, flat = f"{p.dead[-1]:.0%}", f"{p.flat[-1]:.0%}"
        self.titles["gates"].set_text(f"{full} dead units {dead}  {hollow} slopes < {FLAT}: {flat}")

    # ---- in words ---------------------------------------------------------------------------------------------------

    def _in_words(self, shown, tried):
        setting = f"{style.LABELS[self.value('activation')]} with {SHORT[self.value('initialisation')]}"
        between, gradient = shown["between"][-1], shown["gradient"][0]
        signal, back = FATES[fate(between)], FATES[fate(gradient)]
        verdict = f"both {signal}" if signal == back else f"the signal {signal}, the gradient {back}"
        more = self._compared(shown, tried) if self.value("view") == "tried" else self._layer_twenty(shown)
        slow = " Your function is right but loops too slowly for this, so the course's own is used."
        return (
            f"{setting}: twenty layers turn a spread between inputs of 1 into {short(between)}, and a gradient of "
            f"length 1 into one of {short(gradient)}: {verdict}. {more}{slow if self._slow else ''}"
        )

    def _layer_twenty(self, shown):
        mean, spread, kurtosis, dead = (shown[key][-1] for key in ("mean", "spread", "kurtosis", "dead"))
        if not spread:
            return f"In layer {DEPTH} all values are {short(mean)}, and {dead:.0%} of the units are dead."
        return (
            f"In layer {DEPTH} the values have mean {short(mean)}, {short(abs(mean) / spread)} spreads from 0, and an "
            f"excess kurtosis of {short(kurtosis)} (0 for a Gaussian); {dead:.0%} of the units are dead."
        )

    def _compared(self, shown, tried):
        factors = shown["by initialisation"], shown["by activation"]
        if None in factors:
            missing = "another initialisation" if factors[0] is None else "another activation"
            return f"Now try {missing} and keep the rest."
        weights, functions = (short(factor, 1) for factor in factors)
        return (
            f"In what you tried, the initialisation alone changed the spread between inputs by a factor of up to "
            f"{weights}, the activation alone by up to {functions}."
        )


FATES = {-1: "died out", 0: "stayed alive", 1: "exploded"}


def fate(size):
    """What became of a signal or gradient of size 1: −1 if it died out, 1 if it exploded, 0 if it stayed alive."""
    return int(size > ALIVE) - int(size < 1 / ALIVE)


def short(number, digits=2):
    """A number of any size in a few characters.

    Examples
    --------
    >>> short(0.5731), short(-8.6e-26), short(2.7e6), short(np.nan)
    ('0.57', '−9e−26', '3e6', '–')
    """
    if not np.isfinite(number):
        return "–"
    if number == 0 or 1e-3 < abs(number) < 1e3:
        return say(float(number), f".{digits}g")
    mantissa, exponent = f"{number:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


def gaussian_shares(mean, spread):
    """The share of a Gaussian in each bin of the histograms."""
    below = np.array([0.5 * math.erfc((mean - edge) / max(spread, 1e-300) / 2**0.5) for edge in EDGES])
    return np.diff(below)
