"""Accuracies side by side: with an activation and without."""

import numpy as np

from helpers.figures import style
from helpers.figures.axes import about_half

_POOLINGS = {"AvgPool2d": "average pooling", "MaxPool2d": "max pooling"}


def accuracy_bars(accuracies, chance=None):
    """Horizontal bars, one for each entry of the dict, with the number at the end of each."""
    fig, ax = style.figure(6.4, 0.55 + 0.45 * len(accuracies))
    for row, value in enumerate(accuracies.values()):
        ax.barh(row, value, height=0.6, color=style.FIRST)
        ax.text(value + 0.015, row, f"{value:.0%}", va="center")
    if chance is not None:
        ax.axvline(chance, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(chance + 0.01, -0.62, "blind guessing", fontsize=10, va="center")
    ax.set_yticks(range(len(accuracies)), list(accuracies))
    ax.set_xlim(0, 1.08)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.set_ylim(len(accuracies) - 0.4, -0.85)
    ax.set_xlabel("test accuracy")
    words = "; ".join(f"{name}, {value:.0%}" for name, value in accuracies.items())
    style.show(fig, f"Bars of test accuracy: {words}.")


def ablation_table(results, title):
    """Test accuracies by (activation, pooling): a bar for the mean, a dot for each seed."""
    fig, ax = style.figure(6.4, 2.7)
    looks = {"Identity": (style.COLOURS["identity"], "//"), "ReLU": (style.COLOURS["relu"], "")}
    pools = list(dict.fromkeys(pool for _, pool in results))
    for (activation, pool), values in results.items():
        colour, hatch = looks[activation]
        place = pools.index(pool) + (-0.2 if activation == "Identity" else 0.2)
        ax.bar(
            place,
            np.mean(values),
            width=0.36,
            color=colour,
            hatch=hatch,
            alpha=0.75,
            edgecolor=style.TEXT,
            label=activation if pool == pools[0] else None,
        )
        ax.plot(
            np.full(len(values), place) + np.linspace(-0.06, 0.06, len(values)),
            values,
            "o",
            markersize=5,
            markerfacecolor="none",
            markeredgecolor=style.TEXT,
            markeredgewidth=1.4,
        )
        ax.text(place, max(values) + 0.045, f"{np.mean(values):.0%}", ha="center")
    ax.axhline(0.1, color=style.TEXT, linestyle=":", linewidth=1.5)
    ax.text(1.62, 0.12, "blind\nguessing", fontsize=10, ha="center")
    ax.set_xticks(range(len(pools)), [_POOLINGS[pool] for pool in pools])
    ax.set(ylabel="test accuracy", ylim=(0, 1.15), xlim=(-0.5, 1.85), title=title)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    words = "; ".join(
        f"{activation} with {_POOLINGS[pool]}, {about_half(np.mean(values))}"
        for (activation, pool), values in results.items()
    )
    style.show(fig, f"{title}: bars of mean test accuracy, and a dot for each seed: {words}.")
