"""The logbook: what is written stays, what is known is what the lines add up to, and nothing ever stops a lesson."""

import concurrent.futures
import contextlib
import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import logbook
from helpers.logbook import known, record_answer, record_check, record_reset, record_reveal
from helpers.notebooks import COURSE

# A whole line, as a file holds it.
GOOD = b'{"event": "check", "exercise": "tanh", "passed": true, "mistake": null, "time": "2026-01-31T10:00:00+01:00"}'
TODAY = datetime.datetime.now().astimezone().date().isoformat()


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / "course" / ".progress.jsonl"
    path.parent.mkdir()
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(path))
    monkeypatch.setattr(logbook, "_waiting", {})
    return path


def stored(file):
    """The lines of a file, all of which must be whole."""
    return [json.loads(line) for line in file.read_bytes().split(b"\n") if line]


def start(code, *arguments, **options):
    """Start a Python process that uses the logbook."""
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=COURSE, **options)


def restart(monkeypatch):
    """Forget what is only in memory, as a new kernel does."""
    monkeypatch.setattr(logbook, "_waiting", {})


def one_line(note):
    assert note and "\n" not in note
    return note


# ---- what the lines add up to ----------------------------------------------------------------------------------------


def test_an_exercise_nobody_tried_is_to_do(file):
    assert known().status("relu") == "to do" and known().note == ""
    assert not file.exists(), "looking writes nothing"


def test_attempts_are_counted_until_the_first_pass_and_what_passed_stays_passed():
    for passed in (False, False, True, False, True):
        assert record_check("relu", passed) == ""
    entry = known().exercises["relu"]
    assert (entry.status, entry.attempts, entry.first_passed) == ("passed", 3, TODAY)


def test_the_tries_from_a_mistake_that_was_named_to_the_pass_are_counted():
    for mistake in (None, "at_zero", None, "at_zero", "sign"):
        record_check("relu", False, mistake)
    entry = known().exercises["relu"]
    assert (entry.mistakes, entry.named_at, entry.tries_after_a_name) == (["at_zero", "at_zero", "sign"], 2, None)
    record_check("relu", True)
    record_check("relu", False, "scale")
    entry = known().exercises["relu"]
    assert (entry.attempts, entry.tries_after_a_name) == (6, 4), "what follows the pass counts for nothing"
    assert entry.mistakes == ["at_zero", "at_zero", "sign"]
    record_check("tanh", True)
    assert known().exercises["tanh"].tries_after_a_name is None, "no mistake was named"


def test_a_reset_opens_one_exercise_and_its_attempts_begin_anew():
    record_check("relu", True)
    record_check("tanh", True)
    assert record_reset("relu") == ""
    assert known().status("relu") == "to do" and known().status("tanh") == "passed"
    record_check("relu", False)
    assert (known().exercises["relu"].attempts, known().exercises["relu"].first_passed) == (1, None)


def test_a_reset_without_a_name_opens_everything_and_deletes_nothing(file):
    record_check("relu", True)
    record_answer("prediction", "gate", "a half")
    record_answer("quiz", "02.xor", "a")
    before = file.read_bytes()
    record_reset()
    assert known() == logbook.Known()
    assert file.read_bytes().startswith(before)


def test_of_predictions_and_answers_the_latest_counts_and_the_first_is_known_too():
    for choice in ("zero", "a third", "a half"):
        record_answer("prediction", "gate", choice)
        record_answer("quiz", "02.xor", choice.upper())
    assert known().predictions == {"gate": logbook.Answer("a half", "zero", TODAY)}
    assert known().answers == {"02.xor": logbook.Answer("A HALF", "ZERO", TODAY)}


def test_what_was_measured_after_a_prediction_is_known_until_the_next_choice():
    record_answer("prediction", "gate", "zero")
    record_answer("prediction", "reach", "far")
    assert record_reveal("gate") == ""
    assert {key: made.revealed for key, made in known().predictions.items()} == {"gate": True, "reach": False}
    record_answer("prediction", "gate", "a half")
    assert known().predictions["gate"] == logbook.Answer("a half", "zero", TODAY)


def test_a_measurement_before_any_prediction_counts_for_nothing():
    record_reveal("gate")
    assert known().predictions == {}
    record_answer("prediction", "gate", "zero")
    assert not known().predictions["gate"].revealed


def test_each_event_is_a_line_of_its_own_with_all_that_was_said(file):
    record_check("relu", False, "absolute_value")
    record_check("relu", True)
    record_answer("prediction", "gate", "“½”\n\ud800")
    record_reveal("gate")
    record_reset("relu")
    lines = stored(file)
    for line in lines:
        assert datetime.datetime.fromisoformat(line.pop("time")).utcoffset() is not None
    assert lines == [
        {"event": "check", "exercise": "relu", "passed": False, "mistake": "absolute_value"},
        {"event": "check", "exercise": "relu", "passed": True, "mistake": None},
        {"event": "answer", "kind": "prediction", "key": "gate", "choice": "“½”\n\ud800"},
        {"event": "reveal", "key": "gate"},
        {"event": "reset", "exercise": "relu"},
    ]


def test_progress_is_kept_across_a_restart():
    assert start("from helpers import logbook; logbook.record_check('relu', True)").wait() == 0
    assert known().status("relu") == "passed"


def test_lines_of_a_newer_version_are_kept_and_count_for_nothing(file):
    newer = [
        {"event": "certificate", "name": "Ann"},
        {"event": "check", "exercise": "tanh", "passed": "nearly"},
        {"event": "answer", "kind": "essay", "key": "why", "choice": "because"},
        {"event": ["check"], "exercise": "tanh"},
        {"event": "check", "exercise": "relu", "passed": True, "time": 17, "seconds": 3.5, "attempts": "many"},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in newer))
    before = file.read_bytes()
    assert record_check("sigmoid", False) == ""
    assert file.read_bytes().startswith(before)
    assert known().exercises == {"relu": logbook.Entry("passed", 1, None), "sigmoid": logbook.Entry("tried", 1, None)}
    assert known().note == ""


# ---- where it is -----------------------------------------------------------------------------------------------------


def test_without_the_variable_the_file_lies_in_the_courses_folder(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS_FILE")
    assert logbook.path() == COURSE / ".progress.jsonl"


@pytest.mark.parametrize("there", ["lessons", "pyproject.toml", ".progress.jsonl"])
def test_a_course_whose_lessons_were_renamed_keeps_its_file(monkeypatch, tmp_path, there):
    monkeypatch.delenv("COURSE_PROGRESS_FILE")
    monkeypatch.setattr(logbook, "COURSE", tmp_path)
    (tmp_path / there).touch()
    assert logbook.path() == (tmp_path / ".progress.jsonl").resolve()


def test_without_a_course_around_it_the_file_lies_in_the_working_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_PROGRESS_FILE")
    monkeypatch.setattr(logbook, "COURSE", tmp_path / "site-packages")
    monkeypatch.chdir(tmp_path)
    assert logbook.path() == Path(os.path.realpath(tmp_path)) / ".progress.jsonl"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not delete a folder in which somebody works")
def test_in_a_working_folder_that_was_deleted_the_session_goes_on(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_PROGRESS_FILE")
    monkeypatch.setattr(logbook, "COURSE", tmp_path / "site-packages")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert record_check("relu", True) == "" and known().status("relu") == "passed"


def test_progress_can_be_kept_in_memory_alone(file, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", ":memory:")
    monkeypatch.chdir(tmp_path)
    assert record_check("relu", True) == ""
    assert known().status("relu") == "passed" and known().note == ""
    assert os.listdir(tmp_path) == ["course"] and not file.exists()
    restart(monkeypatch)
    assert known().status("relu") == "to do"


def test_a_missing_folder_is_made(file, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file.parent / "new" / "deep" / "p.jsonl"))
    assert record_check("relu", True) == ""
    assert known().status("relu") == "passed" and (file.parent / "new" / "deep" / "p.jsonl").exists()


def test_a_link_to_a_file_elsewhere_stays_a_link(file, tmp_path):
    try:
        file.symlink_to(tmp_path / "elsewhere.jsonl")
    except OSError:
        pytest.skip("this user may make no links")
    record_check("relu", True)
    assert file.is_symlink() and len(stored(tmp_path / "elsewhere.jsonl")) == 1


# ---- several processes -----------------------------------------------------------------------------------------------

APPENDING = """
import sys
from helpers import logbook
print("ready", flush=True)
input()
for i in range(int(sys.argv[2])):
    note = logbook.record_check(sys.argv[1] + str(i), i % 2 == 0, "a_long_name_of_a_mistake" * 9)
    assert note == "", note
"""


def start_together(**counts):
    """Start processes that write as many lines as they are told, all at the same moment."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [start(APPENDING, name, str(count), **pipes) for name, count in counts.items()]
    for process in running:
        process.stdout.readline()
    for process in running:
        process.stdin.write(b"\n")
        process.stdin.close()
    return running


def test_several_notebooks_that_write_at_once_lose_nothing(file):
    running = start_together(a=2000, b=2000, c=2000)
    assert [process.wait() for process in running] == [0, 0, 0]
    written = [line["exercise"] for line in stored(file)]
    for name in "abc":
        assert [one for one in written if one[0] == name] == [name + str(i) for i in range(2000)]


def test_threads_that_write_at_once_lose_nothing_and_write_nothing_twice(file):
    # A choice is answered beside a cell that is running.
    def write(name):
        for i in range(100):
            assert record_answer("quiz", f"{name}{i}", "a") == ""
            known()

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(write, "abcd"))
    written = [line["key"] for line in stored(file)]
    assert sorted(written) == sorted(f"{name}{i}" for name in "abcd" for i in range(100))


KILLED_HALF_WAY = """
import json, os, signal
from helpers import logbook
logbook.record_check("tanh", True)

def half(stream, line):
    content = b"\\n" + json.dumps(line).encode()
    stream.write(content[: len(content) // 2])
    os.kill(os.getpid(), signal.SIGKILL)

logbook._write = half
logbook.record_check("relu", True)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_what_a_killed_process_left_half_written_costs_that_line_and_no_other(file):
    assert start(KILLED_HALF_WAY).wait() == -signal.SIGKILL
    assert not file.read_bytes().endswith(b"}")
    assert known().status("tanh") == "passed" and known().status("relu") == "to do" and known().note == ""
    assert record_check("sigmoid", True) == ""
    assert sorted(known().exercises) == ["sigmoid", "tanh"] and known().note == ""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_a_process_that_is_killed_at_any_moment_holds_up_no_other(file):
    victim, other = start_together(victim=1_000_000, other=400)
    end = time.monotonic() + 30
    while time.monotonic() < end and not known().exercises.keys() >= {"victim3", "other3"}:
        time.sleep(0.01)
    victim.kill()
    victim.wait()
    assert other.wait() == 0
    assert len([name for name in known().exercises if name.startswith("other")]) == 400
    assert known().note == ""


@pytest.mark.parametrize("length", [1, 5, 8, 40, 100])
def test_a_line_that_breaks_off_anywhere_is_not_worth_a_word(file, length):
    file.write_bytes(GOOD.replace(b"tanh", b"relu")[:length])
    assert known() == logbook.Known()
    assert record_check("tanh", True) == "" and list(known().exercises) == ["tanh"] and known().note == ""


# ---- what may be wrong with the file ---------------------------------------------------------------------------------

DAMAGED = {
    "not text": b"\xff\xfe\x00\x81",
    "zeros": b"\0" * 100,
    "nonsense": b"what is this?",
    "a list": b"[1, 2]",
    "a number": b"9" * 5000,
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_damaged_bytes_are_named_and_cost_nothing_else(file, content):
    file.write_bytes(GOOD + b"\n" + content + b"\n" + GOOD.replace(b"tanh", b"sigmoid"))
    before = file.read_bytes()
    assert "1 of the lines cannot be read" in one_line(known().note)
    assert record_check("relu", True) == "", "the card has nothing to say of it"
    assert sorted(known().exercises) == ["relu", "sigmoid", "tanh"]
    assert file.read_bytes().startswith(before)


def test_an_empty_file_is_nothing_to_speak_of(file):
    file.touch()
    assert known() == logbook.Known()
    assert record_check("relu", True) == "" and known().status("relu") == "passed"


lines = st.one_of(
    st.binary(max_size=60),
    st.recursive(
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.sampled_from(["check", "reset", "answer", "relu", "quiz"])
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["event", "exercise", "passed", "kind", "key", "choice", "time"]), inner),
        ),
    ).map(lambda value: json.dumps(value).encode()),
)


@settings(deadline=None)
@given(st.lists(lines, max_size=6), st.sampled_from([b"\n", b"\r\n", b""]))
def test_whatever_is_in_the_file_nothing_raises_and_the_next_check_counts(pieces, between):
    # A folder for each example: the fixture's is made once for all of them.
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder) / "p.jsonl"
        file.write_bytes(between.join(pieces))
        patch.setenv("COURSE_PROGRESS_FILE", str(file))
        patch.setattr(logbook, "_waiting", {})
        known()
        assert record_check("conv2d", True) == ""
        assert known().status("conv2d") == "passed"
        assert file.read_bytes().startswith(between.join(pieces))


def cannot_be_saved(monkeypatch):
    """Check that the session goes on without the file, and forgets with the kernel what could not be stored."""
    note = one_line(record_check("relu", True))
    assert "could not be saved" in note and "until you restart the kernel" in note
    assert known().status("relu") == "passed"
    assert "could not be" in one_line(known().note)
    restart(monkeypatch)
    assert known().status("relu") == "to do"


def test_where_no_folder_can_be_made_the_session_goes_on(file, monkeypatch):
    file.write_text("a file, not a folder")
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file / "p.jsonl"))
    cannot_be_saved(monkeypatch)


def test_a_folder_in_the_place_of_the_file_does_not_stop_a_lesson(file, monkeypatch):
    file.mkdir()
    cannot_be_saved(monkeypatch)


@contextlib.contextmanager
def as_a_user_who_is_not_root():
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="a folder on Windows has no mode that forbids writing")
@pytest.mark.parametrize("there_is_one", [False, True])
def test_a_read_only_folder_does_not_stop_a_lesson(monkeypatch, there_is_one):
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "p.jsonl"
        monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file))
        if there_is_one:
            file.write_bytes(GOOD)
            file.chmod(0o444)
        file.parent.chmod(0o555)
        with as_a_user_who_is_not_root():
            cannot_be_saved(monkeypatch)
            assert known().status("tanh") == ("passed" if there_is_one else "to do")
        file.parent.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="a file on Windows has no mode that forbids reading")
def test_a_file_that_cannot_be_read_does_not_stop_a_lesson(monkeypatch):
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "p.jsonl"
        file.write_bytes(GOOD)
        file.chmod(0)
        monkeypatch.setenv("COURSE_PROGRESS_FILE", str(file))
        file.parent.chmod(0o755)
        with as_a_user_who_is_not_root():
            assert "could not be read" in one_line(known().note)
            cannot_be_saved(monkeypatch)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_does_not_stop_a_lesson(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", "/dev/full")
    assert "No space left on device" in record_check("relu", True)
    assert known().status("relu") == "passed"


FILLED = """
import os, resource
from helpers import logbook

def room(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

assert logbook.record_check("tanh", True) == ""
room(os.path.getsize(logbook.path()) + 40)
for name in ("relu", "sigmoid"):
    note = logbook.record_check(name, True)
    assert "could not be saved" in note and "\\n" not in note, note
    assert logbook.known().status(name) == logbook.known().status("tanh") == "passed"
assert "could not be saved" in logbook.known().note
room(resource.RLIM_INFINITY)
assert logbook.record_check("softmax", True) == ""
assert logbook.known().note == ""
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the size of a file")
def test_a_disk_that_fills_up_in_the_middle_of_a_line_loses_nothing_once_there_is_room_again(file):
    assert start(FILLED).wait() == 0
    assert {name: entry.attempts for name, entry in known().exercises.items()} == {
        "tanh": 1, "relu": 1, "sigmoid": 1, "softmax": 1
    }  # fmt: skip
    assert known().note == "", "half a line is in the file, and is not worth a word"


# ---- the file of an earlier version ----------------------------------------------------------------------------------


def older(exercises, names=None):
    """Of each exercise what the file of an earlier version knew."""
    parts = ("status", "attempts", "first_passed")
    return {name: {part: getattr(exercises[name], part) for part in parts} for name in names or exercises}


OLD = {
    "relu": {"status": "passed", "attempts": 3, "first_passed": "2026-01-31"},
    "tanh": {"status": "tried", "attempts": 2, "first_passed": None},
}


@pytest.fixture
def old(file):
    """The file of an earlier version, beside the new one."""
    path = file.with_suffix(".json")
    path.write_text(json.dumps({"schema": 1, "exercises": OLD}, indent=1) + "\n")
    return path


def test_an_earlier_versions_file_is_carried_over_once_and_left_as_it_is(file, old):
    before = old.read_bytes()
    assert older(known().exercises) == OLD
    assert not file.exists(), "looking writes nothing"
    record_check("sigmoid", False)
    record_check("sigmoid", False)
    assert [line["exercise"] for line in stored(file)] == ["relu", "tanh", "sigmoid", "sigmoid"]
    assert older(known().exercises, OLD) == OLD
    assert old.read_bytes() == before
    old.unlink()
    assert older(known().exercises, OLD) == OLD


def test_attempts_go_on_from_where_an_earlier_version_left_them(old):
    record_check("tanh", True)
    assert (known().exercises["tanh"].attempts, known().status("tanh")) == (3, "passed")


def test_what_was_reset_does_not_come_back_from_an_earlier_versions_file(old):
    record_reset("relu")
    assert known().status("relu") == "to do" and known().status("tanh") == "tried"
    record_reset()
    record_check("sigmoid", True)
    assert list(known().exercises) == ["sigmoid"]


def test_a_carrying_over_that_broke_off_is_finished_by_the_next_write(file, old):
    record_check("sigmoid", True)
    first, *_ = file.read_bytes().lstrip(b"\n").split(b"\n")
    file.write_bytes(first + b'\n{"event": "check", "ti')
    assert older(known().exercises) == OLD
    record_check("sigmoid", True)
    assert [line["exercise"] for line in logbook._read(file)[0]] == ["relu", "tanh", "sigmoid"]


def test_two_notebooks_that_carry_over_at_once_change_no_number(file, old):
    record_check("sigmoid", True)
    file.write_bytes(file.read_bytes() * 2)
    assert older(known().exercises, OLD) == OLD


def test_the_variable_may_still_name_the_file_of_an_earlier_version(file, old, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(old))
    assert logbook.path() == file
    assert known().status("relu") == "passed"


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "\ud800", '{"schema": 2, "exercises": {}}', '{"schema": 1, "exercises": []}', "[" * 100_000],
)
def test_an_earlier_versions_file_that_cannot_be_read_stops_nothing(old, content):
    old.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert record_check("relu", True) == "" and list(known().exercises) == ["relu"]


def test_one_bad_entry_of_an_earlier_versions_file_does_not_cost_the_good_ones(old):
    bad = {"status": "excellent", "attempts": "many", "first_passed": 3}
    old.write_text(json.dumps({"schema": 1, "exercises": {"a": bad, "b": 3, **OLD}}))
    assert older(known().exercises) == OLD
