"""The pictures of the dose explorer: the curve of dose and response, the bend itself, and ten digits read.

Each makes its artists once, and has a ``canvas`` and a ``show`` that brings the artists up to date.
"""

import numpy as np

from helpers.explorers.dose_explorer.doses import SHOWN, UNITS
from helpers.explorers.frame import Canvas
from helpers.figures import style

# Two of these pictures stand side by side; on a narrow page they stand one above the other.
WIDTH, HEIGHT = 3.3, 3.7
AXES = {"slope": "slope on the left of 0", "kept": "share of the hidden ReLUs kept"}
TICKS = {"slope": ["0\nReLU", "0.5", "1\nno bend"], "kept": ["0%\nno bend", "50%", "100%\nReLU"]}


class CurvePanel:
    """The share of test digits read against the dose: a point for each network, a line through the means."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        ax = self.ax = figure.add_axes((0.16, 0.23, 0.78, 0.64))
        ax.set(xlim=(-4, 104), ylim=(0, 1.02), xticks=[0, 50, 100], yticks=[0, 0.5, 1])
        ax.set_yticklabels(["0%", "50%", "100%"])
        ax.text(-0.19, 1.05, "Flipped test digits read", transform=ax.transAxes, fontsize=10)
        self.levels = [ax.axhline(0, color=style.TEXT, ls=":", lw=1.2) for _ in range(3)]
        self.halfway = ax.text(0, 0, "half-way", va="bottom", fontsize=9)
        self.line = ax.plot([], [], color=style.COLOURS["relu"], ls="-", lw=1.8)[0]
        self.points = ax.plot([], [], ls="", marker="D", ms=5, color=style.COLOURS["relu"], **style.DOTS)[0]
        self.guess = ax.axvline(0, color=style.HIGHLIGHT, ls=(0, (4, 2)), lw=1.6)
        self.guessed = ax.text(0, 0.03, "guess", color=style.HIGHLIGHT, fontsize=9)
        ring = {"ls": "", "marker": "o", "ms": 13, "mfc": "none", "mew": 1.8, "color": style.HIGHLIGHT}
        self.present = ax.plot([], [], **ring)[0]
        self.passes = ax.plot([], [], ls="", marker="x", ms=9, mew=2, color=style.TEXT)[0]
        moving = [
            *self.levels,
            self.halfway,
            self.line,
            self.points,
            self.guess,
            self.guessed,
            self.passes,
            self.present,
        ]
        self.canvas = Canvas(figure, moving)
        self._axis = None

    def show(self, axis, line, ends, guess, present, crossing):
        """Draw ``line``, percentage → shares; ``ends``, the shares without a bend and with ReLU; a guess in percent.

        ``present`` is the chosen percentage and its share, and ``crossing`` where the line passes half-way, or None.
        """
        if axis != self._axis:
            self.ax.set_xlabel(AXES[axis], labelpad=2)
            self.ax.set_xticks([0, 50, 100], TICKS[axis])
            self.canvas.forget_background()
            self._axis = axis
        half = sum(ends) / 2
        for level, height in zip(self.levels, (*ends, half)):
            level.set_ydata([height, height])
        # Where the line is high: left with much bend, right with many units.
        self.halfway.set(y=half + 0.01, x=-2 if axis == "slope" else 102, ha="left" if axis == "slope" else "right")
        points = [(dose, share) for dose, shares in line.items() for share in shares]
        self.points.set_data(*np.array(points).reshape(-1, 2).T)
        # A line between the ends alone would look like an answer.
        means = [(dose, np.mean(shares)) for dose, shares in line.items()] if len(line) > 2 else []
        self.line.set_data(*np.array(means).reshape(-1, 2).T)
        self.guess.set_xdata([guess, guess])
        self.guessed.set(x=guess + (2 if guess < 70 else -2), ha="left" if guess < 70 else "right")
        self.present.set_data([present[0]], [present[1]] if present[1] is not None else [np.nan])
        self.passes.set_data(*(([], []) if crossing is None else ([crossing], [half])))


class DigitsPanel:
    """The function that stands at the units, and what the network reads of ten flipped test digits.

    Parameters
    ----------
    images : array, shape (N, 1, 8, 8)
    labels : array of int, shape (N,)
    """

    def __init__(self, images, labels):
        figure = style.blank(WIDTH, HEIGHT)
        ax = figure.add_axes((0.06, 0.62, 0.4, 0.26))
        ax.set(xlim=(-1, 1), ylim=(-1, 1), xticks=[0], yticks=[0])
        ax.axhline(0, color=style.GRID, lw=0.8)
        ax.text(-1.12, 1.16, "At the units that bend", fontsize=10)
        self.function = ax.plot([], [], color=style.COLOURS["relu"], ls="-")[0]
        self.words = ax.text(1.25, 0.95, "", va="top", fontsize=10, linespacing=1.5)
        figure.text(0.03, 0.515, "What it reads", fontsize=10)
        self.labels, self.readings = labels[:SHOWN], []
        for index, image in enumerate(images[:SHOWN, 0]):
            place = figure.add_axes((0.02 + 0.195 * (index % 5), 0.25 - 0.235 * (index // 5), 0.17, 0.17))
            place.imshow(image, cmap="gray_r", vmin=-1, vmax=1)
            place.set(xticks=[], yticks=[])
            place.spines[:].set(visible=True, color=style.GRID, linewidth=0.6)
            self.readings.append(place.text(0.5, 1.06, "", transform=place.transAxes, ha="center", fontsize=10))
        self.canvas = Canvas(figure, [self.function, self.words, *self.readings])

    def show(self, slope, bent, read):
        """Draw a slope, how many units bend, and the ten answers, or None while the network is still in training."""
        self.function.set_data([-1, 0, 1], [-slope, 0, 1])
        others = "\nthe others:\nno bend" if bent < UNITS else ""
        self.words.set_text(f"{bent} units bend\nslope {slope:g} left of 0{others}")
        for text, digit, label in zip(self.readings, read or [None] * SHOWN, self.labels):
            words = "…" if digit is None else f"✓ {digit}" if digit == label else f"✗ {digit}"
            text.set(text=words, color=style.HIGHLIGHT if words[0] == "✗" else style.TEXT)
