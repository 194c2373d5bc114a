"""Explorer: what do many layers without activations do to the plane, and is there one matrix that does the same?"""

import ipywidgets as widgets
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from helpers import activations
from helpers.experiments.imitation import best_affine, relative_rms
from helpers.explorers.frame import (
    ELEMENTWISE,
    Canvas,
    Explorer,
    activation_list,
    check_choice,
    learners,
    say,
    slider,
)
from helpers.figures import style

DEEPEST = 8
CELLS = 12
# Panels in a strip. Strips stand side by side, or one below the other where the page is narrow.
STRIP = 3
# Of a strip, in inches.
WIDE, TALL = 3.25, 1.38
# What every widget keeps free around itself, in pixels.
MARGIN = 2

# Products of up to eight 2×2 matrices round in the sixteenth digit; anything bent misses by far more than this.
EXACT = 1e-9


def plane_network(seed, depth=DEEPEST):
    """Weights and biases of ``depth`` layers 2 → 2 under which a square grid stays worth looking at.

    Each layer turns, stretches and shifts the plane. It is drawn again when ReLU would press the picture onto a line,
    so that every seed has something to show at every depth.

    Returns
    -------
    (list of (2, 2) arrays, list of (2,) arrays)
    """
    rng = np.random.default_rng(seed)
    points = _grid_points(6)
    weights, biases = [], []
    while len(weights) < depth:
        turn, stretch = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 1.5, size=2)
        W = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * stretch
        b = rng.uniform(-0.6, 0.6, size=2)
        after = activations.relu(points @ W.T + b)
        passed = np.mean(after > 0, axis=0)
        thickness = np.linalg.svd(after - after.mean(axis=0), compute_uv=False)[-1] / np.sqrt(len(points))
        if 0.25 < thickness < 1 and 0.55 < passed.min() < 0.95 and np.ptp(after) < 3:
            weights.append(W)
            biases.append(b)
            points = after
    return weights, biases


def _grid_points(cells):
    ticks = np.linspace(-1, 1, cells + 1)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


class CollapseExplorer(Explorer):
    """A coloured grid through one to eight layers, and the one layer that does the same, where there is one.

    Parameters
    ----------
    activation : str, from ``ELEMENTWISE``
    depth : int, 1 to 8
    seed : int, 0 to 20

    Raises
    ------
    ValueError
        If an argument is outside these.

    Examples
    --------
    >>> CollapseExplorer("identity", depth=8).state()["exists"]
    True
    >>> CollapseExplorer("relu", depth=8).state()["exists"]
    False
    """

    question = "Can one single layer do what all these layers do together?"
    alt = (
        "A coloured square grid, and the same grid after each layer of a network with two units a layer. "
        "Without an activation it stays a parallelogram; with one it is folded or bent. A cross marks the origin. "
        "The last panel, framed, shows what the best single layer, by least squares, makes of the grid. Beside it, the "
        "one equivalent matrix and bias, or the words that none exists."
    )

    def __init__(self, activation="identity", depth=3, seed=0):
        self._start = (
            check_choice("activation", activation, ELEMENTWISE),
            check_choice("depth", depth, range(1, DEEPEST + 1)),
            check_choice("seed", seed, range(21)),
        )
        super().__init__()

    def build(self):
        activation, depth, seed = self._start
        self.add("activation", activation_list("Activation", activation))
        self.add("depth", slider("Layers", depth, 1, DEEPEST, 1))
        self.add("seed", slider("Weights no.", seed, 0, 20, 1))
        self.points = _grid_points(CELLS)
        strips = [self._build_strip() for _ in range(-(-(DEEPEST + 2) // STRIP))]
        self.slots = [slot for _, slots in strips for slot in slots]
        self.strips = [canvas for canvas, _ in strips]
        # The words stand beside the first strip, and stay there however many strips follow.
        self.panel("words", self._build_words())
        for number, canvas in enumerate(self.strips[1:], 2):
            self.panel(f"strip {number}", canvas)
        return dict(enumerate(self.strips))

    def arrange(self):
        # Each further strip has its place whether it is shown or not, so that the page below does not jump when a layer
        # is added.
        width, height = (round(inches * style.DPI) + 2 * MARGIN for inches in (WIDE, TALL))
        size = {"width": f"{width}px", "height": f"{height}px", "max_width": "100%", "margin": "0"}
        first, words, *further = self._images()
        places = [widgets.Box([image], layout=widgets.Layout(**size)) for image in further]
        pictures = self.row(first, words, *places, gap="4px")
        return self.frame(self.row(*self.controls.values()), pictures=pictures)

    def inputs(self):
        extra = (learners("collapse"),) if self.value("activation") == "identity" else ()
        return (*super().inputs(), learners(self.value("activation")), *extra)

    def _build_strip(self):
        figure, axes = style.figure(WIDE, TALL, 1, STRIP, layout=None)
        figure.subplots_adjust(left=0.01, right=0.99, top=0.81, bottom=0.02, wspace=0.08)
        slots = []
        for ax in axes:
            ax.set(xticks=[], yticks=[], aspect="equal")
            ax.spines[:].set_visible(False)
            # Edges of the cells' own colour close the hairlines that antialiasing leaves between them.
            cells = PolyCollection(
                np.zeros((CELLS * CELLS, 4, 2)), facecolors=_cell_colours(), edgecolors="face", linewidths=0.4
            )
            ax.add_collection(cells)
            origin = ax.plot(0, 0, marker="+", ms=9, mew=1.6, color=style.TEXT, zorder=5)[0]
            title = ax.text(0.5, 1.07, "", transform=ax.transAxes, ha="center")
            frame = Rectangle((0, 0), 1, 1, transform=ax.transAxes, fill=False, ec=style.TEXT, lw=1.2, clip_on=False)
            ax.add_artist(frame)
            slots.append((ax, cells, origin, title, frame))
        return Canvas(figure, [artist for slot in slots for artist in slot[1:]]), slots

    def _build_words(self):
        figure = style.blank(WIDE, TALL)
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set_axis_off()
        self.words = ax.text(0.02, 0.81, "", va="top", linespacing=1.5, fontsize=10, fontfamily="DejaVu Sans Mono")
        return Canvas(figure, [self.words])

    def update(self):
        name, depth = self.value("activation"), self.value("depth")
        f = learners(name)
        weights, biases = plane_network(self.value("seed"))
        weights, biases = weights[:depth], biases[:depth]
        stages = [self.points]
        for W, b in zip(weights, biases):
            stages.append(f(stages[-1] @ W.T + b))
        if name == "identity":
            matrix, bias = learners("collapse")([W.copy() for W in weights], [b.copy() for b in biases])
        else:
            matrix, bias = best_affine(self.points, stages[-1])
        single = self.points @ np.asarray(matrix).T + bias
        difference = float(np.max(np.abs(single - stages[-1])))
        size = float(np.max(np.ptp(stages[-1], axis=0)))
        exists = difference < EXACT * max(size, 1)
        miss = relative_rms(self.points, stages[-1])
        self._draw_panels(stages, single)
        self.words.set_text(_matrix_in_words(exists, np.asarray(matrix), np.asarray(bias), difference, miss))
        shown = {"exists": exists, "difference": difference, "rms miss": miss, "depth": depth}
        shown["matrix"] = np.round(matrix, 12).tolist() if exists else None
        shown["bias"] = np.round(bias, 12).tolist() if exists else None
        return shown, _in_words(name, depth, exists, difference, miss, matrix, bias)

    def _draw_panels(self, stages, single):
        titles = ["input", *(f"layer {number}" for number in range(1, len(stages))), "one layer"]
        used_strips = -(-len(titles) // STRIP)
        further = [canvas if number < used_strips else None for number, canvas in enumerate(self.strips)][1:]
        self.put(self.strips[0], **{f"strip {number}": canvas for number, canvas in enumerate(further, 2)})
        for index, (ax, cells, origin, title, frame) in enumerate(self.slots):
            used, last = index <= len(stages), index == len(stages)
            for artist in (cells, origin, title):
                artist.set_visible(used)
            frame.set_visible(last)
            if used:
                cells.set_verts(_cells(single if last else stages[index]))
                title.set_text(titles[index])
                # Result and single layer are drawn to one scale, so that the two can be compared.
                _frame_panel(ax, np.concatenate([stages[-1], single]) if index >= len(stages) - 1 else stages[index])


def _frame_panel(ax, points):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, reach = (low + high) / 2, 0.54 * max(np.max(high - low), 1e-9)
    ax.set(xlim=(centre[0] - reach, centre[0] + reach), ylim=(centre[1] - reach, centre[1] + reach))


def _matrix_in_words(exists, matrix, bias, difference, miss):
    if not exists:
        return f"One layer for all of them:\nnone exists. In the frame, the\nbest by least squares: off by\n{miss:.0%} of the spread."
    rows = ["(" + " ".join(f"{say(float(entry), '7.3f')}" for entry in row) + " )" for row in matrix]
    shifts = [f"({say(float(entry), '7.3f')} )" for entry in bias]
    return (
        f"One layer for all of them:\nW = {rows[0]} b = {shifts[0]}\n    {rows[1]}     {shifts[1]}\n"
        f"largest difference {_or_none(difference)}"
    )


def _or_none(difference):
    return say(difference, ".0e") if difference else "0"


def _how_well(difference):
    if not difference:
        return "to the last digit"
    return f"up to a difference of {say(difference, '.0e')}, which is rounding"


def _cells(points):
    grid = points.reshape(CELLS + 1, CELLS + 1, 2)
    return np.stack([grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]], axis=2).reshape(-1, 4, 2)


def _cell_colours():
    # Blue to orange from left to right, dark to light from bottom to top: told apart by colour-blind readers too.
    x, y = np.meshgrid(np.linspace(0, 1, CELLS), np.linspace(0, 1, CELLS))
    blue, orange = np.array([0.17, 0.55, 0.84]), np.array([0.90, 0.50, 0.10])
    colours = (1 - x)[..., None] * blue + x[..., None] * orange
    light = (0.45 + 0.85 * y)[..., None]
    colours = np.where(light <= 1, colours * light, 1 - (1 - colours) * (2 - light))
    chequered = (np.add.outer(np.arange(CELLS), np.arange(CELLS)) % 2)[..., None]
    colours = np.clip(colours * (1 - 0.18 * chequered), 0, 1)
    return np.concatenate([colours, np.full((CELLS, CELLS, 1), 0.9)], axis=-1).reshape(-1, 4)


def _in_words(name, depth, exists, difference, miss, matrix, bias):
    layers = "1 layer" if depth == 1 else f"{depth} layers"
    if name == "identity" and exists:
        rows = "; ".join(", ".join(say(float(entry), ".3f") for entry in row) for row in matrix)
        shift = ", ".join(say(float(entry), ".3f") for entry in bias)
        return (
            f"{layers} of matrix and bias, no activation: one matrix, with rows {rows}, and one bias, {shift}, take "
            f"every grid point to the same place, {_how_well(difference)}."
        )
    if exists:
        return f"On this grid one matrix does the same, because {style.LABELS[name]} meets no bend of its curve here."
    return (
        f"{layers} with {style.LABELS[name]}: no matrix does the same. The best single layer, by least squares, is "
        f"off by {miss:.0%} of the points' spread (root mean square)."
    )
