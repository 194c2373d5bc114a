"""Where to look when nothing known explains an answer: the line on which one small change makes it right."""

import ast
import time

import numpy as np
import pytest
from answers import cell

from helpers.exercises import check, checking
from helpers.exercises.card.cards import card_html, card_text
from helpers.exercises.declare import all_exercises, get
from helpers.exercises.outcomes import Given
from helpers.exercises.repair import ROUNDS, _count_loops, where_to_look
from helpers.exercises.small_changes import exchanged_names, small_changes


def looked(source, name):
    """Return what the search says of a cell."""
    function = cell(source, name)
    trials, _ = checking._run(get(name), function)
    return where_to_look(get(name), function, trials)


UNKNOWN = [
    (
        "conv2d",
        """\
def conv2d(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = w.shape[2:]
    rows, columns = (x.shape[2] - kh) // stride + 1, (x.shape[3] - kw) // stride + 1
    y = np.zeros((len(x), len(w), rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            y[:, :, i, j] = np.einsum("ncuv,fcuv->nf", window, w) * 3 + b
    return y
""",
        9,
    ),
    (
        "softmax",
        """\
def softmax(z):
    m = np.max(z, axis=-1, keepdims=True)
    e = np.exp(z - m)
    total = np.sum(e, axis=-1, keepdims=True)
    return e / (total + 1)
""",
        5,
    ),
    (
        "relu_grad",
        """\
def relu_grad(z):
    slopes = np.zeros(z.shape)
    slopes[z > 2] = 1.0
    return slopes
""",
        3,
    ),
]


@pytest.mark.parametrize("name, source, line", UNKNOWN, ids=[name for name, *_ in UNKNOWN])
def test_the_line_of_an_unknown_slip_is_found(name, source, line):
    found = looked(source, name)
    assert found == (line, source.splitlines()[line - 1].strip())


def test_the_line_is_counted_in_the_cell_and_not_in_the_function():
    source = "import numpy as np\n\n\nSCALE = 1.0\n\n\n" + UNKNOWN[2][1]
    assert looked(source, "relu_grad")[0] == 9


def test_nothing_is_said_where_changes_on_different_lines_would_help():
    source = """\
def relu(z):
    up = z + 1
    out = np.maximum(up, 1)
    return out
"""
    # Either the first line adds nothing and the last two are changed, or …: no single change does it.
    assert looked(source, "relu") is None
    two = """\
def relu(z):
    z = -z
    z = -z
    z = -z
    return np.maximum(z, 0)
"""
    assert looked(two, "relu") is None


def test_the_repair_itself_is_never_shown_and_the_line_is():
    result = check("softmax", cell(UNKNOWN[1][1], "softmax"))
    assert result.look_line == 5 and result.mistake is None
    for card in (card_text(result), card_html(result)):
        assert "Look at line 5" in card and "e / (total + 1)" in card
        assert "e / total" not in card.partition("Hint")[0]


def test_a_known_mistake_is_named_and_not_searched_for(monkeypatch):
    def never(*_):
        raise AssertionError("searched")

    monkeypatch.setattr(checking, "where_to_look", never)
    assert check("relu", lambda z: np.minimum(z, 0)).mistake == "keeps_the_wrong_side"


def test_loops_that_a_change_makes_endless_do_not_hold_the_search_up():
    source = """\
def relu(z):
    out, n = np.array(z), 3
    while n > 0:
        n = n - 1
    for i in np.ndindex(out.shape):
        out[i] = max(out[i], 0) * 5
    return out
"""
    start = time.thread_time()
    assert looked(source, "relu")[0] == 6
    assert time.thread_time() - start < 5


def test_no_right_answer_goes_so_many_rounds_that_it_is_taken_for_one_without_an_end():
    most = 0
    for name, source in ((e.name, way) for e in all_exercises() for way in e.catalogue.ways.values() if "def " in way):
        tree, rounds = ast.parse(source), []
        _count_loops(tree)
        namespace = {"np": np, "__tick": lambda rounds=rounds: rounds.append(1)}
        exec(compile(tree, "a right answer", "exec"), namespace)
        for probe in get(name).probes:
            rounds.clear()
            args, kwargs = Given(probe)()
            with np.errstate(all="ignore"):
                namespace[name](*args, **kwargs)
            most = max(most, len(rounds))
    assert 1000 < most < ROUNDS / 2


def test_no_change_puts_a_list_into_itself_for_numpy_would_take_for_ever_to_look_into_it():
    source = """\
def stacked(x, table):
    states, other = [], []
    for row in x:
        states.append(row)
        other.extend(states)
        table[0] = row
    return np.stack(states + other)
"""
    tree = ast.parse(source)
    tried = {ast.unparse(tree) for _ in exchanged_names(tree.body[0])}
    assert any("states.append(other)" in text for text in tried)
    for itself in ("states.append(states)", "other.extend(other)", "table[0] = table\n"):
        assert not any(itself in text for text in tried), itself


def test_the_search_ends_after_its_time_and_then_says_nothing(monkeypatch):
    monkeypatch.setattr("helpers.exercises.repair.SECONDS", 0.0)
    assert looked(UNKNOWN[1][1], "softmax") is None


def test_the_learners_variables_are_as_they_were_after_a_search():
    source = """\
table = np.array([1.0, 2.0])
calls = []
def relu(z):
    table[0] = table[0] + 1
    calls.append(1.0)
    return np.maximum(z, 0) * 7
"""
    function = cell(source, "relu")
    check("relu", function)
    np.testing.assert_array_equal(function.__globals__["table"], [1.0, 2.0])
    assert function.__globals__["calls"] == []


def test_a_function_without_a_source_is_left_alone():
    assert check("relu", eval("lambda z: z * 5 + 1")).look_line is None


@pytest.mark.parametrize("name, source, line", UNKNOWN, ids=[name for name, *_ in UNKNOWN])
def test_every_small_change_is_taken_back(name, source, line):
    tree = ast.parse(source)
    before = ast.dump(tree)
    count = 0
    for changes in (small_changes, exchanged_names):
        for at in changes(tree.body[0]):
            assert 1 <= at <= len(source.splitlines())
            assert ast.dump(tree) != before
            compile(tree, "changed", "exec")
            count += 1
        assert ast.dump(tree) == before
    assert count > 20
