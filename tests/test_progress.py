"""Progress: what is remembered, and that nothing wrong with the file ever stops a lesson."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers import progress, progress_file
from helpers.exercises.core import all_exercises

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / "course" / ".progress.json"
    path.parent.mkdir()
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    return path


def stored(file):
    return json.loads(file.read_text())["exercises"]


def others(file):
    """What lies beside the progress file, apart from its lock."""
    return sorted(p.name for p in file.parent.iterdir() if p != file and p.suffix != ".lock")


# --- remembering ----------------------------------------------------------------------------------------------------


def test_an_exercise_nobody_tried_is_to_do():
    assert progress.status("1.3") == "to do"


def test_a_failed_check_counts_as_tried_and_a_passed_one_as_passed(file):
    assert progress.record("relu", passed=False) == ""
    assert progress.status("1.3") == "tried"
    assert progress.record("1.3", passed=True) == ""
    assert progress.status("relu") == "passed"
    assert stored(file)["relu"]["attempts"] == 2
    assert len(stored(file)["relu"]["first_passed"]) == len("2026-01-31")


def test_what_was_passed_once_stays_passed_and_is_not_written_again(file):
    progress.record("relu", passed=True)
    before = file.stat()
    progress.record("relu", passed=False)
    progress.record("relu", passed=True)
    assert progress.status("relu") == "passed"
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert stored(file)["relu"]["attempts"] == 1


def test_progress_is_kept_across_a_restart(file):
    code = "from helpers import progress; print(progress.record('relu', True))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    assert progress.status("relu") == "passed"


def test_several_notebooks_at_once_lose_nothing(file):
    code = (
        "import sys; from helpers import progress_file\n"
        "for i in range(25):\n"
        "    entry = {'status': 'tried', 'attempts': i, 'first_passed': None}\n"
        "    note = progress_file.update(lambda entries: entries.update({sys.argv[1] + str(i): entry}))\n"
        "    assert note == '', note\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, name], cwd=ROOT) for name in "abc"]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert set(stored(file)) == {name + str(i) for name in "abc" for i in range(25)}


def test_an_unknown_exercise_is_an_error_that_names_those_there_are():
    with pytest.raises(KeyError, match="1.3 relu"):
        progress.record("1.99", passed=True)


def test_without_the_variable_the_file_lies_in_the_course_folder(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS_FILE")
    assert progress_file.path() == ROOT / ".progress.json"


def test_progress_can_be_kept_in_memory_alone(file, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", ":memory:")
    monkeypatch.setattr(progress_file, "_unsaved", {})
    monkeypatch.chdir(tmp_path)
    assert progress.record("relu", passed=True) == ""
    assert progress.status("relu") == "passed"
    assert os.listdir(tmp_path) == ["course"] and not file.exists()


# --- what may be wrong with the file --------------------------------------------------------------------------------

DAMAGED = {
    "empty": b"",
    "half": b'{"schema": 1, "exercises": {"relu": {"sta',
    "not text": b"\xff\xfe\x00\x81",
    "a list": b"[1, 2]",
    "no schema": b'{"exercises": {}}',
    "schema that is no number": b'{"schema": "1", "exercises": {}}',
    "exercises that are no object": b'{"schema": 1, "exercises": []}',
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_set_aside_with_a_message(file, content):
    file.write_bytes(content)
    note = progress.record("relu", passed=True)
    assert "damaged" in note and "\n" not in note
    assert others(file) == [".progress-damaged-1.json"] and ".progress-damaged-1.json" in note
    assert (file.parent / ".progress-damaged-1.json").read_bytes() == content
    assert progress.status("relu") == "passed"
    assert progress.record("tanh", passed=True) == ""


def test_one_bad_entry_does_not_cost_the_good_ones(file):
    good = {"status": "passed", "attempts": 2, "first_passed": "2026-01-31"}
    bad = {"status": "excellent", "attempts": "many", "first_passed": 3}
    file.write_text(json.dumps({"schema": 1, "exercises": {"relu": good, "tanh": bad}}))
    note = progress.record("sigmoid", passed=False)
    assert "1 exercise could still be read" in note
    assert stored(file)["relu"] == good and "tanh" not in stored(file)
    assert others(file) == [".progress-damaged-1.json"]


def test_looking_at_a_damaged_file_changes_nothing(file, capsys):
    file.write_bytes(b"{")
    progress.progress_panel()
    assert "damaged" in capsys.readouterr().out
    assert file.read_bytes() == b"{" and others(file) == []


def test_a_second_damaged_file_does_not_replace_the_first(file):
    for content in (b"one", b"two"):
        file.write_bytes(content)
        progress.record("relu", passed=False)
    assert [(file.parent / name).read_bytes() for name in others(file)] == [b"one", b"two"]


def test_a_file_of_a_newer_version_is_left_as_it_is_and_the_session_goes_on(file):
    content = b'{"schema": 2, "exercises": "somewhere else"}'
    file.write_bytes(content)
    for _ in range(2):
        note = progress.record("relu", passed=True)
        assert "newer version" in note and "\n" not in note
        assert progress.status("relu") == "passed"
    assert file.read_bytes() == content and others(file) == []


def test_a_missing_folder_is_made(file, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file.parent / "new" / "deep" / "p.json"))
    assert progress.record("relu", passed=True) == ""
    assert progress.status("relu") == "passed"


def test_where_no_folder_can_be_made_the_session_goes_on(file, monkeypatch):
    file.write_text("a file, not a folder")
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file / "p.json"))
    note = progress.record("relu", passed=True)
    assert "could not be saved" in note and "\n" not in note
    assert progress.status("relu") == "passed"
    progress.progress_panel()


def test_a_folder_in_the_place_of_the_file_does_not_stop_a_lesson(file):
    file.mkdir()
    assert "could not be" in progress.record("relu", passed=True)
    assert progress.status("relu") == "passed"


def test_a_read_only_folder_does_not_stop_a_lesson(file):
    progress.record("tanh", passed=True)
    file.parent.chmod(0o500)
    try:
        if os.access(file.parent, os.W_OK):
            pytest.skip("this user may write everywhere")
        assert "could not be saved" in progress.record("relu", passed=True)
        assert progress.status("relu") == progress.status("tanh") == "passed"
    finally:
        file.parent.chmod(0o700)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(file, monkeypatch):
    progress.record("tanh", passed=True)
    before = file.read_bytes()

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", fail)
        assert "No space left on device" in progress.record("relu", passed=True)
    assert file.read_bytes() == before and others(file) == []
    assert progress.status("relu") == "passed"
    # As soon as there is room again, what the session knew is stored too.
    assert progress.record("sigmoid", passed=False) == ""
    assert set(stored(file)) == {"tanh", "relu", "sigmoid"}


def test_a_lock_that_somebody_keeps_does_not_stop_a_lesson(file, monkeypatch):
    monkeypatch.setattr(progress_file, "LOCK_SECONDS", 0.05)
    with progress_file._lock(file):
        assert progress.record("relu", passed=True) == ""
    assert stored(file)["relu"]["status"] == "passed"


def test_a_process_that_was_killed_leaves_no_lock_behind(file, monkeypatch):
    monkeypatch.setattr(progress_file, "LOCK_SECONDS", 30)
    code = (
        "import os; from helpers import progress_file\n"
        "with progress_file._lock(progress_file.path()): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 9
    monkeypatch.setattr(progress_file.time, "sleep", lambda seconds: pytest.fail("the lock is still held"))
    assert progress.record("relu", passed=True) == ""


# --- starting over --------------------------------------------------------------------------------------------------


def test_reset_forgets_one_exercise_and_keeps_a_copy(file, capsys):
    progress.record("relu", passed=True)
    progress.record("tanh", passed=True)
    before = file.read_bytes()
    progress.reset("1.3")
    assert progress.status("relu") == "to do" and progress.status("tanh") == "passed"
    assert others(file) == [".progress-backup-1.json"]
    assert (file.parent / ".progress-backup-1.json").read_bytes() == before
    assert ".progress-backup-1.json" in capsys.readouterr().out


def test_reset_all_without_confirmation_only_says_what_it_would_do(file, capsys):
    progress.record("relu", passed=True)
    progress.record("tanh", passed=False)
    before = file.read_bytes()
    progress.reset_all()
    progress.reset_all(confirm="yes")
    said = capsys.readouterr().out
    assert "2 exercises begun, 1 of them passed" in said and "reset_all(confirm=True)" in said
    assert file.read_bytes() == before and others(file) == []


def test_reset_all_forgets_everything_and_keeps_a_copy(file, capsys):
    progress.record("relu", passed=True)
    before = file.read_bytes()
    progress.reset_all(confirm=True)
    assert stored(file) == {}
    assert (file.parent / ".progress-backup-1.json").read_bytes() == before


def test_nothing_is_forgotten_when_no_copy_can_be_made(file, monkeypatch, capsys):
    progress.record("relu", passed=True)

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    progress.reset_all(confirm=True)
    assert "Nothing was changed" in capsys.readouterr().out
    assert progress.status("relu") == "passed"


def test_a_file_that_cannot_be_changed_is_not_said_to_be_reset(file, capsys):
    file.write_bytes(b'{"schema": 2}')
    progress.record("relu", passed=True)
    progress.reset("tanh")
    assert "is open again" in capsys.readouterr().out
    assert file.read_bytes() == b'{"schema": 2}'


# --- the panel ------------------------------------------------------------------------------------------------------


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


def panel(note=""):
    entries, _ = progress_file.load()
    return progress._as_html(all_exercises(), entries, note)


def test_the_panel_names_every_exercise_with_a_symbol_and_a_word():
    progress.record("identity", passed=True)
    progress.record("relu", passed=False)
    page = Page(panel())
    assert page.stack == []
    assert "✓ 1.1 identity" in page.text and "◐ 1.3 relu" in page.text and "○ 1.2 identity_grad" in page.text
    for word in ("(passed)", "(tried)", "(to do)"):
        assert word in page.text


def test_the_panel_says_what_is_next():
    everything = all_exercises()
    assert f"Next: {everything[0].number} {everything[0].name}" in Page(panel()).text
    for exercise in everything[:2]:
        progress.record(exercise.name, passed=True)
    assert f"Next: {everything[2].number} {everything[2].name}" in Page(panel()).text
    for exercise in everything:
        progress.record(exercise.name, passed=True)
    assert "Everything here is done" in Page(panel()).text


def test_the_panel_links_to_the_lessons_beside_the_notebook(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    for name in ("01_activations.ipynb", "01_activations-mine-2026-01-31.ipynb", "02_linear_collapse.ipynb"):
        (tmp_path / "lessons" / name).touch()
    monkeypatch.setattr(progress, "COURSE", tmp_path)
    page = Page(panel())
    assert set(page.links) == {"01_activations.ipynb", "02_linear_collapse.ipynb"}
    assert "02 · Linear collapse: 0 of" in page.text


def test_the_panel_calls_a_lesson_by_its_own_heading():
    assert progress.notebook_of(4) == ("04_train_a_cnn.ipynb", "04 · Train a CNN")
    assert progress.notebook_of(99) == ("", "Lesson 99")


def test_the_panel_is_the_same_every_time_for_the_same_progress():
    progress.record("relu", passed=True)
    assert panel() == panel()
    first = panel()
    progress_file.path().unlink()
    progress.record("relu", passed=False)
    progress.record("relu", passed=True)
    assert panel() == first


def test_a_note_cannot_break_the_panel():
    assert "<script>" in Page(panel(note="<script>")).text


def test_the_panel_can_show_one_lesson(capsys):
    progress.progress_panel(lesson=1)
    out = capsys.readouterr().out
    assert "1.3 relu" in out and "0.1" not in out
    with pytest.raises(ValueError, match="lesson: expected one of"):
        progress.progress_panel(lesson=99)


def test_in_a_notebook_the_panel_is_shown_once_as_html_and_as_text(monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: shown.append(bundle))
    progress.record("relu", passed=True)
    progress.progress_panel()
    assert len(shown) == 1
    assert "✓ 1.3 relu (passed)" in shown[0]["text/plain"]
    assert "✓ 1.3 relu" in Page(shown[0]["text/html"]).text
