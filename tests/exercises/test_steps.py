"""What the parts of a learner's code give on the input that a card shows."""

import dataclasses

import pytest
from answers import cell, result_of, right_answers

from helpers.exercises import check
from helpers.exercises.card.cards import card_html, card_text
from helpers.exercises.card.steps import MOST_STEPS, steps
from helpers.exercises.declare import all_exercises

UNKNOWN = """\
def softmax(z):
    e = np.exp(z * 1.1 - z.max())
    total = e.sum()
    return e / (total * 3)
"""


def seen(source, name="softmax", **known):
    """Return the steps of a cell's card, as a dict from code to value."""
    return {step.code: step.value for step in check(name, cell(source, name, **known)).steps}


def test_every_part_is_shown_with_its_value_on_the_input_that_the_card_shows():
    result = check("softmax", cell(UNKNOWN, "softmax"))
    assert result.failing.args[0].tolist() == [1.0, 2.0, 0.5]
    found = {step.code: step for step in result.steps}
    assert found["z * 1.1"].value == "[1.1  2.2  0.55]"
    assert found["z * 1.1 - z.max()"].value == "[-0.9   0.2  -1.45]"
    assert (found["total = e.sum()"].line, found["total * 3"].line) == (3, 4)
    assert float(found["total * 3"].value) == pytest.approx(3 * float(found["total = e.sum()"].value), rel=1e-5)
    # The same facts on both cards.
    text, page = card_text(result), card_html(result)
    assert all(step.code in text and step.value in text and step.code in page for step in result.steps)


def test_a_mistake_that_has_a_name_needs_no_steps():
    assert result_of("relu", "absolute_value").mistake and result_of("relu", "absolute_value").steps == ()


def test_of_a_loop_the_first_round_is_shown_and_how_many_there_were():
    source = "def relu(z):\n    out = z.copy()\n    for i in range(len(z)):\n        out[i] = z[i] * 0.3 + 1.7\n    return out\n"
    (step,) = [step for step in check("relu", cell(source)).steps if step.code == "out[i] = z[i] * 0.3 + 1.7"]
    assert (step.value, step.times, step.line) == ("1.1", 3, 4)


def test_what_is_added_to_a_total_is_not_called_the_total():
    source = "def relu(z):\n    total = 0 * z\n    for k in (1, 2):\n        total += z * k + 5\n    return total\n"
    assert seen(source, "relu")["z * k + 5"] == "[3. 5. 8.]"
    assert not any(code.startswith("total +=") for code in seen(source, "relu"))


def test_values_are_those_of_their_moment_although_they_are_written_into_later():
    source = "def relu(z):\n    out = z * 1.0\n    out[:] = out * 0.5 + 7\n    return out\n"
    assert seen(source, "relu")["out = z * 1.0"] == "[-2.  0.  3.]"


def test_an_error_is_shown_with_the_parts_that_came_before_it():
    source = "def softmax(z):\n    e = np.exp(z) * 1.3\n    return e / np.reshape(e, (7, 9, 4))\n"
    result = check("softmax", cell(source, "softmax"))
    assert result.mistake is None and "e = np.exp(z) * 1.3" in [step.code for step in result.steps]


def test_what_makes_room_and_asks_for_sizes_is_left_out_and_at_most_eight_parts_are_shown():
    lines = [f"    a{k} = x * {k}.5" for k in range(12)]
    source = "\n".join(
        ["def softmax(x):", "    n = x.shape[0]", "    out = np.zeros_like(x)", *lines, "    return out + a11"]
    )
    codes = list(seen(source))
    assert len(codes) == MOST_STEPS and codes[-1] == "a11 = x * 11.5"
    assert not any("shape" in code or "zeros" in code for code in codes)


def test_nothing_is_shown_of_a_function_that_does_something_else_while_it_is_watched():
    looks_at_itself = (
        "import sys\ndef relu(z):\n    own = sys._getframe().f_code.co_filename\n    return z * 0.3 + len(own)\n"
    )
    assert seen(looks_at_itself, "relu") == {}


def test_nothing_is_shown_where_the_source_is_not_known_or_answers_vary():
    assert check("relu", lambda z: z * 0.3 + 1.7).steps == ()
    varies = "def relu(z):\n    return z + np.random.default_rng().normal(size=z.shape)\n"
    assert seen(varies, "relu") == {}


def test_things_of_the_learners_own_are_not_asked_for_their_text():
    source = (
        "class Loud:\n"
        "    def __repr__(self):\n"
        "        calls.append('asked')\n"
        "        return 'loud'\n"
        "def relu(z):\n"
        "    thing = Loud()\n"
        "    many = [thing, thing]\n"
        "    return z * 0.3 + 1.7 * len(many)\n"
    )
    calls = []
    assert "z * 0.3" in seen(source, "relu", calls=calls) and calls == []


def test_global_variables_are_put_back_after_the_function_was_watched():
    known = {"count": 0}
    source = "def relu(z):\n    global count\n    count += 1\n    return z * 0.3 + 1.7\n"
    function = cell(source, "relu", **known)
    assert check("relu", function).steps and function.__globals__["count"] == 0


def test_what_a_learner_wrote_is_escaped_on_the_page():
    source = 'def relu(z):\n    name = "<b>"\n    x = z * len("<script>")\n    return x * 0.3 + 1.7\n'
    page = card_html(check("relu", cell(source)))
    assert "&lt;script&gt;" in page and "<script>" not in page


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.name)
def test_to_watch_an_answer_changes_nothing_that_it_does(exercise):
    watched = 0
    sources = [function.source for function in right_answers(exercise.name).values()]
    for source in [source for source in sources if not source.startswith("lambda")][:2]:
        own = cell(source, exercise.name)
        result = check(exercise.name, own)
        assert result.passed
        for trial in result.trials[:3]:
            # Nothing is shown if a watched function does something else than the one it was made from.
            watched += bool(steps(exercise, own, dataclasses.replace(trial, problem="values")))
    # Nothing is shown of `return z` and of four arrays: there is nothing between the input and the result.
    assert watched or exercise.name in ("identity", "identity_grad")


def test_a_missing_name_needs_no_steps():
    assert seen("def relu(z):\n    half = z * 0.5\n    return half + nothing_of_this_name\n", "relu") == {}


def test_where_nan_begins_is_said():
    source = "def relu(z):\n    a = z * 0.5 + 1.25\n    slope = z / np.abs(z)\n    b = slope + 3.0\n    return a * b\n"
    result = check("relu", cell(source))
    assert result.failing.problem == "nan"
    assert result.message.endswith("nan first comes up in line 3, in `z / np.abs(z)`.") or (
        "nan first comes up in line 3, in `slope = z / np.abs(z)`." in result.message
    )
    assert [step.first_nan for step in result.steps].count(True) == 1


def test_nan_that_comes_in_a_later_round_or_in_place_is_found_where_it_came():
    loop = "def relu(z):\n    out = z.copy()\n    for i in range(len(z)):\n        out[i] = z[i] / z[i]\n    return out * 2 + out\n"
    found = [step for step in check("relu", cell(loop)).steps if step.first_nan]
    assert [(step.code, step.value, step.times) for step in found] == [("out[i] = z[i] / z[i]", "nan", 3)]
    in_place = "def relu(z):\n    out = z.copy()\n    out /= np.abs(z)\n    return out * 2 + 1\n"
    assert "nan first comes up in line 3, in `out /= np.abs(z)`." in check("relu", cell(in_place)).message


@pytest.mark.parametrize(
    "body",
    [
        # Nobody watches what is inside a comprehension's condition, a lambda or a helper's own line.
        "bad = [v for v in z if (v / abs(v)) == 3] or (lambda t: t / np.abs(t))(z)\n    b = bad * 2\n    return b + 1",
        "a = np.zeros(z.shape) + (z / np.abs(z))\n    b = a * 2\n    return b",
        "if (a := z / np.abs(z)).any():\n        b = a * 2\n    return b",
    ],
)
def test_the_line_on_which_nan_came_up_is_never_a_later_one(body):
    message = check("relu", cell(f"def relu(z):\n    {body}\n", "relu")).message
    assert "contains nan" in message
    assert "first comes up" not in message or "first comes up in line 2" in message


def test_an_expression_too_deep_to_be_watched_costs_nothing_else():
    source = "def relu(z):\n    return " + " + ".join(["z * 0.31"] * 400) + "\n"
    assert "could not be put into words" not in check("relu", cell(source)).message


@pytest.mark.parametrize("odd", ['list(range(8)) + ["x"]', "10**30", "(1, 2, 3, 4, 5, 6, 7, 8, None)"])
def test_a_value_that_numpy_cannot_ask_loses_no_steps(odd):
    assert "z * 0.3" in seen(f"def relu(z):\n    odd = {odd}\n    return z * 0.3 + 1.7\n", "relu")


def test_a_place_that_is_worked_out_by_a_call_is_not_worked_out_twice():
    source = (
        "def relu(z):\n    places, out = iter(range(9)), z.copy()\n    for v in z:\n"
        "        out[next(places)] += v * 0.3 + 1\n    return out\n"
    )
    assert "v * 0.3 + 1" in seen(source, "relu")


def test_where_a_function_stops_the_round_in_which_it_does_is_shown():
    source = (
        "def relu(z):\n    out = []\n    for i in range(len(z) + 1):\n        out.append(z[i] * 2.0)\n    return out\n"
    )
    found = {step.code: step for step in check("relu", cell(source)).steps}
    step = found["z[i] * 2.0"]
    assert (step.value, step.times, step.last) == ("6", 3, True)
    assert "the last of 3 times" in card_text(check("relu", cell(source)))
