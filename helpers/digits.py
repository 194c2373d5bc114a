"""The handwritten digits, and the task with the contrast flipped."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

DATA = Path(__file__).parent / "data" / "digits.npz"
TRAIN = 1400
SPLIT_SEED = 0


class Digits(NamedTuple):
    """1,400 training and 397 test images with their labels.

    Attributes
    ----------
    train_images, test_images : float32 arrays, shape (N, 1, 8, 8)
        From −1 (paper) over 0 (mid-grey) to 1 (full ink).
    train_labels, test_labels : int64 arrays, shape (N,)
        From 0 to 9.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load_digits():
    """The 1,797 digits that come with the course, always split in the same way.

    Source and licence are in ``helpers/data/README.md``.

    Returns
    -------
    Digits

    Examples
    --------
    >>> load_digits().train_images.shape
    (1400, 1, 8, 8)
    """
    with np.load(DATA) as file:
        pixels, labels = file["pixels"], file["labels"]
    order = np.random.default_rng(SPLIT_SEED).permutation(len(pixels))
    images = ((pixels[order, None].astype(np.float32)) - 8) / 8
    labels = labels[order].astype(np.int64)
    return Digits(images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:])


def flip_contrast(images, seed):
    """Flip the contrast of each image, x → −x, with probability one half.

    Parameters
    ----------
    images : array, shape (N, …), with mid-grey at 0
    seed : int or numpy.random.Generator

    Returns
    -------
    array of the same shape and dtype, a copy

    Examples
    --------
    >>> flip_contrast(np.ones((4, 1)), seed=0).ravel()
    array([-1., -1., -1.,  1.])
    """
    images = np.asarray(images)
    signs = np.random.default_rng(seed).choice([1, -1], size=len(images))
    return images * signs.astype(images.dtype).reshape(-1, *[1] * (images.ndim - 1))
