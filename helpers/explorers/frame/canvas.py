"""A figure that is drawn many times a second, and several pictures put together as one."""

import io

from PIL import Image

from helpers.figures import style


class Canvas:
    """A figure whose moving artists are drawn over a stored background.

    Ticks, labels and frames take most of the time of a drawing and rarely change. They are drawn once; call
    ``forget_background`` when they do change.

    Parameters
    ----------
    figure : Figure, laid out (a layout engine would move the axes under the stored background)
    moving : list of artists that belong to axes of the figure
    """

    def __init__(self, figure, moving):
        self.figure = figure
        self.moving = sorted(moving, key=lambda artist: artist.get_zorder())
        self._background = None
        self._layout_done = figure.get_layout_engine() is None
        for artist in self.moving:
            artist.set_animated(True)

    def forget_background(self):
        """Draw ticks, labels and frames anew the next time."""
        self._background = None

    def png(self):
        """The picture as PNG bytes."""
        canvas = self.figure.canvas
        if not self._layout_done:
            # Laid out once, for good: later the axes must stay where the background shows them.
            if self.figure.get_layout_engine() is not None:
                self.figure.get_layout_engine().execute(self.figure)
                self.figure.set_layout_engine("none")
            self._layout_done = True
        if self._background is None:
            canvas.draw()
            self._background = canvas.copy_from_bbox(self.figure.bbox)
        canvas.restore_region(self._background)
        for artist in self.moving:
            if artist.get_visible():
                artist.axes.draw_artist(artist)
        return style.encode_png(canvas.buffer_rgba())

    def close(self):
        """Let go of everything that was drawn."""
        self._background = None
        self.moving = []
        self.figure.clear()


def side_by_side(pictures, page):
    """Put PNG pictures together as they stand on a wide page.

    Parameters
    ----------
    pictures : list of bytes, PNG each
    page : int, the width in pixels at which a new row begins

    Returns
    -------
    (bytes, int) : one PNG, and its width in pixels
    """
    places, x, y, below = [], 0, 0, 0
    images = [Image.open(io.BytesIO(png)) for png in pictures]
    for image in images:
        if x + image.width > page:
            x, y = 0, below
        places.append((x, y))
        x, below = x + image.width, max(below, y + image.height)
    width = max(place[0] + image.width for place, image in zip(places, images))
    whole = Image.new("RGBA", (width, below))
    for place, image in zip(places, images):
        whole.paste(image, place)
    return style.encode_png(whole), width
