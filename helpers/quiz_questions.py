"""The questions at the end of each lesson."""

from typing import NamedTuple


class Question(NamedTuple):
    """One question.

    Attributes
    ----------
    text : str
    choices : tuple of str
    answer : int
        The index of the right choice.
    why : str
        Shown for the right choice: why it is right.
    hint : str
        Shown for a wrong one: where to look again.
    """

    text: str
    choices: tuple
    answer: int
    why: str
    hint: str


QUESTIONS = {
    "00": (
        Question(
            "How many parameters does a ReLU layer add to a network?",
            ("one for each number it changes", "as many as the layer before it", "none"),
            2,
            "It only replaces negative numbers by 0. Its row in the summary has a dash for parameters.",
            "Look at the ReLU rows in the summary table again.",
        ),
        Question(
            "Why was it not enough to switch the ReLUs off in the trained network?",
            (
                "weights learned with ReLUs might simply be the wrong ones without them",
                "the images were too small",
                "switching off also removes the biases",
            ),
            0,
            "A fair comparison lets the network without activations find its own weights. It did little better.",
            "Think of the objection that the lesson raised right after the first measurement.",
        ),
        Question(
            "What is a pre-activation?",
            (
                "the output of an activation function",
                "the weighted sum of the inputs plus the bias",
                "the initial value of a weight",
            ),
            1,
            "It is z, the number that the activation function then acts on.",
            "It is what your exercise computed: the number before any activation acts.",
        ),
    ),
    "01": (
        Question(
            "A Keras layer is built with activation=None. Which function acts on its pre-activation?",
            ("ReLU, the default", "the identity", "softmax"),
            1,
            "No activation, linear activation and identity are three names for the same thing.",
            "Nothing is applied. Which function leaves every number as it is?",
        ),
        Question(
            "During the backward pass you have a = relu(z) but no longer z. Which test finds the open gates?",
            ("a > 0", "a >= 0", "a == 0"),
            0,
            "a is positive exactly where z is. a >= 0 is always true, and the gate would never close.",
            "a is never negative. Which of these tests can ever be false in the right places?",
        ),
        Question(
            "Subtracting the largest logit before softmax…",
            (
                "changes the probabilities a little, but safely",
                "makes all logits positive",
                "changes nothing on paper and prevents overflow",
            ),
            2,
            "Numerator and denominator shrink by the same factor, and exp sees nothing above 0.",
            "Write out numerator and denominator with z − m in place of z. What cancels?",
        ),
        Question(
            "Which function's derivative is exactly zero for every negative z?",
            ("ReLU", "sigmoid", "leaky ReLU"),
            0,
            "To the left of 0 its slope is 0. That is how a unit can die.",
            "A curve that only approaches a flat line still has a slope. Which one is flat?",
        ),
    ),
    "02": (
        Question(
            "Layers W1, then W2, then W3, all biases zero, no activations. The one equivalent matrix is…",
            ("W1 W2 W3", "W3 W2 W1", "W1 + W2 + W3"),
            1,
            "The first layer acts on x first, so its matrix stands next to x, on the right.",
            "Write W3 (W2 (W1 x)) and take the brackets away.",
        ),
        Question(
            "A linear network gets a sigmoid on its output, and says yes above ½. Its decision boundary is…",
            ("an S-shaped curve", "as curved as its depth allows", "a straight line (a hyperplane)"),
            2,
            "σ(z) > ½ exactly where z > 0, and z is linear in x.",
            "For which z is σ(z) above one half?",
        ),
        Question(
            "Why can no affine function compute XOR?",
            (
                "the two yes-corners and the two no-corners have the same midpoint",
                "its weights cannot be negative",
                "it has too few parameters",
            ),
            0,
            "So the sums of its values over both pairs are equal, and XOR needs them different.",
            "Two pairs of corners share something. Where do their diagonals cross?",
        ),
        Question(
            "What does a deeper network gain, if all hidden activations are the identity?",
            ("more linear pieces", "curved boundaries", "nothing it could not do with one layer"),
            2,
            "The layers multiply out to one matrix and one bias.",
            "You counted the pieces for identity at three depths. What did you find?",
        ),
    ),
    "03": (
        Question(
            "Convolution shares its weights and looks at small windows. Does this make it nonlinear?",
            ("yes", "only with stride above 1", "no: it is a matrix with repeated entries and zeros"),
            2,
            "Sharing and zeros save parameters. Every output is still a fixed weighted sum of inputs.",
            "Is there a matrix that gives the same output? You built one.",
        ),
        Question(
            "Three 3×3 convolutions in a row, nothing in between. The one equivalent kernel is…",
            ("3×3", "7×7", "9×9"),
            1,
            "Each further 3×3 kernel adds 2 to the width: 3, 5, 7.",
            "Two gave 5×5, so the second added 2. What does the third add?",
        ),
        Question(
            "Which of these layers is not linear at inference?",
            ("batch norm", "dropout", "max pooling", "average pooling"),
            2,
            "The largest of a sum is not the sum of the largest. The other three pass the superposition test.",
            "Look at what your superposition test printed.",
        ),
    ),
    "04": (
        Question(
            "You compare a CNN with and without ReLU. Both use max pooling, and both do well. What follows?",
            (
                "max pooling is a nonlinearity of its own, so this test cannot tell",
                "ReLU is of no use",
                "the data must be linear",
            ),
            0,
            "Use average pooling, which is linear, and the difference appears.",
            "Is the network without ReLU a linear network?",
        ),
        Question(
            "A linear network f(x) = A x gets x right with a clear margin. What does it say to −x?",
            (
                "the same digit",
                "its logits change sign: the right digit now has the lowest score",
                "it depends on the depth",
            ),
            1,
            "f(−x) = −f(x). What is right for x is wrong for −x.",
            "Put −x into A x. Which sign comes out?",
        ),
        Question(
            "Several entries of a pooling window tie for the largest. In this course, as in PyTorch, the gradient goes to…",
            ("all of them", "the first of them", "none of them"),
            1,
            "One pixel was passed on, so one pixel gets the gradient. That it is the first is a convention.",
            "How much gradient came in for this window, and how much may go out?",
        ),
        Question(
            "Where should a CNN have its hidden activations?",
            (
                "only before the output",
                "only in the dense part",
                "after each convolution, so that the next can build on it",
            ),
            2,
            "Without one in between, neighbouring convolutions melt into a single linear one.",
            "What do two convolutions with nothing in between add up to?",
        ),
    ),
}
