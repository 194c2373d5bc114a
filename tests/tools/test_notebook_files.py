"""Notebooks as files: their cells, the answers marked in them, and which exercise a cell belongs to."""

import doctest
import json
import os
import subprocess
import sys

import pytest

from helpers import notebooks
from helpers.notebooks import (
    COURSE,
    PLACEHOLDER,
    Cell,
    NotANotebook,
    cells_in,
    display_bundle,
    exercises_in,
    marked_answer,
    read_cells,
    replace_file,
    without_answers,
)

MARKED = """\
@exercise("1.3")
def relu(z):
    ### BEGIN SOLUTION
    if z > 0:
        return z
    ### END SOLUTION
    return 0"""

UNPAIRED = [
    "### BEGIN SOLUTION\nx = 1",
    "x = 1\n### END SOLUTION",
    "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
]


def test_the_courses_folder_is_the_one_with_the_lessons_and_the_solutions():
    assert notebooks.LESSONS.is_dir() and notebooks.SOLUTIONS.is_dir() and (COURSE / "pyproject.toml").is_file()


def test_it_can_be_used_before_anything_is_installed():
    code = "import sys, helpers.notebooks; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-S", "-c", code], cwd=COURSE, capture_output=True, text=True, check=True)
    assert set(loaded.stdout.split()) <= sys.stdlib_module_names | {"helpers", "__main__"}


# ---- cells -----------------------------------------------------------------------------------------------------------


def test_a_cell_is_read_with_its_kind_its_text_and_its_outputs(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": "# Größe"},
        {"cell_type": "code", "source": ["x = 1\n", "x"], "outputs": [{"text": "1"}]},
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}, ensure_ascii=False), encoding="utf-8")
    assert read_cells(path) == [Cell("markdown", "# Größe", []), Cell("code", "x = 1\nx", [{"text": "1"}])]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "not a notebook"),
        (b'{"worksheets": []}', "not a notebook"),
        (b'{"cells": 3}', "not a notebook"),
        (b'{"cells": [3]}', "not a notebook"),
        (b'{"cells": [{"cell_type": "code", "source": [1]}]}', "not a notebook"),
    ],
)
def test_what_is_no_notebook_is_said_to_be_none(content, said):
    with pytest.raises(NotANotebook, match=said):
        cells_in(content)


def test_a_file_that_cannot_be_read_is_no_notebook_either(tmp_path):
    with pytest.raises(NotANotebook, match="cannot be read: No such file"):
        read_cells(tmp_path / "none.ipynb")


@pytest.mark.parametrize(
    "source, found",
    [
        (MARKED, ["1.3"]),
        ("@exercise('relu')\ndef relu(z): ...", ["relu"]),
        ('import helpers\n\n@ helpers.exercises.exercise( "1.10" )\ndef f(): ...', ["1.10"]),
        ('@exercise("1.1")\ndef a(): ...\n@exercise("1.2")\ndef b(): ...', ["1.1", "1.2"]),
        ('@exercise("1.3")\ndef relu(z):\n    return (', ["1.3"]),
        ('# as in @exercise("1.3")\nexercise("1.3")(relu)', []),
        ('@my_exercise("1.3")\ndef relu(z): ...', []),
        ("@exercise\ndef relu(z): ...", []),
    ],
)
def test_the_decorators_of_a_cell_say_which_exercises_it_belongs_to(source, found):
    assert exercises_in(source) == found


# ---- marked answers --------------------------------------------------------------------------------------------------


def test_an_answer_is_what_stands_between_the_markers_at_the_left_margin():
    assert marked_answer(MARKED) == "if z > 0:\n    return z"
    assert marked_answer("x = 1") == ""


def test_without_its_answer_a_cell_has_one_placeholder_line_in_its_place():
    assert without_answers(MARKED) == f'@exercise("1.3")\ndef relu(z):\n    {PLACEHOLDER}\n    return 0'
    assert without_answers("x = 1\n") == "x = 1\n"


@pytest.mark.parametrize("source", UNPAIRED)
@pytest.mark.parametrize("function", [marked_answer, without_answers])
def test_markers_that_do_not_pair_are_refused(function, source):
    with pytest.raises(ValueError, match="SOLUTION"):
        function(source)


# ---- files and displays ----------------------------------------------------------------------------------------------


def test_a_file_is_replaced_as_a_whole_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new" and os.listdir(tmp_path) == ["a.txt"]


def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["a.txt"]


BUNDLE = {"text/html": "<b>1</b>", "text/plain": "1"}


def test_outside_a_notebook_the_plain_text_of_a_bundle_is_printed(capsys):
    display_bundle(BUNDLE)
    assert capsys.readouterr().out == "1\n"


def test_in_a_notebook_a_bundle_is_displayed_once_with_its_metadata(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("IPython.get_ipython", lambda: "a notebook")
    monkeypatch.setattr("IPython.display.display", lambda *bundles, **options: shown.append((bundles, options)))
    display_bundle(BUNDLE, {"text/html": {"isolated": True}})
    assert shown == [((BUNDLE,), {"metadata": {"text/html": {"isolated": True}}, "raw": True})]
    assert capsys.readouterr().out == ""


def test_the_examples_in_the_module_hold():
    result = doctest.testmod(notebooks)
    assert result.attempted > 0 and result.failed == 0
