"""Training is fitting a function to data: one input, one output, and a curve through the dots.

The hidden layers are drawn at random and stay as they are; only the last layer is fitted, by least squares. So a fit
takes a millisecond and is the best that these hidden units can do.
"""

from typing import NamedTuple

import numpy as np

from helpers.base import check_count

# The inputs at which a curve is known, and fitted.
INPUTS = np.linspace(-1, 1, 201)
# The golden ratio's: multiples of it, without their whole part, spread over 0 to 1 however many are taken.
GOLDEN = (np.sqrt(5) - 1) / 2
# Directions in which the units differ by less than this are rounding error, and nothing is to be fitted with it.
ROUNDING = 1e-12
# The spread of the pre-activations of a layer, over the inputs.
STEEPNESS = 3.0

CURVES = {
    "line": lambda x: 0.8 * x - 0.1,
    "corner": lambda x: 2 * np.abs(x) - 1,
    "bump": lambda x: 2 * np.exp(-16 * x**2) - 1,
    # Neither odd nor even, so that squares and cubes have something to do.
    "sine": lambda x: np.sin(5 * x + 1),
    "steps": lambda x: np.where(np.sin(2 * np.pi * x) < 0, -0.9, 0.9),
}


def square(z):
    """The square of each number: bent everywhere, and still only a polynomial.

    Examples
    --------
    >>> square(np.array([-2.0, 3.0]))
    array([4., 9.])
    """
    return np.square(z)


def cube(z):
    """The cube of each number, a polynomial as well.

    Examples
    --------
    >>> cube(np.array([-2.0, 3.0]))
    array([-8., 27.])
    """
    return np.asarray(z) ** 3


class CurveFit(NamedTuple):
    """A fitted curve: what it gives, how far it is off, and what it is made of.

    Attributes
    ----------
    fitted : array, shape (N,)
        hidden @ weights + bias.
    error : float
        The root of the mean squared miss, in the units of y.
    hidden : array, shape (N, units)
        The outputs of the last hidden layer.
    weights : array, shape (units,)
    bias : float
    """

    fitted: np.ndarray
    error: float
    hidden: np.ndarray
    weights: np.ndarray
    bias: float


def random_hidden(x, activation, units, depth=1, seed=0):
    """The outputs of the last of some random hidden layers.

    The weights are normal, and scaled so that the pre-activations of a layer spread by about 3 over the inputs. The
    bias of a unit puts the 0 of its pre-activation onto one of the inputs, so that the bends of all units spread over
    the data.

    Parameters
    ----------
    x : array, shape (N,)
    activation : function of an array
        It works on one number at a time.
    units : int
        In each hidden layer. With one layer and the same seed, more units contain the fewer.
    depth : int
        Hidden layers.
    seed : int

    Returns
    -------
    array, shape (N, units)

    Raises
    ------
    ValueError
        If x is not a row of at least two numbers, or ``units`` or ``depth`` is not a whole number of at least 1.

    Examples
    --------
    >>> random_hidden(INPUTS, np.tanh, units=5, depth=2).shape
    (201, 5)
    """
    x = np.asarray(x, float)
    if x.ndim != 1 or len(x) < 2:
        raise ValueError(f"x: expected one row of at least two numbers, got shape {x.shape}")
    check_count("units", units)
    check_count("depth", depth)
    h = x[:, None]
    for layer in range(depth):
        places, weights = np.random.default_rng([seed, layer]).spawn(2)
        # Scaled for the layer as a whole: a unit whose weights happen to cancel stays small, with its rounding errors.
        spread = np.sqrt(np.sum(h.var(axis=0))) or 1.0
        z = h @ weights.normal(size=(units, h.shape[1])).T * (STEEPNESS / spread)
        bends = (places.random() + GOLDEN * np.arange(units)) % 1
        h = activation(z - z[(bends * len(x)).astype(int), np.arange(units)])
    return h


def fit_curve(x, y, activation, units, depth=1, seed=0):
    """Fit the last layer of a network with random hidden layers by least squares.

    Parameters
    ----------
    x, y : arrays, shape (N,)
    activation, units, depth, seed : as for ``random_hidden``

    Returns
    -------
    CurveFit

    Raises
    ------
    ValueError
        As ``random_hidden`` does, and unless y has the shape of x.

    Examples
    --------
    With the identity, the fit is the line of linear regression, however many units there are:

    >>> fit = fit_curve(INPUTS, INPUTS**2, lambda z: z, units=64, depth=3)
    >>> bool(np.allclose(fit.fitted, np.mean(INPUTS**2)))
    True
    """
    hidden, y = random_hidden(x, activation, units, depth, seed), np.asarray(y, float)
    if y.shape != (len(hidden),):
        raise ValueError(f"y: expected one number for each of {len(hidden)} inputs, got shape {y.shape}")
    with_ones = np.column_stack([hidden, np.ones(len(y))])
    weights = np.linalg.lstsq(with_ones, y, rcond=ROUNDING)[0]
    fitted = with_ones @ weights
    return CurveFit(fitted, float(np.sqrt(np.mean((fitted - y) ** 2))), hidden, weights[:-1], float(weights[-1]))


def error_against_width(curve, activation, widths, seeds=range(5), depth=1):
    """The error of the fit for each width of the hidden layers, and each draw of them.

    Parameters
    ----------
    curve : function of an array, such as ``CURVES["sine"]``
    activation : function of an array
    widths : sequence of int
        Units in each hidden layer.
    seeds : sequence of int
    depth : int

    Returns
    -------
    array, shape (seeds, widths)
        Root mean square, in the units of the curve.

    Examples
    --------
    The parabola needs two squares, and no more:

    >>> error_against_width(square, square, widths=(1, 2, 64), seeds=[0]).round(6) < 1e-6
    array([[False,  True,  True]])
    """
    y = curve(INPUTS)
    return np.array(
        [[fit_curve(INPUTS, y, activation, width, depth, seed).error for width in widths] for seed in seeds]
    )
