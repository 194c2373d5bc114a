"""What you did in the course: one line for each check, each prediction, each answer, each number that you measured.

The file is ``.progress.jsonl`` in the course's folder. The environment variable ``COURSE_PROGRESS_FILE`` names another
one, or is ``:memory:`` for none at all. What an earlier version of the course left in ``.progress.json`` beside it is
carried over. Nothing in the file is ever changed: what happens becomes a line at its end, and so does starting over::

    {"event": "check", "time": "2026-01-31T10:20:30+01:00", "exercise": "relu", "passed": true, "mistake": null}
    {"event": "answer", "time": "2026-01-31T10:25:00+01:00", "kind": "prediction", "key": "gate", "choice": "a half"}
    {"event": "reveal", "time": "2026-01-31T10:26:00+01:00", "key": "gate"}
    {"event": "measured", "time": "2026-01-31T10:26:00+01:00", "key": "gates_open", "value": 0.5}
    {"event": "written", "time": "2026-01-31T10:40:00+01:00", "key": "answer", "text": "Because …"}
    {"event": "exposed", "time": "2026-01-31T10:50:00+01:00", "exercise": "relu_grad", "mistakes": ["sign"]}
    {"event": "reset", "time": "2026-01-31T11:00:00+01:00", "exercise": "relu"}

`known` adds the lines up, from the first to the last. A line that this version of the course does not know stays where
it is and counts for nothing. Whatever is wrong with the file or its folder, no function here raises, because a lesson
must never stop for it: what cannot be stored counts until the kernel ends, and a one-line note says so.
"""

import datetime
import errno
import json
import os
import threading
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from helpers.notebooks import COURSE

MEMORY = ":memory:"
# How each line of this version begins, and of one that broke off, as far as it goes.
BEGINNING = b'{"event"'

# What is not stored, by file: nothing but memory is wanted, or the file could not be written so far.
_waiting: dict[Path | None, list[dict]] = {}
# JupyterLab has a choice answered in a thread beside the one that runs the cells.
_lock = threading.RLock()


# ---- what happens ----------------------------------------------------------------------------------------------------


def record_check(exercise: str, passed: bool, mistake: str | None = None) -> str:
    """Remember a check of the exercise with this name, and the key of the mistake that was recognised.

    Returns
    -------
    note : str
        One line for the learner if it could not be stored; else empty. The others here return the same.
    """
    return _record("check", exercise=exercise, passed=bool(passed), mistake=mistake)


def record_answer(kind: str, key: str, choice: str) -> str:
    """Remember a choice; ``kind`` is ``"prediction"`` or ``"quiz"``. The latest one counts."""
    return _record("answer", kind=kind, key=str(key), choice=str(choice))


def record_reveal(key: str) -> str:
    """Remember that what was predicted under this key has been measured."""
    return _record("reveal", key=str(key))


def record_measurement(key: str, value: float | list[float]) -> str:
    """Remember a number that was measured, or a list of them, one a run. The latest one counts."""
    return _record("measured", key=str(key), value=value)


def record_text(key: str, text: str) -> str:
    """Remember what a learner wrote in words of their own. The latest one counts."""
    return _record("written", key=str(key), text=str(text))


def record_exposed(exercise: str, mistakes: list[str]) -> str:
    """Remember which of the wrong implementations of an exercise an input has exposed, by the keys of the mistakes."""
    return _record("exposed", exercise=exercise, mistakes=[str(key) for key in mistakes])


def record_reset(exercise: str | None = None) -> str:
    """Remember that the exercise with this name is open again; without a name, that everything begins anew."""
    return _record("reset", exercise=exercise)


def _record(event: str, **details) -> str:
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    file = path()
    with _lock:
        waiting = _waiting.setdefault(file, [])
        waiting.append({"event": event, "time": now, **details})
        if file is None:
            return ""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _store(file, waiting)
        except OSError as error:
            return (
                f"Your progress could not be saved ({_reason(error)}: {file}). It counts until you restart the kernel."
            )
    return ""


# ---- the file --------------------------------------------------------------------------------------------------------


def path() -> Path | None:
    """Return where the lines are stored, or None if they are kept in memory only."""
    chosen = os.environ.get("COURSE_PROGRESS_FILE")
    if chosen == MEMORY:
        return None
    try:
        # Not where a package was copied to, but in the course, whatever its folders were renamed to.
        here = any((COURSE / name).exists() for name in ("lessons", "pyproject.toml", ".progress.jsonl"))
        folder = COURSE if here else Path()
        file = Path(os.path.realpath(os.path.expanduser(chosen or folder / ".progress.jsonl")))
    except OSError:  # a working folder that was deleted has no name
        return None
    # An earlier version of the course wrote one JSON object under this name. The lines go beside it.
    return file.with_suffix(".jsonl") if file.suffix == ".json" else file


def _store(file: Path, waiting: list[dict]) -> None:
    """Put the lines that wait at the end of the file, each by one write, so that two notebooks never mix theirs.

    Local disks append in one step. On Windows and in network folders a line can be lost, if another notebook writes in
    the very same moment.
    """
    carried = _carried(file)
    with open(file, "ab", buffering=0) as stream:
        for line in carried:
            _write(stream, line)
        while waiting:
            _write(stream, waiting[0])
            waiting.pop(0)


def _write(stream: FileIO, line: dict) -> None:
    # The newline comes first, so that what a process that was killed left half-written cannot spoil this line.
    content = b"\n" + json.dumps(line).encode("ascii")
    if stream.write(content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read(file: Path) -> tuple[list[dict], str]:
    """Return the lines of the file, and what is wrong with it."""
    try:
        # A device, such as /dev/full, may have no end.
        content = b"" if file.is_char_device() else file.read_bytes()
    except FileNotFoundError:
        return [], ""
    except OSError as error:
        return [], f"Your progress could not be read ({_reason(error)}: {file})."
    found, damaged = [], 0
    for text in map(bytes.strip, content.split(b"\n")):
        line = _parsed(text)
        if isinstance(line, dict):
            found.append(line)
        # A line that only breaks off is the rest of a write that was interrupted, and not worth a word.
        elif not BEGINNING.startswith(text[: len(BEGINNING)]):
            damaged += 1
    if not damaged:
        return found, ""
    return found, f"In your progress file {file}, {damaged} of the lines cannot be read. They are left out."


def _parsed(text: bytes):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


# ---- the file of an earlier version ----------------------------------------------------------------------------------


def _carried(file: Path) -> list[dict]:
    """Return what ``.progress.json`` says of exercises that no line of the file names so far, as lines."""
    older = _older(file.with_suffix(".json"))
    named = [line.get("exercise") for line in _read(file)[0]] if older else []
    return [line for line in older if line["exercise"] not in named]


def _older(file: Path) -> list[dict]:
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    match content:
        case {"schema": 1, "exercises": dict(entries)}:
            return [line for name, entry in entries.items() if (line := _as_line(name, entry))]
    return []


def _as_line(name: str, entry) -> dict | None:
    match entry:
        case {"status": "tried" | "passed" as status, "attempts": int(attempts), "first_passed": str() | None as time}:
            passed = {"passed": status == "passed", "mistake": None, "attempts": attempts}
            return {"event": "check", "time": time, "exercise": name, **passed}
    return None


# ---- what the lines add up to ----------------------------------------------------------------------------------------


@dataclass
class Entry:
    """How far an exercise is: attempts are counted until it passes, and once passed it stays passed.

    Attributes
    ----------
    status : str
        ``"tried"`` or ``"passed"``.
    attempts : int
        Up to the first that passed.
    first_passed : str or None
        The day: ``"2026-01-31"``.
    mistakes : list of str
        The keys of the mistakes that were recognised until then, in their order.
    named_at : int or None
        Which attempt was the first whose mistake was recognised.
    """

    status: str = "tried"
    attempts: int = 0
    first_passed: str | None = None
    mistakes: list[str] = field(default_factory=list)
    named_at: int | None = None

    @property
    def tries_after_a_name(self) -> int | None:
        """How many further attempts it took from the first mistake that was named to a pass; None if there is none."""
        return self.attempts - self.named_at if self.status == "passed" and self.named_at else None


@dataclass
class Answer:
    """What was chosen for a prediction or a question of a quiz.

    Attributes
    ----------
    choice : str
        The latest choice.
    first : str
        The first one.
    day : str or None
        When the latest was made: ``"2026-01-31"``.
    revealed : bool
        Whether what came was shown after that.
    """

    choice: str
    first: str
    day: str | None = None
    revealed: bool = False


class Measurement(NamedTuple):
    """The latest number that was measured under a key, or a list of them, and the day: ``"2026-01-31"``."""

    value: float | list[float]
    day: str | None = None


class Written(NamedTuple):
    """The latest words that were written under a key, and the day: ``"2026-01-31"``."""

    text: str
    day: str | None = None


@dataclass
class Known:
    """All that is known now.

    Attributes
    ----------
    exercises : dict of Entry
        By the name of the exercise; nobody tried those that are missing.
    predictions, answers : dict of Answer
        By the key of the prediction or of the quiz question.
    measurements : dict of Measurement
        By the key that ``measured`` was given.
    texts : dict of Written
        By what they are: ``"answer"``.
    exposed : dict of sets of str
        By the name of the exercise: the keys of the mistakes that an input of the learner's has exposed so far.
    note : str
        What is wrong with the file, in one line; empty if nothing is.
    """

    exercises: dict[str, Entry] = field(default_factory=dict)
    predictions: dict[str, Answer] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    measurements: dict[str, Measurement] = field(default_factory=dict)
    texts: dict[str, Written] = field(default_factory=dict)
    exposed: dict[str, set[str]] = field(default_factory=dict)
    note: str = ""

    def status(self, exercise: str) -> str:
        """Return ``"passed"``, ``"tried"`` or ``"to do"``."""
        return self.exercises[exercise].status if exercise in self.exercises else "to do"


def known(file: Path | None = None) -> Known:
    """Add up the lines of the file, and what could not be stored in it; of another file, if one is given."""
    file = file or path()
    with _lock:
        stored, note = _read(file) if file else ([], "")
        waiting = list(_waiting.get(file, []))
    if file and waiting and not note:
        note = f"Some of your progress could not be saved in {file}. It counts until you restart the kernel."
    result = Known(note=note)
    for line in (_carried(file) if file else []) + stored + waiting:
        _count(line, result)
    return result


def _count(line: dict, result: Known) -> None:
    match line:
        case {"event": "check", "exercise": str(name), "passed": bool(passed)}:
            _count_check(result.exercises.setdefault(name, Entry()), passed, line)
        case {"event": "reset", "exercise": str(name)}:
            result.exercises.pop(name, None)
            result.exposed.pop(name, None)
        case {"event": "reset", "exercise": None}:
            for part in vars(result).values():
                if isinstance(part, dict):
                    part.clear()
        case {"event": "answer", "kind": "prediction" | "quiz" as kind, "key": str(key), "choice": str(choice)}:
            _count_answer(result.predictions if kind == "prediction" else result.answers, key, choice, line)
        case {"event": "reveal", "key": str(key)} if key in result.predictions:
            result.predictions[key].revealed = True
        case {"event": "measured", "key": str(key), "value": value} if _is_measured(value):
            result.measurements[key] = Measurement(value, _day(line))
        case {"event": "written", "key": str(key), "text": str(text)}:
            result.texts[key] = Written(text, _day(line))
        case {"event": "exposed", "exercise": str(name), "mistakes": list(keys)}:
            result.exposed.setdefault(name, set()).update(key for key in keys if isinstance(key, str))


def _is_measured(value) -> bool:
    numbers = value if isinstance(value, list) else [value]
    return bool(numbers) and all(type(number) in (int, float) for number in numbers)


def _count_answer(part: dict[str, Answer], key: str, choice: str, line: dict) -> None:
    first = part[key].first if key in part else choice
    part[key] = Answer(choice, first, _day(line))


def _count_check(entry: Entry, passed: bool, line: dict) -> None:
    if entry.status == "passed":
        return
    # A line from an earlier version's file stands for all attempts up to then, however often it was carried over.
    attempts = line.get("attempts")
    entry.attempts = max(entry.attempts, attempts) if isinstance(attempts, int) else entry.attempts + 1
    if passed:
        entry.status = "passed"
        entry.first_passed = _day(line)
    elif isinstance(mistake := line.get("mistake"), str):
        entry.mistakes.append(mistake)
        entry.named_at = entry.named_at or entry.attempts


def _day(line: dict) -> str | None:
    time = line.get("time")
    return time[:10] if isinstance(time, str) else None
