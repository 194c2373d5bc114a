"""Imitation, XOR, gradients and the look inside; and that the package is numerics alone."""

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import helpers.experiments
from helpers.activations import identity, relu
from helpers.experiments.digit_networks import digit_network
from helpers.experiments.gradients import gradient_error, numerical_gradient
from helpers.experiments.imitation import best_affine, imitation, relative_rms
from helpers.experiments.inside import most_opposite_pair, negative_shares
from helpers.experiments.xor import CORNERS, XOR, corner_gap, solved_by_chance
from helpers.layers import Identity, ReLU
from helpers.losses import cross_entropy, cross_entropy_grad

FOLDER = Path(helpers.experiments.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
NUMERICAL = {"activations", "base", "layers", "convolution", "recurrent", "network", "losses", "optimizers", "training", "collapse",
             "digits", "experiments"}  # fmt: skip
RNG = np.random.default_rng(0)


# ---- the package ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
def test_a_file_of_the_experiments_is_read_in_one_sitting_and_its_examples_run(module):
    assert len((FOLDER / f"{module}.py").read_text(encoding="utf-8").splitlines()) <= 200
    outcome = doctest.testmod(importlib.import_module(f"helpers.experiments.{module}"))
    assert outcome.failed == 0 and outcome.attempted > 0


@pytest.mark.parametrize("module", MODULES)
def test_the_experiments_import_numerics_alone(module):
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    outside = {name for name in imported if name.split(".")[0] != "helpers"}
    assert outside <= {"numpy", "itertools", "typing"}
    assert {name.split(".")[1] for name in imported - outside} <= NUMERICAL


def test_using_them_loads_nothing_that_draws():
    code = "; ".join(f"import helpers.experiments.{module}" for module in MODULES) + "; import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"matplotlib", "ipywidgets", "IPython", "helpers.figures", "helpers.exercises"} & set(loaded)


def test_the_package_says_what_is_in_it():
    assert all(f"``{module}``" in helpers.experiments.__doc__ for module in MODULES)


# ---- imitation -----------------------------------------------------------------------------------------------------


def test_the_best_affine_map_is_found_again():
    x, matrix, bias = RNG.normal(size=(50, 1, 2, 3)), RNG.normal(size=(4, 6)), RNG.normal(size=4)
    found, found_bias = best_affine(x, x.reshape(50, 6) @ matrix.T + bias)
    np.testing.assert_allclose(found, matrix, atol=1e-12)
    np.testing.assert_allclose(found_bias, bias, atol=1e-12)


def test_no_other_affine_map_misses_by_less():
    x = RNG.normal(size=(200, 2))
    y = np.abs(x) @ RNG.normal(size=(2, 3))
    matrix, bias = best_affine(x, y)
    least = np.mean((x @ matrix.T + bias - y) ** 2)
    for _ in range(20):
        other = matrix + 0.1 * RNG.normal(size=matrix.shape), bias + 0.1 * RNG.normal(size=3)
        assert np.mean((x @ other[0].T + other[1] - y) ** 2) > least


@pytest.mark.parametrize("y", [np.zeros(5), np.zeros((4, 2))])
def test_one_row_of_y_for_each_of_x(y):
    with pytest.raises(ValueError, match="^y: "):
        best_affine(np.zeros((5, 2)), y)


def test_the_relative_error_is_0_for_affine_1_for_even_and_knows_no_offset():
    x = np.linspace(-1, 1, 2001)[:, None]
    assert relative_rms(x, 1e6 - 3 * x) < 1e-9
    assert relative_rms(x, np.abs(x)) == pytest.approx(1, abs=1e-6)
    assert relative_rms(x, np.abs(x) + 2 * x + 100) == pytest.approx(relative_rms(x, np.abs(x) + 2 * x))


def test_a_linear_network_is_imitated_without_any_rest_and_another_one_is_not():
    images = RNG.normal(size=(300, 1, 8, 8))
    assert imitation(digit_network(Identity), images[:150], images[150:]) > 1 - 1e-6
    assert imitation(digit_network(ReLU), images[:150], images[150:]) < 0.9


# ---- XOR -----------------------------------------------------------------------------------------------------------


def test_chance_never_solves_xor_without_a_bend_and_sometimes_with_one():
    assert solved_by_chance(identity, tries=20_000) == 0
    assert 0 < solved_by_chance(relu, tries=20_000) < 200


def test_the_count_does_not_depend_on_how_the_tries_are_batched():
    rng, count = np.random.default_rng(7), 0
    W1, b1, W2, b2 = (rng.normal(size=(500, *shape)) for shape in [(3, 2), (3, 1), (1, 3), (1, 1)])
    for a, b, c, d in zip(W1, b1, W2, b2):
        count += all((c @ np.abs(a @ corner[:, None] + b) + d > 0).item() == yes for corner, yes in zip(CORNERS, XOR))
    assert solved_by_chance(np.abs, hidden=3, tries=500, seed=7) == count > 0


def test_the_gap_of_the_corners_is_0_for_affine_and_negative_for_xor():
    assert corner_gap(lambda x: x @ np.array([2.0, -7.0]) + 3) == 0
    assert corner_gap(lambda x: np.abs(x[:, 0] - x[:, 1])) == -2


# ---- gradients and the look inside ---------------------------------------------------------------------------------


def test_the_numerical_gradient_is_that_of_the_loss():
    logits, labels = RNG.normal(size=(4, 3)), np.array([0, 1, 2, 1])
    numerical = numerical_gradient(lambda z: cross_entropy(z, labels), logits)
    np.testing.assert_allclose(numerical, cross_entropy_grad(logits, labels), atol=1e-9)


@pytest.mark.parametrize("activation", [Identity, ReLU])
def test_a_right_backward_pass_agrees_and_a_wrong_one_does_not(activation, monkeypatch):
    images, labels = RNG.normal(size=(16, 1, 8, 8)), np.arange(16) % 10
    network = digit_network(activation, width=(2, 3))
    before = network.parameters.copy()
    assert gradient_error(network, images, labels) < 1e-4
    assert np.array_equal(network.parameters, before)
    monkeypatch.setattr(activation, "backward", lambda self, grad: 0.9 * grad)
    assert gradient_error(network, images, labels) > 1e-2


def test_the_most_opposite_pair_is_found_whatever_its_length():
    kernels = np.array([[1.0, 0, 0], [0, 1, 0], [-0.1, -9, 0.1], [1, 1, 1]]).reshape(4, 1, 1, 3)
    i, j, cosine = most_opposite_pair(kernels)
    assert (i, j) == (1, 2) and -1 <= cosine < -0.99
    with pytest.raises(ValueError, match="^kernels: "):
        most_opposite_pair(kernels[:1])


def test_behind_a_relu_nothing_is_negative_and_behind_the_next_convolution_something_is():
    images = RNG.normal(size=(20, 1, 8, 8)).astype(np.float32)
    first, second = negative_shares(digit_network(), images)
    assert 0.2 < first < 0.8 and 0.05 < second < 0.95
    network = digit_network()
    hidden = network.layers[2].forward(network.layers[1].forward(network.layers[0].forward(images)))
    assert hidden.min() >= 0
