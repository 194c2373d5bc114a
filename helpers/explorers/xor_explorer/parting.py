"""Whether a straight line parts some points of the plane from others, and where it passes."""

from itertools import combinations

import numpy as np

# A gap that is no larger comes from rounding. Of all settings of the explorer's sliders, with every activation, rounding
# leaves gaps of 3e-15 at most where there is none, and the smallest real one is 7e-7.
ROUNDING = 1e-9


def widest_gap(points, chosen):
    """The direction in which some points lie furthest beyond all others.

    The widest gap between two sets of points runs either from a point to a point or squarely from the line through two
    points of one set. So it is enough to try these directions: where none of them leaves a gap, no line has one.

    Parameters
    ----------
    points : array (n, 2)
    chosen : array (n,) of bool
        Some of them, but not all.

    Returns
    -------
    (array (2,), float, float) : the unit direction, the gap, which is negative where the two sets reach into one
        another, and how far along that direction its middle lies

    Examples
    --------
    >>> direction, gap, middle = widest_gap(np.array([[0.0, 0.0], [0.0, 1.0], [3.0, 0.0]]), np.array([False, False, True]))
    >>> direction, float(gap), float(middle)
    (array([1., 0.]), 3.0, 1.5)
    """
    inside, outside = points[chosen], points[~chosen]
    tried = [one - other for one in inside for other in outside]
    for side in (inside, outside):
        for one, other in combinations(side, 2):
            across, up = one - other
            tried += [np.array([-up, across]), np.array([up, -across])]
    directions = np.array(tried)
    lengths = np.hypot(*directions.T)
    # Points that have landed on one another give no direction.
    longer = lengths > ROUNDING
    if not longer.any():
        return np.array([1.0, 0.0]), 0.0, float(points[0, 0])
    directions = directions[longer] / lengths[longer, None]
    low, high = (directions @ inside.T).min(axis=1), (directions @ outside.T).max(axis=1)
    best = int(np.argmax(low - high))
    return directions[best], float(low[best] - high[best]), float(low[best] + high[best]) / 2


def landed_together(points, near=ROUNDING):
    """Groups of points that lie on one another, or so near to the first of them, as lists of indices.

    Examples
    --------
    >>> landed_together(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]))
    [[0, 2], [1], [3]]
    """
    groups = []
    for index, point in enumerate(points):
        for group in groups:
            if np.hypot(*(points[group[0]] - point)) <= near:
                group.append(index)
                break
        else:
            groups.append([index])
    return groups
