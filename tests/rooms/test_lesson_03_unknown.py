"""Lesson 03: what is said about mistakes that nobody has met."""

import numpy as np
import pytest
from answers import a_right_answer
from numpy.lib.stride_tricks import sliding_window_view

from helpers.exercises import check

conv2d, conv_matrix = a_right_answer("conv2d"), a_right_answer("conv_matrix")
AXES = ([1, 2, 3], [1, 2, 3])


def spoilt(change):
    """A right convolution whose result is then changed: ``change(y, x, w, b, stride, padding)``."""

    def wrong(x, w, b, stride=1, padding=0):
        y = conv2d(x, w, b, stride, padding)
        changed = change(y, x, w, stride, padding)
        return y if changed is None else changed

    return wrong


def _second_map(y, x, w, stride, padding):
    y[:, 1:] += np.sin(y[:, 1:]) + 2


def _last_column(y, x, w, stride, padding):
    y[..., -1] = 7


def _edge(y, x, w, stride, padding):
    if padding:
        for edge in (y[:, :, 0], y[:, :, -1], y[..., 0], y[..., -1]):
            edge += 1


def _last_entry(y, x, w, stride, padding):
    y[-1, -1, -1, -1] += 0.5


@pytest.mark.parametrize(
    "change, words",
    [
        (_last_entry, "Only the very last entry is wrong."),
        (_last_column, "All wrong entries lie in the last column."),
        (_second_map, "No wrong entries have index 0 along axis 1."),
        (_second_map, "It fails only for more than one kernel, of all inputs that were tried."),
        (_edge, "All wrong entries lie at the edge"),
        (_edge, "It fails wherever `padding` is not 0, and nowhere else."),
        (lambda y, x, w, s, p: y + (s - 1) * np.cos(y), "It fails wherever `stride` is not 1, and nowhere else."),
        (lambda y, x, w, s, p: y + (x.shape[1] - 1) * (y + y**2), "only for images with more than one channel"),
        (lambda y, x, w, s, p: y.transpose(1, 2, 3, 0), "the axes are in another order: (1, 2, 3, 0)"),
        (lambda y, x, w, s, p: y[..., :-1], "one entry too short along axis 3"),
        (lambda y, x, w, s, p: y[..., :-1], "Where both have entries, the values agree."),
        (lambda y, x, w, s, p: np.repeat(y, 3, axis=2), "The size differs along axis 2."),
        (lambda y, x, w, s, p: y.sum(axis=1), "Axis 1 is lost"),
    ],
)
def test_a_wrong_result_with_four_axes_is_described_by_its_places_and_arguments(change, words):
    result = check("conv2d", spoilt(change))
    assert result.mistake is None
    assert words in result.message


def test_the_first_wrong_entry_of_a_large_result_is_shown_with_its_place():
    result = check("conv2d", spoilt(_last_entry))
    place = tuple(size - 1 for size in result.expected.shape)
    where = ", ".join(map(str, place))
    assert f"[{where}]: expected {result.expected[place]:.6g}, got {result.got[place]:.6g}" in result.message


def test_what_is_said_of_places_holds_on_every_failing_input():
    """The last column in all probes but one: then it must not be named."""

    def wrong(x, w, b, stride=1, padding=0):
        y = conv2d(x, w, b, stride, padding)
        y[..., 0 if padding == 2 else -1] += 1
        return y

    message = check("conv2d", wrong).message
    assert "last column" not in message and "entries" in message


def test_an_answer_that_changes_from_call_to_call_is_called_just_that():
    rng = np.random.default_rng(0)
    old = {}

    def adds_to_an_old_array(*args):
        y = conv2d(*args)
        y = old[y.shape] = old.get(y.shape, 0) + y
        return y

    for wrong in (adds_to_an_old_array, lambda *args: rng.normal(size=conv2d(*args).shape)):
        result = check("conv2d", wrong)
        assert result.mistake == "adds_to_what_was_there"
        assert "A second call with the same input gives another answer" in result.message


def test_a_kernel_of_one_row_is_not_called_a_batch_of_one():
    def wrong(kernel, height, width):
        M = conv_matrix(kernel, height, width)
        return M * np.linspace(1, 2, M.size).reshape(M.shape) if len(kernel) == 1 else M

    assert "batch" not in check("conv_matrix", wrong).message


def _pads_three_axes(x, w, b, stride=1, padding=0):
    return conv2d(np.pad(x, ((padding, padding),) * 3) if padding else x, w, b, stride)


def _einsum_without_a_letter(x, w, b, stride=1, padding=0):
    return np.einsum("ncuv,fcu->nf", x, w)


def _window_too_large(x, w, b, stride=1, padding=0):
    return sliding_window_view(x, (9, 9), axis=(2, 3))


def _tensordot_of_different_sizes(x, w, b, stride=1, padding=0):
    return np.tensordot(x, w, AXES)


def _einsum_of_different_sizes(x, w, b, stride=1, padding=0):
    return np.einsum("ncuv,fcuv->nf", x, w)


def _half_a_row(x, w, b, stride=1, padding=0):
    return x[:, :, : x.shape[2] / 2]


def _negative_size(x, w, b, stride=1, padding=0):
    return np.zeros((2, w.shape[2] - 9))


@pytest.mark.parametrize(
    "wrong, words",
    [
        (_pads_three_axes, "one pair of numbers for each axis"),
        (_einsum_without_a_letter, "Give every axis one letter"),
        (_window_too_large, "`sliding_window_view` is larger than the array"),
        (_tensordot_of_different_sizes, "`tensordot` adds over axes of different sizes"),
        (_einsum_of_different_sizes, "one letter stands for axes of different sizes"),
        (_half_a_row, "A division `/` gives a float"),
        (_negative_size, "A size came out negative"),
    ],
)
def test_errors_that_convolutions_raise_are_explained_in_plain_words(wrong, words):
    result = check("conv2d", wrong)
    assert result.mistake is None
    assert words in result.message


def _whole_image_in_a_smaller_place(x, w, b, stride=1, padding=0):
    y = np.zeros((*x.shape[:3], x.shape[3] - 1))
    y[...] = x
    return y


def _into_an_empty_slice(x, w, b, stride=1, padding=0):
    y = np.zeros(x.shape)
    y[:, :, stride:-stride, 3:3] = x
    return y


def test_what_does_not_fit_into_its_place_is_told_by_the_rule_that_numpy_has():
    message = check("conv2d", _whole_image_in_a_smaller_place).message
    assert "(1, 1, 3, 4) does not fit into a place of shape (1, 1, 3, 3)" in message
    assert "each size must be that of the place, or 1" in message
    np.zeros((2, 3))[...] = np.zeros((2, 1))  # which is why "both must have the same shape" would not be true


def test_a_place_that_is_empty_is_called_empty():
    assert "a place of shape (1, 1, 1, 0), which is empty" in check("conv2d", _into_an_empty_slice).message


@pytest.mark.parametrize(
    "argument, words",
    [("padding", "It fails wherever `padding` is not 0, and nowhere else."), ("stride", "wherever `stride` is not 1")],
)
def test_where_it_fails_is_said_of_errors_too(argument, words):
    def wrong(x, w, b, stride=1, padding=0):
        special = padding > 0 if argument == "padding" else stride > 1
        return float("three") if special else conv2d(x, w, b, stride, padding)

    message = check("conv2d", wrong).message
    assert "three" in message and words in message
