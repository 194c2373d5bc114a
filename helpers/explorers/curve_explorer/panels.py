"""The pictures of the curve explorer: the data under the fitted curve, its units, and the error of what was tried.

Each makes its artists once, and has a ``canvas`` and a ``show`` that brings the artists up to date.
"""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from helpers.experiments.curve_fit import INPUTS
from helpers.explorers.frame import Canvas
from helpers.figures import style
from helpers.figures.curves import FLOOR, fit_error_axes, look

# Two of these pictures stand side by side; on a narrow page they stand one above the other.
WIDTH, HEIGHT = 3.3, 4.0
# Every fourth of the points is drawn: dots that touch would be a line.
DOTS = slice(None, None, 4)
REACH = 1.6
GOAL = 0.05


class FitPanel:
    """The data as dots and the fitted curve through them; below, the outputs of the hidden units as thin lines."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        ax = figure.add_axes((0.12, 0.47, 0.86, 0.46))
        ax.set(xlim=(-1.04, 1.04), ylim=(-REACH, REACH), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.tick_params(labelbottom=False)
        self.title = ax.text(0, 1.05, "", transform=ax.transAxes, fontsize=10)
        self.data = ax.plot([], [], ls="", marker="o", ms=4.5, mfc="none", mew=1, color=style.TEXT)[0]
        self.fit = ax.plot([], [], lw=2.4, zorder=3)[0]
        below = figure.add_axes((0.12, 0.11, 0.86, 0.25))
        below.set(xlim=(-1.04, 1.04), ylim=(-1.15, 1.15), xticks=[-1, 0, 1], yticks=[0])
        below.set_xlabel("x", labelpad=0)
        self.units_title = below.text(0, 1.07, "", transform=below.transAxes, fontsize=10)
        self.units = below.add_collection(LineCollection([], linewidths=0.9, alpha=0.7))
        self.canvas = Canvas(figure, [self.title, self.data, self.fit, self.units_title, self.units])

    def show(self, y, fit, name, words):
        """Draw the data y (N,) and a ``CurveFit`` in the look of its activation; ``words`` go above the units."""
        shown = look(name)
        self.data.set_data(INPUTS[DOTS], y[DOTS])
        self.fit.set_data(INPUTS, np.clip(fit.fitted, -10 * REACH, 10 * REACH))
        self.fit.set(color=shown["color"], linestyle=shown["linestyle"])
        self.title.set_text("○ data   line: the fit")
        largest = np.abs(fit.hidden).max(axis=0)
        scaled = fit.hidden / np.where(largest > 0, largest, 1)
        self.units.set_segments([np.column_stack([INPUTS, unit]) for unit in scaled.T])
        self.units.set_color(shown["color"])
        self.units_title.set_text(words)


class ErrorPanel:
    """The error against the number of units: a mark for each setting tried, and a line for the best so far.

    Parameters
    ----------
    names : sequence of str, the activations that can be chosen
    """

    def __init__(self, names):
        figure = style.blank(WIDTH, HEIGHT)
        ax = figure.add_axes((0.155, 0.3, 0.825, 0.63))
        fit_error_axes(ax)
        ax.axhline(GOAL, color=style.TEXT, ls=":", lw=1.2)
        ax.text(0.93, GOAL * 0.92, f"{GOAL}", va="top", fontsize=9)
        self.title = ax.text(-0.16, 1.05, "", transform=ax.transAxes, fontsize=10)
        self.marks, self.best = {}, {}
        for name in names:
            shown = look(name)
            style_of_line = {"color": shown["color"], "linestyle": shown["linestyle"], "lw": 1.3}
            self.best[name] = ax.plot([], [], drawstyle="steps-post", **style_of_line)[0]
            self.marks[name] = ax.plot([], [], ls="", ms=5, color=shown["color"], marker=shown["marker"])[0]
        ring = {"ls": "", "marker": "o", "ms": 13, "mfc": "none", "mew": 1.8, "color": style.HIGHLIGHT}
        self.present = ax.plot([], [], **ring, zorder=4)[0]
        keys = [Line2D([], [], **look(name), ms=5, lw=1.3) for name in names]
        figure.legend(keys, [key.get_label() for key in keys], loc="lower left", ncols=3, columnspacing=1.2, fontsize=9.5,
                      handlelength=2.6, borderpad=0.1, bbox_to_anchor=(0.02, 0.005))  # fmt: skip
        self.canvas = Canvas(figure, [*self.best.values(), *self.marks.values(), self.present, self.title])

    def show(self, tried, chosen, title):
        """Draw ``tried``, a dict (activation, units) → error, with a ring around the one chosen."""
        self.title.set_text(title)
        for name in self.marks:
            points = sorted((units, max(error, FLOOR)) for (other, units), error in tried.items() if other == name)
            units, errors = np.array(points).reshape(-1, 2).T
            self.marks[name].set_data(units, errors)
            # The best with at most so many units: what fewer of them reached counts on to the right.
            last = slice(0, len(points) + 1 if points else 0)
            self.best[name].set_data([*units, 64][last], [*np.minimum.accumulate(errors), errors.min(initial=1)][last])
        self.present.set_data([chosen[1]], [max(tried[chosen], FLOOR)])
