"""The plane of two inputs: grids that layers bend, and regions that a network tells apart."""

import numpy as np
from matplotlib.collections import LineCollection

from helpers.figures import style


def grid_through_layers(weights, biases, activations):
    """Push a square grid of the plane through hidden layers: a row of panels for each activation.

    What a layer presses onto an edge, with a zero in place of something negative, is drawn thick in the panel behind
    it. Panels below one another have the same scale.
    """
    columns = len(weights) + 1
    fig, axes = style.figure(6.8, 1.95 * len(activations), len(activations), columns, squeeze=False)
    for row, (name, f) in zip(axes, activations.items()):
        lines = grid_lines()
        for index, ax in enumerate(row):
            draw_lines(ax, lines)
            ax.set_title("input" if index == 0 else f"after layer {index}", fontsize=10)
            if index < len(weights):
                before = [line @ weights[index].T + biases[index] for line in lines]
                lines = [f(z) for z in before]
                row[index + 1].add_collection(_pressed(before, lines))
        row[0].set_ylabel(style.LABELS[name])
    for column in axes.T:
        _to_one_scale(column)
    fates = {"identity": "it stays a parallelogram", "relu": "parts of it are pressed onto edges, drawn thick"}
    words = "; ".join(f"with {style.LABELS[name]} {fates.get(name, 'it is bent')}" for name in activations)
    style.show(fig, f"A square grid after each of {len(weights)} layers: {words}.")


def _pressed(before, after):
    """The parts of lines that an activation has pressed onto an axis, as thick strokes."""
    strokes = []
    for z, line in zip(before, after):
        flat = np.any((z < 0) & (line == 0), axis=1)
        at = np.flatnonzero(flat[:-1] & flat[1:])
        strokes.extend(np.stack([line[at], line[at + 1]], axis=1))
    return LineCollection(strokes, colors=style.HIGHLIGHT, linewidths=3.5, capstyle="round", zorder=3)


def _to_one_scale(axes):
    """Give panels the limits that hold what any of them shows."""
    for get, put in (("get_xlim", "set_xlim"), ("get_ylim", "set_ylim")):
        limits = np.array([getattr(ax, get)() for ax in axes])
        for ax in axes:
            getattr(ax, put)(limits[:, 0].min(), limits[:, 1].max())


def grid_lines(lines=9, points=61):
    """The lines of a square grid, (points, 2) each: the upright ones first, then the level ones."""
    t, places = np.linspace(-1, 1, points), np.linspace(-1, 1, lines)
    upright = [np.column_stack([np.full(points, place), t]) for place in places]
    level = [np.column_stack([t, np.full(points, place)]) for place in places]
    return upright + level


def draw_lines(ax, lines):
    """Draw grid lines, upright ones solid, level ones dashed, in axes of equal scale."""
    half = len(lines) // 2
    for index, line in enumerate(lines):
        upright = index < half
        ax.plot(
            *line.T,
            color=style.FIRST if upright else style.SECOND,
            linewidth=1.1,
            linestyle="-" if upright else (0, (3, 1)),
        )
    points = np.concatenate(lines)
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    size = np.ptp(points, axis=0).max()
    if size == 0:
        ax.plot(*centre, "o", color=style.FIRST)
    # A grid that is pressed onto a line or a point still gets a stretch of plane around it.
    reach = 0.55 * max(size, 0.5)
    ax.set(xlim=(centre[0] - reach, centre[0] + reach), ylim=(centre[1] - reach, centre[1] + reach), aspect="equal")
    ax.locator_params(nbins=3)
    ax.tick_params(labelsize=9)


def decision_regions(scores, points, labels, extent=(-0.6, 1.6)):
    """For each named score function of (N, 2) points, the region where it is positive, with labelled points on top."""
    fig, axes = style.figure(6.8, 5.8 / max(len(scores), 2) + 1.1, 1, len(scores), squeeze=False, sharey=True)
    side = np.linspace(*extent, 241)
    mesh = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    words = []
    for ax, (name, score) in zip(axes[0], scores.items()):
        # From the scores themselves: from a map of yes and no, a straight edge would come out as a staircase.
        values = score(mesh).reshape(len(side), len(side))
        if values.max() > 1e-9:
            levels = [1e-9, values.max()]
            ax.contourf(side, side, values, levels=levels, colors=[style.SECOND], alpha=0.28, hatches=["///"])
        right = int(np.sum((score(points) > 1e-9) == labels))
        words.append(f"{name}, {right} of {len(labels)} points on their own side")
        for label, (marker, colour) in enumerate(zip(style.ROLE_MARKERS, (style.FIRST, style.SECOND))):
            chosen = points[labels == label]
            ax.scatter(
                *chosen.T,
                marker=marker,
                s=90,
                color=colour,
                edgecolor=style.TEXT,
                zorder=3,
                label="yes" if label else "no",
            )
        ax.set(title=name, xlabel="x₁", box_aspect=1)
        ax.locator_params(nbins=4)
    axes[0, 0].set_ylabel("x₂")
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    style.show(
        fig,
        f"Regions in which the answer is yes, hatched; triangles should be inside, circles outside: "
        f"{'; '.join(words)}.",
    )
