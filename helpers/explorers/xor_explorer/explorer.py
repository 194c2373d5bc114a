"""Explorer: which of the sixteen questions about two inputs can two hidden units answer?"""

import numpy as np

from helpers import activations
from helpers.experiments.xor import CORNERS
from helpers.explorers.frame import (
    ELEMENTWISE,
    Explorer,
    activation_list,
    check_choice,
    checkbox,
    learners,
    quick_enough,
    set_near,
    slider,
)
from helpers.explorers.xor_explorer.panels import GRID, MIDDLE, SEEN, Board, HiddenPanel, InputPanel, normal
from helpers.explorers.xor_explorer.parting import ROUNDING, landed_together, widest_gap
from helpers.explorers.xor_explorer.questions import NAMES, QUESTIONS
from helpers.figures import style

# A unit's z is so many times the distance from its line: steep enough for tanh and sigmoid to bend within the square.
STEEPNESS = 4.0
# Angles and offsets with which ReLU, too, leaves XOR to be found.
START = ((15, 0.0), (75, 0.0))
FARTHEST = 0.75
# As many as a straight line among the inputs can answer.
STRAIGHT = 14

# A line is taken hold of from so near: a finger that only scrolls past leaves it alone.
REACH = 0.25


class XorExplorer(Explorer):
    """Four corners, what is wanted of each, and two hidden units whose lines can be dragged.

    Parameters
    ----------
    activation : str, from ``ELEMENTWISE``
    wanted : str
        For the corners 00, 01, 10 and 11 in this order a 1 where yes is wanted.

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> explorer = XorExplorer("identity", wanted="0110")
    >>> explorer.state()["solved"]
    False
    >>> explorer.controls["corner 11"].value = True
    >>> explorer.state()["solved"]
    True
    """

    question = "Which answers of the four corners can two hidden units and one straight line give?"
    longest = 210
    alt = (
        "Two pictures and two small boards. On the left the square of inputs, its corners drawn as triangles where yes is "
        "wanted and as circles where no is, with the lines of two hidden units, solid and dashed, and an arrow from each "
        "to the side where its z is above 0. On the right the plane of what the two units say, with the four corners where "
        "they land there. Where a straight line parts triangles from circles, it is drawn there, and the boundary that "
        "it makes among the inputs. The boards show sixteen small squares each, one for each way to want answers, filled "
        "where it was solved without an activation and with one."
    )
    pointing = "Or point: tap a corner or a small square to set what is wanted; drag a line to move it, or its number to turn it."
    dragged = True

    def __init__(self, activation="identity", wanted="0110"):
        self._start = (
            check_choice("activation", activation, ELEMENTWISE),
            check_choice("wanted", wanted, QUESTIONS),
        )
        self.solved = {name: set() for name in ELEMENTWISE}
        self._bent = "relu" if activation == "identity" else activation
        self._held = None
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        activation, wanted = self._start
        self.add("activation", activation_list("Activation", activation))
        for name, answer in zip(NAMES, wanted):
            self.add(f"corner {name}", checkbox(f"yes at {name}", answer == "1"))
        for number, (angle, offset) in enumerate(START, 1):
            self.add(f"angle {number}", slider(f"Line {number}, angle", angle, 0, 360, 5))
            self.add(f"offset {number}", slider(f"Line {number}, offset", offset, -FARTHEST, FARTHEST, 0.05))
        self.inputs_panel, self.hidden = InputPanel(), HiddenPanel()
        self.boards = {"without": Board(), "with": Board()}
        self.panel("hidden", self.hidden.canvas)
        for name, board in self.boards.items():
            self.panel(name, board.canvas)
        return self.inputs_panel.canvas

    def arrange(self):
        c = self.controls
        corners = [c[f"corner {name}"] for name in NAMES]
        lines = [c[f"{what} {number}"] for number in (1, 2) for what in ("angle", "offset")]
        return self.frame(self.row(c["activation"], *corners), self.row(*lines))

    def wanted(self):
        """The question that is asked: for each corner a 1 where yes is wanted."""
        return "".join(str(int(self.value(f"corner {name}"))) for name in NAMES)

    def units(self):
        """Angle and offset of both lines."""
        return [(self.value(f"angle {number}"), self.value(f"offset {number}")) for number in (1, 2)]

    # ---- pointing ---------------------------------------------------------------------------------------------------

    def grasp(self, axes, x, y):
        """A grip turns its line, a corner holds none, and a line that is near comes to the place; others stay."""
        self._held = None
        if axes is not self.inputs_panel.ax:
            return
        units = self.units()
        grip, corner = self.inputs_panel.grip_at(x, y, units), self.inputs_panel.corner_at(x, y)
        if grip is not None:
            self._held = "angle", grip + 1, units[grip][0] - degrees(x, y)
        elif corner is None:
            away = [abs(offset - self.inputs_panel.offset_at(x, y, angle)) for angle, offset in units]
            if min(away) <= REACH:
                self._held = "offset", int(np.argmin(away)) + 1, 0.0

    def reach(self, axes, x, y):
        """The line that is held follows."""
        if self._held is None:
            return
        what, number, further = self._held
        if what == "angle":
            set_near(self.controls[f"angle {number}"], (degrees(x, y) + further) % 360)
        else:
            offset = self.inputs_panel.offset_at(x, y, self.value(f"angle {number}"))
            set_near(self.controls[f"offset {number}"], offset)

    def tap(self, axes, x, y):
        """A corner is flipped, or the question of a small square is asked, with the activation of its board."""
        side, board = next((item for item in self.boards.items() if item[1].ax is axes), (None, None))
        corner = self.inputs_panel.corner_at(x, y) if axes is self.inputs_panel.ax and not self._held else None
        if board:
            self.controls["activation"].value = "identity" if side == "without" else self._bent
            for name, answer in zip(NAMES, board.question_at(x, y)):
                self.controls[f"corner {name}"].value = answer == "1"
        elif corner is not None:
            control = self.controls[f"corner {NAMES[corner]}"]
            control.value = not control.value

    # ---- what is shown ----------------------------------------------------------------------------------------------

    def inputs(self):
        return (*super().inputs(), *self.function())

    def function(self):
        """The activation, and whether the learner's was too slow for as many places as the square has."""
        name = self.value("activation")
        f = learners(name)
        slow = not quick_enough(f, np.linspace(-5, 5, 2 * len(GRID)).reshape(-1, 2))
        return (activations.ACTIVATIONS[name][0] if slow else f), slow

    def hide(self, x, f):
        """What the two hidden units make of inputs (N, 2)."""
        units = self.units()
        towards = np.array([normal(angle) for angle, _ in units])
        return np.asarray(f(STEEPNESS * ((x - MIDDLE) @ towards.T - [offset for _, offset in units])))

    def update(self):
        name, question = self.value("activation"), self.wanted()
        f, slow = self.function()
        wanted, points = np.array([answer == "1" for answer in question]), self.hide(CORNERS, f)
        if wanted.all() or not wanted.any():
            gap, score = None, lambda h: np.full(len(h), 1.0 if wanted.all() else -1.0)
        else:
            direction, gap, middle = widest_gap(points, wanted)
            score = (lambda h: h @ direction - middle) if gap > ROUNDING else None
        if name != "identity":
            self._bent = name
        if score:
            self.solved[name].add(question)
        title = "no line parts them" if score is None else "no line is needed" if gap is None else "a line parts them"
        self.inputs_panel.show(wanted, self.units(), None if score is None else score(self.hide(GRID, f)))
        self.hidden.show(name, points, wanted, score, f"hidden plane: {title}")
        self._show_boards(question)
        counts = {side: len(self.solved[which]) for side, which in (("without", "identity"), ("with", self._bent))}
        shown = {"wanted": question, "solved": score is not None, "gap": gap, "points": points.tolist(), **counts}
        words = f"{self._in_words(name, wanted, points, gap)} {self._so_far(counts)}"
        return shown, words + (" Your function loops too slowly for this, so the course's own is used." if slow else "")

    def _show_boards(self, question):
        for side, which in (("without", "identity"), ("with", self._bent)):
            means = "without an activation" if which == "identity" else f"with {style.LABELS[which]}"
            title = f"solved {means}: {len(self.solved[which])} of 16"
            self.boards[side].show(self.solved[which], question if which == self.value("activation") else None, title)

    # ---- in words ---------------------------------------------------------------------------------------------------

    @staticmethod
    def _in_words(name, wanted, points, gap):
        head = "Without an activation" if name == "identity" else f"With {style.LABELS[name]}"
        if gap is None:
            return f"{head}: all four corners are to be {'yes' if wanted.all() else 'no'}, so no line is needed."
        yes, no = (listed(np.flatnonzero(wanted == answer)) for answer in (True, False))
        if gap > ROUNDING:
            low, high = SEEN[name]
            barely = ", if barely" if gap < 0.01 * (high - low) else ""
            return f"{head}: a line in the hidden plane parts yes ({yes}) from no ({no}){barely}."
        for group in landed_together(points):
            if len(set(wanted[group])) == 2:
                return f"{head}: {listed(group)} have landed on one point, so no line parts them."
        if wanted.sum() == 2:
            return f"{head}: the stretch between {yes} meets the one between {no}, so no line parts them."
        lone = NAMES[np.flatnonzero(wanted == (wanted.sum() == 1))[0]]
        return f"{head}: {lone} lies in the triangle of the other three, so no line parts it from them."

    def _so_far(self, counts):
        most = " (the most there can be)" if counts["without"] == STRAIGHT else ""
        return (
            f"Solved so far: {counts['without']} of 16 without an activation{most}, "
            f"{counts['with']} of 16 with {style.LABELS[self._bent]}."
        )


def degrees(x, y):
    """The angle at which a place is seen from the middle of the square."""
    return float(np.rad2deg(np.arctan2(y - MIDDLE[1], x - MIDDLE[0])))


def listed(corners):
    """The names of some corners, as they are listed in a sentence."""
    *first, last = (NAMES[corner] for corner in corners)
    return f"{', '.join(first)} and {last}" if first else last
