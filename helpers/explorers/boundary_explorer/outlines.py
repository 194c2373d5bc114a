"""Regions and lines of functions on a square, as paths: straight where the function is, at any size of the picture."""

import numpy as np
from contourpy import contour_generator
from matplotlib.path import Path

EMPTY = Path(np.empty((0, 2)))


def region(ticks, values):
    """Where a function is positive, as a path to be filled.

    Parameters
    ----------
    ticks : array (n,)
        The places of the grid, the same on both axes.
    values : array (n, n)
        The function on the grid, between whose points it is taken as linear.

    Returns
    -------
    Path

    Examples
    --------
    >>> ticks = np.array([-1.0, 1.0])
    >>> to_the_right = region(ticks, np.array([ticks, ticks]))
    >>> to_the_right.get_extents().x0, to_the_right.get_extents().x1
    (np.float64(0.0), np.float64(1.0))
    """
    polygons, codes = contour_generator(ticks, ticks, values, fill_type="OuterCode").filled(0, np.inf)
    return Path(np.concatenate(polygons), np.concatenate(codes)) if polygons else EMPTY


def zero_lines(ticks, functions):
    """Where functions change their sign, as one list of points in which a gap separates two lines.

    Parameters
    ----------
    ticks : array (n,)
    functions : list of arrays (n, n)

    Returns
    -------
    array (number of points, 2), with a row of NaN after each line

    Examples
    --------
    >>> ticks = np.array([-1.0, 1.0])
    >>> zero_lines(ticks, [np.array([ticks, ticks])])[:, 0]
    array([ 0.,  0., nan])
    """
    gap = np.full((1, 2), np.nan)
    parts = []
    for values in functions:
        if values.min() < 0 < values.max():
            for line in contour_generator(ticks, ticks, values, line_type="Separate").lines(0):
                parts += [line, gap]
    return np.concatenate(parts) if parts else np.empty((0, 2))
