"""Untruths that a review met on the cards of lessons 00 to 02: its code, what is said now, and what is said no more.

The numbers are those of the review: 27 to 44 of lessons 00 to 02, and, with a letter, of the answers that people hand in.
"""

import subprocess
import sys
import types
from inspect import signature
from textwrap import indent

import numpy as np
import pytest
from answers import a_right_answer, cell

from helpers.activations import relu, tanh
from helpers.exercises import check, declare
from helpers.exercises.card.cards import card_html, card_text, comparison
from helpers.exercises.card.solutions import another_way, solution
from helpers.exercises.declare import Exercise, Probe, all_exercises, get
from helpers.exercises.mistakes import Catalogue, compiled
from helpers.exercises.source import Source
from helpers.notebooks import SOLUTIONS, exercises_in, read_cells, without_answers

# Until then with a warning alone, so that no card is shown for it.
NUMPY_TAKES_ONE_ENTRY = np.lib.NumpyVersion(np.__version__) < "2.4.0"


def stub_cell(name, answer):
    """Put an answer into the cell of the lesson, where the docstring speaks of n, of W1 and of other names."""
    exercise = get(name)
    (path,) = SOLUTIONS.glob(f"{exercise.lesson:02d}_*.ipynb")
    found = (
        one.source for one in read_cells(path) if one.kind == "code" and exercise.number in exercises_in(one.source)
    )
    lines = without_answers(next(found)).splitlines()
    at = next(i for i, line in enumerate(lines) if "your code here" in line)
    lines[at : at + 1] = [f"    {line}" for line in answer.splitlines()]
    return cell("\n".join(line for line in lines if not line.startswith("@")) + "\n", name)


def said(name, source, **known):
    return card_text(check(name, cell(source, name, **known)))


def weights_of_xor(W1, b1, W2, b2):
    return f"def xor_weights():\n    return np.array({W1}), np.array({b1}), np.array({W2}), np.array({b2})\n"


# --- what is said, and what no more -----------------------------------------------------------------------------------

CARDS = [
    pytest.param(
        "xor_weights",
        """\
def xor_weights():
    W1 = np.array([[1, 1], [1, 1]])
    b1 = np.array([0, 0])
    W2 = np.array([[1, -1]])
    b2 = np.array([0])
    return W1, b1, W2, b2
""",
        ["The output is 0 on every corner.", "do the two cancel", "?"],
        ["Either `W2` is zero"],
        id="27-equal-units-cancel",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    W = 1
    b = 0
    for w, v in zip(weights, biases):
        W = w @ W
        b = w @ b + v
    return W, b
""",
        ["`W` still is the number 1, its start. A running product begins with an array"],
        ["Then write `*`"],
        id="28-a-product-that-begins-with-1",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    b = 0
    W = weights[0]
    for w, v in zip(weights, biases):
        b = np.dot(w, b) + v
        W = np.matmul(w, b.sum())
    return W, b
""",
        [],
        ["its start"],
        id="28-not-of-a-number-that-is-no-start",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    W = np.eye(len(weights[0]))
    b = np.zeros(len(weights[0]))
    for w, v in zip(weights, biases):
        W = w @ W
        b = w @ b + v
    return W, b
""",
        ["`W` still is the identity matrix of size 2, its start, and `w` has 3 columns."],
        ["transposed", "order swapped", "used twice"],
        id="29-an-identity-of-the-size-of-the-output",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    W, b = np.eye(2), np.zeros(2)
    for i in range(len(weights)):
        b = np.dot(weights[i], b) + biases[i]
        W = np.dot(weights[i], W)
    return W, b
""",
        ["`b` still is 2 zeros, its start, and `weights[i]` has 3 columns."],
        ["transposed", "order swapped", "used twice"],
        id="29-as-many-zeros-as-the-output",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    W = np.eye(weights[0].shape[1])
    b = np.zeros(weights[0].shape[1])
    for w, v in zip(weights, biases):
        W = w.T @ W
        b = w @ b + v
    return W, b
""",
        ["`W` still is the identity matrix of size 3, its start, and `w.T` has 2 columns."],
        [],
        id="29-the-sizes-are-those-of-what-it-meets",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    for i in range(len(weights)):
        z = x @ weights[i].T + biases[i]
        a = activation(z)
    return z
""",
        ["Does each round of your loop start again from `x`"],
        ["order swapped", "used twice"],
        id="30-a-never-fed-on",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    h = x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = h @ W.T + b + 1
        a = activation(z)
    return h @ weights[-1].T + biases[-1]
""",
        ["so the layers in between have no effect"],
        ["order swapped", "used twice"],
        id="30-a-loop-that-changes-nothing-before-the-last-layer",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    h = 1 * x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = h @ W.T - b
        a = activation(z)
    return h[:, :1] @ weights[-1][:, :1].T + biases[-1]
""",
        ["In the loop `a` gets a value that nothing uses."],
        [],
        id="30-what-nothing-uses-is-named",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    node = x
    for w, b in zip(weights, biases):
        total = node @ w.T + b
        node = activation(node)
    return total
""",
        ["`activation` gets what the layer has read, and not the layer's own sum of products and bias."],
        ["order swapped", "used twice"],
        id="30-the-sum-never-activated",
    ),
    pytest.param(
        "forward",
        "def forward(x, weights, biases, activation):\n    return x @ weights[-1].T + biases[-1]\n",
        ["Your last layer reads `x`"],
        ["loop"],
        id="30-no-loop-where-there-is-none",
    ),
    pytest.param(
        "tanh_grad",
        "def tanh_grad(z):\n    return 1 - np.tanh(np.tanh(z))\n",
        ["You take tanh of tanh. The ² in tanh² means a square"],
        ["everywhere else it is right"],
        id="33-tanh-of-tanh",
    ),
    pytest.param(
        "tanh_grad",
        "def tanh_grad(z):\n    return 1 - np.tanh^2(z)\n",
        ["`^` is not a power in Python: write `**`. Call the function first"],
        ["without being called"],
        id="33-tanh-to-the-power-by-a-circumflex",
    ),
    pytest.param(
        "tanh_grad",
        "def tanh_grad(z):\n    return 1 - tanh^2(z)\n",
        ["`^` is not a power in Python: write `**`. Call the function first"],
        ["square brackets"],
        id="33-tanh-of-ones-own-to-the-power",
    ),
    pytest.param(
        "softmax",
        "def softmax(z):\n    e = np.exp(z - 100)\n    return e / e.sum(axis=-1, keepdims=True)\n",
        ["The same number is subtracted whatever a row holds."],
        ["contains nan"],
        id="34-shift-by-100",
    ),
    pytest.param(
        "softmax",
        """\
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=0)
""",
        ["The shift is right. The sum runs down the first axis"],
        ["It fails only for"],
        id="35-stable-shift-then-axis-0",
    ),
    pytest.param(
        "softmax",
        "def softmax(z):\n    e = np.exp(z - max(z))\n    return e / sum(e)\n",
        ["Python's `max` and `sum` go along the first axis"],
        ["It fails only for"],
        id="35-max-and-sum-of-python",
    ),
    pytest.param(
        "softmax",
        "def softmax(z):\n    e = np.exp(z - max(z))\n    return e / e.sum(axis=-1, keepdims=True)\n",
        ["Python's `max` goes along the first axis"],
        ["It fails only for"],
        id="35-max-of-python",
    ),
    pytest.param(
        "softmax",
        """\
def softmax(z):
    rows = []
    for row in z:
        e = [np.exp(v - max(row)) for v in row]
        rows.append([v / sum(e) for v in e])
    return np.array(rows)
""",
        ["`z` is a single row, and `for row in z` goes through its numbers: `row` is one number here, and no row."],
        ["numpy.float64"],
        id="35-a-loop-over-rows-on-a-single-row",
    ),
    pytest.param(
        "leaky_relu_grad",
        "def leaky_relu_grad(z, slope=0.01):\n    return (z > 0) or slope\n",
        ["`or` needs one yes or no"],
        ["`if`"],
        id="37-or-and-no-if",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    return not z\n",
        ["`not` needs one yes or no"],
        ["`if`", "`max`"],
        id="37-not-and-no-if",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    while z < 0:\n        z = z + 1\n    return z\n",
        ["`while` needs one yes or no, and `z < 0` has one for each entry"],
        ["`if`", "`max`"],
        id="37-while-and-no-if",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    if z > 0:\n        return z\n    return 0\n",
        ["Python's `if` and `max` want one yes or no"],
        [],
        id="37-where-there-is-an-if-it-is-named",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    n = len(weights)
    W = weights[-1]
    b = biases[-1]
    for i in range(n - 1):
        b = b + W @ biases[i]
        W = W @ weights[i]
    return W, b
""",
        ["In your product the last matrix is followed by the first, the second and so on."],
        ["In the result `b`, no entry is right"],
        id="38-from-the-last-with-the-wrong-index",
    ),
    pytest.param(
        "collapse",
        """\
def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for i in range(len(weights) - 1):
        W = weights[i] @ W
        b = weights[i] @ b + biases[i]
    return W, b
""",
        ["Your loop takes the first layer, which the start has already, and never reaches the last."],
        ["no entry is right"],
        id="38-one-layer-too-early",
    ),
    pytest.param(
        "collapse",
        "def collapse(weights, biases):\n    return np.prod(weights), sum(biases)\n",
        ["`np.prod` multiplies numbers, entry by entry."],
        ["a mean or a maximum"],
        id="38-np-prod",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    a = x
    for W, b in zip(weights, biases):
        a = relu(a @ W.T + b)
    return a
""",
        ["ReLU is used in place of the `activation` that was asked for", "the last layer is activated as well"],
        ["entries are wrong"],
        id="39-a-relu-of-ones-own",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    for w, b in zip(weights[:-1], biases[:-1]):
        x = 1 / (1 + np.exp(-(x @ w.T + b)))
    return x @ weights[-1].T + biases[-1]
""",
        ["You always use the sigmoid."],
        ["could not be put into words"],
        id="39-a-sigmoid-of-ones-own",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    for w, b in zip(weights, biases):
        x = 1 / (1 + np.exp(-(x @ w.T + b)))
    return x
""",
        ["the sigmoid is used in place of the `activation`", "the last layer is activated as well"],
        ["no entry is right"],
        id="39-a-sigmoid-of-ones-own-everywhere",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    for W, b in zip(weights[:-1], biases[:-1]):
        x = np.tanh(x @ W.T + b)
    return x @ weights[-1].T + biases[-1]
""",
        ["You always use tanh."],
        [],
        id="39-a-tanh-of-ones-own",
    ),
    pytest.param(
        "forward",
        """\
def forward(x, weights, biases, activation):
    a = x
    for W, b in zip(weights[:-1], biases[:-1]):
        a = activation(W @ a.T + b)
    return weights[-1] @ a.T + biases[-1]
""",
        ["The batch is transposed in place of the weights."],
        ["2 of 4 entries are wrong"],
        id="39-the-batch-turned",
    ),
    pytest.param(
        "softmax",
        "def softmax(z):\n    return np.exp(z) / np.sum(z, axis=-1, keepdims=True)\n",
        ["(tried with: large and close together)"],
        ["It happened with"],
        id="42-labels-are-no-nouns",
    ),
    # --- a sentence about the source, where the source says something else
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-2 * z))\n",
        ["climbs twice as fast as it should. Look for a factor at `z`"],
        ["tanh"],
        id="C7-no-tanh-in-sight",
    ),
    pytest.param(
        "tanh",
        "def tanh(z):\n    return np.tanh(z / 2)\n",
        ["climbs half as fast as it should. Look for a factor at `z`"],
        ["sigmoid"],
        id="C8-no-sigmoid-in-sight",
    ),
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-float(z)))\n",
        ["`float(…)` takes one number, and here it got an array. Leave it out"],
        ["`math.exp`"],
        id="C9-float-and-no-math",
    ),
    pytest.param(
        "tanh_grad",
        "def tanh_grad(z):\n    return 1 - np.tanh(int(z)) ** 2\n",
        ["`int(…)` takes one number, and here it got an array; it would drop the digits"],
        ["`math`"],
        id="C10-int-and-no-math",
    ),
    pytest.param(
        "softmax",
        """\
def softmax(z):
    z[...] = z - z.max(-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)
""",
        ["The values are right, but the array you were given holds other numbers now"],
        ["`-=`"],
        id="C11-in-place-but-not-by-an-operator",
    ),
    pytest.param(
        "pre_activation",
        "def pre_activation(x, w, b):\n    return w[0] * x[0] + b\n",
        ["Only the first input counts."],
        ["loop"],
        id="C-no-loop",
    ),
    pytest.param(
        "pre_activation",
        "def pre_activation(x, w, b):\n    return x[:-1] @ w[:-1] + b\n",
        ["The last input is left out."],
        ["range"],
        id="C-no-range",
    ),
    pytest.param(
        "relu_grad",
        "def relu_grad(z):\n    return np.where(z < 0, 0.0, 1.0)\n",
        ["On which side does your answer put it?"],
        ["Compare strictly"],
        id="C-a-comparison-that-is-strict",
    ),
    pytest.param(
        "sigmoid_grad",
        "def sigmoid_grad(z):\n    s = 1 / (1 + np.exp(-z))\n    return -s * (1 - s)\n",
        ["Look for a minus too many."],
        ["Subtract in that order"],
        id="C-a-difference-in-the-right-order",
    ),
    pytest.param(
        "tanh",
        "def tanh(z):\n    return -np.tanh(z)\n",
        ["Your curve falls where it should climb."],
        ["numerator"],
        id="C-no-numerator",
    ),
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 + np.exp(-z)\n",
        ["only the denominator"],
        ["Division comes before"],
        id="C-no-division",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    return z.max(axis=0)\n",
        ["You take the largest number along the first axis"],
        ["`np.max(z, 0)`"],
        id="C-no-np-max",
    ),
    # --- not recognised, and led astray
    pytest.param(
        "relu_grad",
        "def relu_grad(z):\n    return np.where(z < 0, 0.01, 1)\n",
        ["a slope of 0.01 belongs to leaky ReLU"],
        ["small step"],
        id="D13-a-slope-of-leaky-relu",
    ),
    pytest.param(
        "relu_grad",
        "def relu_grad(z):\n    return np.where(z < 0, 0.015, 1)\n",
        [],
        ["small step"],
        id="D13-one-error-everywhere-is-no-small-step",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    return np.maximum(z, 0), z\n",
        ["Two things came back, and the first is right: return it alone."],
        ["np.array"],
        id="D14-a-value-and-a-cache",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    return z, 2 * np.maximum(z, 0), 'relu'\n",
        ["Three things came back. Which of them is the result?"],
        ["np.array", "is right"],
        id="D14-three-things-none-of-them-right",
    ),
    pytest.param(
        "softmax",
        """\
def softmax(z):
    if z.ndim == 2:
        z -= z.max(axis=1)[:, None]
        e = np.exp(z)
        return e / e.sum(axis=1)
    z -= z.max()
    return np.exp(z) / np.exp(z).sum()
""",
        ["could not line up", "Note: Your function also changes `z`"],
        ["The values are right"],
        id="D16-right-only-where-it-does-not-stop",
    ),
    pytest.param(
        "pre_activation",
        """\
def pre_activation(x, w, b):
    return sum(int(w[i]) * int(x[i:i + 1]) for i in range(len(x))) + b
""",
        ["it would drop the digits after the point, too"],
        [".astype(int)"],
        id="D20-int-drops-the-fraction",
        marks=pytest.mark.skipif(NUMPY_TAKES_ONE_ENTRY, reason="before NumPy 2.4, an array of one entry is a number"),
    ),
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 / (1 + 2.718281 ** -z)\n",
        ["2.718281 is e with six digits after the point."],
        ["1 times"],
        id="D21-six-digits",
    ),
    pytest.param(
        "pre_activation",
        'def pre_activation(x, w, b):\n    print("z = " + np.dot(x, w) + b)\n',
        ["A text and a number cannot be joined with `+`.", "stands after `return`"],
        ["np.array", "joins a str"],
        id="D22-a-text-and-a-number",
    ),
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-z / 2))\n",
        ["climbs half as fast as it should"],
        ["where z is not 0"],
        id="55-half-the-steepness",
    ),
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-3 * z))\n",
        ["These values would be right for 3 · z."],
        ["where z is not 0"],
        id="55-three-times-the-steepness",
    ),
    pytest.param(
        "sigmoid_grad",
        "def sigmoid_grad(z):\n    s = 1 / (1 + np.exp(-z))\n    return s - s.dot(s)\n",
        ["A dot product, or `@`, adds up many products."],
        ["no entry is right"],
        id="56-a-dot-product",
    ),
    pytest.param(
        "sigmoid",
        "def sigmoid(z):\n    return 1 / (1 + 2.7183 ** (-z))\n",
        ["2.7183 is e with four digits after the point."],
        ["where z is not 0"],
        id="57-four-digits",
    ),
    pytest.param(
        "relu_grad",
        "def relu_grad(z):\n    return (z > 0).astype(np.float)\n",
        ["NumPy has no `float`. Write `float`, which is Python's own."],
        ["Did you mean"],
        id="59-an-alias-that-numpy-took-away",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    return np.vectorize(lambda v: max(v, 0))\n",
        ["a function made by `np.vectorize`. Call it"],
        ["after its name"],
        id="62-vectorize-not-called",
    ),
    pytest.param(
        "relu",
        "def relu(z):\n    return z.clamp(min=0)\n",
        ["An array has no `clamp`. That is PyTorch's name for it: NumPy's is `np.clip`."],
        [],
        id="60-a-method-of-tensors",
    ),
]


@pytest.mark.parametrize("name, source, now, never", CARDS)
def test_what_a_card_says_is_true_of_the_code(name, source, now, never):
    card = said(name, source, relu=relu, tanh=tanh)
    assert "not yet" in card
    for words in now:
        assert words in card
    for words in (*never, "where z is not 0"):
        assert words not in card


@pytest.mark.parametrize("shift", [1, 50, 90, 100, 105, 150, 300, 500, 709, 720, 1000, 5000, 10_000])
def test_34_whatever_the_constant_a_card_asks_for_a_number_of_each_row(shift):
    card = said("softmax", f"def softmax(z):\n    e = np.exp(z - {shift})\n    return e / e.sum(-1, keepdims=True)\n")
    asks = (
        "which one keeps the largest exponent at 0?",
        "Which number of its own can each row subtract?",
        "of 3 entries",
    )
    assert any(words in card for words in asks) or "no entry is right" in card
    assert "contains nan" not in card


# --- 27: what is known of XOR's weights is what they answer -----------------------------------------------------------


@pytest.mark.parametrize(
    "weights, mistake",
    [
        (([[1, 1], [2, 2]], [0, 0], [[2, -1]], [0]), "all_zero"),
        (([[1, 1], [1, 1]], [0, 0], [[1, -1]], [1]), "all_one"),
        (([[1, 1], [1, 1]], [0, 0], [[-1, 0]], [0]), "hidden_bias_missing"),
        (([[1, 1], [1, 1]], [0, -1], [[0, -1]], [0]), "hidden_biases_cancel"),
        (([[1, 0], [0, 1]], [0, 0], [[1, -1]], [0]), "difference_with_sign"),
        (([[1, 1], [1, 1]], [0, 0], [[0.5, 0]], [-0.5]), "step_units"),
        (([[1, 1], [1, 1]], [0, 0], [[0.25, 0.25]], [0]), "step_units_without_output_bias"),
    ],
)
def test_27_other_weights_with_the_same_answers_are_asked_and_not_told_what_they_are(weights, mistake):
    result = check("xor_weights", cell(weights_of_xor(*weights), "xor_weights"))
    assert result.mistake == mistake
    for claim in ("Either", "Both hidden units", "its bias is positive", "These weights", "The thresholds"):
        assert claim not in result.message


def test_27_the_advice_to_halve_holds_with_an_output_bias_too():
    # 2, 0, 0, 2 has its own sentence; this is 0, 2, 2, 0 by way of a bias.
    card = said("xor_weights", weights_of_xor([[1, 1], [-1, -1]], [-1, 1], [[-2, -2]], [2]))
    assert "Halve `W2` and `b2`." in card


# --- 31: names that stand on the page only ----------------------------------------------------------------------------

NAMES = [
    (
        "pre_activation",
        "total = 0\nfor i in range(n):\n    total += w[i] * x[i]\nreturn total + b",
        "`len(x)` gives it.",
    ),
    ("forward", "return np.zeros((N, 2))", "In the docstring it stands for a size of `x`: `len(x)` gives it."),
    (
        "forward",
        "return np.zeros((len(x), out))",
        "a size, another one for each of `weights`: ask an array for its `.shape`.",
    ),
    ("softmax", "return np.ones(K) / K", "In the docstring it stands for a size of `z`: `z.shape[-1]` gives it."),
    ("sigmoid", "return 1 / (1 + math.exp(-z))", "NumPy has `np.exp`, which takes whole arrays."),
    ("sigmoid", "return 1 / (1 + math.e ** -z)", "NumPy has `np.e`."),
    ("tanh", "return math.tanh(z)", "NumPy has `np.tanh`, which takes whole arrays."),
    ("pre_activation", "return math.fsum(x * w) + b", "NumPy has `np.sum`, which takes whole arrays."),
    ("relu", "return torch.relu(z)", "It is the name of a module. NumPy is all that is needed here."),
    (
        "sigmoid_grad",
        "return σ(z) * (1 - σ(z))",
        "On the page it stands for the sigmoid. In code that is `sigmoid`, exercise 1.7.",
    ),
    ("sigmoid", "return σ(z)", "which you are writing here: write its formula."),
    (
        "sigmoid_grad",
        "return f(z) * (1 - f(z))",
        "Call a function by the name that it has in code, or write its formula.",
    ),
    ("identity", "return x", "No cell of this lesson defines it. Your function is given `z`: work with that."),
    ("relu", "return np.maximum(Z, 0)", "Did you mean `z`? Small and large letters differ."),
    (
        "collapse",
        "return W2 @ W1, W2 @ b1 + b2",
        "`weights` is a list, of one entry or many: `weights[0]` is the first.",
    ),
    ("xor_weights", "W1[0] = [1, 1]\nreturn W1, b1, W2, b2", "your function has to make it, before this line uses it."),
    ("relu_grad", "return central_difference(relu, z)", "A cell of this lesson defines it: run that one first."),
    ("forward", "return leaky_relu(x)", "It is exercise 1.5 of another lesson, and not known in this notebook"),
    ("relu", "return my_own_relu(z)", "If a cell of your own defines `my_own_relu`, run that."),
    ("pre_activation", "return np.dot(wieghts_of_mine, x)", "Your function is given `x`, `w` and `b`: work with that."),
]


@pytest.mark.parametrize(
    "name, answer, words", NAMES, ids=[f"{name}-{answer.split()[-1]}" for name, answer, _ in NAMES]
)
def test_31_a_name_of_the_page_is_told_what_to_write_and_no_cell_is_sought(name, answer, words):
    message = check(name, stub_cell(name, answer)).message
    assert words in message
    assert "Was the cell that defines it run?" not in message


def test_31_without_a_docstring_none_is_spoken_of():
    card = said("pre_activation", "def pre_activation(x, w, b):\n    return sum(w[i] * x[i] for i in range(n)) + b\n")
    assert "It stands for a size of `x`" in card and "docstring" not in card
    card = said("xor_weights", "def xor_weights():\n    return W1, b1, W2, b2\n")
    assert "Give it a value in your function" in card and "docstring" not in card


# --- 36: a constant ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, constant", [("identity_grad", 0), ("relu_grad", 1), ("sigmoid_grad", 0.25), ("relu", 0)]
)
def test_36_a_constant_is_called_one(name, constant):
    card = said(name, f"def {name}(z):\n    return {constant}\n")
    assert f"You return {constant}, whatever you are given. One number is wanted for each entry of `z`" in card
    assert "a sum" not in card and "loop" not in card


def test_36_a_number_that_varies_is_still_asked_about():
    card = said("relu", "def relu(z):\n    return z.sum()\n")
    assert "was a sum, a product, a mean or a maximum taken over all axes" in card and "whatever" not in card


def test_36_a_constant_in_the_right_shape_is_called_one_too():
    card = said("sigmoid_grad", "def sigmoid_grad(z):\n    return np.full(z.shape, 0.25)\n")
    assert "Every value is 0.25, on every input, as if `z` played no part." in card


# --- 38: several results ----------------------------------------------------------------------------------------------


def test_38_every_result_that_is_wrong_is_named():
    right = a_right_answer("collapse")

    def both(weights, biases):
        W, b = right(weights, biases)
        return W + np.cos(W), b + np.cos(b)

    def first_beyond_two(weights, biases):
        W, b = right(weights, biases)
        return W + (len(weights) > 2) * np.cos(W), b + np.cos(b)

    message = check("collapse", both).message
    assert "In the result `W`" in message and "In the result `b`" in message
    message = check("collapse", first_beyond_two).message
    assert "In the result `b`" in message and "The result `W` is wrong on other inputs." in message


def test_what_is_said_of_values_is_said_to_hold_only_where_there_are_some():
    def sometimes_stops(z):
        if z.ndim > 1:
            raise RuntimeError("enough")
        return 3 * np.tanh(z)

    message = check("tanh", sometimes_stops).message
    assert "3 times" in message and "On some other inputs it stops with an error." in message
    assert "On some other inputs" not in check("tanh", lambda z: 3 * np.tanh(z)).message


# --- 40: a hint about a picture ---------------------------------------------------------------------------------------


def test_40_the_picture_that_a_hint_speaks_of_stands_above_its_exercise():
    (hint,) = [hint for hint in get("relu_grad").hints if "drawn above" in hint]
    (path,) = SOLUTIONS.glob("01_*.ipynb")
    sources = [one.source for one in read_cells(path)]
    at = next(i for i, source in enumerate(sources) if "1.4" in exercises_in(source))
    assert "curve of ReLU" in hint and any('activation_curve("relu"' in source for source in sources[:at])


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_40_no_other_hint_speaks_of_a_picture(exercise):
    if exercise.lesson <= 2 and exercise.name != "relu_grad":
        assert not [hint for hint in exercise.hints if any(word in hint for word in ("graph", "picture", "drawn"))]


# --- 41: right values, and a changed argument -------------------------------------------------------------------------

IN_PLACE = "def relu(z):\n    z[z < 0] = 0\n    return z\n"


def test_41_the_argument_is_shown_before_and_after():
    result = check("relu", cell(IN_PLACE, "relu"))
    assert dict(comparison(result)) == {
        "tried with": "three numbers: negative, zero, positive",
        "z before": "[-2.  0.  3.]",
        "z after": "[0. 0. 3.]",
    }
    assert "The values are right" in result.message


def test_41_right_values_are_not_counted_as_wrong():
    card = said("relu", IN_PLACE)
    assert "14 inputs tried: 14 with right values but a changed argument." in card
    html = card_html(check("relu", cell(IN_PLACE, "relu")))
    assert "0 right" not in html and "✗ wrong" not in html and "right values, but an argument was changed" in html


def test_41_a_changed_list_is_shown_as_well_and_other_things_in_it_are_not_asked():
    right = a_right_answer("collapse")

    def collapse(weights, biases):
        result = right(weights, biases)
        weights[0] = weights[0] * 0
        return result

    def leaves_something(weights, biases):
        result = right(weights, biases)
        weights.append(object())
        return result

    assert "weights after" in dict(comparison(check("collapse", collapse)))
    assert "weights after" not in dict(comparison(check("collapse", leaves_something)))


# --- 44: another way to write it --------------------------------------------------------------------------------------


def offered(name, source):
    """Return what a passed card offers as another way."""
    result = check(name, cell(source, name))
    assert result.passed, result.message
    _, _, rest = card_html(result).partition("Another way to write it</summary>")
    return rest


def test_44_a_passed_card_offers_the_worked_answer_closed():
    source = "def relu(z):\n    return z * (z > 0)\n"
    html = card_html(check("relu", cell(source, "relu")))
    assert "<details><summary" in html and "<details open" not in html
    assert "return np.maximum(0, z)" in offered("relu", source)
    assert "From solutions/01_activations.ipynb." in offered("relu", source)


@pytest.mark.parametrize(
    "source",
    [
        "def relu(z):\n    return np.maximum(0, z)\n",
        "def relu(z):\n    'My words.'\n    # the larger one\n    return np.maximum( 0,z )\n",
        "def relu(z):\n    return np.maximum(z, 0.0)\n",
    ],
)
def test_44_whoever_wrote_the_worked_answer_is_offered_another(source):
    rest = offered("relu", source)
    assert "np.where(z &gt; 0, z, 0)" in rest and "np.maximum" not in rest


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_44_every_exercise_has_a_second_way_that_is_another(exercise):
    code, place = solution(exercise)
    own = compiled(f"def {exercise.name}{signature(exercise.reference)}:\n{indent(code, '    ')}", exercise.name)
    way, where = another_way(exercise, Source(own))
    assert way and where == "" and Source(compiled(way, exercise.name)).code != Source(own).code
    assert another_way(exercise, Source()) == (code, f"From {place}.")


def test_44_where_the_code_is_not_known_the_worked_answer_is_offered():
    html = card_html(check("relu", eval("lambda z: np.maximum(0, z)")))
    assert "Another way to write it" in html and "return np.maximum(0, z)" in html


def test_44_what_overflows_is_no_example():
    first, *_ = (way for label, way in get("tanh").catalogue.ways.items() if label != "ready_made")
    assert "np.exp(-2 * z)) - 1" in first  # which gives infinity on the way
    assert "np.clip(z, -20, 20)" in offered("tanh", "def tanh(z):\n    return np.tanh(z)\n")


def test_44_neither_a_text_nor_an_answer_that_is_wrong_has_it():
    assert "Another way" not in card_text(check("relu", lambda z: np.maximum(z, 0)))
    assert "Another way" not in card_html(check("relu", lambda z: np.minimum(z, 0)))


def test_44_without_a_notebook_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.exercises.card.solutions.SOLUTIONS", tmp_path)
    assert "Another way" not in card_html(check("relu", lambda z: np.maximum(z, 0)))


def test_44_the_catalogue_is_read_only_by_who_wrote_the_worked_answer(tmp_path):
    for body, read in (("z * (z > 0)", False), ("np.maximum(0, z)", True)):
        module = tmp_path / f"answer_{read}.py"
        module.write_text(f"import numpy as np\ndef relu(z):\n    return {body}\n", encoding="utf-8")
        code = (
            f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from {module.stem} import relu; "
            "from helpers.exercises import check; from helpers.exercises.declare import get; "
            "from helpers.exercises.card.cards import card_html; card_html(check('relu', relu)); "
            "print('_content' in vars(get('relu').catalogue))"
        )
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert out.strip() == str(read)


# --- sentences about the source ---------------------------------------------------------------------------------------

TOML = '''
[ways]
one = """
def twice(x):
    return 2 * x
"""

[loops]
instead = """
def twice(x):
    for _ in range(1):
        x = 3 * x
    return x
"""
if_source = '\\bfor\\b'
says = "Your loop is one round too many."

[thrice]
instead = "lambda x: 3 * x"
says = "That is three times."
'''


@pytest.fixture
def twice(tmp_path):
    """An exercise whose first mistake has a sentence about a loop."""
    file = tmp_path / "twice.toml"
    file.write_text(TOML, encoding="utf-8")
    probes = tuple(Probe(f"number {i}", (np.arange(i + 2.0),)) for i in range(3))
    exercise = Exercise("twice", "99.1", "Twice", lambda x: 2 * x, probes, ("A?", "B?"), Catalogue(file, "twice"))
    declare.add(exercise)
    yield exercise
    del declare._added["twice"]


def test_a_sentence_about_the_source_is_said_only_where_the_source_was_looked_at(twice):
    def with_a_loop(x):
        "Words with a for in them."
        total = 0 * x
        for _ in range(3):
            total = total + x
        return total

    def without(x):
        "Not for a loop."
        return x + x + x  # for no reason

    assert check("twice", with_a_loop).mistake == "loops"
    assert check("twice", without).mistake == "thrice"
    assert check("twice", eval("lambda x: [3 * x for _ in range(1)][0]")).mistake == "thrice"


def test_a_pattern_is_looked_for_in_code_without_comments_and_docstring():
    def spaced(z):
        """tanh"""
        return   1/(1+np.exp( -z ))  # tanh  # fmt: skip

    assert Source(spaced).code == "return 1 / (1 + np.exp(-z))"
    assert Source(eval("lambda z: z")).code == "" and Source(np.tanh).code == "" and Source().code == ""


def test_code_that_cannot_be_had_without_running_more_of_it_is_not_known():
    class Odd:
        def __call__(self, z):
            return z

        def __getattr__(self, name):
            raise RuntimeError

    assert Source(Odd()).code == ""
    evil = compiled("lambda z: z", "relu")
    vars(evil)["source"] = "def relu(z:"
    assert Source(evil).code == ""


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_every_pattern_is_found_in_a_way_of_making_its_own_mistake(exercise):
    for mistake in exercise.mistakes:
        assert not mistake.if_source or any(
            one.is_true_of(Source(one.wrong).code) for one in exercise.mistakes if one.key == mistake.key
        )


# --- 60 and 61: tensors -----------------------------------------------------------------------------------------------


def library(name, **functions):
    """A stand-in for a library that is not installed."""
    return type(name, (types.SimpleNamespace,), {})(**functions)


@pytest.mark.parametrize("module, words", [("torch", "PyTorch"), ("tensorflow.python.framework.ops", "TensorFlow")])
def test_61_a_tensor_is_called_one(module, words):
    tensor = type("Tensor", (), {"__module__": module})
    result = check("relu", lambda z: tensor())
    assert f"yours is a tensor of {words}." in result.message and "use NumPy's own function" in result.message
    assert dict(comparison(result))["got"] == f"a tensor of {words}"


def test_60_a_function_of_tensors_that_refuses_an_array_is_explained():
    def refuses(z):
        raise TypeError("relu(): argument 'input' (position 1) must be Tensor, not numpy.ndarray")

    card = said("relu", "def relu(z):\n    return torch.relu(z)\n", torch=library("torch", relu=refuses))
    assert "PyTorch's functions take tensors" in card and "stopped with TypeError" not in card


def test_60_with_pytorch_itself():
    torch = pytest.importorskip("torch")
    assert "PyTorch's functions take tensors" in said("relu", "def relu(z):\n    return torch.relu(z)\n", torch=torch)
    source = "def relu(z):\n    return torch.tensor(z).clamp(min=0)\n"
    assert "yours is a tensor of PyTorch" in said("relu", source, torch=torch)
