"""Explorer: what decides whether a network's boundary can bend, its depth or its activation?"""

from functools import lru_cache

import numpy as np
from matplotlib.patches import PathPatch

from helpers.explorers.boundary_explorer.outlines import EMPTY, region, zero_lines
from helpers.explorers.boundary_explorer.small_nets import GAIN, TASKS, SmallNet, make_task
from helpers.explorers.frame import (
    ELEMENTWISE,
    Canvas,
    Explorer,
    activation_list,
    check_choice,
    dropdown,
    quick_pair,
    set_near,
    slider,
)
from helpers.figures import style

REACH = 2.0
# Places of the grid along each axis of the square.
PLACES = 121
STEPS = 150
BENT = ("tanh", "sigmoid")
# Pre-activations of the size that a function meets here, to measure whether it is quick enough.
LAYER = np.linspace(-3, 3, 2000).reshape(100, 20)


@lru_cache(maxsize=32)
def trained(task, f, grad, gain, depth, width, seed):
    """A network trained on a task; the last few are kept, so that going back costs nothing."""
    points, labels = make_task(task)
    net = SmallNet(f, grad, depth, width, gain, seed)
    net.fit_last_layer(points, labels)
    net.train(points, labels, STEPS)
    return net


class BoundaryExplorer(Explorer):
    """Decision regions of a small network that is trained anew at every move, and the linear pieces it is made of.

    Parameters
    ----------
    task : str, "xor", "moons" or "spiral"
    activation : str, from ``ELEMENTWISE``
    depth : int, hidden layers, 1 to 4
    width : int, units in each, 2 to 16

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> BoundaryExplorer("xor", "identity").state()["pieces on the line"]
    1
    """

    question = "Which lets a boundary bend: more layers, more units, or an activation between them?"
    alt = (
        "Points of two classes in the plane, circles for no and triangles for yes, over the regions that a network "
        "assigns to each; thin lines separate its linear pieces. Beside it, the network's output along the dashed line, with a "
        "dot at every bend."
    )

    pointing = "Or turn the dashed line by pointing into the square."

    def __init__(self, task="xor", activation="relu", depth=1, width=8):
        self._start = (
            check_choice("task", task, TASKS),
            check_choice("activation", activation, ELEMENTWISE),
            check_choice("depth", depth, range(1, 5)),
            check_choice("width", width, range(2, 17)),
        )
        super().__init__()

    def build(self):
        task, activation, depth, width = self._start
        self.add("task", dropdown("Data", [("XOR", "xor"), ("two moons", "moons"), ("two spirals", "spiral")], task))
        self.add("activation", activation_list("Activation", activation))
        self.add("depth", slider("Hidden layers", depth, 1, 4, 1))
        self.add("width", slider("Units in each", width, 2, 16, 1))
        self.add("seed", slider("Start no.", 0, 0, 9, 1))
        self.add("angle", slider("Angle of the line", 35, 0, 180, 5))
        self.ticks = np.linspace(-REACH, REACH, PLACES)
        self.grid = np.stack(np.meshgrid(self.ticks, self.ticks), axis=-1).reshape(-1, 2)
        self._plane = None, None
        self.best = {}
        self.panel("line", self._build_line())
        return self._build_plane()

    def _build_plane(self):
        figure, ax = style.figure(3.3, 3.5)
        ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", xlabel="x₁", ylabel="x₂", title="Regions")
        ax.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
        self.sides = [
            ax.add_patch(PathPatch(EMPTY, facecolor=colour, alpha=0.38, lw=0, zorder=0))
            for colour in (style.FIRST, style.SECOND)
        ]
        self.pieces = ax.plot([], [], ls="-", lw=0.7, alpha=0.45, color=style.TEXT, zorder=0.5)[0]
        self.boundary = ax.plot([], [], ls="-", lw=1.8, color=style.TEXT, zorder=0.6)[0]
        self.dots = [
            ax.plot([], [], ls="", marker=marker, ms=5, color=colour, mec="white", mew=0.5, label=answer)[0]
            for marker, colour, answer in zip(style.ROLE_MARKERS, (style.FIRST, style.SECOND), ("no", "yes"))
        ]
        # Above the square, where no point lies.
        place = {"loc": "lower right", "bbox_to_anchor": (1.02, 0.98), "ncols": 2}
        ax.legend(handles=self.dots, borderpad=0.1, handletextpad=0.1, columnspacing=0.8, **place)
        self.path = ax.plot([], [], ls="--", lw=2, color=style.HIGHLIGHT)[0]
        return Canvas(figure, [*self.sides, self.pieces, self.boundary, *self.dots, self.path])

    def _build_line(self):
        figure, ax = style.figure(3.3, 3.5)
        ax.set(xlim=(-REACH, REACH), xlabel="along the dashed line", ylim=(-1.15, 1.15), yticks=[0], title=" ")
        ax.axhline(0, color=style.GRID, lw=0.8, alpha=0.6)
        self.curve = ax.plot([], [], lw=2)[0]
        self.bends = ax.plot([], [], ls="", marker="o", ms=5, color=style.TEXT)[0]
        self.count = ax.text(0, 1.03, "", transform=ax.transAxes, fontsize=11)
        return Canvas(figure, [self.curve, self.bends, self.count])

    def reach(self, axes, x, y):
        """The dashed line turns to where the reader points in the square."""
        if axes is self.path.axes and (x or y):
            set_near(self.controls["angle"], np.rad2deg(np.arctan2(y, x)) % 180)

    def inputs(self):
        return (*super().inputs(), *self.functions())

    def functions(self):
        """The activation and its derivative, and whether the learner's were too slow for a training at each move."""
        return quick_pair(self.value("activation"), LAYER)

    def update(self):
        name, task = self.value("activation"), self.value("task")
        f, grad, slow = self.functions()
        net = trained(task, f, grad, GAIN[name], self.value("depth"), self.value("width"), self.value("seed"))
        points, labels = make_task(task)
        right = int(np.sum((net.output(points) > 0) == labels))
        in_square = self._draw_plane(net, name, points, labels)
        on_line = self._draw_line(net, name)
        pieces = None if name in BENT else len(on_line)
        # A piece may be too thin for the pixels of the square, and be found on the line all the same.
        regions = None if name in BENT else len(np.union1d(in_square, on_line))
        units = self.value("depth") * self.value("width")
        # Most points right, and of these the fewest units.
        best = self.best[task] = max(self.best.get(task, (right, -units)), (right, -units))
        shown = {"right": right, "points": len(points), "regions": regions, "pieces on the line": pieces}
        shown |= {"units": units, "best": (best[0], -best[1])}
        return shown, self._in_words(name, f"{right} of {len(points)}", regions, pieces, slow) + (
            f" Units used: {units}. Your best on these data so far: {best[0]} right with {-best[1]} units."
        )

    def _draw_plane(self, net, name, points, labels):
        """Draw regions and points, unless only the line has moved; returns the pieces that were met."""
        if self._plane[0] is net:
            return self._plane[1]
        score, pattern, before = self._look(net, name, self.grid)
        score = score.reshape(PLACES, PLACES)
        for side, values in zip(self.sides, (-score, score)):
            side.set_path(region(self.ticks, values))
        self.boundary.set_data(*zero_lines(self.ticks, [score]).T)
        self.pieces.set_data(*zero_lines(self.ticks, [unit.reshape(PLACES, PLACES) for unit in before]).T)
        for label, dots in enumerate(self.dots):
            dots.set_data(*points[labels == label].T)
        self._plane = net, np.unique(pattern)
        return self._plane[1]

    @staticmethod
    def _look(net, name, points):
        """Each point's score, its linear piece, and the pre-activations whose signs tell the pieces apart.

        One piece for all and no pre-activations where there are none to tell apart.
        """
        score, pattern, before = net.look(points)
        if name == "identity" or name in BENT:
            return score, np.zeros(len(points)), []
        return score, pattern, before

    def _draw_line(self, net, name):
        angle = np.deg2rad(self.value("angle"))
        direction = np.array([np.cos(angle), np.sin(angle)])
        along = np.linspace(-REACH, REACH, 2001)
        score, pattern, _ = self._look(net, name, along[:, None] * direction)
        self.path.set_data(*(np.array([-REACH, REACH]) * direction[:, None]))
        score = score / max(np.max(np.abs(score)), 1e-12)
        self.curve.set(data=(along, score), color=style.COLOURS[name], linestyle=style.LINE_STYLES[name])
        at = np.flatnonzero(np.diff(pattern))
        self.bends.set_data(along[at], score[at])
        pieces = "1 straight piece" if len(at) == 0 else f"{len(at) + 1} straight pieces"
        self.count.set_text(f"Output: {'curved everywhere' if name in BENT else pieces}")
        return np.unique(pattern)

    @staticmethod
    def _in_words(name, right, regions, pieces, slow):
        head = f"{style.LABELS[name]}: {right} points on their own side. "
        if name == "identity":
            body = "One linear piece and one straight boundary, however many layers. "
        elif name in BENT:
            body = "The boundary curves smoothly; there are no linear pieces to count. "
        else:
            body = f"At least {regions} linear pieces in the square, {pieces} of them along the dashed line. "
        method = f"The network is trained anew at each move, in {STEPS} steps."
        replaced = " Your function loops too slowly for this, so the course's own is used." if slow else ""
        return head + body + method + replaced
