"""Whatever comes, a check returns normally and soon, and the notebook is as it was."""

import builtins
import gc
import importlib
import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from answers import a_right_answer

from helpers.exercises import check
from helpers.exercises.card.cards import card_html, card_text
from helpers.exercises.declare import get
from helpers.exercises.plain import Foreign, as_plain, clean
from helpers.exercises.run import sandbox


def card(function, name="relu"):
    """Check a function and make both of its cards, as the notebook does."""
    result = check(name, function)
    page = card_html(result) + card_text(result)
    page.encode("utf-8")
    assert not result.passed
    assert len(page) < 60_000
    return result


class Lies:
    """An object that tells nothing about itself."""

    def __getattribute__(self, name):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")


class Loops:
    def __repr__(self):
        while True:
            pass

    __str__ = __repr__


class Silent(Exception):
    def __str__(self):
        raise SystemExit


class Deaf(NameError):
    def __str__(self):
        raise RuntimeError


class Numb(float):
    def __float__(self):
        raise RuntimeError

    def __add__(self, other):
        raise RuntimeError


class Endless(list):
    def __len__(self):
        return 10**12

    def __iter__(self):
        while True:
            yield 1


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def raising(error):
    def relu(z):
        raise error

    return relu


RESULTS = {
    "a number too large for a float": 10**400,
    "a deep list": nested(300),
    "ragged lists": [[1.0, 2.0], [3.0]],
    "a long text": "a" * 10**6,
    "half a character": "a\ud800b",
    "a liar": Lies(),
    "one that loops when shown": Loops(),
    "a float that is none": Numb(1.0),
    "a list without end": Endless([1.0]),
    "a class with a long name": type("A" * 10**6, (), {})(),
    "a class": Lies,
    "a dictionary": {1: 2},
    "an array of objects": np.array([Loops(), None], dtype=object),
    "complex": 1j,
    "text of numbers": np.array(["1", "2"]),
}


# By their names: pytest itself would ask these values what they are.
@pytest.mark.parametrize("kind", RESULTS)
def test_any_result_gets_a_card(kind):
    value = RESULTS[kind]
    card(lambda z: value)
    card(lambda W, b: (value, value), "collapse")


ERRORS = {
    "a long message": ValueError("x" * 10**6),
    "a long key": KeyError("x" * 10**6),
    "half a character": ValueError("a\ud800b"),
    "no text": Silent(),
    "a name error without a text": Deaf("name 'x' is not defined"),
    "not even an Exception": SystemExit(3),
    "many arguments": ValueError(*range(10_000)),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_any_exception_gets_a_card_soon(kind):
    start = time.process_time()
    card(raising(ERRORS[kind]))
    assert time.process_time() - start < 2


def test_what_is_printed_or_warned_of_without_end_fits_on_a_card():
    import warnings

    def relu(z):
        for value in np.ravel(z):
            warnings.warn(f"value {value} is odd \ud800", stacklevel=1)
        print("\ud800" * 10_000)
        return z

    result = card(relu)
    assert len(result.notes) <= 8
    assert any("more warnings" in note for note in result.notes)


def test_many_new_globals_are_counted_and_not_listed():
    def relu(z):
        globals().update({f"made_{i}": i for i in range(10_000)})
        return z

    result = card(relu)
    assert "more outside itself" in " ".join(result.notes)
    assert "made_17" not in globals()


def test_what_a_function_replaced_in_numpy_and_python_is_put_back_and_named():
    before = np.maximum, builtins.sum, np.where, np.linalg.norm

    def relu(z):
        np.maximum = None
        builtins.sum = None
        del np.where
        np.linalg.norm = len
        return z

    result = card(relu)
    assert (np.maximum, builtins.sum, np.where, np.linalg.norm) == before
    assert "`np.maximum`" in " ".join(result.notes)


def test_what_the_notebook_had_replaced_before_decides_no_verdict_and_is_said(monkeypatch):
    original = np.all
    np.all = lambda *_, **__: True
    try:
        result = check("relu", lambda z: np.minimum(z, 0))
    finally:
        np.all = original
    assert not result.passed
    assert any("`np.all` had been replaced" in note for note in result.notes)


def test_settings_are_as_they_were():
    before = list(sys.path), dict(os.environ), sys.getswitchinterval(), gc.isenabled(), sys.getrecursionlimit()

    def relu(z):
        sys.path.clear()
        os.environ["SOMETHING"] = "new"
        sys.setswitchinterval(1)
        gc.disable()
        threading.settrace(lambda *_: None)
        os.umask(0o777)
        return z

    mask = os.umask(0o022)
    os.umask(mask)
    card(relu)
    after = list(sys.path), dict(os.environ), sys.getswitchinterval(), gc.isenabled(), sys.getrecursionlimit()
    assert after == before
    assert threading.gettrace() is None
    assert os.umask(mask) == mask


def test_a_recursion_limit_that_the_notebook_raised_does_not_end_the_kernel():
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(10**6)

    def relu(z):
        return list(map(relu, [z]))

    try:
        assert "calls itself" in card(relu).message
        assert sys.getrecursionlimit() == 10**6
    finally:
        sys.setrecursionlimit(limit)


def test_two_checks_at_once_do_not_undo_each_other():
    results = []
    before = sys.stdout, time.sleep, os._exit

    def one():
        results.append(check("relu", lambda z: np.maximum(z, 0)).passed)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4
    assert (sys.stdout, time.sleep, os._exit) == before


def test_the_whole_check_has_a_limit(monkeypatch):
    monkeypatch.setattr(sandbox, "ALL_SECONDS", 0.5)
    monkeypatch.setattr(sandbox, "WORD_AFTER", 0.2)
    said = []

    def relu(z):
        time.sleep(0.12)
        return np.maximum(z, 0)

    result = check("relu", relu, when_slow=said.append)
    assert not result.passed and "half a minute" in result.message
    assert len(said) == 1 and f"of {len(get('relu').probes)} inputs" in said[0]


def test_a_slow_right_answer_is_called_once_for_each_input(monkeypatch):
    monkeypatch.setattr(sandbox, "ENOUGH", 0.1)
    calls = []

    def relu(z):
        calls.append(1)
        time.sleep(0.02)
        return np.maximum(z, 0)

    assert check("relu", relu).passed
    assert len(calls) == len(get("relu").probes)


def test_without_threads_the_check_goes_on_and_says_that_it_has_no_limit(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    result = check("relu", lambda z: np.maximum(z, 0))
    assert result.passed
    assert any("without a time limit" in note for note in result.notes)


def test_whatever_goes_wrong_while_a_card_is_made_there_is_one(monkeypatch):
    def broken(*_):
        raise RuntimeError("oops")

    monkeypatch.setattr("helpers.exercises.checking.diagnose", broken)
    result = card(lambda z: z)
    assert "could not be put into words" in result.message


def test_pictures_that_are_opened_inside_are_closed():
    pyplot = pytest.importorskip("matplotlib.pyplot")

    def relu(z):
        pyplot.figure()
        return np.maximum(z, 0)

    before = pyplot.get_fignums()
    assert check("relu", relu).passed
    assert pyplot.get_fignums() == before


def test_an_interrupted_check_is_never_booked_as_passed(monkeypatch):
    calls = []

    def relu(z):
        calls.append(1)
        if len(calls) == 20:
            raise KeyboardInterrupt
        return np.maximum(z, 0)

    assert not check("relu", relu).passed


def test_a_learners_dictionary_is_not_emptied():
    source = "table = {'a': 1.0}\ndef relu(z):\n    table['b'] = 2.0\n    return np.maximum(z, 0)\n"
    namespace = {"np": np, "__name__": "__main__"}
    exec(source, namespace)
    assert check("relu", namespace["relu"]).passed
    assert namespace["table"] == {"a": 1.0}


def test_an_infinite_entry_is_no_excuse_for_a_finite_wrong_one():
    from helpers.exercises.compare import close, equal
    from helpers.exercises.declare import Probe

    expected = np.array([np.inf, 1.0])
    assert not equal(Probe("x"), expected, np.array([np.inf, 2.0]))
    assert not equal(Probe("x"), expected, np.array([1e308, 1.0]))
    assert close(expected, expected, 1e-7, 0).all()


def test_the_time_limit_counts_for_each_call_and_not_for_all_together(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1.0)

    def relu(z):
        time.sleep(0.1)
        return np.maximum(z, 0)

    assert check("relu", relu).passed


def test_a_finaliser_that_runs_while_a_loop_is_stopped_is_left_in_peace(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    monkeypatch.setattr(sandbox, "PATIENCE", 0.6)
    heard, ended = [], []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: heard.append(unraisable.exc_type))

    class Finalised:
        def __init__(self):
            self.itself = self

        def __del__(self):
            total = 0
            for i in range(200):
                total += i
            ended.append(total)

    def relu(z):
        while True:
            Finalised()
            try:
                [0] * 100
            except BaseException:
                pass

    result = check("relu", relu)
    assert "did not come to an end" in result.message
    gc.collect()
    assert sandbox.Stopped not in heard
    assert ended


def test_texts_are_cut_and_can_always_be_written():
    assert clean("a\ud800") == "a\\ud800"
    assert len(clean("a" * 10**6)) == 1000
    assert as_plain(Lies()) == Foreign("a value of type Lies")


def test_on_a_busy_machine_waiting_for_a_turn_is_not_held_against_a_function(monkeypatch):
    # The function is there longer than the limit, and has computed for a small part of it.
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)
    monkeypatch.setattr(sandbox, "_processor_seconds", lambda thread: 0.0)

    def relu(z):
        time.sleep(0.3 if z.shape == (2, 3) else 0)
        return np.maximum(z, 0)

    assert check("relu", relu).passed
    monkeypatch.setattr(sandbox, "_processor_seconds", lambda thread: None)
    assert not check("relu", relu).passed


def test_after_a_loop_was_stopped_a_traced_function_still_comes_to_its_end():
    code = """
import sys
from helpers.exercises import check
from helpers.exercises.run import sandbox
sandbox.SECONDS = 0.2
def relu(z):
    while True:
        pass
assert not check("relu", relu).passed
def traced():
    return sum(i for i in range(10))
sys.settrace(lambda *_: None)
print(traced())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "45", done.stderr


@pytest.mark.parametrize("room", ["helpers.experiments.fitting", "helpers.explorers.training_explorer.race"])
def test_the_training_step_of_another_room_is_no_answer_of_ones_own(room):
    def training_step(network, images, labels, optimizer):
        return importlib.import_module(room).training_step(network, images, labels, optimizer)

    assert not check("training_step", training_step).passed
    # A step of one's own may use what the lesson hands out.
    assert check("training_step", a_right_answer("training_step")).passed
