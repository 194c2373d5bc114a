"""Recurrent networks: digits read row by row, bits to remember, and gradients on their way back through time."""

import itertools

import numpy as np

from helpers.base import check_count
from helpers.experiments.digit_networks import DIGITS
from helpers.layers import Dense, ReLU
from helpers.network import Sequential
from helpers.recurrent import Recurrent

# A digit has eight rows of eight pixels: eight steps in time, with eight numbers each.
ROWS = (8, 8)
# Twice as long steps as a CNN's, so that 15 epochs are enough; and for the bits, where an epoch is a single step.
ROW_LEARNING_RATE = 6e-3
BIT_LEARNING_RATE, BIT_EPOCHS = 1e-2, 400


def as_rows(digits):
    """The digits as sequences: the images (N, 1, 8, 8) become (N, 8, 8), eight steps of eight pixels.

    Parameters
    ----------
    digits : Digits

    Returns
    -------
    Digits

    Examples
    --------
    >>> from helpers.digits import load_digits
    >>> as_rows(load_digits()).test_images.shape
    (397, 8, 8)
    """
    return digits._replace(train_images=digits.train_images[:, 0], test_images=digits.test_images[:, 0])


def row_network(activation="tanh", hidden=32, seed=0, bias=True, relu_behind=False):
    """A recurrent network that reads a digit row by row and answers from its last hidden state.

    Parameters
    ----------
    activation : str
        Between one state and the next: "identity", "tanh", "relu", …
    hidden : int
        Numbers in the hidden state.
    seed : int
        Draws the initial weights, the same for every activation.
    bias : bool
        Do the recurrent and the dense layers have biases?
    relu_behind : bool
        Put a dense layer of as many units, and a ReLU, between the last state and the answer?

    Returns
    -------
    Sequential
        (N, 8, 8) → (N, 10).

    Examples
    --------
    >>> row_network(hidden=16).parameters.size  # 16 × (8 + 16 + 1) and 10 × (16 + 1)
    570
    """
    head = [Dense(hidden, hidden, bias), ReLU()] if relu_behind else []
    layers = [Recurrent(ROWS[1], hidden, activation, bias), *head, Dense(hidden, DIGITS, bias)]
    return Sequential(layers, ROWS, seed)


def bit_sequences(steps=5):
    """All sequences of so many bits, each bit a 1 or a −1.

    Parameters
    ----------
    steps : int

    Returns
    -------
    float32 array, shape (2^steps, steps, 1)

    Examples
    --------
    >>> bit_sequences(2)[:, :, 0]
    array([[-1., -1.],
           [-1.,  1.],
           [ 1., -1.],
           [ 1.,  1.]], dtype=float32)
    """
    check_count("steps", steps)
    return np.array(list(itertools.product([-1, 1], repeat=steps)), np.float32)[:, :, None]


def first_bit(sequences):
    """What the first task asks for: 1 where the first bit is a 1, else 0.

    Examples
    --------
    >>> first_bit(bit_sequences(2))
    array([0, 0, 1, 1])
    """
    return (sequences[:, 0, 0] > 0).astype(int)


def first_equals_last(sequences):
    """What the second task asks for: 1 where the first bit and the last are the same, else 0.

    Examples
    --------
    >>> first_equals_last(bit_sequences(2))
    array([1, 0, 0, 1])
    """
    return (sequences[:, 0, 0] == sequences[:, -1, 0]).astype(int)


def bit_network(activation="tanh", hidden=16, seed=0, bias=True):
    """A recurrent network that reads one bit at a step and answers no or yes, class 0 or 1, behind the last.

    Parameters as for ``row_network``.

    Returns
    -------
    Sequential
        (N, T, 1) → (N, 2), for any T.

    Examples
    --------
    >>> bit_network()(bit_sequences(3)).shape
    (8, 2)
    """
    return Sequential([Recurrent(1, hidden, activation, bias), Dense(hidden, 2, bias)], None, seed)


def spectral_radius(matrix):
    """The largest absolute value of an eigenvalue: by what the powers of a matrix grow at each step, in the long run.

    Examples
    --------
    >>> spectral_radius(np.array([[0.5, 2.0], [0.0, -0.5]]))
    0.5
    """
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def random_recurrence(radius, hidden=32, seed=0):
    """A random matrix (hidden, hidden), normal, scaled so that its spectral radius is ``radius``.

    Examples
    --------
    >>> round(spectral_radius(random_recurrence(0.9)), 9)
    0.9
    """
    matrix = np.random.default_rng(seed).normal(size=(hidden, hidden))
    return radius * matrix / spectral_radius(matrix)


def gradient_sizes(weight_hh, activation="identity", steps=50, seed=0):
    """How large a gradient is at each step, on its way back from the last.

    The network reads normal noise. The gradient has the length 1 at the last hidden state, and a random direction.

    Parameters
    ----------
    weight_hh : array, shape (H, H)
    activation : str
    steps : int
        How many steps back.
    seed : int
        Draws the noise and the direction.

    Returns
    -------
    array, shape (steps + 1,)
        The length of the gradient at the pre-activation that is 0, 1, 2, … steps back.

    Examples
    --------
    >>> gradient_sizes(np.array([[0.5]]), steps=3)
    array([1.   , 0.5  , 0.25 , 0.125])
    """
    size, rng = len(weight_hh), np.random.default_rng(seed)
    # Noise goes into the hidden units one by one, so the gradient at the noise is that at the pre-activations.
    layer = Recurrent(size, size, activation, bias=False)
    layer.set_params(weight_ih=np.eye(size), weight_hh=np.asarray(weight_hh, np.float64))
    layer(rng.normal(size=(1, steps + 1, size)))
    grad = rng.normal(size=(1, size))
    return np.linalg.norm(layer.backward(grad / np.linalg.norm(grad))[0, ::-1], axis=1)
