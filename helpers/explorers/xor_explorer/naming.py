"""Where a name can be written beside a dot without hiding another."""

import numpy as np


def free_place(dots, place, size, taken, low, side):
    """Where beside a place a word of a size can stand: free of dots and of words, inside the axes; all in pixels.

    Parameters
    ----------
    dots : array (n, 2)
    place : array (2,)
    size : pair of float
        Half the word's width and half its height.
    taken : list of (array (2,), float)
        Middle and half the width of each word that stands already.
    low : float
        The lower and left edge of the axes.
    side : float
        How wide and high they are.

    Returns
    -------
    array (2,) : the word's middle

    Examples
    --------
    >>> dots = np.array([[50.0, 50.0], [50.0, 62.0]])
    >>> x, y = free_place(dots, dots[0], (8, 7), [], low=0, side=100)
    >>> bool(y < 50)
    True
    """
    size = np.array(size)
    turn = 2 * np.pi * np.arange(16) / 16
    away = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    # A word is wider than high: to the sides its middle is farther away.
    tried = place + away * ((size + 9) * [0.94, 1])
    room = (np.abs(tried[:, None] - dots) - (size + 7)).max(axis=2).min(axis=1)
    for other, wide in taken:
        room = np.minimum(room, (np.abs(tried - other) - [size[0] + wide + 2, 2 * size[1]]).max(axis=1))
    inside = ((tried >= low + size) & (tried <= low + side - size)).all(axis=1)
    # Where there is room, away from the other dots.
    score = 20 * np.minimum(room, 0) + away @ (place - dots.mean(axis=0)) / side - 1000 * ~inside
    return tried[np.argmax(score)]
