"""Explorer: draw a digit, and two networks read it while you draw.

The digits of the data set were written by hand, scanned, scaled to fill a box of 32×32 black or white points, and
counted in blocks of 4×4: that gave 8×8 numbers from 0 to 16. A drawing takes the same way here, in the functions of
the first half of this file; the board itself is a page of HTML in ``helpers/data/drawing_board.html``.

A stroke is a pair (ink, points): True to draw and False to erase, and an array (n, 2) of x and y on a board of 256×256
units, with the origin at the top left.
"""

import json
from pathlib import Path

import ipywidgets as widgets
import numpy as np

from helpers import style
from helpers.activations import softmax
from helpers.explorers.panels import BarsPanel, MapsPanel, SeenPanel
from helpers.explorers.race import NAMES, task_data, trained_pair
from helpers.explorers.stage import Explorer, button, checkbox, toggles
from helpers.network import Sequential

PAGE = Path(__file__).parents[1] / "data" / "drawing_board.html"
BOARD = 256
BITS = 32
BLOCK = 4
# Of those tried, the pen and the width whose drawings come closest to the data set: its images have 31 % ink, and
# leave the outer columns almost empty.
PEN = 42
WIDEST = 168
# A dot must not be blown up until it fills the box.
LARGEST_SCALE = 4.0
# The maps of the lesson's network after its two activations.
MAPS = ((8, 8, 8), (16, 4, 4))

_CENTRES = (np.arange(BITS) + 0.5) * BOARD / BITS


def read_strokes(text):
    """The drawing board's message, JSON, as (revision of the sheet, was the example wiped, strokes).

    Raises
    ------
    ValueError
        If it is not what the board writes.

    Examples
    --------
    >>> revision, wiped, strokes = read_strokes('{"revision": 2, "blank": false, "strokes": [[1, 10, 20, 30, 40]]}')
    >>> strokes[0][1].tolist()
    [[10.0, 20.0], [30.0, 40.0]]
    """
    try:
        message = json.loads(text)
        strokes = [as_stroke((ink, np.reshape(numbers, (-1, 2)))) for ink, *numbers in message["strokes"]]
        return int(message["revision"]), bool(message["blank"]), strokes
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"strokes: expected the drawing board's message, got {text[:60]!r} ({error})") from None


def as_stroke(stroke):
    """A stroke with its points as floats, on the board.

    Raises
    ------
    ValueError
        Unless it is a pair of which the second holds finite numbers of shape (n, 2), n at least 1.
    """
    try:
        ink, points = stroke
        points = np.asarray(points, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"strokes: expected pairs (ink, points), got {stroke!r}") from None
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0 or not np.all(np.isfinite(points)):
        raise ValueError(f"strokes: expected finite points of shape (n, 2) with n at least 1, got shape {points.shape}")
    return bool(ink), np.clip(points, 0, BOARD)


def rasterise(strokes, bits=None):
    """Draw strokes with a round pen: an array (32, 32) of 0 and 1, or on top of ``bits`` if given."""
    bits = np.zeros((BITS, BITS)) if bits is None else bits.copy()
    for ink, points in strokes:
        bits[distance(points) <= PEN / 2] = float(ink)
    return bits


def distance(points):
    """How far each of the 32×32 points lies from the line through ``points``, in units of the board."""
    start, end = (points, points) if len(points) == 1 else (points[:-1], points[1:])
    along = end - start
    away = np.stack(np.meshgrid(_CENTRES, _CENTRES), axis=-1)[:, :, None] - start
    # Where on each piece of the line its nearest point lies: 0 at the start, 1 at the end.
    share = np.sum(away * along, axis=-1) / np.maximum(np.sum(along * along, axis=-1), 1e-9)
    away -= np.clip(share, 0, 1)[..., None] * along
    return np.sqrt(np.min(np.sum(away * away, axis=-1), axis=-1))


def fitted(strokes):
    """Move and scale strokes so that the ink reaches from top to bottom and stands in the middle.

    The pen keeps its width. Ink that was erased again does not count.
    """
    bits = rasterise(strokes)
    ink = np.concatenate([points for draws, points in strokes if draws] or [np.zeros((0, 2))])
    place = np.minimum(ink * BITS / BOARD, BITS - 1).astype(int)
    ink = ink[bits[place[:, 1], place[:, 0]] > 0]
    if len(ink) == 0:
        return strokes
    low, high = ink.min(axis=0), ink.max(axis=0)
    width, height = np.maximum(high - low, 1e-9)
    tall = min((BOARD - PEN) / height, LARGEST_SCALE)
    wide = min((WIDEST - PEN) / width, tall)
    return [(draws, (points - (low + high) / 2) * (wide, tall) + BOARD / 2) for draws, points in strokes]


def counts(bits):
    """How many points of each 4×4 block are inked: (8, 8), from 0 to 16, as in the data set.

    Examples
    --------
    >>> counts(np.ones((32, 32)))[0].tolist()
    [16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0]
    """
    return bits.reshape(8, BLOCK, 8, BLOCK).sum(axis=(1, 3))


class DrawExplorer(Explorer):
    """A board to draw a digit on, and what a network with hidden ReLUs and one without make of it.

    Parameters
    ----------
    identity, relu : Sequential, optional
        Trained networks of the lesson's shape; they are copied, never changed. Where one is missing, the course trains
        it on contrast-flipped digits, in about a second, and once only.

    Raises
    ------
    ValueError
        If a network is not one with feature maps of the lesson's sizes.

    Examples
    --------
    >>> explorer = DrawExplorer()
    >>> explorer.put_strokes([(True, [[128, 30], [128, 220]])])
    >>> explorer.state()["relu"]
    1
    """

    question = "Draw a digit, then invert its contrast: which network still reads it?"
    alt = (
        "The drawing as the networks see it, 8×8 pixels; bars for the probability that each network gives to the ten "
        "digits; and the feature maps of one of them before and after each activation, blue for negative."
    )

    def __init__(self, identity=None, relu=None):
        given = {"identity": identity, "relu": relu}
        for name, network in given.items():
            if network is not None:
                check_network(name, network)
        missing = trained_pair() if None in given.values() else {}
        self.networks = {name: (given[name] or missing[name]).copy().eval() for name in NAMES}
        self.test = task_data("plain")
        self.revision = 0
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        self.add("pen", toggles("Pen", [("draws", "draw"), ("erases", "erase")], "draw"))
        self.add("invert", checkbox("Invert the contrast", False))
        self.add("fit", checkbox("Fit drawings to the box, as in the data set", True))
        self.add("look", toggles("Feature maps of", [(style.LABELS[name], name) for name in NAMES], "relu"))
        self.add("ink", widgets.Textarea(layout=widgets.Layout(display="none"))).add_class("drawing-ink")
        self.sheet = widgets.HTML(layout=widgets.Layout(display="none")).add_class("drawing-sheet")
        looks = {"undo": ("Undo", "undo"), "clear": ("Clear", "trash"), "test": ("Test image", "image")}
        self.buttons = {name: button(*look) for name, look in looks.items()}
        self.buttons["undo"].on_click(lambda _: self.undo())
        self.buttons["clear"].on_click(lambda _: self.put_strokes([]))
        self.buttons["test"].on_click(lambda _: self.load_test_image(self.latest + 1))
        self.seen, self.bars = SeenPanel(), BarsPanel()
        self.maps = [MapsPanel("First convolution", *MAPS[0][:2]), MapsPanel("Second convolution", *MAPS[1][:2])]
        for name, panel in (("bars", self.bars), ("first maps", self.maps[0]), ("second maps", self.maps[1])):
            self.panel(name, panel.canvas)
        self.load_test_image(0, example=True)
        return self.seen.canvas

    def arrange(self):
        page = PAGE.read_text(encoding="utf-8").replace("PEN;", f"{PEN};")
        output = {"output_type": "display_data", "data": {"text/html": page, "text/plain": ""}, "metadata": {}}
        board = widgets.Output(outputs=(output,), layout=widgets.Layout(width="248px", max_width="100%"))
        c, images = self.controls, [image for _, image in self.panels.values()]
        pictures = widgets.VBox([
            self.row(board, self.picture, images[0], gap="4px"),
            self.row(c["look"]),
            self.row(*images[1:], gap="4px"),
            c["ink"],
            self.sheet,
        ])
        buttons = self.row(c["pen"], *self.buttons.values())
        return self.frame(buttons, self.row(c["invert"], c["fit"]), pictures=pictures).add_class("drawing-explorer")

    def inputs(self):
        return (*super().inputs(), self.revision)

    # ---- the sheet on the board -------------------------------------------------------------------------------------

    def put_strokes(self, strokes):
        """Put strokes on an empty sheet; an empty list clears it.

        Raises
        ------
        ValueError
            If they are no pairs (ink, points).
        """
        self._new_sheet([as_stroke(stroke) for stroke in strokes], None, -1)

    def undo(self):
        """Take back the last stroke; where there is none left, the test image."""
        with self.lock:
            self._receive()
            if self.strokes:
                self._new_sheet(self.strokes[:-1], self.cells, self.number)
            else:
                self._new_sheet([], None, -1)

    def load_test_image(self, number, example=False):
        """Put a test image on the board, to be read or drawn over; after the last comes the first."""
        self.latest = number = number % len(self.test.test_labels)
        self._new_sheet([], np.rint(self.test.test_images[number, 0] * 8 + 8), number, example)

    def _new_sheet(self, strokes, cells, number, example=False):
        with self.lock:
            self.revision += 1
            self.strokes, self.cells, self.number, self.example = strokes, cells, number, example
            self._first_strokes = strokes
            if hasattr(self, "widget"):
                self.draw()

    def _receive(self):
        """Take in what was drawn on the board, unless it was meant for a sheet that is no longer there."""
        if not self.value("ink"):
            return
        revision, wiped, strokes = read_strokes(self.value("ink"))
        if revision == self.revision:
            self.strokes = strokes
            if wiped and self.example:
                self.cells, self.number, self.example = None, -1, False

    def _send(self):
        """Tell the board what it has to show; strokes that were drawn there since the last new sheet, it knows."""
        strokes = [[int(ink), *np.rint(points).astype(int).ravel().tolist()] for ink, points in self._first_strokes]
        cells = None if self.cells is None else self.cells.astype(int).ravel().tolist()
        pen = {"inverted": self.value("invert"), "erasing": self.value("pen") == "erase"}
        sheet = {"revision": self.revision, "strokes": strokes, "cells": cells, "example": self.example, **pen}
        self.sheet.value = json.dumps(sheet)

    def numbers(self):
        """The sheet as the data set would hold it: (8, 8), from 0 to 16."""
        if self.cells is not None:
            return counts(rasterise(self.strokes, np.kron(self.cells / BLOCK**2, np.ones((BLOCK, BLOCK)))))
        return counts(rasterise(fitted(self.strokes) if self.value("fit") else self.strokes))

    # ---- what is seen -----------------------------------------------------------------------------------------------

    def update(self):
        self._receive()
        self._send()
        numbers = self.numbers()
        image = ((numbers - 8) / 8).astype(np.float32) * (-1 if self.value("invert") else 1)
        # Both contrasts at once: the second answers what the networks would read if you inverted it.
        pair = np.stack([image, -image])[:, None]
        reads = {name: softmax(network(pair), axis=1) for name, network in self.networks.items()}
        self.seen.show(image, "contrast inverted" if self.value("invert") else "ink on paper")
        for name, probabilities in reads.items():
            self.bars.show(name, probabilities[0])
        for panel, (before, after) in zip(self.maps, hidden_maps(self.networks[self.value("look")], pair[:1])):
            panel.show(before[0], after[0])
        digits = {name: read.argmax(axis=1).tolist() for name, read in reads.items()}
        shown = {name: digits[name][0] for name in NAMES}
        shown["inverted"] = {name: digits[name][1] for name in NAMES}
        shown["probabilities"] = {name: reads[name][0].tolist() for name in NAMES}
        shown["seen"] = ((image + 1) * 8).tolist()
        return shown, self._in_words(digits, blank=not numbers.any())

    def _in_words(self, digits, blank):
        if blank:
            return (
                "An empty sheet. The networks answer all the same: softmax makes ten probabilities of any ten logits. "
                "Draw a digit with mouse, finger or keyboard."
            )
        what = "Your drawing"
        if self.cells is not None:
            over = ", drawn over" if self.strokes else ""
            what = f"Test image {self.number}, a {self.test.test_labels[self.number]}{over}"
        now, then = ({name: digits[name][k] for name in NAMES} for k in (0, 1))
        tip = " The writers of the data set crossed their 7s and drew 1s with a flag." if self.cells is None else ""
        return (
            f"{what}: ReLU reads {now['relu']}, identity reads {now['identity']}. With the contrast turned round, "
            f"ReLU would read {then['relu']} and identity {then['identity']}.{tip}"
        )


def hidden_maps(network, images):
    """What goes into each hidden activation of a network and what comes out: a list of (before, after)."""
    stages = [images, *(maps for _, maps in network.activations(images))]
    return [(stages[i], stages[i + 1]) for i, layer in enumerate(network.layers[:-1]) if layer.activation]


def check_network(name, network):
    """Raise a ValueError unless it is a network of the lesson's shape: 8×8 in, ten logits out, two activations."""
    expected = f"{name}: expected a Sequential from (1, 8, 8) to 10 logits, with activations of the shapes {MAPS}, got "
    if not isinstance(network, Sequential):
        raise ValueError(expected + repr(network))
    try:
        images = np.zeros((1, 1, 8, 8), np.float32)
        shapes = tuple(after.shape[1:] for _, after in hidden_maps(network, images)), network(images).shape
    except ValueError as error:
        raise ValueError(expected + f"{network!r} ({error})") from None
    if shapes != (MAPS, (1, 10)):
        raise ValueError(expected + repr(network))
