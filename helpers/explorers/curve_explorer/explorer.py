"""Explorer: how close do n units come to a curve, with this activation and with that?"""

import html

import ipywidgets as widgets
import numpy as np

from helpers import activations
from helpers.experiments.curve_fit import CURVES, INPUTS, cube, fit_curve, square
from helpers.explorers.curve_explorer.panels import GOAL, ErrorPanel, FitPanel
from helpers.explorers.frame import (
    Explorer,
    check_choice,
    dropdown,
    functions,
    quick_enough,
    say,
    short,
    slider,
    toggles,
)
from helpers.figures.curves import FLOOR, look

NAMES = ("identity", "relu", "tanh", "sigmoid", "square", "cube")
UNITS, DEPTHS, DRAWS = range(1, 65), range(1, 4), range(10)
LABELS = {"line": "straight line", "corner": "corner, |x|", "bump": "bump", "sine": "sine", "steps": "steps"}
OWN = "your own"
# Those of which a layer makes polynomials out of polynomials.
DEGREES = {"identity": 1, "square": 2, "cube": 3}
QUESTIONS = {
    "few": "How few ReLU units bring the error on the sine below 0.05? How few tanh units?",
    "stop": "From how many units on do more squares change nothing? More cubes? And what do more layers change?",
    "line": "64 units, three hidden layers, no activation: which curve comes out, and does any other setting give it?",
}
ASKED = (("How few?", "few"), ("When is it enough?", "stop"), ("How straight?", "line"))
HOW = (
    "The hidden layers are drawn at random and stay as they are. Only the last layer is fitted, by least squares: it "
    "gives each unit a weight, so that their sum comes as close to the data as it can."
)
# Pre-activations of the size that a function meets here, to measure whether it is quick enough.
LAYER = np.linspace(-8, 8, len(INPUTS) * UNITS[-1]).reshape(len(INPUTS), -1)


class CurveExplorer(Explorer):
    """A curve, and the closest that a network of random hidden units comes to it.

    Parameters
    ----------
    curve : str, a key of ``CURVES``
    activation : str, from ``NAMES``
    units : int, 1 to 64 in each hidden layer
    depth : int, 1 to 3 hidden layers
    own : function, optional
        A curve of your own: it is given the 201 inputs from −1 to 1 and returns a number for each. Where there is one,
        the explorer begins with it.

    Raises
    ------
    ValueError
        If an argument is outside these, or ``own`` does not return one finite number for each input.

    Examples
    --------
    >>> explorer = CurveExplorer("sine", "identity", units=64)
    >>> round(explorer.state()["off"], 2)
    0.67
    >>> explorer.controls["activation"].value = "relu"
    >>> explorer.state()["off"] < 0.01
    True
    """

    question = "How close do the units come to the curve, and what do more of them change?"
    alt = (
        "Two pictures. Dots of data with the fitted curve through them, and below it the outputs of the hidden units as "
        "thin lines. Beside it, on logarithmic axes, the error of every setting that was tried against its number of "
        "units, with a mark and a line for each activation, and a dotted line at 0.05."
    )

    def __init__(self, curve="sine", activation="relu", units=4, depth=1, own=None):
        self.curves = {**CURVES, **({} if own is None else {OWN: own})}
        if own is not None:
            check_curve(own)
        self._start = (
            check_choice("curve", curve if own is None else OWN, self.curves),
            check_choice("activation", activation, NAMES),
            check_choice("units", units, UNITS),
            check_choice("depth", depth, DEPTHS),
        )
        self._runs = {}
        super().__init__()

    def build(self):
        curve, activation, units, depth = self._start
        self.add("curve", dropdown("Curve", [(LABELS.get(name, name), name) for name in self.curves], curve))
        self.add("activation", dropdown("Activation", [(look(name)["label"], name) for name in NAMES], activation))
        self.add("depth", toggles("Hidden layers", list(DEPTHS), depth))
        self.add("units", slider("Units in each", units, UNITS[0], UNITS[-1], 1)).layout.width = "420px"
        self.add("seed", slider("Draw no.", 0, DRAWS[0], DRAWS[-1], 1)).layout.width = "210px"
        self.add("ask", toggles("Find out", ASKED, "few"))
        self.asked = widgets.HTML()
        self.picture_of_fit, self.errors = FitPanel(), ErrorPanel(NAMES)
        self.panel("errors", self.errors.canvas)
        return self.picture_of_fit.canvas

    def arrange(self):
        c = self.controls
        how = widgets.HTML(f'<p style="line-height:1.4">{html.escape(HOW)}</p>')
        return self.frame(
            how,
            self.row(c["ask"]),
            self.asked,
            self.row(c["curve"], c["activation"], c["depth"]),
            self.row(c["units"], c["seed"]),
        )

    def inputs(self):
        return (*super().inputs(), *self.function())

    def function(self):
        """The activation, and whether the learner's was too slow for so many units."""
        name = self.value("activation")
        if name in ("square", "cube"):
            return {"square": square, "cube": cube}[name], False
        # By way of the module, where tests put their own.
        f = functions.learners(name)
        slow = not quick_enough(f, LAYER)
        return (activations.ACTIVATIONS[name][0] if slow else f), slow

    def update(self):
        curve, name, depth, units, seed, ask = (
            self.value(key) for key in ("curve", "activation", "depth", "units", "seed", "ask")
        )
        f, slow = self.function()
        y = np.asarray(self.curves[curve](INPUTS), float)
        fit = fit_curve(INPUTS, y, f, units, depth, seed)
        tried = self._runs.setdefault((curve, depth, seed), {})
        tried[name, units] = fit.error
        self.picture_of_fit.show(y, fit, name, self._above_the_units(name, units, depth))
        best = min(tried, key=tried.get)
        title = f"Tried so far. Best: {look(best[0])['label']}, {best[1]} units, {small(tried[best])}"
        self.errors.show(tried, (name, units), title)
        self.asked.value = f'<p style="line-height:1.4"><i>{html.escape(QUESTIONS[ask])}</i></p>'
        enough = [n for (other, n), error in tried.items() if other == name and error < GOAL]
        shown = {
            "off": fit.error,
            "fewest below the goal": min(enough, default=None),
            "as good": min(n for (other, n), e in tried.items() if other == name and e <= 1.001 * fit.error + 1e-9),
            "off a line": float(np.max(np.abs(fit.fitted - np.polyval(np.polyfit(INPUTS, fit.fitted, 1), INPUTS)))),
            "degree": DEGREES[name] ** depth if name in DEGREES else None,
            "tried": len(tried),
            "best": [*best, tried[best]],
        }
        return shown, self._in_words(shown, slow)

    # ---- in words ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _above_the_units(name, units, depth):
        of = f" of hidden layer {depth}" if depth > 1 else ""
        return f"Outputs of the {units} {look(name)['label']} unit{'s' * (units > 1)}{of}"

    def _in_words(self, shown, slow):
        name, units, depth = (self.value(key) for key in ("activation", "units", "depth"))
        layers = "one hidden layer" if depth == 1 else f"each of {depth} hidden layers"
        answer = {"few": self._how_few, "stop": self._when_enough, "line": self._how_straight}[self.value("ask")](shown)
        replaced = " Your function is right but loops too slowly for this, so the course's own is used."
        return (
            f"{look(name)['label']}, {units} unit{'s' * (units > 1)} in {layers}: the fit is off by "
            f"{small(shown['off'])} (root mean square). {answer}{replaced if slow else ''}"
        )

    def _how_few(self, shown):
        label, fewest = look(self.value("activation"))["label"], shown["fewest below the goal"]
        if fewest is None:
            return f"No number of {label} units that you tried here is below {GOAL}."
        return f"The fewest {label} units tried here that are below {GOAL}: {fewest}."

    def _when_enough(self, shown):
        units, degree = self.value("units"), shown["degree"]
        fewer = shown["as good"]
        tried = f"Of those that you tried, {fewer} did as well. " if fewer < units else ""
        if degree is None:
            return f"{tried}Sums of these units are no polynomial of a fixed degree."
        return f"{tried}However many units: their sum is a polynomial, of degree {degree} at most."

    @staticmethod
    def _how_straight(shown):
        off = shown["off a line"]
        if off < 1e-9:
            return "The fit is a straight line to rounding error: of all lines, the one closest to the data."
        return f"The fit strays from a straight line by up to {say(off, '.2g')}."


def small(error):
    """An error in a few characters; what is nearly 0 is rounding."""
    return short(error) if error >= FLOOR else f"less than {FLOOR:g}"


def check_curve(curve):
    """Raise a ValueError unless a curve returns one finite number for each input."""
    try:
        values = np.asarray(curve(INPUTS), float)
    except Exception as error:
        raise ValueError(f"own: expected a function of an array, got {type(error).__name__}: {error}") from error
    if values.shape != INPUTS.shape or not np.all(np.isfinite(values)):
        raise ValueError(f"own: expected {len(INPUTS)} finite numbers, got {np.array2string(values, threshold=5)}")
