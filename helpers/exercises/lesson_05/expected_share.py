"""Exercise 5.3: where a ReLU has to stand."""

from helpers.exercises.declare import declare
from helpers.exercises.lesson_05.probes import PLACE_PROBES


def expected_share(places):
    """The share of the strokes that a network can read, by where its ReLUs stand.

    Parameters
    ----------
    places : list of str
        Any of "conv1", "conv2", "pool" and "head", in any order.

    Returns
    -------
    float
        0.25 where the network is blind to directions, 1 where nothing keeps it from reading all of them.

    Examples
    --------
    >>> expected_share(["head"]), expected_share(["head", "conv1"])
    (0.25, 1.0)
    """
    return 1.0 if "conv1" in places or "conv2" in places else 0.25


EXERCISE = declare(
    __name__,
    reference=expected_share,
    probes=PLACE_PROBES,
    batch=False,
    hints=(
        "Follow one image to the mean. As long as everything before it is linear, what is left of the image there?",
        "A ReLU behind the mean gets a number that is the same for all strokes. Can it give back what is lost?",
        "Two of the four places lie before the mean. One ReLU there is enough, whatever stands elsewhere; `in` asks "
        "whether a list contains something.",
    ),
)
