"""The digits as the experiments need them: divided anew, flipped by chance, flipped evenly, in both contrasts."""

import numpy as np

from helpers.digits import Digits, flip_contrast, load_digits


def split_digits(seed=0):
    """Divide the 1,797 digits anew into 1,400 for training and 397 for testing.

    Parameters
    ----------
    seed : int
        0 is the course's own division.

    Returns
    -------
    Digits

    Examples
    --------
    >>> np.array_equal(split_digits(0).test_labels, load_digits().test_labels)
    True
    """
    digits = load_digits()
    if seed == 0:
        return digits
    train = len(digits.train_labels)
    images = np.concatenate([digits.train_images, digits.test_images])
    labels = np.concatenate([digits.train_labels, digits.test_labels])
    order = np.random.default_rng(seed).permutation(len(labels))
    images, labels = images[order], labels[order]
    return Digits(images[:train], labels[:train], images[train:], labels[train:])


def flipped(digits, seed=0):
    """Flip the contrast of each image with probability one half, once and for all.

    Parameters
    ----------
    digits : Digits
    seed : int
        Another seed is another pattern of flips. With 0, training images follow seed 1 and test images seed 2.

    Returns
    -------
    Digits
        The same labels.

    Examples
    --------
    >>> digits = load_digits()
    >>> set(np.unique(flipped(digits).train_images * digits.train_images >= 0))
    {np.False_, np.True_}
    """
    train, test = (flip_contrast(images, 2 * seed + way) for way, images in ((1, digits.train_images),
                                                                              (2, digits.test_images)))  # fmt: skip
    return digits._replace(train_images=train, test_images=test)


def evenly_flipped(digits, seed=0):
    """As ``flipped``, but of each digit exactly half of the training images are flipped, or half but one.

    Returns
    -------
    Digits

    Examples
    --------
    >>> digits = load_digits()
    >>> np.abs(share_flipped(digits, evenly_flipped(digits)) - 0.5).max() < 0.005
    np.True_
    """
    rng, signs = np.random.default_rng(seed), np.ones(len(digits.train_labels), np.float32)
    for label in np.unique(digits.train_labels):
        of_this_label = np.flatnonzero(digits.train_labels == label)
        signs[rng.permutation(of_this_label)[: len(of_this_label) // 2]] = -1
    return flipped(digits, seed)._replace(train_images=digits.train_images * signs[:, None, None, None])


def in_both_contrasts(images, labels):
    """Every image twice: as it is, and with its contrast flipped.

    Parameters
    ----------
    images : array, shape (N, …)
    labels : array, shape (N,)

    Returns
    -------
    (images (2N, …), labels (2N,))
        First all as they are, then all flipped.

    Examples
    --------
    >>> in_both_contrasts(np.array([[1.0], [2.0]]), np.array([7, 8]))[1]
    array([7, 8, 7, 8])
    """
    return np.concatenate([images, -images]), np.tile(labels, 2)


def share_flipped(digits, flips):
    """For each digit, the share of its training images that are flipped.

    Parameters
    ----------
    digits, flips : Digits
        Before and after flipping.

    Returns
    -------
    array, shape (10,)

    Examples
    --------
    >>> digits = load_digits()
    >>> share_flipped(digits, digits._replace(train_images=-digits.train_images))
    array([1., 1., 1., 1., 1., 1., 1., 1., 1., 1.])
    """
    changed = np.any(digits.train_images != flips.train_images, axis=(1, 2, 3))
    return np.array([changed[digits.train_labels == label].mean() for label in np.unique(digits.train_labels)])
