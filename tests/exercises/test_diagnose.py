"""Several slips at once, and slips that only some inputs tell of."""

import numpy as np
import pytest
from answers import right_answers

from helpers.exercises import check
from helpers.exercises.declare import get
from helpers.exercises.diagnose import compounds
from helpers.exercises.mistakes import Catalogue, apply, compiled

TOML = '''
[ways]
loop = """
def total(x):
    result = 0
    for value in x:
        result += value * 2
    return result + 1
"""
comprehension = """
def total(x):
    return sum(value * 2 for value in x) + 1
"""

[thrice]
edits = [["value * 2", "value * 3"]]
short = "each value counts three times"
says = "Each value counts three times. How often should it?"

[no_one]
edits = [[" + 1", ""]]
short = "the 1 is missing"
says = "The 1 is missing at the end."

[overwritten]
edits = [["+= value", "= value"]]
short = "each round overwrites the last"
says = "Each round overwrites the last: add up."

[other_start]
instead = "lambda x: -1"
says = "You return −1."
'''


@pytest.fixture
def catalogue(tmp_path):
    file = tmp_path / "total.toml"
    file.write_text(TOML, encoding="utf-8")
    return Catalogue(file, "total")


def test_an_edit_is_tried_on_every_way_in_which_its_pieces_stand(catalogue):
    assert len(catalogue.sources("thrice")) == 2
    assert len(catalogue.sources("overwritten")) == 1
    assert [mistake.key for mistake in catalogue.mistakes] == [
        "thrice", "thrice", "no_one", "no_one", "overwritten", "other_start",
    ]  # fmt: skip


def test_slips_in_different_places_combine_by_themselves(catalogue):
    made = {mistake.key: mistake for mistake in catalogue.compounds()}
    assert set(made) == {
        "thrice_and_no_one", "thrice_and_overwritten", "no_one_and_overwritten", "thrice_and_no_one_and_overwritten",
    }  # fmt: skip
    three = made["thrice_and_no_one_and_overwritten"]
    assert three.wrong([1, 2, 5]) == 15
    assert three.says == (
        "Three things: each value counts three times; the 1 is missing; and each round overwrites the last. "
        "Mend one after the other."
    )


def test_slips_that_touch_the_same_place_do_not_combine(tmp_path):
    file = tmp_path / "total.toml"
    file.write_text(TOML.replace('["+= value", "= value"]', '["value * 2", "value"]'), encoding="utf-8")
    keys = [mistake.key for mistake in Catalogue(file, "total").compounds()]
    assert keys == ["thrice_and_no_one", "no_one_and_overwritten"]


def test_an_edit_that_stands_twice_is_refused_and_not_guessed(tmp_path):
    file = tmp_path / "twice.toml"
    file.write_text("[ways]\na = 'lambda x: x + x'\n[slip]\nedits = [['x', 'y']]\nsays = 'No.'\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"twice.toml: \[slip\] on the way a: 'x' stands there 3 times"):
        Catalogue(file, "twice").sources("slip")
    assert apply("x + x", [["x", "y"]]) is None


def test_a_source_is_compiled_when_it_is_first_called():
    assert compiled("lambda x: x + 1", "more")(1) == 2
    broken = compiled("def more(x): return (", "more")
    with pytest.raises(SyntaxError):
        broken(1)


def conv2d(source):
    return compiled(source, "conv2d")


TWO_SLIPS = """
def conv2d(x, w, b, stride=1, padding=0):
    f, c, kh, kw = w.shape
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    y = np.zeros((len(x), f, rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            y[:, :, i, j] = np.tensordot(window, w[:, :, ::-1, ::-1], axes=([1, 2, 3], [1, 2, 3]))
    return y
"""


def test_a_flipped_kernel_and_a_missing_bias_are_both_named():
    message = check("conv2d", conv2d(TWO_SLIPS)).message
    assert message.startswith("Two things: ")
    assert "flipped" in message and "bias" in message


def test_where_only_some_inputs_tell_of_a_known_slip_it_is_named_for_those():
    # In a tie all entries get the gradient, and the size of the window is always 2: known one by one, and together
    # they are told apart by the inputs.
    def max_pool2d_backward(grad_out, x, size=2):
        grad_x = np.zeros(x.shape)
        for n, c, i, j in np.ndindex(*grad_out.shape):
            if 2 * i + 2 <= x.shape[2] and 2 * j + 2 <= x.shape[3]:
                window = x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
                grad_x[n, c, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2] += (window == window.max()) * grad_out[n, c, i, j]
        return grad_x

    result = check("max_pool2d_backward", max_pool2d_backward)
    assert result.mistake is not None
    assert "every input" in result.message or result.message.startswith("Two things")


def test_what_is_right_wherever_a_default_is_kept_is_said():
    right = next(iter(right_answers("conv2d").values()))

    def wrong(x, w, b, stride=1, padding=0):
        y = right(x, w, b, stride, padding)
        return y + 0.5 * (padding == 2) if padding else y

    message = check("conv2d", wrong).message
    assert "It is right wherever `padding` is 0." in message


@pytest.mark.whole
def test_no_compound_is_a_right_answer():
    for name in ("conv2d", "cross_entropy", "dense_backward"):
        for mistake in compounds(get(name))[::9]:
            assert not check(name, mistake.wrong).passed, mistake.key
