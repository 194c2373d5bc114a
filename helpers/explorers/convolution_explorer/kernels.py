"""Named 3×3 kernels, pictures to try them on, and how a kernel is drawn."""

from functools import lru_cache

import numpy as np
from PIL import Image

from helpers import style
from helpers.digits import load_digits
from helpers.explorers.stage import say

KERNELS = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "edges, horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "edges, vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "Laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "shift left": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
}
OWN = "your own"
SIZE = 72
PHOTOGRAPH = "photograph"
PICTURES = (PHOTOGRAPH, *(f"handwritten {label}" for label in range(10)))


def picture(name):
    """A picture to try a kernel on: (72, 72) for the photograph, (8, 8) for a digit.

    Parameters
    ----------
    name : str, from ``PICTURES``

    Examples
    --------
    >>> picture("handwritten 3").shape
    (8, 8)
    """
    return photograph() if name == PHOTOGRAPH else digit(int(name[-1]))


def small_picture(name):
    """The same, (8, 8) throughout: small enough for the convolution's whole matrix to be shown."""
    whole = picture(name)
    block = len(whole) // 8
    return whole.reshape(8, block, 8, block).mean(axis=(1, 3))


def greys(name):
    """The colour map under which a picture looks right: digits are ink on paper, 1 on 0."""
    return "gray" if name == PHOTOGRAPH else "gray_r"


@lru_cache(maxsize=1)
def photograph():
    """A grey photograph, (72, 72) from 0 to 1: Grace Hopper, from Matplotlib's sample data (public domain).

    Where an installation of Matplotlib comes without its samples, the digit stands in.
    """
    from matplotlib.cbook import get_sample_data

    try:
        with Image.open(get_sample_data("grace_hopper.jpg", asfileobj=False)) as image:
            grey = image.convert("L").crop((86, 20, 446, 380)).resize((SIZE, SIZE), Image.Resampling.BOX)
    except OSError:
        return np.kron(digit(), np.ones((SIZE // 8, SIZE // 8)))
    return np.asarray(grey, dtype=float) / 255


@lru_cache(maxsize=10)
def digit(label=3):
    """A handwritten digit, (8, 8) from 0 (paper) to 1 (ink): the first with this label in the training images."""
    digits = load_digits()
    first = np.flatnonzero(digits.train_labels == label)[0]
    return (digits.train_images[first, 0].astype(float) + 1) / 2


def correlate(image, kernel):
    """Cross-correlation of one image with one kernel, stride 1, no padding; quick for any kernel."""
    height, width = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width))
    for (row, column), weight in np.ndenumerate(kernel):
        result += weight * image[row : row + height, column : column + width]
    return result


class KernelPanel:
    """A kernel as coloured squares with its numbers in them."""

    def __init__(self, ax, size, title):
        ax.set(xticks=[], yticks=[], title=title)
        ax.spines[:].set_visible(False)
        self.image = ax.imshow(np.zeros((size, size)), cmap=style.DIVERGING, vmin=-1, vmax=1)
        self.numbers = [
            ax.text(column, row, "", ha="center", va="center_baseline", fontsize=10)
            for row, column in np.ndindex(size, size)
        ]
        self.artists = [self.image, *self.numbers]

    def show(self, kernel):
        """Draw a kernel of the panel's size."""
        largest = max(np.max(np.abs(kernel)), 1e-12)
        self.image.set_data(kernel / largest)
        for text, weight in zip(self.numbers, np.ravel(kernel)):
            short = say(float(np.round(weight, 3)), ".2g").replace("0.", ".")
            # Only the darkest blue is too dark for black.
            text.set(text=short, color="white" if weight < -0.6 * largest else "black")


def image_panel(ax, title, cmap="gray", low=0):
    """An empty square panel for pictures of any shape, with values from ``low`` to 1; returns the image artist."""
    ax.set(xticks=[], yticks=[], title=title)
    # A frame, because the paper of a digit is as white as the page.
    ax.spines[:].set(visible=True, color=style.GRID, linewidth=0.6)
    return ax.imshow(np.zeros((1, 1)), cmap=cmap, vmin=low, vmax=1, extent=(0, 1, 0, 1))
