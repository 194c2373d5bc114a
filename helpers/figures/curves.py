"""Losses over time."""

import numpy as np

from helpers.figures import style


def loss_curve(losses, chance=None):
    """The loss of each training step, with a line where blind guessing stands."""
    fig, ax = style.figure(6.4, 2.6)
    ax.plot(losses, color=style.FIRST, linewidth=1.3)
    if chance is not None:
        ax.axhline(chance, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(len(losses), chance, "blind guessing", ha="right", va="bottom", fontsize=10)
    highest = max(*losses, chance or 0)
    ax.set(xlabel="training step", ylabel="cross-entropy of the batch", ylim=(0, 1.12 * highest))
    tenth = max(1, len(losses) // 10)
    left = np.mean(losses[-tenth:]) / np.mean(losses[:tenth])
    words = "falls to a fraction of where it began" if left < 0.4 else "falls" if left < 0.9 else "does not fall"
    style.show(fig, f"The loss of each training step: it {words}.")
