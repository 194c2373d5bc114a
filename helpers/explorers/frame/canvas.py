"""A figure that is drawn many times a second, and several pictures put together as one."""

import numpy as np

from helpers.figures import style
from helpers.figures.paper import pages


class Canvas:
    """A figure whose moving artists are drawn over a stored background.

    Ticks, labels and frames take most of the time of a drawing and rarely change. They are drawn once for each page;
    call ``forget_background`` when they do change.

    Parameters
    ----------
    figure : Figure, laid out (a layout engine would move the axes under the stored background)
    moving : list of artists that belong to axes of the figure
    """

    def __init__(self, figure, moving):
        self.figure = figure
        figure.set_dpi(style.SHARPNESS * style.DPI)
        self.moving = sorted(moving, key=lambda artist: artist.get_zorder())
        self._backgrounds = {}
        self._layout_done = figure.get_layout_engine() is None
        for artist in self.moving:
            artist.set_animated(True)

    @property
    def size(self):
        """Width and height on the page, in its pixels."""
        return tuple(round(inches * style.DPI) for inches in self.figure.get_size_inches())

    def forget_background(self):
        """Draw ticks, labels and frames anew the next time."""
        self._backgrounds.clear()

    def pixels(self, page=pages.LIGHT):
        """The picture for a page: uint8, (height, width, 4), ``style.SHARPNESS`` pixels to one of the page."""
        canvas = self.figure.canvas
        if not self._layout_done:
            # Laid out once, for good: later the axes must stay where the background shows them.
            if self.figure.get_layout_engine() is not None:
                self.figure.get_layout_engine().execute(self.figure)
                self.figure.set_layout_engine("none")
            self._layout_done = True
        canvas.page = page
        if page not in self._backgrounds:
            canvas.draw()
            self._backgrounds[page] = canvas.copy_from_bbox(self.figure.bbox)
        canvas.restore_region(self._backgrounds[page])
        for artist in self.moving:
            if artist.get_visible():
                artist.axes.draw_artist(artist)
        return canvas.pixels()

    def close(self):
        """Let go of everything that was drawn."""
        self._backgrounds.clear()
        self.moving = []
        self.figure.clear()


def side_by_side(pictures, width, page=pages.LIGHT):
    """Put pictures together as they stand on a wide page.

    Parameters
    ----------
    pictures : list of uint8 arrays (height, width, 4)
    width : int, in pixels of the pictures, at which a new row begins
    page : Page
        Its colour fills what they leave free.

    Returns
    -------
    uint8 array (height, width, 4)
    """
    places, x, y, below = [], 0, 0, 0
    for picture in pictures:
        if x + picture.shape[1] > width:
            x, y = 0, below
        places.append((slice(y, y + picture.shape[0]), slice(x, x + picture.shape[1])))
        x, below = x + picture.shape[1], max(below, y + picture.shape[0])
    across = max(columns.stop for _, columns in places)
    whole = np.empty((below, across, 4), np.uint8)
    whole[:] = *pages.rgb_bytes(page.colour), 255
    for place, picture in zip(places, pictures):
        whole[place] = picture
    return whole
