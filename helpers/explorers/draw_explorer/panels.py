"""The pictures of the drawing explorer: what the networks see, what they read in it, and their feature maps.

Each panel makes its artists once, and has a ``canvas`` and a ``show`` that brings the artists up to date.
"""

import numpy as np

from helpers.explorers.digit_networks import NAMES
from helpers.explorers.frame import Canvas
from helpers.figures import style
from helpers.figures.digit_images import digit_image

WIDTH = 3.2


class SeenPanel:
    """The image as the networks get it, the ink of each pixel from 0 to 16 by its grey."""

    def __init__(self):
        figure = style.blank(1.4, 2.0)
        ax = figure.add_axes([0, 0, 1, 1], xlim=(0, 140), ylim=(200, 0))
        ax.text(4, 16, "What they see", fontsize=11)
        self.image, frame = digit_image(ax, 4, 24, side=132)
        self.words = ax.text(70, 162, "", ha="center", va="top", fontsize=9.5)
        self.canvas = Canvas(figure, [self.image, frame, self.words])

    def show(self, image, words):
        """Draw an image (8, 8) from −1 to 1, with a few words below."""
        self.image.set_data(image)
        self.words.set_text(words)


class BarsPanel:
    """The probabilities that each network gives to the ten digits."""

    def __init__(self):
        figure = style.blank(2.25, 2.5)
        self.bars, self.words = {}, {}
        for place, name in enumerate(reversed(NAMES)):
            ax = figure.add_axes([0.13, 0.58 - 0.48 * place, 0.85, 0.31])
            look = {"color": style.COLOURS[name], "ec": style.TEXT, "lw": 0.8, "width": 0.75}
            self.bars[name] = ax.bar(range(10), np.zeros(10), **look)
            ax.set(ylim=(0, 1), yticks=[0, 1], xticks=range(10), xlim=(-0.6, 9.6))
            ax.tick_params(axis="x", length=0)
            self.words[name] = ax.text(0, 1.08, "", transform=ax.transAxes, fontsize=11)
        for bar in self.bars["identity"]:
            bar.set_hatch("///")
        moving = [*self.words.values(), *(bar for bars in self.bars.values() for bar in bars)]
        self.canvas = Canvas(figure, moving)

    def show(self, name, probabilities):
        """Draw one network's ten bars, with the digit it reads above them."""
        for bar, height in zip(self.bars[name], probabilities):
            bar.set_height(height)
        read = int(np.argmax(probabilities))
        self.words[name].set_text(f"{style.LABELS[name]}: {read}, {probabilities[read]:.0%} sure")


class MapsPanel:
    """The feature maps of one convolution, before and after its activation, on one scale."""

    def __init__(self, title, maps, side):
        self.rows, self.side = maps // 8, side
        figure = style.blank(WIDTH, 0.75 + 0.8 * self.rows)
        self.images = []
        for place, words in enumerate((f"{title}, before activation", "after activation")):
            height = 0.4 * self.rows / figure.get_figheight()
            ax = figure.add_axes([0.005, (1 - place) * 0.5 + 0.01, 0.99, height])
            ax.set_axis_off()
            ax.set_title(words, fontsize=10, pad=3)
            blank = np.full(self.tiled(np.zeros((maps, side, side))).shape, np.nan)
            self.images.append(ax.imshow(blank, cmap=style.DIVERGING, vmin=-1, vmax=1, aspect="auto"))
        self.canvas = Canvas(figure, self.images)

    def tiled(self, maps):
        """Maps (F, side, side) in rows of eight, with gaps that show the page."""
        gap = max(self.side // 8, 1)
        framed = np.pad(np.asarray(maps, float), ((0, 0), (0, gap), (0, gap)), constant_values=np.nan)
        step = self.side + gap
        rows = framed.reshape(self.rows, 8, step, step).transpose(0, 2, 1, 3).reshape(self.rows * step, 8 * step)
        return rows[:-gap, :-gap]

    def show(self, before, after):
        """Draw maps (F, side, side); blue is negative, orange positive, and the strongest few per cent are cut off."""
        largest = max(np.percentile(np.abs(before), 97), 1e-12)
        for image, maps in zip(self.images, (before, after)):
            image.set_data(np.ma.masked_invalid(self.tiled(maps) / largest))
