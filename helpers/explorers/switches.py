"""Lesson 00: what is left of a trained network when its hidden activations are switched off?"""

import numpy as np

from helpers import style
from helpers.explorers.stage import Canvas, Explorer, checkbox, say
from helpers.layers import Identity
from helpers.losses import accuracy, cross_entropy

SHOWN = 10


class SwitchExplorer(Explorer):
    """A trained classifier with a switch for each hidden activation, and the digits it reads at each setting.

    Parameters
    ----------
    network : Sequential
        Trained; it is copied, never changed.
    images : array, shape (N, 1, H, W)
    labels : array of int, shape (N,)
    """

    question = "Which hidden ReLUs can the trained network do without?"
    alt = ("Left, a bar of test accuracy with the line of blind guessing. Right, ten test digits, each with what the "
           "network reads and a tick or a cross.")

    def __init__(self, network, images, labels):
        self.network, self.images, self.labels = network.copy().eval(), images, np.asarray(labels)
        self.places = [i for i, layer in enumerate(self.network.layers[:-1]) if layer.activation]
        self.originals = {i: self.network.layers[i] for i in self.places}
        self.results = {}
        super().__init__()

    def build(self):
        for order, place in enumerate(self.places, 1):
            kind = type(self.originals[place]).__name__
            self.add(f"on{order}", checkbox(f"{kind} after convolution {order}", True))
        self.figure = style.Figure(figsize=(6.4, 2.3), dpi=style.DPI)
        style.FigureCanvasAgg(self.figure)
        left = self.figure.add_axes([0.09, 0.12, 0.16, 0.74])
        left.set(xlim=(-0.6, 0.6), ylim=(0, 1), xticks=[], title="test accuracy")
        left.axhline(0.1, color=style.TEXT, linestyle=":", linewidth=1.5)
        self.bar = left.bar([0], [0], width=0.7, color=style.COLOURS["relu"])[0]
        self.number = left.text(0, 0, "", ha="center", va="bottom", fontsize=11)
        self.readings = []
        for index in range(SHOWN):
            ax = self.figure.add_axes([0.31 + 0.138 * (index % 5), 0.5 - 0.5 * (index // 5), 0.125, 0.34])
            ax.imshow(self.images[index, 0], cmap="gray_r", vmin=-1, vmax=1)
            ax.set_axis_off()
            self.readings.append(ax.text(0.5, 1.05, "", transform=ax.transAxes, ha="center", va="bottom", fontsize=11))
        return Canvas(self.figure, [self.bar, self.number, *self.readings])

    def evaluate(self, setting):
        """Accuracy, loss and readings for one setting of the switches; worked out once."""
        if setting not in self.results:
            for place, on in zip(self.places, setting):
                self.network.layers[place] = self.originals[place] if on else Identity()
            logits = self.network(self.images)
            self.results[setting] = (accuracy(logits, self.labels), cross_entropy(logits, self.labels),
                                     logits[:SHOWN].argmax(axis=1))
        return self.results[setting]

    def update(self):
        setting = self.inputs()
        share, loss, read = self.evaluate(setting)
        self.bar.set_height(share)
        self.number.set_position((0, min(share + 0.02, 0.9)))
        self.number.set_text(f"{share:.0%}")
        right = read == self.labels[:SHOWN]
        for text, digit, good in zip(self.readings, read, right):
            text.set_text(f"{'✓' if good else '✗'} {digit}")
            text.set_color(style.COLOURS["tanh"] if good else style.HIGHLIGHT)
        on = sum(setting)
        count = {0: "All hidden ReLUs are off", len(setting): "All hidden ReLUs are on"}.get(
            on, f"{on} of {len(setting)} hidden ReLUs is on")
        sentence = f"{count}: the network reads {share:.0%} of the test digits, and its loss is {say(loss, '.2f')}."
        return {"on": on, "accuracy": share, "loss": loss, "read": read.tolist()}, sentence
