"""Images on a card: what is marked is the first entry that differs, and nothing else than what it is made from."""

import inspect
import re

import numpy as np
import pytest
from answers import a_right_answer

from helpers.exercises import check
from helpers.exercises.card.cards import card_html
from helpers.exercises.card.grids import grids
from helpers.exercises.compare import copy_argument
from helpers.exercises.declare import all_exercises

WITH_WINDOWS = [exercise for exercise in all_exercises() if exercise.window is not None]


def cells(table):
    """The entries of a table and those that are marked."""
    found = re.findall(r"<td[^>]*>(<mark[^>]*>)?([^<]*)", table)
    return [text for _, text in found], [text for mark, text in found if mark]


def given(exercise, probe):
    args, kwargs = probe.make() if probe.make else copy_argument((probe.args, probe.kwargs))
    bound = inspect.signature(exercise.reference).bind(*args, **kwargs)
    bound.apply_defaults()
    return list(bound.args)


@pytest.mark.parametrize("exercise", WITH_WINDOWS, ids=lambda exercise: exercise.name)
def test_an_entry_depends_on_all_that_is_marked_for_it_and_on_nothing_else(exercise):
    rng, seen = np.random.default_rng(0), 0
    for probe in exercise.probes:
        args = [arg.astype(float) if isinstance(arg, np.ndarray) else arg for arg in given(exercise, probe)]
        right = exercise.reference(*args)
        place = tuple(int(rng.integers(size)) for size in right.shape)
        for position, index in exercise.window(place, *args).items():
            inside = np.zeros(args[position].shape, bool)
            inside[index] = True
            for change, depends in ((inside, True), (~inside, False)):
                other = [np.array(arg) if isinstance(arg, np.ndarray) else arg for arg in args]
                # Other numbers in another order: the largest of a window is another pixel then.
                other[position][change] = 3.7 - 2 * other[position][change]
                moved = exercise.reference(*other)[place] != right[place]
                assert depends or not moved, (probe.label, place)
                seen += moved
    # Of a max pool's window only one pixel passes a gradient on: most entries are 0 and stay 0.
    assert seen >= (2 if exercise.name == "max_pool2d_backward" else len(exercise.probes) / 2)


def flipped(x, w, b, stride=1, padding=0):
    return a_right_answer("conv2d")(x, w[..., ::-1], b, stride, padding)


def test_the_first_wrong_entry_and_its_window_are_marked():
    result = check("conv2d", flipped)
    shown = grids(result)
    x, w = result.failing.args[:2]
    assert x.shape == (1, 1, 3, 4) and w.shape == (1, 1, 2, 3)
    entries, marked = cells(shown["x"])
    assert len(entries) == 12 and len(marked) == 6
    assert [float(text.replace("−", "-")) for text in marked] == x[0, 0, :2, :3].ravel().tolist()
    for name in ("expected", "got"):
        entries, marked = cells(shown[name])
        assert len(entries) == 4 and marked == entries[:1]
    assert cells(shown["expected"])[1] != cells(shown["got"])[1]
    assert "<code>x</code> and <code>w</code>" in shown["marked"]
    assert shown["x"] in card_html(result) and shown["marked"] in card_html(result)


def test_entries_before_the_first_wrong_one_are_not_marked():
    def last_is_off(image, kernel):
        y = a_right_answer("correlate2d")(image, kernel)
        y[-1, -1] += 1
        return y

    entries, marked = cells(grids(check("correlate2d", last_is_off))["got"])
    assert marked == entries[-1:] and len(entries) > 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, size=2: x,
        lambda x, size=2: None,
        lambda x, size=2: 1 / 0,
        lambda x, size=2: a_right_answer("avg_pool2d")(x, size).astype(complex),
    ],
)
def test_without_an_entry_to_compare_the_card_stays_as_it_was(answer):
    result = check("avg_pool2d", answer)
    assert not result.passed and grids(result) == {}
    assert "Underlined" not in card_html(result)


def test_a_pixel_that_no_window_covers_is_marked_alone():
    def edge_not_zero(grad_out, x, size=2):
        y = a_right_answer("max_pool2d_backward")(grad_out, x, size)
        y[:, :, grad_out.shape[2] * size :] = 1
        return y

    shown = grids(check("max_pool2d_backward", edge_not_zero))
    assert shown["marked"] == "Underlined: the first entry that differs."
    assert "x" not in shown
