"""Cross-entropy and accuracy."""

import numpy as np
import pytest
from finite_differences import TOLERANCE, numerical_gradient

from helpers.losses import accuracy, cross_entropy, cross_entropy_grad

special = pytest.importorskip("scipy.special")
pytestmark = pytest.mark.filterwarnings("error")

LABELS = np.array([0, 3, 1, 3, 2])


def logits(scale=3.0):
    return np.random.default_rng(0).normal(size=(5, 4)) * scale


def test_cross_entropy_is_the_mean_of_minus_the_log_probability_of_the_label():
    expected = -np.mean(special.log_softmax(logits(), axis=1)[np.arange(5), LABELS])
    result = cross_entropy(logits(), LABELS)
    assert type(result) is float
    assert result == pytest.approx(expected, rel=1e-13)


def test_equal_logits_cost_the_log_of_the_number_of_classes():
    assert cross_entropy(np.zeros((3, 10)), [1, 5, 9]) == pytest.approx(np.log(10))


def test_the_gradient_agrees_with_finite_differences():
    z = logits()
    expected = numerical_gradient(lambda z: cross_entropy(z, LABELS), z)
    np.testing.assert_allclose(cross_entropy_grad(z, LABELS), expected, **TOLERANCE)


def test_the_gradient_of_a_batch_is_divided_by_its_size():
    once, twice = logits(), np.concatenate([logits(), logits()])
    np.testing.assert_allclose(cross_entropy_grad(twice, np.tile(LABELS, 2))[:5], cross_entropy_grad(once, LABELS) / 2)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_cost_what_they_should_without_a_warning(dtype):
    z = np.array([[1e4, -1e4, 0], [-1e4, 1e4, 0]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert cross_entropy(z, [0, 0]) == 1e4
        grad = cross_entropy_grad(z, [0, 0])
    assert grad.dtype == dtype
    assert np.array_equal(grad, [[0, 0, 0], [-0.5, 0.5, 0]])


def test_the_logits_are_left_as_they_were():
    z = logits()
    cross_entropy(z, LABELS), cross_entropy_grad(z, LABELS), accuracy(z, LABELS)
    assert np.array_equal(z, logits())


def test_accuracy_is_the_share_of_largest_logits_at_the_label():
    assert accuracy([[1, 2], [2, 1], [0, 3], [0, 3]], [1, 1, 1, 0]) == 0.5


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_grad, accuracy])
@pytest.mark.parametrize(
    ("z", "labels", "error", "message"),
    [
        (np.zeros((2, 3)), [0, 3], ValueError, "labels: expected integers from 0 to 2, got 0 to 3"),
        (np.zeros((2, 3)), [-1, 0], ValueError, "labels: expected integers from 0 to 2, got -1 to 0"),
        (np.zeros((2, 3)), [0], ValueError, r"labels: expected shape \(2,\) to match the logits, got \(1,\)"),
        (np.zeros((2, 3)), np.eye(3, dtype=int)[:2], ValueError, r"labels: expected shape \(2,\)"),
        (np.zeros((2, 3)), [0.0, 1.0], TypeError, "labels: expected integers from 0 to 2, got dtype float64"),
        (np.zeros(3), [0], ValueError, r"logits: expected shape \(N, K\) with N at least 1, got \(3,\)"),
        (np.zeros((0, 3)), np.zeros(0, int), ValueError, r"logits: expected shape \(N, K\) with N at least 1"),
    ],
)
def test_errors_name_what_was_expected_and_what_came(function, z, labels, error, message):
    with pytest.raises(error, match=message):
        function(z, labels)
