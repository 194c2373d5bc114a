"""Lesson 09: the count of linear maps against what can be collapsed, and a notebook that gives nothing away."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.collapse import NotLinearError, collapse
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.exercises.declare import get
from helpers.layers import BatchNorm2d, Dense, Dropout, Flatten, Identity, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from helpers.network import Sequential
from helpers.notebooks import LESSONS, SOLUTIONS, read_cells
from helpers.verdicts.answer import model_answer, points
from helpers.verdicts.claims import claims

NAME = "09_answer_the_question.ipynb"
# Each is tried on maps of 2 channels and 8 × 8 pixels.
MAPS = {
    "conv": lambda: Conv2d(2, 2, 3, padding=1),
    "average pool": lambda: AvgPool2d(2),
    "max pool": lambda: MaxPool2d(2),
    "batch norm": lambda: BatchNorm2d(2),
    "dropout": lambda: Dropout(0.5),
    "flatten": Flatten,
    "identity": Identity,
}
BENDS = {"relu": ReLU, "leaky relu": LeakyReLU, "tanh": Tanh, "sigmoid": Sigmoid, "softmax": Softmax}
LINEAR = {name for name in MAPS if name != "max pool"} | {"dense"}


def linear_maps(layers):
    return get("linear_maps").reference(layers)


def is_linear(make):
    """Whether a layer obeys superposition, as it acts in use, with what it says to 0 taken off."""
    layer = make()
    layer.training = False
    if getattr(layer, "params", None) or hasattr(layer, "initialise"):
        Sequential([layer], (2, 8, 8), seed=0, dtype=float)
    x, y = np.random.default_rng(0).normal(size=(2, 1, 2, 8, 8))
    f0 = layer.forward(np.zeros_like(x))
    gap = layer.forward(2 * x - 3 * y) - f0 - 2 * (layer.forward(x) - f0) + 3 * (layer.forward(y) - f0)
    return np.max(np.abs(gap)) < 1e-6


@pytest.mark.parametrize(
    "name, make", [*MAPS.items(), *BENDS.items()], ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_layer_alone_is_a_map_exactly_if_it_passes_the_test_of_superposition(name, make):
    assert linear_maps([name]) == is_linear(make)


def test_a_dense_layer_is_one_map():
    assert linear_maps(["dense"]) == 1


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["dense", "identity", *BENDS]), min_size=1, max_size=6))
def test_one_map_is_what_collapse_can_make_one_matrix_of(names):
    layers = [Dense(3, 3) if name == "dense" else (BENDS | MAPS)[name]() for name in ["dense", *names]]
    network = Sequential(layers, (3,), seed=0, dtype=float)
    try:
        collapse(network)
    except NotLinearError:
        assert set(names) & set(BENDS)
    else:
        assert linear_maps(["dense", *names]) == 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["dense", "conv", *MAPS, *BENDS]), max_size=8))
def test_the_count_is_that_of_the_runs_between_bends(layers):
    runs = [linear for linear, _ in itertools.groupby(layers, lambda layer: layer in LINEAR)]
    assert linear_maps(layers) == runs.count(True)


# --- the notebook -----------------------------------------------------------------------------------------------------


def test_no_verdict_model_answer_or_point_stands_in_the_notebook_itself():
    for folder in (LESSONS, SOLUTIONS):
        text = "\n".join(cell.source for cell in read_cells(folder / NAME))
        for words in [*(claim.why for claim in claims()), *points().values(), model_answer()]:
            assert words[:60] not in text
        for claim in claims():
            assert claim.sentence not in text


def test_the_verdicts_come_after_the_sorting_and_the_model_answer_after_ones_own():
    source = "\n".join(cell.source for cell in read_cells(LESSONS / NAME) if cell.kind == "code")
    calls = [
        "sort_claims()",
        'show_verdicts("sorted")',
        'show_verdicts("others")',
        "my_answer(",
        "compare_answer()",
        "certificate(",
    ]
    places = [source.rindex(call) for call in calls]
    assert places == sorted(places)


def test_the_lesson_asks_for_the_answer_with_nothing_in_it():
    [cell] = [cell for cell in read_cells(LESSONS / NAME) if cell.source.startswith("my_answer(")]
    assert cell.source.replace("\n", "") == 'my_answer("""""")'


def test_the_stored_certificate_bears_no_date_and_no_name():
    [cell] = [cell for cell in read_cells(SOLUTIONS / NAME) if cell.source.startswith("certificate(")]
    assert cell.source == 'certificate("")'
    stored = json.dumps(cell.outputs)
    assert "the day on which you save it" in stored and "Saved as" not in stored
