"""The small networks that the explorers show: the CNN of the lessons trained, with hidden ReLUs and without."""

from functools import cache

from helpers.digits import flip_contrast, load_digits
from helpers.experiments.digit_networks import digit_network
from helpers.explorers.frame.notice import announce
from helpers.layers import Identity, ReLU
from helpers.optimizers import Adam
from helpers.training import train

NAMES = ("identity", "relu")
LAYERS = {"identity": Identity, "relu": ReLU}
TASKS = ("plain", "flipped")
EPOCHS = 15


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
    say_that_it_trains("plain digits")
    digits, network = load_digits(), digit_network(LAYERS[name])
    train(network, digits.train_images, digits.train_labels, epochs=EPOCHS, seed=0, progress=False)
    return network.eval()


@cache
def trained_on_flipped_digits(name):
    """The network of lesson 05, trained on digits in both contrasts; as above, in half a second.

    With a larger learning rate and a little longer than in the lesson, so that the ReLU network reads most drawings.
    """
    say_that_it_trains("digits in both contrasts")
    data, network = task_data("flipped"), digit_network(LAYERS[name])
    optimizer = Adam(network, learning_rate=1e-2)
    train(network, data.train_images, data.train_labels, optimizer=optimizer, epochs=20, seed=0, progress=False)
    return network.eval()


@cache
def say_that_it_trains(task):
    """Say once for each task why nothing is shown yet: on a slow or busy machine it takes many seconds."""
    announce(f"First, small networks are trained on {task}. This takes a few seconds.")
