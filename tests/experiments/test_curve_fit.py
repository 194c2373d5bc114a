"""A curve is fitted as least squares says, by units that are what they are said to be."""

import numpy as np
import pytest

from helpers.activations import identity, relu, sigmoid, tanh
from helpers.experiments.curve_fit import (
    CURVES,
    INPUTS,
    cube,
    error_against_width,
    fit_curve,
    random_hidden,
    square,
)

SINE = CURVES["sine"](INPUTS)


def parts(fit):
    """What was fitted with: the units and the constant, as columns."""
    return np.column_stack([fit.hidden, np.ones(len(INPUTS))])


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_without_an_activation_any_number_of_units_draws_the_regression_line(curve, depth):
    y = CURVES[curve](INPUTS)
    line = np.polyval(np.polyfit(INPUTS, y, 1), INPUTS)
    for units in (1, 2, 64, 256):
        for seed in range(4):
            fit = fit_curve(INPUTS, y, identity, units, depth, seed)
            np.testing.assert_allclose(fit.fitted, line, atol=1e-8)


@pytest.mark.parametrize("activation", [relu, tanh, sigmoid])
@pytest.mark.parametrize("depth", [1, 3])
def test_no_weights_of_the_last_layer_come_closer(activation, depth):
    # Few enough units for a problem that is well conditioned, so that another solver has the same answer.
    fit = fit_curve(INPUTS, SINE, activation, 6, depth, seed=2)
    weights, squares, *_ = np.linalg.lstsq(parts(fit), SINE, rcond=None)
    np.testing.assert_allclose(parts(fit) @ [*fit.weights, fit.bias], fit.fitted, atol=1e-9)
    np.testing.assert_allclose(fit.fitted, parts(fit) @ weights, atol=1e-6)
    assert fit.error == pytest.approx(np.sqrt(squares[0] / len(SINE)), rel=1e-6)


@pytest.mark.parametrize("activation, degree", [(square, 2), (cube, 3)])
def test_as_many_units_as_the_degree_are_enough_for_its_polynomials_and_one_fewer_is_not(activation, degree):
    y = np.polynomial.Polynomial([0.3, -1.0, 0.5, 2.0][: degree + 1])(INPUTS)
    errors = error_against_width(lambda x: y, activation, (degree - 1, degree, 64))
    assert np.all(errors[:, 0] > 0.01) and np.all(errors[:, 1:] < 1e-7)


@pytest.mark.parametrize("curve", ["sine", "bump", "steps", "corner"])
@pytest.mark.parametrize("activation, degree", [(square, 2), (cube, 3)])
@pytest.mark.parametrize("depth", [1, 2])
def test_no_number_of_squares_or_cubes_comes_closer_than_the_best_polynomial(curve, activation, degree, depth):
    y = CURVES[curve](INPUTS)
    best = np.polynomial.Polynomial.fit(INPUTS, y, degree**depth)(INPUTS)
    errors = error_against_width(CURVES[curve], activation, (16, 64), range(3), depth)
    np.testing.assert_allclose(errors, np.sqrt(np.mean((best - y) ** 2)), atol=1e-6)


@pytest.mark.parametrize("curve", ["sine", "bump", "steps", "corner"])
def test_the_error_of_relu_keeps_falling(curve):
    errors = error_against_width(CURVES[curve], relu, (4, 16, 64, 256))
    assert np.all(errors[:, 1:] < 0.75 * errors[:, :-1])


def test_a_layer_of_relus_bends_once_for_each_unit_and_the_bends_spread_over_the_inputs():
    for units in (3, 8, 32):
        hidden = random_hidden(INPUTS, relu, units, seed=1)
        bent = np.abs(np.diff(hidden, 2, axis=0)) > 1e-9
        assert np.all(bent.sum(axis=0) <= 1)
        places = np.sort(np.argmax(bent, axis=0)) / len(INPUTS)
        assert np.max(np.diff([0, *places, 1])) < 3 / units


def test_more_units_of_one_draw_contain_the_fewer_so_the_error_never_rises():
    np.testing.assert_array_equal(random_hidden(INPUTS, tanh, 5), random_hidden(INPUTS, tanh, 64)[:, :5])
    assert np.all(np.diff(error_against_width(CURVES["bump"], relu, range(1, 40)), axis=1) < 1e-9)


def test_a_hidden_layer_behind_another_takes_what_that_one_gives():
    # With units that give out nothing, whatever stands behind them has nothing to bend.
    flat = random_hidden(INPUTS, lambda z: np.zeros_like(z), 4, depth=2)
    assert flat.shape == (len(INPUTS), 4) and np.all(flat == 0)
    assert np.max(np.abs(np.diff(random_hidden(INPUTS, square, 4, depth=2), 5, axis=0))) < 1e-9
    assert np.max(np.abs(np.diff(random_hidden(INPUTS, square, 4, depth=2), 4, axis=0))) > 1e-7


def test_another_seed_is_another_draw_and_the_same_seed_the_same():
    one, again, other = (random_hidden(INPUTS, relu, 4, seed=seed) for seed in (3, 3, 4))
    assert np.array_equal(one, again) and not np.allclose(one, other)


@pytest.mark.parametrize("arguments, message", [
    ((INPUTS, SINE, relu, 0), "units: expected a whole number, at least 1, got 0"),
    ((INPUTS, SINE, relu, 4, 0), "depth: expected a whole number, at least 1, got 0"),
    ((INPUTS[:, None], SINE, relu, 4), r"x: expected one row of at least two numbers, got shape \(201, 1\)"),
    ((INPUTS, SINE[:9], relu, 4), r"y: expected one number for each of 201 inputs, got shape \(9,\)"),
])  # fmt: skip
def test_what_cannot_be_fitted_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        fit_curve(*arguments)
