"""From strokes to an image like those of the data set.

The digits of the data set were written by hand, scanned, scaled to fill a box of 32×32 black or white points, and
counted in blocks of 4×4: that gave 8×8 numbers from 0 to 16. A drawing takes the same way here.

A stroke is a pair (ink, points): True to draw and False to erase, and an array (n, 2) of x and y on a board of 256×256
units, with the origin at the top left.
"""

import numpy as np

BOARD = 256
BITS = 32
BLOCK = 4
# Of those tried, the pen and the width whose drawings come closest to the data set: its images have 31 % ink, and
# leave the outer columns almost empty.
PEN = 42
WIDEST = 168
# A dot must not be blown up until it fills the box.
LARGEST_SCALE = 4.0

_CENTRES = (np.arange(BITS) + 0.5) * BOARD / BITS


def as_stroke(stroke):
    """A stroke with its points as floats, on the board.

    Raises
    ------
    ValueError
        Unless it is a pair of which the second holds finite numbers of shape (n, 2), n at least 1.
    """
    try:
        ink, points = stroke
        points = np.asarray(points, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"strokes: expected pairs (ink, points), got {stroke!r}") from None
    if points.ndim != 2 or points.shape[1] != 2 or len(points) == 0 or not np.all(np.isfinite(points)):
        raise ValueError(f"strokes: expected finite points of shape (n, 2) with n at least 1, got shape {points.shape}")
    return bool(ink), np.clip(points, 0, BOARD)


def rasterise(strokes, bits=None):
    """Draw strokes with a round pen: an array (32, 32) of 0 and 1, or on top of ``bits`` if given."""
    bits = np.zeros((BITS, BITS)) if bits is None else bits.copy()
    for ink, points in strokes:
        bits[distance(points) <= PEN / 2] = float(ink)
    return bits


def distance(points):
    """How far each of the 32×32 points lies from the line through ``points``, in units of the board."""
    start, end = (points, points) if len(points) == 1 else (points[:-1], points[1:])
    along = end - start
    away = np.stack(np.meshgrid(_CENTRES, _CENTRES), axis=-1)[:, :, None] - start
    # Where on each piece of the line its nearest point lies: 0 at the start, 1 at the end.
    share = np.sum(away * along, axis=-1) / np.maximum(np.sum(along * along, axis=-1), 1e-9)
    away -= np.clip(share, 0, 1)[..., None] * along
    return np.sqrt(np.min(np.sum(away * away, axis=-1), axis=-1))


def fitted(strokes):
    """Move and scale strokes so that the ink reaches from top to bottom and stands in the middle.

    The pen keeps its width. Ink that was erased again does not count.
    """
    bits = rasterise(strokes)
    ink = np.concatenate([points for draws, points in strokes if draws] or [np.zeros((0, 2))])
    place = np.minimum(ink * BITS / BOARD, BITS - 1).astype(int)
    ink = ink[bits[place[:, 1], place[:, 0]] > 0]
    if len(ink) == 0:
        return strokes
    low, high = ink.min(axis=0), ink.max(axis=0)
    width, height = np.maximum(high - low, 1e-9)
    tall = min((BOARD - PEN) / height, LARGEST_SCALE)
    wide = min((WIDEST - PEN) / width, tall)
    return [(draws, (points - (low + high) / 2) * (wide, tall) + BOARD / 2) for draws, points in strokes]


def counts(bits):
    """How many points of each 4×4 block are inked: (8, 8), from 0 to 16, as in the data set.

    Examples
    --------
    >>> counts(np.ones((32, 32)))[0].tolist()
    [16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0]
    """
    return bits.reshape(8, BLOCK, 8, BLOCK).sum(axis=(1, 3))
