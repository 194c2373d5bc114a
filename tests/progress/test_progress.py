"""Progress: the panel shows what is known, and starting over opens exercises again."""

import subprocess
import sys
from html.parser import HTMLParser

import pytest

from helpers import logbook, progress
from helpers.exercises.declare import listing
from helpers.notebooks import COURSE
from helpers.progress import panel


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / ".progress.jsonl"
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    monkeypatch.setattr(logbook, "_waiting", {})
    return path


def test_an_exercise_goes_by_its_name_or_its_number():
    assert progress.status("1.3") == "to do"
    assert progress.record("relu", passed=False, mistake="absolute_value") == ""
    assert progress.status(" 1.3 ") == "tried"
    assert progress.record("1.3", passed=True) == ""
    assert progress.status("relu") == "passed"


@pytest.mark.parametrize("function", [progress.status, progress.reset, lambda name: progress.record(name, True)])
def test_an_unknown_exercise_is_an_error_that_names_those_there_are(function, file):
    with pytest.raises(KeyError, match="1.3 relu"):
        function("1.99")
    assert not file.exists()


# --- starting over ----------------------------------------------------------------------------------------------------


def test_reset_opens_one_exercise_and_says_so(capsys):
    progress.record("relu", passed=True)
    progress.record("tanh", passed=True)
    progress.reset("1.3")
    assert progress.status("relu") == "to do" and progress.status("tanh") == "passed"
    assert capsys.readouterr().out == "Exercise 1.3 relu is open again.\n"


def test_reset_all_without_confirmation_only_says_what_it_would_do(file, capsys):
    progress.record("relu", passed=True)
    progress.record("tanh", passed=False)
    before = file.read_bytes()
    progress.reset_all()
    progress.reset_all(confirm="yes")
    said = capsys.readouterr().out
    assert "2 exercises begun, 1 of them passed" in said and "reset_all(confirm=True)" in said
    assert file.read_bytes() == before


def test_reset_all_opens_everything_and_without_its_line_all_is_as_before(file, capsys):
    progress.record("relu", passed=True)
    logbook.record_answer("prediction", "gate", "a half")
    before = file.read_bytes()
    progress.reset_all(confirm=True)
    assert progress.status("relu") == "to do" and logbook.known().predictions == {}
    assert capsys.readouterr().out == (
        "All exercises are open again, and all predictions and quizzes; what you measured and wrote counts no more.\n"
    )
    assert file.read_bytes().startswith(before)
    file.write_bytes(before)
    assert progress.status("relu") == "passed" and logbook.known().predictions["gate"].choice == "a half"


def test_a_reset_that_cannot_be_stored_counts_for_the_session_and_says_so(file, capsys):
    progress.record("relu", passed=True)
    content = file.read_bytes()
    file.unlink()
    file.mkdir()
    progress.reset("relu")
    progress.reset_all(confirm=True)
    for line in capsys.readouterr().out.splitlines():
        assert "open again" in line and "could not be saved" in line
    file.rmdir()
    file.write_bytes(content)
    assert progress.status("relu") == "to do"


# --- the panel --------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects the text, the links and the tags left open."""

    def __init__(self, source):
        super().__init__()
        self.text, self.links, self.stack = "", [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.stack.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text += data


def shown():
    return panel.as_html(listing(), logbook.known())


def test_the_panel_names_every_exercise_with_a_symbol_and_a_word():
    progress.record("identity", passed=True)
    progress.record("relu", passed=False)
    page = Page(shown())
    assert page.stack == []
    assert "✓ 1.1 identity" in page.text and "◐ 1.3 relu" in page.text and "○ 1.2 identity_grad" in page.text
    for word in ("(optional, passed)", "(tried)", "(to do)"):
        assert word in page.text


def test_the_panel_says_what_is_next():
    everything = listing()
    assert f"Next: {everything[0].number} {everything[0].name}" in Page(shown()).text
    progress.record(everything[0].name, passed=True)
    # Two optional exercises stand before it.
    assert "Next: 1.3 relu" in Page(shown()).text


def test_an_optional_exercise_is_next_where_no_other_is_open():
    for exercise in listing():
        if not exercise.optional:
            progress.record(exercise.name, passed=True)
    assert "Next: 1.1 identity, The identity (optional, as all that is left), in 01" in Page(shown()).text
    for exercise in listing():
        progress.record(exercise.name, passed=True)
    assert "Everything here is done" in Page(shown()).text


def test_the_panel_links_to_the_lessons_beside_the_notebook(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    for name in ("01_activations.ipynb", "01_activations-mine-2026-01-31.ipynb", "02_linear_collapse.ipynb"):
        (tmp_path / "lessons" / name).touch()
    monkeypatch.setattr(panel, "COURSE", tmp_path)
    page = Page(shown())
    assert set(page.links) == {"01_activations.ipynb", "02_linear_collapse.ipynb"}
    assert "02 · Linear collapse: 0 of" in page.text


def test_the_panel_calls_a_lesson_by_its_own_heading():
    assert panel.notebook_of(4) == ("04_train_a_cnn.ipynb", "04 · Train a CNN")
    assert panel.notebook_of(99) == ("", "Lesson 99")
    assert (COURSE / "lessons" / panel.notebook_of(4)[0]).exists()


def test_the_panel_is_the_same_every_time_for_the_same_progress(file):
    progress.record("relu", passed=True)
    first = shown()
    assert shown() == first
    file.unlink()
    progress.record("relu", passed=False)
    progress.record("relu", passed=True)
    assert shown() == first


def test_what_is_wrong_with_the_file_is_in_the_panel(file, capsys):
    file.write_bytes(b"what is this?")
    progress.progress_panel()
    assert "cannot be read" in capsys.readouterr().out
    assert "⚠ Note: In your progress file" in Page(shown()).text
    assert file.read_bytes() == b"what is this?", "looking writes nothing"


def test_a_note_cannot_break_the_panel():
    assert "<script>" in Page(panel.as_html(listing(), logbook.Known(note="<script>"))).text


def test_the_panel_can_show_one_lesson(capsys):
    progress.progress_panel(lesson=1)
    out = capsys.readouterr().out
    assert "1.3 relu" in out and "0.1" not in out
    with pytest.raises(ValueError, match="lesson: expected one of"):
        progress.progress_panel(lesson=99)


def test_in_a_notebook_the_panel_is_shown_once_as_html_and_as_text(monkeypatch):
    bundles = []
    monkeypatch.setattr("IPython.get_ipython", lambda: "a notebook")
    monkeypatch.setattr("IPython.display.display", lambda bundle, **options: bundles.append(bundle))
    progress.record("relu", passed=True)
    progress.progress_panel()
    (bundle,) = bundles
    assert "✓ 1.3 relu (passed)" in bundle["text/plain"]
    assert "✓ 1.3 relu" in Page(bundle["text/html"]).text


def test_the_panel_of_a_course_loads_none_of_its_exercises():
    code = "import sys; from helpers import progress; progress.progress_panel(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE, capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert "helpers.exercises.lesson_01" in loaded and "helpers.exercises.lesson_01.relu" not in loaded
