"""The one small file that remembers which exercises are done.

Whatever is wrong with the file or its folder, no function here raises: a lesson must never stop because of it. What
cannot be stored counts for the session, and a one-line note says so. Several notebooks may use the file at once.

The file is ``.progress.json`` in the course's folder. The environment variable ``COURSE_PROGRESS_FILE`` names another
one, or is ``:memory:`` for none at all.
"""

import contextlib
import json
import os
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

SCHEMA = 1
STATUSES = ("tried", "passed")
MEMORY = ":memory:"
# A write takes milliseconds. Whoever holds the lock longer than this is stuck, and waiting for it would be worse
# than the small risk of losing one entry.
LOCK_SECONDS = 2.0

# What could not be stored, by file. It is laid over what the file says until the kernel ends.
_unsaved = {}


def path():
    """Where progress is stored, or None if it is kept in memory only."""
    chosen = os.environ.get("COURSE_PROGRESS_FILE")
    if chosen == MEMORY:
        return None
    if chosen:
        return Path(os.path.realpath(os.path.expanduser(chosen)))
    course = Path(__file__).resolve().parents[1]
    folder = course if (course / "lessons").is_dir() else Path.cwd()
    return Path(os.path.realpath(folder / ".progress.json"))


def load():
    """Read the progress, as it is in the file and in this session.

    Returns
    -------
    entries : dict
        From the name of an exercise to ``{"status", "attempts", "first_passed"}``.
    note : str
        What is wrong with the file, in one line; empty if nothing is.
    """
    file = path()
    entries, note, _ = _read(file) if file else ({}, "", False)
    return _merge(entries, _unsaved.get(file, {})), note


def update(change):
    """Read the file, let ``change(entries)`` alter the entries in place, and write them back.

    Nobody else can write in between, so two notebooks lose nothing. A file is only written if something changed.

    Returns
    -------
    note : str
        What went wrong, in one line; empty if nothing did.
    """
    file = path()
    if file is None:
        change(_unsaved.setdefault(None, {}))
        return ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _lock(file):
            entries, note, writable = _read(file, set_aside=True)
            stored = _merge(entries, {})
            entries = _merge(entries, _unsaved.get(file, {}))
            change(entries)
            if writable:
                if entries != stored:
                    _write(file, entries)
                _unsaved.pop(file, None)
                return note
    except OSError as error:
        entries, _ = load()
        change(entries)
        note = f"Your progress could not be saved ({_reason(error)}: {file}). It counts until you restart the kernel."
    _unsaved[file] = entries
    return note


def backup():
    """Copy the file beside itself, under a new name.

    Returns
    -------
    Path or None
        The copy; None if there is no file to copy.

    Raises
    ------
    OSError
        If the copy cannot be written.
    """
    file = path()
    if file is None or not file.exists():
        return None
    copy = _free_name(file, "backup")
    _replace(copy, file.read_bytes())
    return copy


def _merge(entries, others):
    """Lay other entries over these: passed beats tried, the larger number of attempts and the earlier date count."""
    merged = {name: dict(entry) for name, entry in entries.items()}
    for name, other in others.items():
        mine = merged.setdefault(name, dict(other))
        dates = [entry["first_passed"] for entry in (mine, other) if entry["first_passed"]]
        mine["status"] = max(mine["status"], other["status"], key=STATUSES.index)
        mine["attempts"] = max(mine["attempts"], other["attempts"])
        mine["first_passed"] = min(dates, default=None)
    return merged


# --- reading --------------------------------------------------------------------------------------------------------


def _read(file, set_aside=False):
    """Read the file. Returns the good entries, a note, and whether the file may be written over."""
    try:
        content = json.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return {}, "", True
    except OSError as error:
        return {}, f"Your progress could not be read ({_reason(error)}: {file}).", False
    except (ValueError, RecursionError):
        content = None
    schema = content.get("schema") if isinstance(content, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        note = (
            f"Your progress file {file} comes from a newer version of the course and is left as it is. "
            "Update the course to use it; until then progress counts until you restart the kernel."
        )
        return {}, note, False
    listed = content.get("exercises") if isinstance(content, dict) else None
    listed = listed if isinstance(listed, dict) else None
    good = {name: entry for name, entry in (listed or {}).items() if _is_entry(entry)}
    if schema == SCHEMA and listed is not None and len(good) == len(listed):
        return good, "", True
    return (good, *_damaged(file, len(good), set_aside))


def _is_entry(entry):
    return (
        isinstance(entry, dict)
        and set(entry) == {"status", "attempts", "first_passed"}
        and entry["status"] in STATUSES
        and type(entry["attempts"]) is int
        and isinstance(entry["first_passed"], (str, type(None)))
    )


def _damaged(file, readable, set_aside):
    """Say that the file is damaged and, if asked to, keep a copy before somebody writes over it."""
    saved = f"{readable} exercise{'s' if readable != 1 else ''} could still be read."
    if not set_aside:
        return f"Your progress file {file} is damaged. {saved}", True
    copy = _free_name(file, "damaged")
    try:
        _retried(os.replace, file, copy)
    except OSError:
        return f"Your progress file {file} is damaged and cannot be set aside, so it is left as it is.", False
    return f"Your progress file was damaged. It is kept as {copy.name}. {saved}", True


def _free_name(file, word):
    numbers = range(1, 10_000)
    candidates = (file.with_name(f"{file.stem}-{word}-{number}{file.suffix}") for number in numbers)
    return next(candidate for candidate in candidates if not candidate.exists())


def _reason(error):
    return error.strerror or type(error).__name__


# --- writing --------------------------------------------------------------------------------------------------------


def _write(file, entries):
    content = {"schema": SCHEMA, "exercises": dict(sorted(entries.items()))}
    _replace(file, (json.dumps(content, indent=1) + "\n").encode("utf-8"))


def _replace(file, content):
    """Write a file so that a reader, or a power cut, finds the old content or the new one and nothing in between."""
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".progress-", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _retried(os.replace, temporary, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _retried(action, *arguments):
    """Try again for a moment: on Windows a file that somebody is just reading cannot be replaced."""
    for _ in range(20):
        try:
            return action(*arguments)
        except PermissionError:
            if fcntl is not None:  # elsewhere it is a matter of rights, and waiting does not help
                raise
            time.sleep(0.02)
    return action(*arguments)


@contextlib.contextmanager
def _lock(file):
    """Hold the file's lock, which ends with the process that holds it, so nothing stale can be left behind.

    Where the system or the file system has no locks, or somebody keeps one for too long, go on without.
    """
    with open(file.with_name(file.name + ".lock"), "a+b") as stream:
        held = _try_lock(stream)
        try:
            yield
        finally:
            if held:
                _unlock(stream)


def _try_lock(stream):
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            if fcntl is not None:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else:
                stream.seek(0)
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        except OSError:
            if time.monotonic() > end:
                return False
            time.sleep(0.005)


def _unlock(stream):
    if fcntl is not None:
        fcntl.flock(stream, fcntl.LOCK_UN)
    else:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
