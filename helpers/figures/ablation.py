"""Accuracies side by side: with an activation and without."""

from helpers.figures import style


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
