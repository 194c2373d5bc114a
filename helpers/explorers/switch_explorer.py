"""Explorer: what is left of a trained network when its hidden activations are switched off?"""

import numpy as np

from helpers.explorers.frame import Canvas, Explorer, checkbox
from helpers.figures import style
from helpers.layers import Identity
from helpers.losses import accuracy

SHOWN = 10
# Settings tried before that stay in the picture, to compare with.
KEPT = 4
CHANCE = 0.1


class SwitchExplorer(Explorer):
    """A trained classifier with a switch for each hidden activation, and the digits it reads at each setting.

    Parameters
    ----------
    network : Sequential
        Trained; it is copied, never changed.
    images : array, shape (N, 1, H, W)
        At least one; the first ten are shown.
    labels : array of int, shape (N,)

    Raises
    ------
    ValueError
        If the network has no hidden activation to switch, or there is not one label for each image.

    Examples
    --------
    >>> from helpers.digits import load_digits
    >>> from helpers.layers import Dense, Flatten, ReLU
    >>> from helpers.network import Sequential
    >>> network = Sequential([Flatten(), Dense(64, 8), ReLU(), Dense(8, 10)], input_shape=(1, 8, 8))
    >>> explorer = SwitchExplorer(network, load_digits().test_images, load_digits().test_labels)
    >>> explorer.controls["on1"].value = False
    >>> explorer.state()["on"]
    0
    """

    run_first = "To move it, choose Run → Run All Above Selected Cell, and then run this cell."
    question = "Which hidden ReLUs can the trained network do without?"
    alt = (
        "Bars of test accuracy, one for each setting of the switches that was tried, the present one in full colour, "
        "with the line of blind guessing. Beside them ten test digits, each with what the network reads: with a tick, or "
        "with a cross and what it is."
    )

    def __init__(self, network, images, labels):
        self.network, self.images, self.labels = network.copy().eval(), images, np.asarray(labels)
        self.places = [i for i, layer in enumerate(self.network.layers[:-1]) if layer.activation]
        if not self.places:
            raise ValueError("network: expected at least one hidden activation to switch off, got none")
        if len(self.images) != len(self.labels) or len(self.labels) == 0:
            raise ValueError(f"labels: expected one for each of {len(self.images)} images, got {len(self.labels)}")
        self.originals = {i: self.network.layers[i] for i in self.places}
        self.results, self.tried = {}, []
        super().__init__()

    # ---- building ---------------------------------------------------------------------------------------------------

    def build(self):
        for order, place in enumerate(self.places, 1):
            self.add(f"on{order}", checkbox(f"{self._kind(place)} after {self._before(place)}", True))
        self.panel("digits", self._build_digits())
        return self._build_bars()

    def _kind(self, place):
        return type(self.originals[place]).__name__

    def _before(self, place):
        """The layer with weights that an activation follows, in words: "convolution 2", "dense layer 1"."""
        names = [type(layer).__name__ for layer in self.network.layers[:place] if layer.params]
        last = names[-1] if names else "the input"
        word = {"Conv2d": "convolution", "Dense": "dense layer"}.get(last, last)
        return f"{word} {names.count(last)}" if names else word

    def _build_bars(self):
        figure = style.blank(3.3, 2.6)
        ax = figure.add_axes([0.3, 0.2, 0.66, 0.76])
        ax.set(xlim=(0, 1.02), ylim=(KEPT - 0.4, -1), yticks=[], xlabel="test accuracy", xticks=[0, 0.5, 1])
        ax.axvline(CHANCE, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(CHANCE + 0.02, -0.72, "blind guessing", va="center", fontsize=10)
        self.bars = ax.barh(range(KEPT), [0] * KEPT, height=0.6, color=style.FIRST)
        self.names = [ax.text(-0.03, row, "", ha="right", va="center", fontsize=10) for row in range(KEPT)]
        self.numbers = [ax.text(0, row, "", va="center", fontsize=10.5) for row in range(KEPT)]
        return Canvas(figure, [*self.bars, *self.names, *self.numbers])

    def _build_digits(self):
        figure = style.blank(3.3, 2.6)
        self.readings = []
        for index in range(min(SHOWN, len(self.images))):
            ax = figure.add_axes([0.02 + 0.195 * (index % 5), 0.57 - 0.44 * (index // 5), 0.18, 0.23])
            ax.imshow(self.images[index, 0], cmap="gray_r", vmin=-1, vmax=1)
            ax.set(xticks=[], yticks=[])
            ax.spines[:].set(visible=True, color=style.GRID, linewidth=0.6)
            self.readings.append(ax.text(0.5, 1.05, "", transform=ax.transAxes, ha="center", va="bottom", fontsize=11))
        return Canvas(figure, self.readings)

    # ---- drawing ----------------------------------------------------------------------------------------------------

    def evaluate(self, setting):
        """Accuracy and readings for one setting of the switches; worked out once."""
        if setting not in self.results:
            for place, on in zip(self.places, setting):
                self.network.layers[place] = self.originals[place] if on else Identity()
            logits = self.network(self.images)
            self.results[setting] = accuracy(logits, self.labels), logits[:SHOWN].argmax(axis=1)
        return self.results[setting]

    def update(self):
        setting = self.inputs()
        share, read = self.evaluate(setting)
        if setting not in self.tried:
            self.tried = [*self.tried, setting][-KEPT:]
        self._draw_bars(setting)
        right = read == self.labels[:SHOWN]
        for text, digit, label, good in zip(self.readings, read, self.labels, right):
            words = f"✓ {digit}" if good else f"✗ {digit}\nit is a {label}"
            text.set(text=words, color=style.TEXT if good else style.HIGHLIGHT)
        on = sum(setting)
        head = {0: "All hidden activations are off", len(setting): "All hidden activations are on"}.get(
            on, self._which_are_on(setting)
        )
        sentence = f"{head}: the network reads {share:.0%} of the test digits."
        return {"on": on, "accuracy": share, "read": read.tolist()}, sentence

    def _draw_bars(self, setting):
        rows = [*self.tried, *[None] * (KEPT - len(self.tried))]
        for row, bar, name, number in zip(rows, self.bars, self.names, self.numbers):
            share = self.evaluate(row)[0] if row else 0
            bar.set(width=share, alpha=1 if row == setting else 0.4)
            name.set_text(self._switched_on(row) if row else "")
            # Beside the bar, or inside its end where the axis leaves no room.
            inside = share > 0.8
            beside = share - 0.02 if inside else max(share, CHANCE) + 0.02
            number.set(text=f"{share:.0%}" if row else "", x=beside)
            number.set(ha="right" if inside else "left", color="white" if inside and row == setting else style.TEXT)

    def _which_are_on(self, setting):
        names = [f"{self._kind(place)} after {self._before(place)}" for place, on in zip(self.places, setting) if on]
        return f"Of the hidden activations, only the {' and the '.join(names)} {'is' if len(names) == 1 else 'are'} on"

    def _switched_on(self, setting):
        on = [str(order) for order, switch in enumerate(setting, 1) if switch]
        if len(on) in (0, len(setting)):
            return "all on" if on else "all off"
        return f"only {' and '.join(on)} on"
