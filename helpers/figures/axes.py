"""What figures of several subjects share: axes for an image."""

from helpers.figures import style


def plain_axes(ax, title=""):
    """An image needs no ticks, only a title and a frame that shows where it ends on a page of its own colour."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_title(title, fontsize=10)
    for spine in ax.spines.values():
        spine.set(visible=True, color=style.GRID, linewidth=0.6)
