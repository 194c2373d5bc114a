"""What a claim has to survive: other seeds, widths, epochs, learning rates and draws of the data."""

from dataclasses import dataclass, fields

import numpy as np

WIDTHS, EPOCHS, RATES = (0.5, 1, 2, 4), (1, 2, 4), (1 / 3, 1, 3)
SEEDS, DATA = range(6), range(6)
# The slowest of the random combinations may take this many times as long as the lesson's own setting.
COST = 4


@dataclass(frozen=True)
class Setting:
    """One way to run an experiment; as it stands, the lesson's own.

    Attributes
    ----------
    seed : int
        Draws initial weights and the order of the images.
    data : int
        Draws the division into training and test images, the pattern of flips, the strokes.
    width, epochs, rate : float
        Factors on the layers' widths, the number of epochs and the learning rate.
    """

    seed: int = 0
    data: int = 0
    width: float = 1
    epochs: float = 1
    rate: float = 1

    def __str__(self):
        told = {"width": "width ×{:.3g}", "epochs": "epochs ×{:.3g}", "rate": "rate ×{:.3g}"}
        parts = [
            told.get(field.name, field.name + " {}").format(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != field.default
        ]
        return ", ".join(parts) or "as in the lesson"

    def sized(self, *sizes):
        """Widths of layers, times this setting's factor."""
        return tuple(max(1, round(size * self.width)) for size in sizes)


def one_at_a_time():
    """The lesson's own setting, and each that differs from it in one thing."""
    alone = [("seed", SEEDS), ("data", DATA), ("width", WIDTHS), ("epochs", EPOCHS), ("rate", RATES)]
    varied = [Setting(**{name: value}) for name, values in alone for value in values]
    return list(dict.fromkeys(varied))


def combinations(count, seed=0):
    """Settings in which everything differs at once, drawn at random, none of them very slow."""
    rng, drawn = np.random.default_rng(seed), []
    while len(drawn) < count:
        setting = Setting(
            int(rng.integers(6, 100)),
            int(rng.integers(6, 100)),
            *(values[rng.integers(len(values))] for values in (WIDTHS, EPOCHS, RATES)),
        )
        if setting.width * setting.epochs <= COST:
            drawn.append(setting)
    return drawn


# For what is trained.
TRAINED = [*one_at_a_time(), *combinations(12)]
# For what is not trained, epochs and learning rates say nothing.
UNTRAINED = [Setting(seed, seed, width) for seed in SEEDS for width in WIDTHS]
_QUICK = {Setting(seed=1), Setting(data=2), Setting(width=0.5), Setting(epochs=2), Setting(rate=1 / 3)}


def quick(settings):
    """A few of a claim's settings: those that most often go wrong, or every fifth where these are not among them."""
    return [setting for setting in settings if setting in _QUICK] if _QUICK <= set(settings) else settings[::5]
