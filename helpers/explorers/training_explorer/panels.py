"""The pictures of the training explorer: curves, confusion matrix, mistakes.

Each panel makes its artists once, and has a ``canvas`` and a ``show`` that brings the artists up to date.
"""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.explorers.digit_networks import NAMES
from helpers.explorers.frame import Canvas
from helpers.explorers.training_explorer.race import EVERY
from helpers.figures import style
from helpers.figures.digit_images import digit_image

CHANCE_LOSS = float(np.log(10))
MISTAKES = 8
WIDTH = 3.2


class CurvePanel:
    """A curve for each network over the epochs: of its loss, with a running mean, or of its accuracy."""

    def __init__(self, kind, epochs):
        self.noisy = kind == "loss"
        figure = style.blank(WIDTH, 2.3)
        ax = figure.add_axes([0.16, 0.2, 0.81, 0.68])
        chance = CHANCE_LOSS if self.noisy else 0.1
        ax.axhline(chance, color=style.TEXT, ls=":", lw=1.5)
        ax.set(xlim=(0, epochs), xlabel="epochs", title="Loss" if self.noisy else "Test accuracy")
        ax.set_ylim(*((0, 4.5) if self.noisy else (-0.05, 1.02)))
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
        if not self.noisy:
            ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
        where, align = (chance + 0.3, "bottom") if self.noisy else (0.083, "top")
        ax.text(epochs, where, "blind guessing", ha="right", va=align, fontsize=9)
        self.raw, self.lines, self.dots = {}, {}, {}
        for name in NAMES:
            look = style.line(name)
            self.raw[name] = ax.plot([], [], color=look["color"], lw=0.8, alpha=0.45)[0]
            self.lines[name] = ax.plot([], [], **look)[0]
            dot = {"marker": style.MARKERS[name], "color": look["color"], "ms": 7, "clip_on": False, "zorder": 5}
            self.dots[name] = ax.plot([], [], ls="", **dot)[0]
        order = list(reversed(NAMES))
        spot = {"loc": "upper right"} if self.noisy else {"loc": "center right", "bbox_to_anchor": (1, 0.46)}
        place = {**spot, "handlelength": 2.4, "borderpad": 0}
        self.legend = ax.legend([self.lines[name] for name in order], [style.LABELS[name] for name in order], **place)
        self.words = dict(zip(order, self.legend.get_texts()))
        curves = [*self.raw.values(), *self.lines.values(), *self.dots.values()]
        self.canvas = Canvas(figure, [*curves, self.legend])

    def show(self, name, epochs, values, words=None):
        """Draw one network's curve; noisy losses as a thin line, under the mean of the last few."""
        values = np.asarray(values, dtype=float)
        mean = running_mean(values, EVERY) if self.noisy else values
        if self.noisy:
            self.raw[name].set_data(epochs, values)
        self.lines[name].set_data(epochs, mean)
        self.dots[name].set_data(epochs[-1:], mean[-1:])
        if words is not None:
            self.words[name].set_text(words)


def running_mean(values, width):
    """The mean of the last ``width`` values at each place, of fewer at the start.

    Examples
    --------
    >>> running_mean(np.array([1.0, 3.0, 5.0]), 2).tolist()
    [1.0, 2.0, 4.0]
    """
    total = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(values) + 1)
    start = np.maximum(end - width, 0)
    return (total[end] - total[start]) / (end - start)


class ConfusionPanel:
    """Which digit was read as which, with the counts written in."""

    def __init__(self):
        figure = style.blank(WIDTH, 3.1)
        ax = figure.add_axes([0.16, 0.135, 0.77, 0.77 * WIDTH / 3.1])
        self.image = ax.imshow(np.zeros((10, 10)), cmap=style.SEQUENTIAL, vmin=0, vmax=1)
        ax.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="digit")
        ax.tick_params(length=0)
        self.title = ax.set_title(" ")
        self.counts = Numbers(9)
        ax.add_artist(self.counts)
        self.canvas = Canvas(figure, [self.image, self.title, self.counts])

    def show(self, name, table):
        """Draw a table of counts, each row coloured by its shares."""
        share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
        self.image.set_data(share)
        self.title.set_text(f"{style.LABELS[name]}: {np.trace(table)} of {table.sum()} right")
        self.counts.entries = [
            (column, row, int(table[row, column]), "black" if share[row, column] > 0.55 else "white")
            for row, column in np.argwhere(table)
        ]


class Numbers(Artist):
    """Whole numbers at places of an axes. A number is laid out and drawn once, then copied: five times as fast as text.

    Attributes
    ----------
    entries : list of (x, y, number, colour)
    """

    def __init__(self, fontsize):
        super().__init__()
        self.fontsize, self.entries, self._pictures = fontsize, [], {}
        self.set_zorder(3)

    def draw(self, renderer):
        gc = renderer.new_gc()
        for x, y, number, colour in self.entries:
            picture = self._picture(number, colour, renderer.dpi)
            height, width = picture.shape[:2]
            left, bottom = self.axes.transData.transform((x, y)) - (width / 2, height / 2)
            renderer.draw_image(gc, round(left), round(bottom), picture)
        gc.restore()

    def _picture(self, number, colour, dpi):
        if (number, colour) not in self._pictures:
            # The plain canvas: that of the course would lay the page's colour under the number.
            figure = Figure(figsize=(0.5, 0.3), dpi=dpi, facecolor="none")
            canvas = FigureCanvasAgg(figure)
            figure.text(0.5, 0.5, str(number), ha="center", va="center", color=colour, fontsize=self.fontsize)
            canvas.draw()
            pixels = np.array(canvas.buffer_rgba())
            rows, columns = np.nonzero(pixels[:, :, 3])
            # The renderer counts rows from the bottom.
            inked = pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            self._pictures[number, colour] = np.ascontiguousarray(inked[::-1])
        return self._pictures[number, colour]


class MistakesPanel:
    """The test images that a network misread with the most confidence."""

    def __init__(self):
        figure = style.blank(WIDTH, 3.1)
        # One axes for all, in pixels from the top left.
        ax = figure.add_axes([0, 0, 1, 1], xlim=(0, 320), ylim=(310, 0))
        self.title = ax.text(3, 13, "", fontsize=11)
        corners = [(4 + 80 * (place % 4), 21 + 137 * (place // 4)) for place in range(MISTAKES)]
        self.images, self.frames = zip(*(digit_image(ax, *corner, side=73) for corner in corners))
        self.words = [ax.text(x + 36.5, y + 78, "", ha="center", va="top", fontsize=9.5) for x, y in corners]
        self.canvas = Canvas(figure, [self.title, *self.images, *self.frames, *self.words])

    def show(self, name, data, worst):
        """Draw the mistakes of ``Race.worst``; places that are left over stay empty."""
        self.title.set_text(f"Surest mistakes of {style.LABELS[name]}" if worst else "No mistakes")
        for place, (image, frame, words) in enumerate(zip(self.images, self.frames, self.words)):
            there = place < len(worst)
            for artist in (image, frame, words):
                artist.set_visible(there)
            if there:
                index, read, sure = worst[place]
                image.set_data(data.test_images[index, 0])
                words.set_text(f"a {data.test_labels[index]}, read {read}\n{sure:.0%} sure")
