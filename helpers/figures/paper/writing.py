"""Words that are drawn again and again, kept as small images.

Matplotlib sets each glyph anew in Python: of what a picture that follows a slider takes to draw, words take half,
although most of them are the same in every picture. What is met a second time is kept, and laid on the picture as it is.
"""

import math
from collections import OrderedDict

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

# Some ten pictures' worth of words; an image of one line takes 20 to 100 kB.
KEPT = 200
# Slanted and overhanging glyphs reach beyond the box that a font reports, by less than this, in pixels.
MARGIN = 8

_lines = OrderedDict()


def kept(renderer, gc, x, y, s, prop, ismath, mtext):
    """The image of a line of words and where its lower left corner goes, or None where it is met for the first time.

    Parameters
    ----------
    renderer : RendererAgg, on which the line is to be drawn
    gc, x, y, s, prop, ismath, mtext : as for its ``draw_text``; ``y`` counts from the top

    Returns
    -------
    (image, left, bottom), or None
        A uint8 array (height, width, 4), and whole pixels from the lower left corner of the renderer.
    """
    # By even numbers of pixels: where a renderer rounds a half, it rounds it to the even one.
    left, top = 2 * math.floor(x / 2), 2 * math.floor(y / 2)
    within = x - left, y - top
    # A font's properties can be changed in place, so their hash stands for them.
    key = s, hash(prop), ismath, within, tuple(gc.get_rgb()), gc.get_alpha(), gc.get_antialiased(), renderer.dpi
    met, line = key in _lines, _lines.pop(key, None)
    if met and line is None:
        line = _image(renderer, gc, *within, s, prop, ismath, mtext)
    _lines[key] = line
    if len(_lines) > KEPT:
        _lines.popitem(last=False)
    if line is None:
        return None
    image, above = line
    return image, left - MARGIN, round(renderer.height) - (top - above + image.shape[0])


def _image(renderer, gc, x, y, s, prop, ismath, mtext):
    """A line of words alone on nothing, and how many rows of it lie above the pixel that holds its base line."""
    width, height, below = renderer.get_text_width_height_descent(s, prop, ismath)
    above = 2 * math.ceil((height - below) / 2) + MARGIN
    alone = RendererAgg(math.ceil(x + width) + 2 * MARGIN, above + math.ceil(y + below) + MARGIN, renderer.dpi)
    alone.draw_text(gc, MARGIN + x, above + y, s, prop, 0, ismath, mtext)
    # ``draw_image`` takes the lowest row first.
    image = np.array(np.asarray(alone.buffer_rgba())[::-1])
    # Drawn on nothing, thin edges lose digits of their colour. A line has one colour, and only how much of it differs.
    image[..., :3] = np.rint(255 * np.array(gc.get_rgb()[:3]))
    return image, above
