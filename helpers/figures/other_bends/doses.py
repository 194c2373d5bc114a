"""How much bend, and how many: what is read, against the dose."""

import numpy as np

from helpers.figures import style


def dose_and_response(by_slope, by_share, chance=0.1):
    """Two curves: what digit networks read, by the slope on the left of 0, and by the share of ReLUs that they keep.

    Parameters
    ----------
    by_slope, by_share : dict
        Slope, or share of the ReLUs → what is read, one number for each seed.
    chance : float
        What blind guessing reads.
    """
    fig, axes = style.figure(6.8, 3.0, 1, 2, sharey=True)
    labels = "slope on the left (0: ReLU, 1: no bend)", "share of the ReLUs kept"
    words = []
    for ax, label, results in zip(axes, labels, (by_slope, by_share)):
        doses, means = list(results), [np.mean(values) for values in results.values()]
        ax.plot(doses, means, **(style.line("relu") | {"label": None}))
        for dose, values in results.items():
            ax.plot([dose] * len(values), values, "D", color=style.COLOURS["relu"], markersize=5, **style.DOTS)
        ax.axhline(chance, color=style.TEXT, linestyle=":", linewidth=1.5)
        ax.text(max(doses) / 2, chance + 0.015, "guessing", ha="center", va="bottom", fontsize=9)
        ax.set(xlabel=label, ylim=(0, 1.02))
        told = "; ".join(f"{dose:g}: {_tens(mean)}" for dose, mean in zip(doses, means))
        words.append(f"{label}: {told}")
    axes[1].xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes[0].yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes[0].set_ylabel("read, of flipped digits")
    style.show(fig, f"What digit networks read of flipped digits, in steps of ten points. {'. '.join(words)}.")


def _tens(share):
    return f"about {10 * round(10 * share)} %"
