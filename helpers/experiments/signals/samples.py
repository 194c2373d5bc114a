"""Is a sample Gaussian? Two numbers that are 0 for a Gaussian, and how far chance alone moves them.

The sampling errors hold for N independent draws from a Gaussian (large N): √(6 / N) for the skewness and √(24 / N) for
the excess kurtosis. Outputs of many units for one image are not independent, and neither are weights after training. So
the sample here is always one unit, seen over many images.
"""

import numpy as np


def skewness(sample):
    """The mean of the cubes of the standardised numbers, along the first axis: 0 for whatever is symmetric.

    Parameters
    ----------
    sample : array, shape (N, …)

    Returns
    -------
    array, shape (…)

    Examples
    --------
    >>> float(skewness(np.array([-1.0, 0.0, 1.0])))
    0.0
    """
    return _moment(sample, 3)


def excess_kurtosis(sample):
    """The mean of the standardised numbers to the fourth power, along the first axis, minus 3, which a Gaussian has.

    Negative where the tails are thinner: −1.2 for uniform numbers.

    Examples
    --------
    >>> float(excess_kurtosis(np.array([-1.0, 1.0])))
    -2.0
    """
    return _moment(sample, 4) - 3


def _moment(sample, power):
    distance = sample - sample.mean(axis=0)
    return np.mean(distance**power, axis=0) / np.mean(distance**2, axis=0) ** (power / 2)


def skewness_error(count):
    """How far chance moves the skewness of ``count`` independent Gaussian numbers: one standard deviation, √(6 / N).

    Examples
    --------
    >>> skewness_error(600)
    0.1
    """
    return float(np.sqrt(6 / count))


def kurtosis_error(count):
    """The same for the excess kurtosis, √(24 / N).

    Examples
    --------
    >>> kurtosis_error(2400)
    0.1
    """
    return float(np.sqrt(24 / count))


def share_not_gaussian(values):
    """The share of units whose skewness or excess kurtosis is further from 0 than chance explains.

    Further than two sampling errors; of truly Gaussian units some 9 % are, by chance, in one or the other.

    Parameters
    ----------
    values : array, shape (N, units)
        Each unit over N independent images. Units that give the same to all images are left out.

    Returns
    -------
    float

    Examples
    --------
    >>> share_not_gaussian(np.random.default_rng(0).uniform(size=(1000, 50)))
    1.0
    """
    values = values[:, values.std(axis=0) > 0]
    skewed = np.abs(skewness(values)) > 2 * skewness_error(len(values))
    tailed = np.abs(excess_kurtosis(values)) > 2 * kurtosis_error(len(values))
    return float(np.mean(skewed | tailed))


def typical_unit(pre_activations):
    """The unit that is positive for a middling share of the images: as many units of its layer are so more often.

    Parameters
    ----------
    pre_activations : array, shape (N, units)

    Returns
    -------
    int

    Examples
    --------
    >>> typical_unit(np.array([[1.0, 1.0, -1.0], [1.0, -2.0, -3.0]]))
    1
    """
    on = np.mean(pre_activations > 0, axis=0)
    return int(np.argsort(on, kind="stable")[len(on) // 2])
