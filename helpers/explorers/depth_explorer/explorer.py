"""Explorer: what keeps a signal alive through twenty layers, the activation or the initialisation?"""

import numpy as np

from helpers.explorers.depth_explorer.deep_stack import BATCH, DEPTH, changes, fate, passage
from helpers.explorers.depth_explorer.panels import HistogramPanel, LayersPanel, TablePanel
from helpers.explorers.frame import (
    ELEMENTWISE,
    Explorer,
    activation_list,
    check_choice,
    dropdown,
    quick_pair,
    short,
    slider,
    toggles,
)
from helpers.figures import style

STARTS = {
    "small": "small: σ = 0.01",
    "large": "large: σ = 1",
    "xavier": "Xavier (Glorot): σ² = 1/fan-in",
    "he": "He: σ² = 2/fan-in",
}
SHORT = {"small": "σ = 0.01", "large": "σ = 1", "xavier": "Xavier", "he": "He"}
WIDTHS = range(16, 257, 16)
VIEWS = (("Close to 0?", "values"), ("Kind of Gaussian?", "shape"), ("What you tried", "tried"))

FATES = {-1: "died out", 0: "stayed alive", 1: "exploded"}
# Pre-activations of the size that a function meets here, to measure whether it is quick enough.
LAYER = np.linspace(-3, 3, BATCH * 64).reshape(BATCH, 64)


class DepthExplorer(Explorer):
    """Signals and gradients through twenty dense layers, for every pair of activation and initialisation.

    Parameters
    ----------
    activation : str, from ``ELEMENTWISE``
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
    longest = 320
    alt = (
        "Histograms of the outputs of layers 1, 5, 10, 15 and 20 with a Gaussian of the same mean and spread, or a "
        "table of the settings tried so far. Beside it, layer by layer: the spread of all values and the part of it "
        "that lies between inputs, the length of the gradient, and the shares of dead units and of nearly flat slopes."
    )

    def __init__(self, activation="relu", initialisation="small", width=64, seed=0):
        self._start = (
            check_choice("activation", activation, ELEMENTWISE),
            check_choice("initialisation", initialisation, STARTS),
            check_choice("width", width, WIDTHS),
            check_choice("seed", seed, range(10)),
        )
        self._runs = {}
        super().__init__()

    def build(self):
        activation, initialisation, width, seed = self._start
        starts = [(words, name) for name, words in STARTS.items()]
        self.add("activation", activation_list("Activation", activation))
        self.add("initialisation", dropdown("Initialisation", starts, initialisation))
        self.add("width", slider("Units in a layer", width, WIDTHS[0], WIDTHS[-1], WIDTHS.step))
        self.add("seed", slider("Weights no.", seed, 0, 9, 1))
        self.add("view", toggles("See", VIEWS, "values"))
        self.histograms, self.table, self.layers = HistogramPanel(), TablePanel(SHORT), LayersPanel()
        self.panel("layers", self.layers.canvas)
        return {"values": self.histograms.canvas, "shape": self.histograms.canvas, "tried": self.table.canvas}

    def inputs(self):
        return (*super().inputs(), *self.functions())

    def functions(self):
        """The activation and its derivative, and whether the learner's were too slow for twenty layers."""
        return quick_pair(self.value("activation"), LAYER)

    def update(self):
        name, start, view = (self.value(key) for key in ("activation", "initialisation", "view"))
        size = self.value("width"), self.value("seed")
        f, grad, slow = self.functions()
        p = passage(f, grad, start, *size)
        tried = self._runs.setdefault(size, {})
        tried[name, start] = float(p.between[-1]), float(p.gradient[0])
        self.put(self.canvases[view], layers=self.layers.canvas)
        if view == "tried":
            self.table.show(tried, (name, start), *size)
        else:
            self.histograms.show(p, name, in_spreads=view == "shape")
        self.layers.show(p, name)
        keys = ("mean", "spread", "between", "kurtosis", "gradient", "dead", "flat")
        shown = {key: getattr(p, key).tolist() for key in keys}
        shown["by initialisation"], shown["by activation"] = changes(tried)
        return shown, self._in_words(shown, slow)

    # ---- in words ---------------------------------------------------------------------------------------------------

    def _in_words(self, shown, slow):
        setting = f"{style.LABELS[self.value('activation')]} with {SHORT[self.value('initialisation')]}"
        between, gradient = shown["between"][-1], shown["gradient"][0]
        signal, back = FATES[fate(between)], FATES[fate(gradient)]
        verdict = f"both {signal}" if signal == back else f"the signal {signal}, the gradient {back}"
        more = self._compared(shown) if self.value("view") == "tried" else self._layer_twenty(shown)
        replaced = " Your function is right but loops too slowly for this, so the course's own is used."
        return (
            f"{setting}: twenty layers turn a spread between inputs of 1 into {short(between)}, and a gradient of "
            f"length 1 into one of {short(gradient)}: {verdict}. {more}{replaced if slow else ''}"
        )

    @staticmethod
    def _layer_twenty(shown):
        mean, spread, kurtosis, dead = (shown[key][-1] for key in ("mean", "spread", "kurtosis", "dead"))
        if not spread:
            return f"In layer {DEPTH} all values are {short(mean)}, and {dead:.0%} of the units are dead."
        return (
            f"In layer {DEPTH} the values have mean {short(mean)}, {short(abs(mean) / spread)} spreads from 0, and an "
            f"excess kurtosis of {short(kurtosis)} (0 for a Gaussian); {dead:.0%} of the units are dead."
        )

    @staticmethod
    def _compared(shown):
        factors = shown["by initialisation"], shown["by activation"]
        if None in factors:
            missing = "another initialisation" if factors[0] is None else "another activation"
            return f"Now try {missing} and keep the rest."
        weights, functions = (short(factor, 1) for factor in factors)
        return (
            f"In what you tried, the initialisation alone changed the spread between inputs by a factor of up to "
            f"{weights}, the activation alone by up to {functions}."
        )
