"""The two pages a figure may stand on, and how one figure is drawn for either.

A figure is made once, in the ink of the light page. A renderer for the dark page draws the same figure with the ink
that reads there; on both, words in a hue take the shade of it that reads. So nothing that draws has to know the page.
"""

import functools
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_hex, to_rgb

from helpers.figures.paper import writing


class Page(NamedTuple):
    """A page: its own colour, and that of the text on it."""

    colour: str
    ink: str


LIGHT = Page("#ffffff", "#24272b")
DARK = Page("#111111", "#e3e3e3")

# What a figure's text and axes are made with. No grey of a photograph is exactly this colour.
INK = LIGHT.ink
# The least contrast of text with its page: level AAA of the Web Content Accessibility Guidelines.
LEGIBLE = 7


def contrast(one, other):
    """The contrast ratio of two colours, from 1 to 21, as the Web Content Accessibility Guidelines define it.

    Examples
    --------
    >>> round(contrast("black", "white"), 2)
    21.0
    """
    bright, dark = sorted((_luminance(colour) for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def on_page(colour, page):
    """A colour as it is drawn on a page: another only where it is the ink."""
    return page.ink if to_hex(colour[:3]) == INK else colour


@functools.cache
def word_colour(colour, page):
    """The shade in which words of a colour are written on a page, with at least the contrast ``LEGIBLE``.

    Parameters
    ----------
    colour : tuple of float, RGB or RGBA
        Black and white stay what they are: they are written on a patch of colour, not on the page.
    page : Page

    Returns
    -------
    tuple of float, RGB

    Examples
    --------
    >>> violet = to_rgb("#8a63f5")
    >>> [contrast(word_colour(violet, page), page.colour) > LEGIBLE for page in (LIGHT, DARK)]
    [True, True]
    """
    colour = to_rgb(on_page(colour, page))
    if to_hex(colour) in ("#000000", "#ffffff"):
        return colour
    toward = np.array(to_rgb(page.ink))
    for share in np.linspace(0, 1, 65):
        shade = tuple((1 - share) * np.array(colour) + share * toward)
        # A little more, as a picture holds whole numbers from 0 to 255.
        if contrast(shade, page.colour) >= LEGIBLE + 0.1:
            break
    return shade


def _four_bytes(colour):
    """An opaque pixel of a colour as one number."""
    return np.array([*rgb_bytes(colour), 255], np.uint8).view(np.uint32)[0]


def rgb_bytes(colour):
    """A colour as three whole numbers from 0 to 255."""
    return [round(255 * part) for part in to_rgb(colour)]


class PageRenderer(RendererAgg):
    """Draws in the colours of a page."""

    def __init__(self, width, height, dpi, page):
        super().__init__(width, height, dpi)
        self.page = page
        if page != LIGHT:
            # Agg hangs these on the instance, where a method of this class would not be seen.
            for name in ("draw_markers", "draw_path_collection", "draw_image"):
                setattr(self, name, functools.partial(getattr(self, f"_{name}"), getattr(self, name)))

    def draw_path(self, gc, path, transform, rgbFace=None):
        self._in_ink(gc)
        super().draw_path(gc, path, transform, self._face(rgbFace))

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        before = gc.get_rgb()
        gc.set_foreground((*word_colour(tuple(before), self.page), before[3]), isRGBA=True)
        # What is turned or cut off is rare, and drawn every time: Agg cuts off an image elsewhere, by a pixel.
        plain = not angle and gc.get_clip_rectangle() is None
        line = writing.kept(self, gc, x, y, s, prop, ismath, mtext) if plain else None
        if line:
            image, *corner = line
            self.draw_image(gc, *corner, image)
        else:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        gc.set_foreground(before, isRGBA=True)

    def _draw_markers(self, draw, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        self._in_ink(gc)
        draw(gc, marker_path, marker_trans, path, trans, self._face(rgbFace))

    def _draw_path_collection(self, draw, *arguments, **options):
        *what, faces, edges = arguments[:8]
        draw(*what, self._faces(faces), self._faces(edges), *arguments[8:], **options)

    def _draw_image(self, draw, gc, x, y, im, *rest):
        whole = np.ascontiguousarray(im).view(np.uint32)[..., 0]
        inked = whole == _four_bytes(INK)
        if inked.any():
            im = np.where(inked, _four_bytes(self.page.ink), whole).view(np.uint8).reshape(im.shape)
        draw(gc, x, y, im, *rest)

    def _in_ink(self, gc):
        if self.page != LIGHT:
            line, hatch = gc.get_rgb(), gc.get_hatch_color()
            gc.set_foreground((*to_rgb(on_page(line, self.page)), line[3]), isRGBA=True)
            if hatch is not None:
                gc.set_hatch_color((*to_rgb(on_page(hatch, self.page)), 1.0))

    def _face(self, colour):
        if colour is None or self.page == LIGHT:
            return colour
        return (*to_rgb(on_page(colour, self.page)), *colour[3:])

    def _faces(self, colours):
        colours = np.array(colours, dtype=float)
        if colours.size:
            inked = np.all(np.abs(colours[:, :3] - to_rgb(INK)) < 1e-6, axis=1)
            colours[inked, :3] = to_rgb(self.page.ink)
        return colours


class PageCanvas(FigureCanvasAgg):
    """A canvas that draws its figure on one of the pages, by default on the light one.

    Attributes
    ----------
    page : Page
        Changed between two drawings, it changes the second.
    """

    page = LIGHT

    def get_renderer(self):
        key = *self.get_width_height(physical=True), self.figure.dpi, self.page
        if self._lastKey != key:
            self.renderer = PageRenderer(*key)
            self._lastKey = key
        return self.renderer

    def draw(self):
        self.figure.set_facecolor(self.page.colour)
        super().draw()

    def pixels(self):
        """What was drawn last: uint8, (height, width, 4), opaque. A copy."""
        return np.array(self.buffer_rgba())


def pixels(figure, page=LIGHT, dpi=None):
    """Draw a figure on a page.

    Parameters
    ----------
    figure : Figure
    page : Page
    dpi : float, optional
        The figure's own by default.

    Returns
    -------
    uint8 array (height, width, 4), opaque
    """
    canvas = figure.canvas if isinstance(figure.canvas, PageCanvas) else PageCanvas(figure)
    before = figure.dpi, canvas.page
    canvas.page = page
    figure.set_dpi(dpi or figure.dpi)
    try:
        canvas.draw()
        return canvas.pixels()
    finally:
        figure.set_dpi(before[0])
        canvas.page = before[1]
