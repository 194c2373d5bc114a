"""What a learner measures: numbers are kept for the last lesson, in silence, and anything else is refused."""

import concurrent.futures
import json
import math
import os

import numpy as np
import pytest

from helpers import logbook
from helpers.progress import latest, measured


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / ".progress.jsonl"
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    monkeypatch.setattr(logbook, "_waiting", {})
    return path


NUMBERS = {
    "an int": (3, 3),
    "a float": (0.25, 0.25),
    "a NumPy float": (np.float32(0.5), 0.5),
    "a NumPy int": (np.int64(7), 7),
    "a count of a boolean array": (np.sum(np.array([True, False, True])), 2),
    "an array of no axis": (np.array(2.5), 2.5),
    "a list": ([0.25, 1], [0.25, 1]),
    "a tuple of NumPy numbers": ((np.float64(0.5), np.int32(1)), [0.5, 1]),
    "an array": (np.array([0.5, 1.5], dtype=np.float16), [0.5, 1.5]),
    "a list of one": ([0.5], [0.5]),
}


@pytest.mark.parametrize("given, kept", NUMBERS.values(), ids=NUMBERS)
def test_a_number_or_a_short_list_of_them_is_kept_in_silence(given, kept, capsys, monkeypatch):
    assert measured("share", given) is None
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(logbook, "_waiting", {})  # as a new kernel
    found = latest("share").value
    assert found == kept and type(found) is type(kept)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_came_of_a_network_that_diverged_is_kept_as_it_is(number):
    measured("loss", [number, 1.0])
    assert repr(latest("loss").value) == repr([number, 1.0])


@pytest.mark.parametrize(
    "wrong",
    [
        True,
        np.True_,
        "0.25",
        None,
        1j,
        np.eye(2),
        [[1.0]],
        [True],
        {1.0},
        range(3),
        [None],
        np.array(["a"]),
        [np.eye(2)],
    ],
    ids=repr,
)
def test_anything_else_is_refused_by_name_and_nothing_is_kept(wrong, file):
    with pytest.raises(
        TypeError, match=r"measured\('share'\): value: expected a number or a short list of numbers, got "
    ):
        measured("share", wrong)
    assert latest("share") is None and not file.exists()


@pytest.mark.parametrize("wrong", [[], np.zeros(0), list(range(101)), 10**30])
def test_an_empty_list_a_long_one_and_a_number_past_all_use_are_refused(wrong):
    with pytest.raises(ValueError, match=r"measured\('share'\): value: expected .* got"):
        measured("share", wrong)
    assert latest("share") is None


@pytest.mark.parametrize("key", ["", "Share", "a b", "1st", "a-b", "share\n", None, 3])
def test_a_key_is_in_snake_case(key):
    with pytest.raises(ValueError, match="measured: key: expected snake_case"):
        measured(key, 1)


def test_the_latest_counts_and_the_earlier_ones_stay_in_the_file(file):
    for value in (0.25, [1, 2], 0.75):
        measured("share", value)
    measured("other", 1)
    assert latest("share").value == 0.75
    lines = [json.loads(line) for line in file.read_bytes().split(b"\n") if line]
    assert [line["value"] for line in lines if line["key"] == "share"] == [0.25, [1, 2], 0.75]
    assert latest("share").day == lines[0]["time"][:10]


def test_what_was_never_measured_is_none():
    assert latest("share") is None


def test_where_nothing_can_be_stored_the_number_counts_until_the_kernel_ends(file, capsys):
    file.mkdir()
    measured("share", 0.5)
    assert latest("share").value == 0.5 and capsys.readouterr().out == ""
    assert "could not be" in logbook.known().note


@pytest.mark.parametrize("value", ['"0.5"', "true", "null", "[]", "[true]", "[[1]]", '{"a": 1}', "[1, null]"])
def test_a_line_with_something_else_in_it_counts_for_nothing(file, value):
    file.write_text(f'{{"event": "measured", "key": "share", "value": {value}}}')
    assert latest("share") is None and logbook.known().note == ""
    measured("share", 1)
    assert latest("share").value == 1


def test_a_file_of_before_is_read_on(file):
    before = b'{"event": "check", "exercise": "relu", "passed": true, "mistake": null}'
    file.write_bytes(before)
    measured("share", 1)
    assert file.read_bytes().startswith(before)
    assert logbook.known().status("relu") == "passed" and latest("share").value == 1


def test_two_notebooks_that_measure_at_once_lose_nothing(file):
    def write(name):
        for place in range(50):
            measured(f"{name}_{place}", place)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(write, "ab"))
    assert len(logbook.known().measurements) == 100


def test_starting_over_forgets_measurements_and_texts_and_deletes_no_line(file):
    measured("share", 1)
    logbook.record_text("answer", "Because.")
    before = file.read_bytes()
    logbook.record_reset()
    assert logbook.known() == logbook.Known()
    assert file.read_bytes().startswith(before)


def test_the_latest_text_counts_whatever_is_in_it(file):
    for text in ("Because.", "“½”\n\ud800 $x$"):
        assert logbook.record_text("answer", text) == ""
    assert logbook.known().texts["answer"].text == "“½”\n\ud800 $x$"


def test_a_measurement_in_memory_leaves_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", ":memory:")
    monkeypatch.chdir(tmp_path)
    measured("share", 1)
    assert latest("share").value == 1 and os.listdir(tmp_path) == []
