"""The pictures of the depth explorer: histograms of five layers, the settings tried, and curves over all layers.

Each makes its artists once, and has a ``canvas`` and a ``show`` that brings the artists up to date.
"""

import math

import numpy as np
from matplotlib.patches import Rectangle

from helpers.explorers.depth_explorer.deep_stack import ALIVE, DEPTH, FLAT, SHOWN, fate
from helpers.explorers.frame import ELEMENTWISE, Canvas, short
from helpers.figures import style

# Two of these pictures stand side by side; on a narrow page they stand one above the other.
WIDTH, HEIGHT = 3.3, 4.5
BINS, REACH = 41, 3.5
EDGES = np.linspace(-REACH, REACH, BINS + 1)
# Powers of ten that the axes show; what lies beyond is marked at their edge and told in numbers.
DECADES = 8
# The curves of each axes, of which the second is drawn with hollow markers; and the axes in powers of ten.
SERIES = {"spread": ("spread", "between"), "gradient": ("gradient",), "gates": ("dead", "flat")}
POWERS = ("spread", "gradient")
GLYPHS = {"identity": "■□", "relu": "◆◇", "leaky_relu": "▼▽", "tanh": "▲△", "sigmoid": "●○"}


class HistogramPanel:
    """The outputs of five layers, each with the Gaussian of the same mean and spread."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        top = figure.add_axes((0.01, 0.99, 0.9, 0.01), frameon=False, xticks=[], yticks=[])
        self.caption = top.text(0, 1, "", va="top", linespacing=1.3)
        self.rows = [self._build_row(figure, row, layer) for row, layer in enumerate(SHOWN)]
        self.canvas = Canvas(figure, [self.caption, *(artist for row in self.rows for artist in row.values())])

    @staticmethod
    def _build_row(figure, row, layer):
        ax = figure.add_axes((0.02, 1 - (1.12 + 0.76 * row) / HEIGHT, 0.56, 0.56 / HEIGHT))
        ax.set(xlim=(-REACH, REACH), ylim=(0, 1.3), xticks=[-3, 0, 3], yticks=[])
        ax.tick_params(labelbottom=layer == SHOWN[-1], length=2)
        ax.spines["left"].set_visible(False)
        beside = {"transform": ax.transAxes, "va": "top", "fontsize": 10}
        ax.text(0, 1.06, f"layer {layer}", **beside)
        ax.text(1.07, 1.06, "mean\nspread\nkurtosis", linespacing=1.3, **beside)
        middles = (EDGES[1:] + EDGES[:-1]) / 2
        return {
            "bars": ax.stairs(np.zeros(BINS), EDGES, fill=True, alpha=0.7),
            "zeros": ax.plot([], [], ls="-", lw=4, solid_capstyle="butt")[0],
            "gauss": ax.plot(middles, np.zeros(BINS), ls="-", lw=1.4, color=style.TEXT)[0],
            "moments": ax.text(1.42, 1.06, "", linespacing=1.3, **beside),
            "note": ax.text(1, 1.06, "", ha="right", **beside),
        }

    def show(self, p, name, in_spreads):
        """Draw the values of a ``Passage``, as they are or in spreads from their mean."""
        kind = "in spreads from the mean" if in_spreads else "all on one axis"
        self.caption.set_text(f"Layer outputs, {kind}\nLine: Gaussian, same mean and spread")
        for row, layer in zip(self.rows, SHOWN):
            moments = p.mean[layer], p.spread[layer], p.kurtosis[layer]
            centre, unit = (moments[0], moments[1] or 1) if in_spreads else (0, 1)
            self._draw_row(row, p.values[layer], moments, centre, unit)
            row["bars"].set(color=style.COLOURS[name])
            row["zeros"].set(color=style.COLOURS[name])

    @staticmethod
    def _draw_row(row, values, moments, centre, unit):
        mean, spread, _ = moments
        zeros = float(np.mean(values == 0))
        shares = np.histogram((values[values != 0] - centre) / unit, EDGES)[0] / values.size
        expected = gaussian_shares((mean - centre) / unit, spread / unit)
        top = max(shares.max(), expected.max(), 1e-12)
        row["bars"].set_data(shares / top)
        row["gauss"].set_ydata(expected / top)
        at = -centre / unit
        row["zeros"].set_data([at, at], [0, float(zeros > 0)])
        outside = max(1 - shares.sum() - zeros, 0)
        row["note"].set_text(f"{zeros:.0%} are 0" if zeros else f"{outside:.0%} beyond" if outside > 0.005 else "")
        row["moments"].set_text("\n".join(short(number) for number in moments))


def gaussian_shares(mean, spread):
    """The share of a Gaussian in each bin of the histograms."""
    below = np.array([0.5 * math.erfc((mean - edge) / max(spread, 1e-300) / 2**0.5) for edge in EDGES])
    return np.diff(below)


class TablePanel:
    """What became of signal and gradient under every setting that was tried.

    Parameters
    ----------
    starts : dict, initialisation → its name above a column
    """

    def __init__(self, starts):
        figure = style.blank(WIDTH, HEIGHT)
        ax = figure.add_axes((0, 0, 1, 1), frameon=False, xlim=(0, WIDTH), ylim=(HEIGHT, 0), xticks=[], yticks=[])
        self.title = ax.text(0.03, 0.05, "", va="top")
        self.cells = {}
        for row, name in enumerate(ELEMENTWISE):
            ax.text(0.03, 0.98 + 0.56 * row, style.LABELS[name], va="top")
            for column, start in enumerate(starts):
                place = 0.88 + 0.61 * column, 0.88 + 0.56 * row
                self.cells[name, start] = ax.text(*place, "", va="top", linespacing=1.35, fontsize=10)
        for column, words in enumerate(starts.values()):
            ax.text(0.88 + 0.61 * column, 0.56, words, va="top", fontsize=9)
        legend = (
            f"Above: spread between inputs at layer {DEPTH}.\nBelow: length of the gradient at the input.\n"
            f"✓ within a factor of {ALIVE} of 1   ↓ less   ↑ more"
        )
        ax.text(0.03, 3.76, legend, va="top", linespacing=1.35, fontsize=10)
        self.frame = ax.add_patch(Rectangle((0, 0), 0.6, 0.52, fill=False, ec=style.HIGHLIGHT, lw=1.8))
        self.canvas = Canvas(figure, [self.title, self.frame, *self.cells.values()])

    def show(self, tried, chosen, width, seed):
        """Draw ``tried``, a dict (activation, initialisation) → sizes, with a frame around the one chosen."""
        self.title.set_text(f"{len(tried)} of {len(self.cells)} tried with {width} units\nand weights no. {seed}")
        for cell, text in self.cells.items():
            sizes = tried.get(cell, ())
            text.set_text("\n".join(f"{'↓✓↑'[fate(size) + 1]}{short(size, 1)}" for size in sizes) or " –")
        x, y = self.cells[chosen].get_position()
        self.frame.set_xy((x - 0.05, y - 0.06))


class LayersPanel:
    """Layer by layer: spread of the values, length of the gradient, dead units and flat slopes."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        self.lines, self.edges, self.titles = {}, {}, {}
        for row, (key, series) in enumerate(SERIES.items()):
            ax = figure.add_axes((0.152, 1 - (1.32 + 1.38 * row) / HEIGHT, 0.828, 1.06 / HEIGHT))
            ax.set(xlim=(-0.7, DEPTH + 0.7), xticks=[0, 5, 10, 15, 20])
            ax.tick_params(labelbottom=key == "gates")
            self.titles[key] = ax.text(-0.16, 1.06, "", transform=ax.transAxes, fontsize=10)
            self._build_powers(ax, key) if key in POWERS else self._build_shares(ax)
            for name in series:
                self.lines[name] = ax.plot([], [], ms=4.5, lw=1.4, mew=1)[0]
        edges = [edge for pair in self.edges.values() for edge in pair]
        self.canvas = Canvas(figure, [*self.lines.values(), *edges, *self.titles.values()])

    @staticmethod
    def _build_shares(ax):
        ax.set(ylim=(-0.05, 1.05), yticks=[0, 0.5, 1], yticklabels=["0%", "50%", "100%"])
        ax.set_xlabel("layer (0: the input)", labelpad=1)

    def _build_powers(self, ax, key):
        ax.set(ylim=(-DECADES - 1, DECADES + 1), yticks=[-8, -4, 0, 4, 8])
        ax.set_yticklabels(["10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"])
        ax.axhspan(-np.log10(ALIVE), np.log10(ALIVE), color=style.GRID, alpha=0.2, lw=0)
        if key == "spread":
            ax.text(DEPTH, DECADES, f"grey: within a factor of {ALIVE}", ha="right", va="top", fontsize=9)
        look = {"ls": "", "ms": 5, "color": style.HIGHLIGHT}
        self.edges[key] = [ax.plot([], [], marker=marker, **look)[0] for marker in ("v", "^")]

    def show(self, p, name):
        """Draw the curves of a ``Passage`` in the look of its activation."""
        layers = np.arange(DEPTH + 1)
        for key in ("dead", "flat"):
            self.lines[key].set_data(layers[1:], getattr(p, key))
        for key in POWERS:
            powers = {series: np.log10(np.maximum(getattr(p, series), 1e-300)) for series in SERIES[key]}
            for series, power in powers.items():
                self.lines[series].set_data(layers, np.where(np.abs(power) > DECADES + 0.5, np.nan, power))
            for sign, edge in zip((-1, 1), self.edges[key]):
                off = np.any([sign * power > DECADES + 0.5 for power in powers.values()], axis=0)
                edge.set_data(layers[off], np.full(off.sum(), sign * (DECADES + 0.5)))
        self._dress(name)
        self._write(p, name)

    def _dress(self, name):
        colour = style.COLOURS[name]
        for series in SERIES.values():
            for key, hollow in zip(series, (False, True)):
                look = {"color": colour, "marker": style.MARKERS[name], "markerfacecolor": "none" if hollow else colour}
                self.lines[key].set(linestyle=":" if hollow else style.LINE_STYLES[name], **look)

    def _write(self, p, name):
        full, hollow = GLYPHS[name]
        spread, between, gradient = (short(size) for size in (p.spread[-1], p.between[-1], p.gradient[0]))
        self.titles["spread"].set_text(f"Spread {full} all {spread}  {hollow} between inputs {between}")
        self.titles["gradient"].set_text(f"Gradient {full} length at the input {gradient}")
        dead, flat = f"{p.dead[-1]:.0%}", f"{p.flat[-1]:.0%}"
        self.titles["gates"].set_text(f"{full} dead units {dead}  {hollow} slopes < {FLAT}: {flat}")
