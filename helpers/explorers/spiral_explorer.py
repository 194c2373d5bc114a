"""Explorer: what comes back of a spiral that was sent through n random ReLUs?"""

import numpy as np

from helpers.experiments.other_bends.bottleneck import spiral, through_relus
from helpers.explorers.frame import Canvas, Explorer, slider
from helpers.figures import style
from helpers.figures.axes import plain_axes

MOST = 30
DRAWS = 10
# Closer than this, nobody sees a difference.
WHOLE = 0.05
# A few draws throw points far out; they leave the picture rather than shrink the spiral.
REACH = 1.3


class SpiralExplorer(Explorer):
    """A spiral goes through n random ReLUs and back, by the best matrix that there is for the way back.

    Parameters
    ----------
    units : int
        How many ReLUs at first, from 1 to 30.

    Raises
    ------
    ValueError
        If ``units`` is not such a number.

    Examples
    --------
    >>> explorer = SpiralExplorer()
    >>> explorer.controls["units"].value = 15
    >>> explorer.state()["error"] < 0.2
    True
    """

    question = "Through how many ReLUs must the spiral go, so that it comes back whole?"
    alt = (
        "On the left a spiral in the plane and, on top of it, what comes back of it from n random ReLUs. On the right the "
        "error of every number of ReLUs that was tried, and the line below which no difference is seen."
    )

    def __init__(self, units=2):
        if isinstance(units, bool) or not isinstance(units, (int, np.integer)) or not 1 <= units <= MOST:
            raise ValueError(f"units: expected a whole number from 1 to {MOST}, got {units!r}")
        self.start, self.points, self.tried = int(units), spiral(), {}
        super().__init__()

    def build(self):
        self.add("units", slider("ReLUs", self.start, 1, MOST, 1))
        self.add("draw", slider("Which random ones", 0, 0, DRAWS - 1, 1))
        self.panel("errors", self._build_errors())
        figure = style.blank(2.9, 2.9)
        ax = figure.add_axes([0.02, 0.02, 0.96, 0.96])
        plain_axes(ax)
        ax.plot(*self.points.T, color=style.GRID, linewidth=1, linestyle=":")
        ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
        self.returned = ax.scatter(*self.points.T, c=np.arange(len(self.points)), cmap=style.SEQUENTIAL, s=4)
        return Canvas(figure, [self.returned])

    def _build_errors(self):
        figure = style.blank(3.4, 2.9)
        ax = figure.add_axes([0.2, 0.2, 0.76, 0.74])
        ax.set(xlim=(0, MOST + 1), ylim=(-0.05, 1.05), xlabel="ReLUs", ylabel="error", yticks=[0, 0.5, 1])
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        ax.axhline(WHOLE, color=style.TEXT, linestyle=":", linewidth=1.5)
        (self.dots,) = ax.plot([], [], "o", color=style.FIRST, markersize=5, **style.DOTS)
        (self.here,) = ax.plot([], [], "D", color=style.HIGHLIGHT, markersize=8)
        return Canvas(figure, [self.dots, self.here])

    def update(self):
        units, draw = self.value("units"), self.value("draw")
        points, error = through_relus(self.points, units, seed=draw)
        self.tried[units, draw] = error
        self.returned.set_offsets(points)
        self.dots.set_data([tried for tried, _ in self.tried], list(self.tried.values()))
        self.here.set_data([units], [error])
        whole = [tried for (tried, _), miss in self.tried.items() if miss < WHOLE]
        told = f"the fewest so far that kept it whole: {min(whole)}" if whole else "none so far has kept it whole"
        sentence = (
            f"Through {units} ReLU{'s' * (units != 1)} and back: error {max(error, 0):.0%}; {told} (below {WHOLE:.0%})."
        )
        return {"units": units, "error": float(error), "fewest": min(whole, default=None)}, sentence
