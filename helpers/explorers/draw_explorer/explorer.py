"""Explorer: draw a digit, and two networks read it while you draw."""

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from helpers.activations import softmax
from helpers.explorers.digit_networks import NAMES, task_data, trained_on_flipped_digits
from helpers.explorers.draw_explorer.board import Board
from helpers.explorers.draw_explorer.panels import BarsPanel, MapsPanel, SeenPanel
from helpers.explorers.draw_explorer.strokes import BLOCK, as_stroke, counts, fitted, rasterise
from helpers.explorers.frame import Explorer, button, checkbox, toggles
from helpers.figures import style
from helpers.network import Sequential

# The maps of the lesson's network after its two activations.
MAPS = ((8, 8, 8), (16, 4, 4))


class Undone(NamedTuple):
    """The sheet from which the last stroke was taken back: how many strokes were known, and the image below them."""

    revision: int
    strokes: int
    cells: np.ndarray | None
    number: int


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
        self.networks = {name: ready(name, given[name]) for name in NAMES}
        self.test = task_data("plain")
        self.revision = 0
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        self.add("pen", toggles("Pen", [("draws", "draw"), ("erases", "erase")], "draw"))
        self.add("invert", checkbox("Invert the contrast", False))
        self.add("fit", checkbox("Fit drawings to the box, as in the data set", True))
        self.add("look", toggles("Feature maps of", [(style.LABELS[name], name) for name in NAMES], "relu"))
        self.board = self.add("board", Board(layout=widgets.Layout(width="248px", max_width="100%")))
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
        c, images = self.controls, [image for _, image in self.panels.values()]
        pictures = widgets.VBox(
            [
                self.row(self.board, self.picture, images[0], gap="4px"),
                self.row(c["look"]),
                self.row(*images[1:], gap="4px"),
            ]
        )
        buttons = self.row(c["pen"], *self.buttons.values())
        return self.frame(buttons, self.row(c["invert"], c["fit"]), pictures=pictures)

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
            before = Undone(self.revision, len(self.strokes), self.cells, self.number)
            if self.strokes:
                self._new_sheet(self.strokes[:-1], self.cells, self.number)
            else:
                self._new_sheet([], None, -1)
            self._undone = before

    def load_test_image(self, number, example=False):
        """Put a test image on the board, to be read or drawn over; after the last comes the first."""
        self.latest = number = number % len(self.test.test_labels)
        self._new_sheet([], np.rint(self.test.test_images[number, 0] * 8 + 8), number, example)

    def _new_sheet(self, strokes, cells, number, example=False):
        with self.lock:
            self._lay(strokes, cells, number, example)
            self._undone = None
            if hasattr(self, "widget"):
                self.draw()

    def _lay(self, strokes, cells, number, example=False):
        self.revision += 1
        self.strokes, self.cells, self.number, self.example = strokes, cells, number, example
        self._first_strokes = strokes

    def _receive(self):
        """Take in what was drawn on the board, unless it was meant for a sheet that is no longer there."""
        revision, wiped, strokes = self.board.drawn() or (None, False, [])
        if revision == self.revision:
            self.strokes = strokes
            if wiped and self.example:
                self.cells, self.number, self.example = None, -1, False
        elif self._undone and revision == self._undone.revision and len(strokes) > self._undone.strokes:
            # A click can overtake the stroke before it, and it was that stroke that was to be undone.
            self._undone = self._undone._replace(strokes=len(strokes))
            self._lay(strokes[:-1], *((None, -1) if wiped else self._undone[2:]))

    def _send(self):
        """Tell the board what it has to show; strokes that were drawn there since the last new sheet, it knows."""
        self.board.put(
            self._first_strokes,
            revision=self.revision,
            cells=None if self.cells is None else self.cells.astype(int).ravel().tolist(),
            example=self.example,
            inverted=self.value("invert"),
            erasing=self.value("pen") == "erase",
        )

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
        # And nothing, whose logits are the bias of a linear network.
        logits = {name: network(np.concatenate([pair, 0 * pair[:1]])) for name, network in self.networks.items()}
        reads = {name: softmax(both[:2], axis=1) for name, both in logits.items()}
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
        shown["mirrored"] = {name: mirrored(*both) for name, both in logits.items()}
        return shown, self._in_words(digits, shown["mirrored"], blank=not numbers.any())

    def _in_words(self, digits, mirrored, blank):
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
        more = ""
        if self.value("invert") and mirrored["identity"] and not mirrored["relu"]:
            more = " Turning it round mirrors every logit of identity at its bias, and not those of ReLU."
        # Where a 1 or a 7 is in question: other digits are drawn everywhere as they are here.
        if self.cells is None and {1, 7} & {*now.values(), *then.values()}:
            more += " The writers of the data set crossed their 7s and drew 1s with a flag."
        return (
            f"{what}: ReLU reads {now['relu']}, identity reads {now['identity']}. With the contrast turned round, "
            f"ReLU would read {then['relu']} and identity {then['identity']}.{more}"
        )


def mirrored(logits, inverted, bias):
    """Whether the logits of an image and of its negative lie opposite each other, with the bias in the middle."""
    return bool(np.allclose(logits + inverted, 2 * bias, atol=1e-3))


def hidden_maps(network, images):
    """What goes into each hidden activation of a network and what comes out: a list of (before, after)."""
    stages = [images, *(maps for _, maps in network.activations(images))]
    return [(stages[i], stages[i + 1]) for i, layer in enumerate(network.layers[:-1]) if layer.activation]


def ready(name, network=None):
    """A copy of the network that was handed in, or of the course's own trained one where there is none.

    Raises
    ------
    ValueError
        Unless it is a network of the lesson's shape: 8×8 in, ten logits out, two activations.
    """
    if network is None:
        return trained_on_flipped_digits(name).copy().eval()
    expected = f"{name}: expected a Sequential from (1, 8, 8) to 10 logits, with activations of the shapes {MAPS}, got "
    if not isinstance(network, Sequential):
        raise ValueError(expected + repr(network))  # noqa: TRY004
    try:
        images = np.zeros((1, 1, 8, 8), np.float32)
        shapes = tuple(after.shape[1:] for _, after in hidden_maps(network, images)), network(images).shape
    except ValueError as error:
        raise ValueError(expected + f"{network!r} ({error})") from None
    if shapes != (MAPS, (1, 10)):
        raise ValueError(expected + repr(network))
    return network.copy().eval()
