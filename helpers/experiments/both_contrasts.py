"""What a network reads of an image and its negative, and what a linear network can read of them at most."""

import numpy as np


def read_right(network, images, labels):
    """For each image, is it read right?

    Returns
    -------
    array of bool, shape (N,)

    Examples
    --------
    >>> from helpers.layers import Identity
    >>> from helpers.network import Sequential
    >>> read_right(Sequential([Identity()]), np.array([[2.0, 1.0], [2.0, 1.0]]), np.array([0, 1]))
    array([ True, False])
    """
    return network.predict(images) == np.asarray(labels)


def reads_both(network, images, labels):
    """The share of images that are read right as they are *and* with their contrast flipped.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …), with mid-grey at 0
    labels : array of int, shape (N,)

    Returns
    -------
    float

    Examples
    --------
    Two logits z and −z, so that flipping the image always changes the answer:

    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> network = Sequential([Dense(1, 2)])
    >>> network.parameters[...] = [1, -1, 0, 0]
    >>> reads_both(network, np.array([[1.0], [2.0]]), np.array([0, 0]))
    0.0
    """
    return float(np.mean(read_right(network, images, labels) & read_right(network, -images, labels)))


def most_that_linear_reads(labels):
    """The bound of the proof: what a linear network can read at most, counting every image in both contrasts.

    Of each image one contrast, and both of the images of one digit; the most common digit makes the most of it.

    Parameters
    ----------
    labels : array of int, shape (N,)

    Returns
    -------
    float
        One half, plus half of the share of the most common label.

    Examples
    --------
    >>> most_that_linear_reads(np.array([0, 0, 1, 2]))
    0.75
    """
    return float(0.5 + np.bincount(labels).max() / len(labels) / 2)


def bias_towards_flipped(network, images, labels):
    """For each digit, how much more of its images the network reads flipped than upright.

    Parameters
    ----------
    network : Sequential
    images : array, shape (N, …), all upright
    labels : array of int, shape (N,)

    Returns
    -------
    array, shape (number of labels,)
        From −1 (reads only upright ones) to 1 (only flipped ones).

    Examples
    --------
    >>> from helpers.layers import Dense
    >>> from helpers.network import Sequential
    >>> network = Sequential([Dense(1, 2)])
    >>> network.parameters[...] = [1, -1, 0, 0]
    >>> bias_towards_flipped(network, np.array([[1.0], [1.0]]), np.array([0, 1]))
    array([-1.,  1.])
    """
    more = read_right(network, -images, labels).astype(float) - read_right(network, images, labels)
    return np.array([more[labels == label].mean() for label in np.unique(labels)])


def correlation(first, second):
    """Pearson's correlation of two rows of numbers, from −1 to 1.

    Examples
    --------
    >>> round(correlation([1, 2, 3], [10, 20, 30]), 6)
    1.0
    """
    return float(np.corrcoef(first, second)[0, 1])
