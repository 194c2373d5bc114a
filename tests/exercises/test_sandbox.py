"""Whatever the learner's code does, the check comes back with something readable and the process as it was."""

import builtins
import os
import random
import sys
import threading
import time
import warnings

import numpy as np
import pytest
from answers import cell

from helpers.exercises import check
from helpers.exercises.compare import copy_argument
from helpers.exercises.run import fence, sandbox

try:
    import resource
except ImportError:
    resource = None


@pytest.fixture
def impatient(monkeypatch):
    """Stop endless loops early: what is tested is that they are stopped, not how long that takes."""
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    monkeypatch.setattr(sandbox, "PATIENCE", 0.6)


# --- errors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line, words",
    [
        ("return z + np.ones(11)", "could not line up arrays of shapes (3,) (11,)"),
        ("return z @ np.ones((7, 2))", "3 columns on the left, 7 rows on the right"),
        ("return np.dot(z, np.ones((7, 2)))", "shapes (3,) and (7, 2) is not possible"),
        ("return z if z > 0 else 0", "one yes or no"),
        ("return np.max(z, axis=3)", "no axis 3"),
        ("import math; return math.exp(z)", "one number got a whole array"),
        ("return z[5]", "Index 5 does not exist: axis 0 has 3 entries"),
        ("return z[0, 0]", "2 indices for an array that has 1 axis."),
        ("return z[0.5]", "whole number"),
        ("return np.maximun(z, 0)", "Did you mean `maximum`?"),
        ("value = z; return vlaue", "Did you mean `value`?"),
        ("return z.maximum(0)", "An array has no `maximum`"),
        ("return np.maximum(z)", "argument"),
        ("return np.maximum(z, 0, 0, 0, 0)", "argument"),
        ("return (lambda a, b: a)(z)", "without 'b'"),
        ("return (lambda a: a)(z, 0)", "takes 1 argument was given 2"),
        ("return (lambda a: a)(b=z)", "does not know the argument 'b'"),
        ("return z(0)", "not a function was called"),
        ("return z.reshape(2, 7)", "cannot take the shape (2, 7)"),
        ("a, b = z; return a", "2 names"),
        ("return [1, 2][9]", "fewer entries"),
        ("return z + ...", "There is still a `...`"),
        ("return z + None", "still a list, or None"),
        ("return -(z > 0)", "Booleans"),
        ("return np.zeros(2.0)", "whole numbers"),
        ("z[0] = z; return z", "one number"),
        ("if False: out = 1\n    return out", "used before it gets a value"),
        ("return None.real", "None has no `real`"),
        ("return {}['key']", "'key'"),
        ("import nunpy", "no module named nunpy"),
        ("assert z.ndim == 7", "assert"),
        ("return 1 / 0", "divided by zero"),
        ("for i in range(2.0): pass", "whole number is needed"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise StopIteration", "no more entries"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise BaseException('odd')", "odd"),
        ("return relu(z)", "calls itself"),
        ("return np.ones(z)", "give it `z.shape`"),
        ("return np.exp * (1 - np.exp)", "without being called"),
        ("return abs * z", "without being called"),
        ("return np.tanh^2", "`^` is not a power in Python"),
        ("return 1 - np.tanh^2", "`^` is not a power in Python: write `**`. Call the function first"),
        ("return np.tanh(z) ^ 2", "`^` is not a power in Python"),
        ("return np.maximum(z)", "was given 1. Look at how this line calls it."),
        ("return np.where(z > 0, z)", "needs the condition and both values"),
        ("if z != np.zeros(3): return z", "An array is compared here"),
        ("return exp(z)", "NumPy has it: `np.exp`"),
        ("return maximum(z, 0)", "NumPy has it: `np.maximum`"),
        ("return e ** z", "NumPy has it: `np.e`"),
        ("if len(z) > 9: total = 0\n    return total", "lack a starting value, such as 0"),
        ("for i in len(z): pass", "write `range(len(z))`"),
        ("return [z].T", "A list has no `T`. It holds arrays: take them one at a time."),
        ("for a, b in [z], [z]: pass", "`zip([z], [z])` takes an entry of each"),
        ("out = np.zeros(3, int); out += z; return out", "holds whole numbers"),
        ("return zip(range(3), z).T", "`zip` has no `T`"),
        ("return np.exp(np.abs)", "without being called"),
        ("return -np.exp", "without being called"),
        ("return np.sum * 2", "without being called"),
        ("return np.where(abs > 0, z, 0)", "without being called"),
        ("return np.exp(None)", "was given a value of type NoneType"),
        ("return [1, 2] > 0", "does not work between list and int"),
        ("return [1, 2] * 1.5", "A list cannot be multiplied"),
        ("return [1, 2] + 1", "`+` joins a list to a list"),
        ("return sum(5)", "by a loop or by a function such as `sum`, and here is a single number"),
        ("for i in 5: pass", "write `range(5)`"),
        ("return [i for i in z.size]", "write `range(z.size)`"),
        ("for i in z[0]: pass", "and here is a single number. Has this input fewer axes than you expect?"),
        ("for i in range(z): pass", "Is its length meant"),
        ("a, b = 3", "there is a single value of type int"),
        ("for a, b in [1], [2]: pass", "`zip([1], [2])` takes an entry of each"),
        ("rows = [[1, 2, 3]]\n    for a, b in rows: pass", "a single entry of `rows` is spread over 2 names"),
        ("total += z", "Give it one, such as 0, before this line"),
        ("for x in z:\n        total += x", "Give it one, such as 0, before the loop"),
        ("for x in z:\n        total = total + x", "`total` has no value yet that this line could use"),
        ("sigmoid = sigmoid(z)", "Give the result another name"),
        ("return sigmoid(z)", "It is exercise 1.7: run its cell first"),
        ("return np.sigmoid(z)", "NumPy has no `sigmoid`. Write its formula"),
        ("return np.exp.T", "round brackets after its name"),
        ("if [z] == 3 or z == 0: return z", "`np.where` or `np.maximum`"),
        ("ones = [z, z + 1]\n    if ones[1] in ones: return z", "compare positions"),
        ("ones = [z, z + 1]\n    return ones.index(ones[1])", "Keep its position, for instance with `enumerate`"),
        ("return np.ones((3, 2)) * np.ones((2, 4))", "or is the matrix product `@` meant?"),
        ("return np.ones((3, 2)) + np.ones((2, 4))", "Counted from the last axis"),
        ("return np.gradient(z[:1])", "here it has none to compare"),
        ("rows = [z, z]\n    return rows[0, 1]", "whole number or a slice"),
        ("rows = [z, z]\n    for i in rows:\n        z = rows[i]", "write `range(len(rows))`"),
        ("return len(z[0])", "`len` was asked of a value of type numpy.float64"),
        ("return max(z, 0, axis=0)", "Is NumPy's function meant, with `np.` in front?"),
        ("return z.softmax()", "An array has no `softmax`. Write its formula"),
        ("f = np.exp\n    return f @ z", "`f` is a function: call it"),
        ("return 2 @ z", "Is it a single number?"),
        ("return np.array([1, 2], [3, 4])", "takes a single list"),
        ("return np.zeros(2, 3)", "as in `np.zeros((2, 3))`"),
        ("return np.convolve(np.ones((2, 2)), z)", "works on arrays with one axis"),
        ("return np.sum(z, z)", "The second argument of `np.sum` is an axis"),
        ("return int(z > 0)", "`.astype(int)` does it for all"),
        ("return int(z)", "`int(…)` takes one number, and here it got an array; it would drop the digits"),
        ("return float(z)", "`float(…)` takes one number, and here it got an array. Leave it out"),
        ("total = 0\n    for i in z:\n        total += z[i]", "goes through the entries, not their places"),
        ("return np.maximum[0, z]", "call a function with round brackets"),
        ("return z.maximum(0)", "NumPy has it as a function: `np.maximum(…)`"),
        ("return np.where(z > 0, z, 0, 0)", "that takes 1 to 3 arguments was given 4"),
        ("return np.max(z, axis=-1, keepdim=True)", "NumPy's is `keepdims`"),
        ("return np.max(z, -1, True)", "called by its name"),
        ("print(z)", "`print` only shows a value; `return` hands it back"),
    ],
)
def test_an_error_is_told_in_plain_words(line, words):
    result = check("identity_grad", cell(f"def relu(z):\n    {line}"))
    assert result.status == "not yet"
    assert words in result.message


def test_the_line_shown_is_the_last_in_the_learners_own_code():
    helper = "def helper(z):\n    return np.linalg.inv(z[:, None, None] * 0)\n"
    source = helper + "\ndef relu(z):\n    # a comment\n    return helper(z)\n"
    result = check("identity_grad", cell(source))
    assert (result.error_line, result.error_source) == (2, "return np.linalg.inv(z[:, None, None] * 0)")


def test_a_comparison_with_a_number_is_not_called_one_of_two_arrays():
    message = check("identity_grad", cell("def relu(z):\n    if z == 0:\n        return z")).message
    assert "Two arrays" not in message and "np.where" in message


def test_without_its_source_a_line_gives_no_clue_and_still_a_sentence():
    namespace = {"np": np, "__name__": "__main__"}
    exec("def relu(z):\n    return np.ones(z)", namespace)
    assert "A whole number is needed here" in check("relu", namespace["relu"]).message


@pytest.mark.parametrize("line", ["é = '🙂'; return np.ones(z)", "return (1 +\n        np.ones(z)\n    )"])
def test_the_part_that_failed_is_found_behind_letters_of_several_bytes_and_over_several_lines(line):
    assert "give it `z.shape`" in check("identity_grad", cell(f"def relu(z):\n    {line}")).message


def test_a_wrong_number_of_arguments_has_no_line_and_still_a_card():
    result = check("relu", lambda: 0)
    assert result.error_line is None
    assert "Your function takes 0 arguments and was given 1. Keep the arguments of the `def` line" in result.message


def test_an_error_whose_text_cannot_be_made_is_survived():
    class Broken(Exception):
        def __str__(self):
            raise RuntimeError("no text")

    def relu(z):
        raise Broken

    assert "Broken" in check("relu", relu).message


def test_a_result_that_refuses_to_be_looked_at_is_survived():
    class Hostile:
        def __getattribute__(self, name):
            raise RuntimeError("no")

    def endless(z):
        knot = []
        knot.append(knot)
        return knot

    assert check("relu", lambda z: Hostile()).status == "not yet"
    assert check("relu", endless).status == "not yet"


# --- ends and waits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way", ["exit()", "quit()", "import sys; sys.exit(1)", "import os; os._exit(1)", "raise SystemExit"]
)
def test_leaving_the_process_is_prevented(way):
    result = check("relu", cell(f"def relu(z):\n    {way}"))
    assert "exit()" in result.message


def test_the_exit_of_ipython_does_not_end_the_kernel():
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    already = InteractiveShell.initialized()
    shell = InteractiveShell.instance()
    try:
        asked = []
        shell.ask_exit = lambda: asked.append(1)
        shell.user_ns["np"] = np
        result = check("relu", _with_globals(shell.user_ns, "def relu(z):\n    exit()"))
        assert "exit()" in result.message
        assert not asked
        shell.ask_exit()
        assert asked
    finally:
        del shell.ask_exit
        if not already:
            InteractiveShell.clear_instance()


def _with_globals(namespace, source):
    exec(source, namespace)
    return namespace.pop("relu")


@pytest.mark.parametrize("way, name", [("input('?')", "input"), ("breakpoint()", "breakpoint")])
def test_nothing_waits_for_the_keyboard(way, name):
    assert f"`{name}()`" in check("relu", cell(f"def relu(z):\n    {way}")).message


LOOPS = {
    "plain": "while True: pass",
    "in an except": "while True:\n        try:\n            len(z)\n        except:\n            pass",
    "printing": "while True: print('again')",
    "asleep": "import time\n    time.sleep(1e9)",
    "asleep in an except": "import time\n    while True:\n        try:\n            time.sleep(0.05)\n        except:\n            pass",
    "in a finally": "while True:\n        try:\n            len(z)\n        finally:\n            continue",
}


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_an_endless_loop_is_stopped(impatient, loop):
    before = threading.active_count()
    result = check("relu", cell(f"def relu(z):\n    {loop}"))
    assert "did not come to an end" in result.message
    assert threading.active_count() == before
    assert [good for _, good in result.tried].count(None) == len(result.tried) - 1


def test_a_wait_inside_a_single_call_is_left_behind_and_that_is_said(impatient):
    lines = ["def relu(z):", "import threading", "lock = threading.Lock()", "lock.acquire()", "lock.acquire(timeout=2)"]
    result = check("relu", cell("\n    ".join(lines)))
    assert "did not come to an end" in result.message
    assert any("still runs" in note for note in result.notes)
    assert check("relu", lambda z: np.maximum(z, 0)).passed


def test_a_short_sleep_takes_its_time_and_no_more():
    timed = cell(
        "import time\ndef relu(z):\n    start = time.monotonic()\n    time.sleep(0.02)\n"
        "    assert 0.02 <= time.monotonic() - start < 1\n    return np.maximum(z, 0)"
    )
    result = check("relu", timed)
    assert result.passed, result.message


def test_a_loop_that_starts_at_a_later_input_is_stopped_too(impatient):
    def relu(z):
        while z.ndim == 2:
            pass
        return np.maximum(z, 0)

    result = check("relu", relu)
    assert result.failing.probe.args[0].ndim == 2


def test_an_interrupt_from_the_keyboard_stops_the_check_with_a_card(monkeypatch):
    def interrupted(self, timeout=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Event, "wait", interrupted)
    work = sandbox._Work(None, [], None, None)
    assert sandbox._wait(None, work, 3.0, None) == "interrupt"
    monkeypatch.undo()
    monkeypatch.setattr(sandbox, "_wait", lambda *_: time.sleep(0.1) or "interrupt")
    result = check("relu", cell("def relu(z):\n    while True: pass"))
    assert result.message.startswith("You stopped the check")


def test_endless_recursion_is_stopped_even_with_a_raised_limit():
    source = "import sys\ndef relu(z):\n    sys.setrecursionlimit(10**9)\n    return relu(z)"
    assert "calls itself" in check("relu", cell(source)).message


def test_recursion_within_reason_is_fine():
    def relu(z, depth=400):
        return relu(z, depth - 1) if depth else np.maximum(z, 0)

    assert check("relu", relu).passed


@pytest.mark.skipif(resource is None or not os.path.exists("/proc/self/statm"), reason="the limit exists on Linux only")
def test_an_array_that_would_fill_the_machine_is_an_error():
    limits = resource.getrlimit(resource.RLIMIT_AS)
    for source in ("np.zeros((10**6, 10**6))", "np.zeros(3 * fence_size, dtype=np.uint8)"):
        line = source.replace("fence_size", str(fence.MEMORY_HEADROOM))
        result = check("relu", cell(f"def relu(z):\n    return {line}"))
        assert "was asked for" in result.message
    assert resource.getrlimit(resource.RLIMIT_AS) == limits


# --- everything is put back -----------------------------------------------------------------------------------------


def test_global_variables_are_put_back_and_named():
    source = (
        "count, items, table, kept = 0, [1], np.zeros(3), 'kept'\n"
        "def relu(z):\n    global count, new, kept\n    count += 1\n    items.append(2)\n    table[0] = 9\n    new = 1\n"
        "    del kept\n"
        "    kept = 'kept'\n    return np.maximum(z, 0)"
    )
    relu = cell(source)
    result = check("relu", relu)
    assert result.passed
    assert any("`count`, `items`, `new`, `table`" in note for note in result.notes)
    names = relu.__globals__
    assert (names["count"], names["items"], names["table"].tolist(), names["kept"]) == (0, [1], [0, 0, 0], "kept")
    assert "new" not in names


def test_random_generators_settings_and_folder_are_put_back(tmp_path):
    np.random.seed(5)
    random.seed(5)
    expected = np.random.random(), random.random()
    np.random.seed(5)
    random.seed(5)
    errors, folder, options = np.geterr(), os.getcwd(), np.get_printoptions()

    def relu(z):
        np.random.seed(0)
        random.seed(0)
        np.seterr(all="raise")
        np.set_printoptions(precision=1)
        os.chdir(tmp_path)
        return np.maximum(z, 0)

    assert check("relu", relu).passed
    assert (np.random.random(), random.random()) == expected
    assert (np.geterr(), os.getcwd(), np.get_printoptions()) == (errors, folder, options)


def test_streams_builtins_and_filters_are_put_back():
    before = (sys.stdout, sys.stderr, sys.stdin, builtins.input, builtins.exit, os._exit, sys.getrecursionlimit())
    filters = list(warnings.filters)
    check("relu", cell("def relu(z):\n    import warnings\n    warnings.simplefilter('ignore')\n    exit()"))
    after = (sys.stdout, sys.stderr, sys.stdin, builtins.input, builtins.exit, os._exit, sys.getrecursionlimit())
    assert after == before
    assert list(warnings.filters) == filters


def test_warnings_made_errors_in_the_notebook_do_not_fail_a_right_answer():
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert check("sigmoid", lambda z: 1 / (1 + np.exp(-z))).passed


# --- what is printed ------------------------------------------------------------------------------------------------


def test_prints_of_one_call_are_kept(capsys):
    def relu(z):
        print("shape", z.shape)
        print("to the other stream", file=sys.stderr)
        return np.maximum(z, 0)

    result = check("relu", relu)
    assert result.output == "shape (3,)\nto the other stream\n"
    assert capsys.readouterr().out == ""


def test_prints_of_other_threads_pass_through(capsys):
    def relu(z):
        other = threading.Thread(target=print, args=("from elsewhere",))
        other.start()
        other.join()
        return np.maximum(z, 0)

    assert check("relu", relu).output == ""
    assert "from elsewhere" in capsys.readouterr().out


def test_endless_printing_does_not_fill_the_memory():
    output = fence.Output(sys.stdout)
    output.thread = threading.get_ident()
    for _ in range(1000):
        output.write("x" * 1000)
    assert len(output.take()) == fence.MOST_OUTPUT


# --- copies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda a: a, lambda a: a.T, lambda a: a[:, ::2], lambda a: a[::2].T])
def test_copies_keep_the_memory_layout_and_share_nothing(make):
    array = make(np.arange(24.0).reshape(4, 6))
    copy = copy_argument(array)
    np.testing.assert_array_equal(copy, array)
    assert not np.shares_memory(copy, array)
    assert copy.flags.c_contiguous == array.flags.c_contiguous
    assert copy.flags.f_contiguous == array.flags.f_contiguous
