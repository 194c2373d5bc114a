"""The small networks that the explorers show: the CNN of lessons 03 and 04, with hidden ReLUs and without."""

from functools import cache

from helpers.convolution import AvgPool2d, Conv2d
from helpers.digits import flip_contrast, load_digits
from helpers.layers import Dense, Flatten, Identity, ReLU
from helpers.network import Sequential
from helpers.optimizers import Adam
from helpers.training import train

NAMES = ("identity", "relu")
LAYERS = {"identity": Identity, "relu": ReLU}
TASKS = ("plain", "flipped")
EPOCHS = 15


def digit_network(activation, pool, seed=0):
    """The network of lesson 04, untrained; ``activation`` is a function that makes the layer, ``pool`` a class."""
    convolutions = [
        Conv2d(1, 8, 3, padding=1), activation(), pool(2),
        Conv2d(8, 16, 3, padding=1), activation(), pool(2),
    ]  # fmt: skip
    return Sequential([*convolutions, Flatten(), Dense(64, 10)], input_shape=(1, 8, 8), seed=seed)


@cache
def task_data(task):
    """The images and labels of a task, the contrast flipped with the same seeds as in the lesson."""
    digits = load_digits()
    if task == "plain":
        return digits
    return digits._replace(
        train_images=flip_contrast(digits.train_images, seed=1), test_images=flip_contrast(digits.test_images, seed=2)
    )


@cache
def trained_on_plain_digits(name):
    """The network of lesson 03, trained as it is there; once in a session, in a fifth of a second.

    Parameters
    ----------
    name : str, "identity" or "relu"

    Returns
    -------
    Sequential, to be copied and never changed

    Examples
    --------
    >>> digits = load_digits()
    >>> right = trained_on_plain_digits("relu").predict(digits.test_images) == digits.test_labels
    >>> bool(right.mean() > 0.8)
    True
    """
    digits, network = load_digits(), digit_network(LAYERS[name], AvgPool2d)
    train(network, digits.train_images, digits.train_labels, epochs=EPOCHS, seed=0, progress=False)
    return network.eval()


@cache
def trained_on_flipped_digits(name):
    """The network of lesson 04, trained on digits in both contrasts; as above, in half a second.

    With a larger learning rate and a little longer than in the lesson, so that the ReLU network reads most drawings.
    """
    data, network = task_data("flipped"), digit_network(LAYERS[name], AvgPool2d)
    optimizer = Adam(network, learning_rate=1e-2)
    train(network, data.train_images, data.train_labels, optimizer=optimizer, epochs=20, seed=0, progress=False)
    return network.eval()
