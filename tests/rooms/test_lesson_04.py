"""Lesson 04: what is tried, which input is shown, and answers that are right whatever they leave behind or doubly wrong.

The references are held against PyTorch and central differences in `test_lesson_04_references`.
"""

import numpy as np
import pytest
from answers import a_right_answer, result_of, right_answers

from helpers.exercises import check
from helpers.exercises.declare import get, listing
from helpers.losses import cross_entropy, cross_entropy_grad
from helpers.optimizers import SGD, Adam

NAMES = [one.name for one in listing() if one.lesson == 4]


# --- what the probes cover --------------------------------------------------------------------------------------------


def arguments(probe):
    args, kwargs = probe.make() if probe.make else (probe.args, probe.kwargs)
    return (*args, *kwargs.values())


def tried(name):
    return [arguments(probe) for probe in get(name).probes]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "training_step"])
def test_probes_come_in_both_precisions_and_not_always_contiguous(name):
    arrays = [args[0] for args in tried(name)]
    assert {array.dtype for array in arrays} - {np.dtype(int)} == {np.dtype(np.float32), np.dtype(np.float64)}
    assert any(not array.flags.c_contiguous for array in arrays)
    assert any(len(array) == 1 for array in arrays) and any(len(array) > 1 for array in arrays)


def test_cross_entropy_is_tried_on_the_first_and_last_class_and_on_logits_far_apart():
    pairs = tried("cross_entropy")
    assert {logits.shape[1] for logits, _ in pairs} >= {2, 3, 10}
    assert any(0 in labels for _, labels in pairs)
    assert any(logits.shape[1] - 1 in labels for logits, labels in pairs)
    assert {labels.dtype for _, labels in pairs} == {np.dtype(np.int32), np.dtype(np.int64)}
    assert any(np.ptp(logits, axis=1).max() >= 2e4 for logits, _ in pairs)
    assert any((logits.argmax(axis=1) != labels).any() for logits, labels in pairs)


def test_the_gradient_of_the_loss_is_tried_on_every_kind_of_class_and_on_logits_that_overflow():
    pairs = tried("cross_entropy_grad")
    assert any(0 in labels for _, labels in pairs)
    assert any(logits.shape[1] - 1 in labels for logits, labels in pairs)
    assert any(len(logits) == logits.shape[1] for logits, _ in pairs)
    assert any(len(set(labels)) < len(labels) for _, labels in pairs)
    assert any(logits.max() > 709 for logits, _ in pairs)
    assert any((logits.argmax(axis=1) != labels).any() for logits, labels in pairs)


def test_relu_is_tried_where_z_is_exactly_zero_and_where_the_gradient_is_negative():
    pairs = tried("relu_backward")
    assert sum(bool(((z == 0) & (grad_out != 0)).any()) for grad_out, z in pairs) >= 3
    assert any(((z > 0) & (grad_out < 0)).any() for grad_out, z in pairs)
    assert any(((z < 0) & (grad_out < 0)).any() for grad_out, z in pairs)


def _sizes(name):
    return [args[2] if len(args) == 3 else 2 for args in tried(name)]


@pytest.mark.parametrize("name", ["avg_pool2d_backward", "max_pool2d_backward"])
def test_poolings_are_tried_on_dropped_edges_and_three_sizes_of_window(name):
    shapes, sizes = [args[1].shape for args in tried(name)], _sizes(name)
    assert set(sizes) == {1, 2, 3}
    dropped = [shape[2] % size > 0 and shape[3] % size > 0 for shape, size in zip(shapes, sizes)]
    assert sum(dropped) >= 2
    assert any(len(set(shape)) == 4 for shape in shapes) and any(n == c for n, c, _, _ in shapes)


def test_max_pooling_is_tried_on_ties_and_on_negative_pixels_only():
    images = [x for _, x, *_ in tried("max_pool2d_backward")]
    assert sum(x.size > 1 and len(np.unique(x)) == 1 for x in images) >= 2
    assert any((x < 0).all() for x in images)


@pytest.mark.parametrize("name", ["avg_pool2d_backward", "max_pool2d_backward"])
def test_the_largest_pixel_lies_in_the_dropped_edge_of_a_pooled_image(name):
    dropped = [arguments(probe)[1] for probe in get(name).probes if "dropped" in probe.label]
    assert len(dropped) == 2
    for x in dropped:
        covered = x[..., : x.shape[2] // 2 * 2, : x.shape[3] // 2 * 2]
        assert covered.max() < x.max()


def test_convolutions_are_tried_with_every_size_different_and_with_all_equal():
    shapes = [(args[0].shape, args[1].shape, args[2].shape) for args in tried("conv2d_backward")]
    paddings = {args[3] if len(args) == 4 else 0 for args in tried("conv2d_backward")}
    assert paddings == {0, 1, 2}
    assert any(len({x[0], x[1], w[0]}) == 3 and w[2] != w[3] for _, x, w in shapes)
    assert any(x[2] != x[3] for _, x, _ in shapes)
    assert any(len({*grad, *w}) == 1 for grad, _, w in shapes)
    assert any(w[2:] == (1, 1) for _, _, w in shapes)
    for args in tried("conv2d_backward"):
        # Sliding a flipped kernel over the gradient, padded by what is left, is a right way only then.
        assert len(args) == 3 or args[3] < min(args[2].shape[2:])


def test_every_network_of_the_training_step_is_made_anew_and_the_same():
    for probe in get("training_step").probes:
        (one, images, _, _), (other, same_images, _, _) = arguments(probe), arguments(probe)
        assert one is not other
        np.testing.assert_array_equal(one.parameters, other.parameters)
        np.testing.assert_array_equal(one(images), other(same_images))


def test_the_network_has_old_gradients_where_the_step_is_the_second():
    seconds = [arguments(probe) for probe in get("training_step").probes if "second" in probe.label]
    assert {type(optimizer) for _, _, _, optimizer in seconds} == {SGD, Adam}
    for network, _, _, optimizer in seconds:
        assert np.abs(network.gradients).max() > 0.01
        memory = optimizer.velocity if isinstance(optimizer, SGD) else optimizer.mean
        assert np.abs(memory).max() > 0


# --- which input is shown ----------------------------------------------------------------------------------------------


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

    def wrapped(*args, **named):
        double = (arg.astype(float) if getattr(arg, "dtype", None) == np.float32 else arg for arg in args)
        return answer(*double, **named)

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
    right = a_right_answer("training_step")

    def step(network, images, labels, optimizer):
        return number(right(network, images, labels, optimizer))

    assert check("training_step", step).passed


def test_an_update_that_the_layers_do_not_see_is_no_training_step():
    def step(network, images, labels, optimizer):
        logits = network.forward(images)
        network.backward(cross_entropy_grad(logits, labels))
        network.parameters = network.parameters - optimizer.learning_rate * network.gradients
        return cross_entropy(logits, labels)

    assert check("training_step", step).mistake == "nothing_learned"


def test_measuring_the_accuracy_after_the_update_is_allowed():
    right = a_right_answer("training_step")

    def step(network, images, labels, optimizer):
        loss = right(network, images, labels, optimizer)
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
