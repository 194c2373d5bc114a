"""The pictures of the explorer on XOR: the square of inputs, the plane of two hidden units, and a board of questions."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, PathPatch, Rectangle
from matplotlib.path import Path

from helpers.experiments.xor import CORNERS
from helpers.explorers.boundary_explorer.outlines import EMPTY, region, zero_lines
from helpers.explorers.frame import Canvas
from helpers.explorers.xor_explorer.naming import free_place
from helpers.explorers.xor_explorer.parting import landed_together
from helpers.explorers.xor_explorer.questions import NAMES, QUESTIONS, UPPER
from helpers.figures import style

WIDTH, HEIGHT = 3.3, 3.52
# Of the axes of both planes, in pixels of the page.
SIDE = 280
MIDDLE = np.array([0.5, 0.5])
# What is seen of the plane of inputs, and the places of a grid in it.
SQUARE = (-0.75, 1.75)
PLACES = np.linspace(*SQUARE, 101)
GRID = np.stack(np.meshgrid(PLACES, PLACES), axis=-1).reshape(-1, 2)
# How far from the middle a line's grip lies: always on its "on" side, since no line is that far away. The two differ,
# so that the grips of parallel lines do not hide one another.
RIMS = (0.89, 1.1)
# Two dots of the hidden plane that are nearer, in pixels, share their names.
TOUCHING = 11
# How near a corner or a grip counts as on it.
NEAR = 0.16
LINES = ("-", (0, (5, 2)))
# What is seen of the hidden plane with each activation, both ways: every place where a corner can land.
SEEN = {
    "identity": (-6.6, 6.6),
    "relu": (-0.8, 6.6),
    "leaky_relu": (-0.8, 6.6),
    "tanh": (-1.25, 1.25),
    "sigmoid": (-0.15, 1.15),
}
# An arrow as they are drawn from the lines, for the legend.
ARROW = Path(
    [(-1, 0), (1, 0), (0.5, 0.4), (1, 0), (0.5, -0.4)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO],
)
LOOKS = tuple(zip(style.ROLE_MARKERS, (style.FIRST, style.SECOND), ("no", "yes")))


def normal(angle):
    """The unit vector at an angle in degrees."""
    return np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])


class Sides:
    """The two sides of a boundary, in the colours of no and yes, and the boundary between them."""

    def __init__(self, ax):
        self.fills = [
            ax.add_patch(PathPatch(EMPTY, facecolor=colour, alpha=0.3, lw=0, zorder=0)) for _, colour, _ in LOOKS
        ]
        self.edge = ax.plot([], [], ls="-", lw=2, color=style.TEXT, zorder=2)[0]
        self.artists = [*self.fills, self.edge]

    def show(self, places, score):
        """Draw where a score on a grid is below 0 and where above; nothing for None."""
        if score is None:
            for fill in self.fills:
                fill.set_path(EMPTY)
            self.edge.set_data([], [])
            return
        score = score.reshape(len(places), len(places))
        for fill, values in zip(self.fills, (-score, score)):
            fill.set_path(region(places, values))
        self.edge.set_data(*zero_lines(places, [score]).T)


def plane(letter, title, height):
    """A figure with square axes, both planes' at one place, and its title; names stand where no tick is.

    Parameters
    ----------
    letter : str
        What the inputs of this plane are called.
    title : str
    height : float
        Where the name of the upright axis is written, from 0 to 1.

    Returns
    -------
    (Figure, Axes, Text)
    """
    figure, side = style.blank(WIDTH, HEIGHT), SIDE / style.DPI
    ax = figure.add_axes((0.44 / WIDTH, 0.44 / HEIGHT, side / WIDTH, side / HEIGHT))
    ax.set_xlabel(f"{letter}₁")
    ax.set_ylabel(f"{letter}₂", rotation=0, va="center", ha="center")
    ax.yaxis.set_label_coords(-0.08, height)
    return figure, ax, ax.text(0, 1.025, title, transform=ax.transAxes, fontsize=11)


def corner_dots(ax, size):
    """Dots for the corners, of no and of yes, each with its own marker."""
    return [
        ax.plot([], [], ls="", marker=marker, ms=size, color=colour, zorder=5, label=answer, **style.DOTS)[0]
        for marker, colour, answer in LOOKS
    ]


class InputPanel:
    """The four corners with what is wanted of them, and the lines of two units."""

    def __init__(self):
        figure, self.ax, _ = plane("x", "inputs", 0.5)
        self.ax.set(xlim=SQUARE, ylim=SQUARE, xticks=[0, 1], yticks=[0, 1])
        self.sides, self.dots = Sides(self.ax), corner_dots(self.ax, 13)
        self.lines, self.arrows, self.grips, self.numbers = [], [], [], []
        for number, dashes in enumerate(LINES, 1):
            look = {"color": style.HIGHLIGHT, "lw": 2, "ls": dashes, "zorder": 3}
            self.lines.append(self.ax.plot([], [], **look)[0])
            arrow = FancyArrowPatch((0, 0), (1, 1), arrowstyle="->", mutation_scale=13, shrinkA=0, shrinkB=8)
            arrow.set(color=style.HIGHLIGHT, lw=1.1, zorder=3.5)
            self.arrows.append(self.ax.add_patch(arrow))
            self.grips.append(self.ax.plot([], [], "o", ms=12.5, color=style.HIGHLIGHT, zorder=6 + number)[0])
            words = {"ha": "center", "va": "center_baseline", "fontsize": 10, "color": "black", "zorder": 6.5 + number}
            self.numbers.append(self.ax.text(0, 0, str(number), **words))
        place = {"loc": "lower right", "bbox_to_anchor": (1.02, 0.985), "ncols": 3}
        look = {"marker": ARROW, "ms": 14, "color": style.HIGHLIGHT, "mfc": "none", "mew": 1.3}
        handles = [Line2D([], [], ls="", label="z > 0", **look)]
        spaces = {"borderpad": 0.1, "handletextpad": 0.1, "columnspacing": 0.6, "fontsize": 9.5}
        self.ax.legend(handles=[*handles, *self.dots], **spaces, **place)
        moving = [*self.lines, *self.arrows, *self.grips, *self.numbers, *self.dots]
        self.canvas = Canvas(figure, [*self.sides.artists, *moving])

    def show(self, wanted, units, score):
        """Draw the corners, both lines as (angle, offset), and a score on ``GRID`` if there is one."""
        self.sides.show(PLACES, score)
        for answer, dots in enumerate(self.dots):
            dots.set_data(*CORNERS[wanted == answer].T)
        for (angle, offset), rim, *artists in zip(units, RIMS, self.lines, self.arrows, self.grips, self.numbers):
            line, arrow, grip, number = artists
            towards = normal(angle)
            foot, end = MIDDLE + offset * towards, MIDDLE + rim * towards
            line.set_data(*np.stack([foot + t * towards[::-1] * [-1, 1] for t in (-4, 4)]).T)
            arrow.set_positions(foot, end)
            grip.set_data(*end[:, None])
            number.set_position(end)

    def corner_at(self, x, y):
        """The index of the corner that is pointed at, or None."""
        away = np.hypot(*(CORNERS - [x, y]).T)
        return int(np.argmin(away)) if away.min() <= NEAR else None

    def grip_at(self, x, y, units):
        """The index of the line whose grip is pointed at, or None."""
        ends = [MIDDLE + rim * normal(angle) for (angle, _), rim in zip(units, RIMS)]
        away = [np.hypot(*(end - [x, y])) for end in ends]
        return int(np.argmin(away)) if min(away) <= NEAR else None

    @staticmethod
    def offset_at(x, y, angle):
        """The offset with which a line of an angle passes through a place."""
        return float((np.array([x, y]) - MIDDLE) @ normal(angle))


class HiddenPanel:
    """Where the corners land in the plane of the two hidden units, and the line that parts them there."""

    def __init__(self):
        figure, self.ax, self.title = plane("h", "", 0.67)
        self.ax.axhline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0.5)
        self.ax.axvline(0, color=style.GRID, lw=0.8, alpha=0.6, zorder=0.5)
        self.sides, self.dots = Sides(self.ax), corner_dots(self.ax, 9)
        self.outlines = [
            self.ax.plot([], [], lw=1.2, ls=dashes, color=colour, zorder=1.5)[0]
            for dashes, (_, colour, _) in zip(("-", (0, (4, 1.5))), LOOKS)
        ]
        self.names = [self.ax.text(0, 0, "", ha="center", va="center", fontsize=9, zorder=7) for _ in NAMES]
        self.canvas = Canvas(figure, [*self.sides.artists, *self.outlines, *self.dots, *self.names, self.title])
        self._seen = None

    def show(self, name, points, wanted, score, title):
        """Draw the corners at their points, and both sides of a score of (N, 2) places if there is one."""
        low, high = SEEN[name]
        if self._seen != name:
            self._seen = name
            ticks = [tick for tick in (-5, -1, 0, 1, 5) if low < tick < high and (abs(tick) != 1 or high < 5)]
            self.ax.set(xlim=(low, high), ylim=(low, high), xticks=ticks, yticks=ticks)
            self.canvas.forget_background()
        # A straight line needs no more than the corners of what is seen.
        ends = np.array([low, high])
        mesh = np.stack(np.meshgrid(ends, ends), axis=-1).reshape(-1, 2)
        self.sides.show(ends, None if score is None else score(mesh))
        for answer, (dots, outline) in enumerate(zip(self.dots, self.outlines)):
            mine = points[wanted == answer]
            dots.set_data(*mine.T)
            outline.set_data(*around(mine).T)
        self.title.set_text(title)
        self._write_names(points, (high - low) / SIDE)

    def _write_names(self, points, pixel):
        """Write the corners' names beside them, those of neighbours together; a pixel is so many units wide."""
        low, places = SEEN[self._seen][0], points / pixel
        groups = landed_together(places, near=TOUCHING)
        taken = []
        for text, group in zip(self.names, [*groups, *[[]] * (len(NAMES) - len(groups))]):
            words = ", ".join(NAMES[index] for index in group)
            text.set_text(words)
            if group:
                wide = 3.3 * len(words) + 2
                place = free_place(places, places[group].mean(axis=0), (wide, 7), taken, low / pixel, SIDE)
                taken.append((place, wide))
                text.set_position(place * pixel)


def around(points):
    """The way round up to three points, back to the first."""
    return np.concatenate([points, points[:1]]) if len(points) > 2 else points


class Board:
    """The sixteen questions as small squares; those that were solved are filled."""

    COLUMNS = len(UPPER)

    def __init__(self):
        figure = style.blank(WIDTH, 1.2)
        self.ax = figure.add_axes((0.01, 0.02, 0.98, 0.77))
        self.ax.set(xlim=(-0.55, self.COLUMNS - 0.45), ylim=(1.55, -0.55), aspect="equal", xticks=[], yticks=[])
        self.ax.set_axis_off()
        for row, column in np.ndindex(2, self.COLUMNS):
            self.ax.add_patch(self._frame(column, row, ec=style.GRID, lw=0.7))
        self.dots = {
            (answer, solved): self.ax.plot(
                [], [], ls="", marker=marker, ms=4.8, mec=colour, mew=1.1, mfc=colour if solved else "none"
            )[0]
            for answer, (marker, colour, _) in enumerate(LOOKS)
            for solved in (False, True)
        }
        self.solved = [self.ax.add_patch(self._frame(*self.place(q), ec=style.TEXT, lw=1.4)) for q in QUESTIONS]
        self.asked = self.ax.add_patch(self._frame(0, 0, ec=style.HIGHLIGHT, lw=2.2, zorder=4))
        self.title = self.ax.text(0.005, 1.07, "", transform=self.ax.transAxes, fontsize=10.5)
        self.canvas = Canvas(figure, [*self.solved, *self.dots.values(), self.asked, self.title])

    @staticmethod
    def _frame(column, row, **look):
        return Rectangle((column - 0.43, row - 0.43), 0.86, 0.86, fill=False, **look)

    @classmethod
    def place(cls, question):
        """Column and row of a question."""
        row, column = divmod(QUESTIONS.index(question), cls.COLUMNS)
        return column, row

    def show(self, solved, asked, title):
        """Fill those questions that were solved, and put a frame around the one that is asked of this board, if any."""
        places = {key: [] for key in self.dots}
        for question, frame in zip(QUESTIONS, self.solved):
            done = question in solved
            frame.set_visible(done)
            # Row 0 is on top, as on paper, and a corner's second input points up.
            for answer, (x1, x2) in zip(question, CORNERS):
                places[int(answer), done].append(np.add(self.place(question), [0.4 * x1 - 0.2, 0.2 - 0.4 * x2]))
        for key, dots in self.dots.items():
            dots.set_data(*np.reshape(places[key], (-1, 2)).T)
        self.asked.set_visible(asked is not None)
        column, row = self.place(asked or QUESTIONS[0])
        self.asked.set_xy((column - 0.43, row - 0.43))
        self.title.set_text(title)

    def question_at(self, x, y):
        """The question at a place of the board."""
        row, column = (int(np.clip(round(place), 0, last)) for place, last in ((y, 1), (x, self.COLUMNS - 1)))
        return QUESTIONS[row * self.COLUMNS + column]
