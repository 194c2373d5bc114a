"""Gradients on their way back through time: they vanish, or they explode."""

import numpy as np

from helpers.figures import style

LINES = ((0, (1, 1)), (0, (5, 2)), "-")
DOTS = ("o", "^", "s")


def gradients_back(panels):
    """How large a gradient is, from the last step back to the first; a panel for each activation.

    Parameters
    ----------
    panels : dict
        By the activation's name, a key of ``style.COLOURS``: a dict of sizes by name, each an array that begins with
        the size at the last step.
    """
    fig, axes = style.figure(6.8, 3.2, 1, len(panels), sharey=True, squeeze=False)
    words = []
    for ax, (activation, curves) in zip(axes[0], panels.items()):
        for (name, sizes), line, dot in zip(curves.items(), LINES, DOTS):
            back = np.arange(len(sizes))
            every = max(1, len(sizes) // 5)
            ax.plot(
                back, sizes, color=style.COLOURS[activation], linestyle=line, marker=dot, markevery=every, label=name
            )
            words.append(f"{style.LABELS[activation]}, {name}, about 10 to the {_decade(sizes[-1])}")
        ax.axhline(1, color=style.GRID, linewidth=0.8)
        ax.set_yscale("log")
        ax.set_title(style.LABELS[activation], fontsize=11)
        ax.set(xlabel="steps back in time")
        ax.legend(loc="lower left", fontsize=9)
    axes[0, 0].set_ylabel("length of the gradient")
    steps = len(sizes) - 1
    style.show(
        fig,
        f"The length of a gradient on its way back through {steps} steps, on a logarithmic scale, beginning at 1. At the "
        f"end: {'; '.join(words)}.",
    )


def _decade(size):
    return f"{round(np.log10(size)):d}".replace("-", "−")
