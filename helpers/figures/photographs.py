"""A real photograph, to try things on."""

import numpy as np
from matplotlib import cbook
from PIL import Image
from PIL.Image import Resampling

from helpers.digits import load_digits


def photograph(size=96, crop=None, resampling=Resampling.LANCZOS):
    """A real photograph as a grey image, float64, shape (size, size), from 0 (black) to 1 (white).

    It is Matplotlib's sample picture of the computing pioneer Grace Hopper, in the public domain. Where an installation
    of Matplotlib comes without its samples, a handwritten digit stands in.

    Parameters
    ----------
    size : int
    crop : (left, upper, right, lower), optional
        The part to show, in pixels of the photograph; a square. By default the largest at the top.
    resampling : PIL.Image.Resampling
        How pixels are put together; ``BOX`` takes plain means, for sizes that divide the crop without a rest.

    Examples
    --------
    >>> photograph(48).shape
    (48, 48)
    """
    try:
        with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)) as file:
            picture = file.convert("L").crop(crop or _square(*file.size))
    except OSError:
        picture = Image.fromarray(np.uint8(np.round(127.5 * (1 - load_digits().train_images[0, 0]))))
    return np.asarray(picture.resize((size, size), resampling), dtype=np.float64) / 255


def _square(width, height):
    edge = min(width, height)
    left = (width - edge) // 2
    return left, 0, left + edge, edge
