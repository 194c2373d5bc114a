"""The pictures of the template explorer: one image under its templates, its logits; two images, and their gates.

Each makes its artists once, and has a ``canvas`` and a ``show`` that brings the artists up to date.
"""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.explorers.frame import Canvas, say
from helpers.explorers.template_explorer.parts import (
    ACROSS,
    DOWN,
    colour_key,
    colour_reach,
    frame_image,
    gate_picture,
    place,
    scale_in_words,
    sheet,
    template_sheet,
    words,
)
from helpers.figures import style

# Two of these pictures stand side by side; on a narrow page they stand one above the other.
WIDTH, HEIGHT, FULL = 3.3, 4.4, 3.26
ROWS = np.arange(10)


class ImagePanel:
    """An image, the template laid over it and their product; below, all ten templates."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        self.parts = parts = {}
        for key, left, cmap in (("image", 0.03, "gray_r"), ("template", 1.16, None), ("product", 2.3, None)):
            ax = place(figure, left, 0.27, 0.97, 0.97)
            parts[key] = ax.imshow(np.zeros((8, 8)), cmap=cmap or style.DIVERGING, vmin=-1, vmax=1)
            parts[f"{key} title"] = words(ax, 0, 1.05)
        frame_image(parts["image"].axes)
        parts["product title"].set_text("product")
        for sign, left in (("×", 1.08), ("=", 2.215)):
            words(place(figure, left, 0.75, 1, 1), 0, 1, sign, ha="center", va="center", fontsize=15)
        parts["sums"] = words(place(figure, 0.02, 1.32, FULL, 0.5), 0, 1, va="top", linespacing=1.4)
        parts["sheet"], parts["sheet title"] = template_sheet(figure, 0.02, 2.2, FULL)
        frame = Rectangle((0, 0), 8, 8, fill=False, ec=style.HIGHLIGHT, lw=2.4, clip_on=False)
        parts["frame"] = parts["sheet"].axes.add_patch(frame)
        parts["scale"] = colour_key(figure, 0.02, 4.12)
        self.canvas = Canvas(figure, list(parts.values()))

    def show(self, image, templates, digit, titles, sums):
        """Draw an image (8, 8) and templates (10, 8, 8), the one of a digit enlarged; titles above image and sheet."""
        parts, reach = self.parts, colour_reach(templates)
        parts["image"].set_data(image)
        parts["template"].set_data(templates[digit] / reach)
        parts["product"].set_data(templates[digit] * image / reach)
        parts["sheet"].set_data(sheet(templates / reach))
        parts["frame"].set_xy((ACROSS * (digit % 5) - 0.5, DOWN * (digit // 5) - 0.5))
        parts["scale"].set_text(scale_in_words(reach))
        parts["template title"].set_text(f"template {digit}")
        for key, title in zip(("image", "sheet"), titles):
            parts[f"{key} title"].set_text(title)
        parts["sums"].set_text(sums)


class LogitsPanel:
    """The ten logits as bars that start at the bias, and the digit that is read."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        ax = place(figure, 0.25, 0.27, WIDTH - 0.3, 3.8)
        ax.set(xlim=(-1.6, 1.4), ylim=(9.6, -0.6))
        ax.axvline(0, color=style.GRID, lw=1, ls=":")
        words(ax, -0.08, 1.02, "The ten logits, and the digit read")
        self.bars = ax.barh(ROWS, 1, 0.5, color=style.FIRST, alpha=0.75).patches
        self.values = [ax.text(0, row, "", va="center") for row in ROWS]
        for digit in ROWS:
            ax.text(-1.68, digit, str(digit), ha="right", va="center", fontsize=11)
        self.bias = ax.plot([], [], ls="", marker="|", ms=22, mew=1.8, color=style.TEXT)[0]
        self.before = ax.plot([], [], ls="", marker="o", ms=8, mew=1.8, mfc="none", color=style.HIGHLIGHT)[0]
        self.read = ax.text(-1.6, 0, "", va="center", fontsize=11)
        self.legend = words(ax, -0.08, -0.02, va="top")
        rest = [self.bias, self.before, self.read, self.legend]
        self.canvas = Canvas(figure, [*self.bars, *self.values, *rest])

    def show(self, logits, bias, reach, before=None):
        """Draw logits and biases (10,), ``reach`` long at most; rings for those before a flip, if there was one."""
        for bar, value, start, end in zip(self.bars, self.values, bias / reach, logits / reach):
            side, align = (1, "left") if end >= start else (-1, "right")
            bar.set(x=start, width=end - start)
            value.set(text=say(float(end * reach), ".1f"), x=end + 0.04 * side, ha=align)
        self.bias.set_data(bias / reach, ROWS)
        self.before.set_data(([], []) if before is None else (before / reach, ROWS + 0.34))
        self.legend.set_text("Bars: bias to logit" + ("" if before is None else "; ○ before the flip"))

    def tick(self, read, label):
        """Mark the digit that is read, as right or wrong."""
        self.read.set(text=f"read {'✓' if read == label else '✗'}", y=read)


class PairPanel:
    """The ten templates at each of two images, A and B, and their difference."""

    def __init__(self):
        figure = style.blank(WIDTH, HEIGHT)
        self.parts = parts = {}
        for number, key in enumerate(("A", "B", "difference")):
            top = 0.24 + 1.44 * number
            parts[key], parts[f"{key} title"] = template_sheet(figure, 0.92, top, WIDTH - 0.94)
            if key != "difference":
                ax = place(figure, 0.03, top + 0.26, 0.68, 0.68)
                frame_image(ax)
                words(ax, 0, 1.06, key, fontsize=12, weight="bold")
                parts[f"{key} image"] = ax.imshow(np.zeros((8, 8)), cmap="gray_r", vmin=-1, vmax=1)
        parts["scale"] = colour_key(figure, 0.02, top + 0.4, 0.82)
        self.canvas = Canvas(figure, list(parts.values()))

    def show(self, images, matrices, titles):
        """Draw two images (8, 8), two matrices (10, 64) on one scale, and what is said above each."""
        first, second = matrices
        reach = colour_reach(matrices)
        for key, matrix in (("A", first), ("B", second), ("difference", first - second)):
            self.parts[key].set_data(sheet(matrix.reshape(-1, 8, 8) / reach))
        for key, image, title in zip("AB", images, titles):
            self.parts[f"{key} image"].set_data(image)
            self.parts[f"{key} title"].set_text(title)
        change = float(np.max(np.abs(first - second)))
        self.parts["difference title"].set_text(f"A − B: differ by up to {say(change, '.2g')}")
        self.parts["scale"].set_text(scale_in_words(reach))
        return change


class GatesPanel:
    """Every gate as a small square, its halves filled for the images that open it; below, how far A's ten hold.

    Parameters
    ----------
    states : list of bool arrays, the gates of any image
    """

    def __init__(self, states):
        self.always_open = [np.ones_like(state) for state in states]
        maps = [gate_picture(state, state) for state in self.always_open]
        figure = style.blank(WIDTH, max(HEIGHT, 1.2 + sum(len(picture) / style.DPI + 0.35 for picture in maps)))
        self.note = words(place(figure, 0.02, 0, FULL, 0.5), 0, 0.98, va="top", linespacing=1.35)
        self.images, self.titles, below = [], [], 0.8
        for picture in maps:
            height, width = np.array(picture.shape[:2]) / style.DPI
            ax = place(figure, 0.02, below, width, height)
            self.images.append(ax.imshow(picture, aspect="auto"))
            self.titles.append(words(ax, 0, 1 + 0.06 / height))
            below += height + 0.35
        self._build_way(place(figure, 0.24, below + 0.15, FULL - 0.44, 0.16))
        moving = [self.note, *self.images, *self.titles, self.way, self.way_title]
        self.canvas = Canvas(figure, moving)

    def _build_way(self, ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        for name, x in (("A", -0.05), ("B", 1.05)):
            words(ax, x, 0.5, name, ha="center", va="center", fontsize=12, weight="bold")
        ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=style.TEXT, lw=1, clip_on=False))
        self.way = ax.add_patch(Rectangle((0, 0), 1, 1, color=style.FIRST))
        self.way_title = words(ax, -0.06, 1.35)

    def show(self, first, second, until, linear):
        """Draw the gates of two images and return how many differ; in a linear network, all are open."""
        note = "Gates, open  ■ for both   □ for neither\n◧ for A only   ◨ for B only"
        if linear:
            first = second = self.always_open
            note = "With identity in place of ReLU every gate\nis always open: nothing can switch."
        self.note.set_text(note)
        counts, kind = [], "Identity" if linear else "ReLU"
        for number, (a, b) in enumerate(zip(first, second)):
            counts.append(int(np.sum(a != b)))
            self.images[number].set_data(gate_picture(a, b))
            self.titles[number].set_text(f"{kind} {number + 1}: {counts[-1]} of {a.size} differ")
        self.way.set_width(until)
        self.way_title.set_text(f"A's ten hold for {until:.1%} of the way to B")
        return sum(counts)
