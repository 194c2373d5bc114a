"""Losses over time, and the error of a fit against the number of units."""

import numpy as np

from helpers.figures import style

# The functions that a curve is fitted with but that the course has no activation of.
POLYNOMIALS = {
    "square": {"color": style.FIRST, "linestyle": (0, (6, 1.5)), "marker": "p", "label": "square"},
    "cube": {"color": style.SECOND, "linestyle": (0, (4, 1, 1, 1)), "marker": "X", "label": "cube"},
}
# Smaller errors of a fit are drawn at the lower edge.
FLOOR = 1e-4


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


def look(name):
    """The colour, line style, marker and label of an activation, or of the square or the cube, as a dict.

    Examples
    --------
    >>> look("relu")["marker"], look("cube")["label"]
    ('D', 'cube')
    """
    return dict(POLYNOMIALS.get(name) or {**style.line(name), "marker": style.MARKERS[name]})


def fit_error_axes(ax, widths=(1, 2, 4, 8, 16, 32, 64)):
    """Powers of ten upwards, powers of two to the right."""
    ax.set(xscale="log", yscale="log", ylim=(FLOOR / 1.5, 1.5), xlim=(0.85 * min(widths), 1.18 * max(widths)))
    ax.set_xticks(widths, [str(width) for width in widths])
    ax.set_yticks([1, 0.1, 0.01, 0.001, FLOOR], ["1", "0.1", "0.01", "0.001", "less"])
    ax.minorticks_off()
    ax.set_xlabel("hidden units")


def fit_errors(errors, widths):
    """A curve for each activation: the median error over the draws, with a bar from the least to the greatest.

    Parameters
    ----------
    errors : dict
        By the name of an activation, or "square" or "cube": array (draws, widths).
    widths : sequence of int
    """
    fig, ax = style.figure(6.8, 3.4)
    told = []
    for name, values in errors.items():
        shown, drawn = look(name), np.maximum(values, FLOOR)
        middle = np.median(drawn, axis=0)
        ax.plot(widths, middle, ms=6, **shown)
        ax.vlines(widths, drawn.min(axis=0), drawn.max(axis=0), color=shown["color"], lw=1)
        told.append(f"{shown['label']}, {_in_words(np.median(values[:, -1]))}")
    fit_error_axes(ax, widths)
    ax.set_ylabel("error (root mean square)")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), handlelength=4)
    style.show(
        fig,
        f"The error of the fit against the number of hidden units, a curve for each activation. "
        f"With {widths[-1]} units it is: {'; '.join(told)}.",
    )


def _in_words(error):
    """An error in so few digits that they are the same on every machine.

    Examples
    --------
    >>> _in_words(0.00243), _in_words(3e-9)
    ('0.002', 'less than 0.0001')
    """
    return f"{error:.1g}" if error >= FLOOR else f"less than {FLOOR:g}"
