"""Lesson 04, what learners hand in: right whatever it leaves behind, wrong in two ways at once, and which input is shown.

The references are held against PyTorch and central differences in `test_lesson_04_references`; what the probes cover is
in `test_lesson_04_probes`.
"""

import numpy as np
import pytest
from answers import result_of, right_answers

from helpers.exercises import check
from helpers.exercises.declare import get, listing
from helpers.losses import cross_entropy, cross_entropy_grad

NAMES = [one.name for one in listing() if one.lesson == 4]


@pytest.mark.parametrize(
    "name, key, label",
    [
        ("relu_backward", "always_open", "three numbers: z negative, zero, positive"),
        ("avg_pool2d_backward", "tiled", "two windows"),
        ("avg_pool2d_backward", "edge_missing", "5 × 2: the last row is dropped"),
        ("max_pool2d_backward", "place_of_the_window_forgotten", "two windows"),
        ("max_pool2d_backward", "edge_missing", "5 × 2: the last row is dropped"),
        ("conv2d_backward", "padding_not_removed", "padding 1, one image"),
        ("conv2d_backward", "last_image_only", "two images"),
        ("conv2d_backward", "channels_added_up", "two channels"),
    ],
)
def test_the_input_that_is_shown_has_nothing_special_but_what_the_mistake_is_about(name, key, label):
    assert result_of(name, key).failing.probe.label == label


# --- answers that are right, whatever they leave behind ---------------------------------------------------------------


def in_float64(answer):
    """The same answer, computed in float64 whatever comes in."""

    def wrapped(*args):
        return answer(*(arg.astype(float) if getattr(arg, "dtype", None) == np.float32 else arg for arg in args))

    return wrapped


@pytest.mark.parametrize("name", [name for name in NAMES if name != "training_step"])
def test_right_answers_may_compute_in_float64_throughout(name):
    catalogue = get(name).catalogue
    if any("scipy" in source for source in {**catalogue.ways, **catalogue.right}.values()):
        pytest.importorskip("scipy")
    for label, answer in right_answers(name).items():
        result = check(name, in_float64(answer))
        assert result.passed, f"{label}: {result.message}"


@pytest.mark.parametrize("number", [float, np.float32, np.float64, np.array])
def test_a_training_step_may_return_any_kind_of_number(number):
    def step(network, images, labels, optimizer):
        return number(get("training_step").reference(network, images, labels, optimizer))

    assert check("training_step", step).passed


def test_an_update_that_the_layers_do_not_see_is_no_training_step():
    def step(network, images, labels, optimizer):
        logits = network.forward(images)
        network.backward(cross_entropy_grad(logits, labels))
        network.parameters = network.parameters - optimizer.learning_rate * network.gradients
        return cross_entropy(logits, labels)

    assert check("training_step", step).mistake == "nothing_learned"


def test_measuring_the_accuracy_after_the_update_is_allowed():
    def step(network, images, labels, optimizer):
        loss = get("training_step").reference(network, images, labels, optimizer)
        np.mean(network.predict(images) == labels)
        return loss

    assert check("training_step", step).passed


# --- two mistakes at once ---------------------------------------------------------------------------------------------


def _undivided_and_the_last_windows_left_out(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for i in range(grad_out.shape[2] - 1):
        for j in range(grad_out.shape[3] - 1):
            part = grad_x[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size]
            part += grad_out[:, :, i : i + 1, j : j + 1]
    return grad_x


def _later_ties_win_and_the_gradient_is_shared(grad_out, x, size=2):
    grad_x = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*grad_out.shape):
        best = -np.inf
        for u, v in np.ndindex(size, size):
            value = x[n, c, i * size + u, j * size + v]
            if value >= best:
                best, row, column = value, i * size + u, j * size + v
        grad_x[n, c, row, column] = grad_out[n, c, i, j] / size**2
    return grad_x


def _uphill_and_the_loss_divided(network, images, labels, optimizer):
    logits = network(images)
    network.backward(-cross_entropy_grad(logits, labels))
    optimizer.step()
    return cross_entropy(logits, labels) / len(images)


@pytest.mark.parametrize(
    "name, wrong, clauses",
    [
        (
            "avg_pool2d_backward",
            _undivided_and_the_last_windows_left_out,
            ("not divided by the number of pixels", "last row and column of windows are left out"),
        ),
        (
            "max_pool2d_backward",
            _later_ties_win_and_the_gradient_is_shared,
            ("in a tie the last of the largest", "divided by the number of pixels"),
        ),
        ("training_step", _uphill_and_the_loss_divided, ("the wrong sign", "the loss is divided by N")),
    ],
)
def test_two_mistakes_at_once_are_both_named(name, wrong, clauses):
    message = check(name, wrong).message
    assert message.startswith("Two things: ")
    assert all(clause in message for clause in clauses)
