"""What a marking process may take and touch, as far as the system can limit it.

On Linux, from kernel 5.13 on, Landlock holds a process and all it starts to some folders: it reads Python and the
course, and writes in a folder of its own. From 6.12 on it sends no signals to other processes either.
"""

import ctypes
import os
import sys
from pathlib import Path

from helpers.notebooks import COURSE

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
NO_NEW_PRIVILEGES = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
READ = EXECUTE | READ_FILE | READ_DIR
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/opt", "/proc", "/sys", "/nix/store")

NO_FILES = "files by absolute paths, other submissions among them"
NO_SIGNALS = "signals to other processes"


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "net", "scoped")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def limit_resources(megabytes, seconds):
    """Limit memory, processor time and the size of files, where the system can (Linux, in part macOS)."""
    try:
        import resource
    except ImportError:
        return
    for kind, limit in (
        ("RLIMIT_AS", megabytes * 1024**2),
        ("RLIMIT_CPU", int(seconds) + 5),
        ("RLIMIT_FSIZE", 64 * 1024**2),
        ("RLIMIT_CORE", 0),
    ):
        try:
            hard = resource.getrlimit(getattr(resource, kind))[1]
            if hard != resource.RLIM_INFINITY:
                limit = min(limit, hard)
            resource.setrlimit(getattr(resource, kind), (limit, limit))
        except (ValueError, OSError):
            pass


def version():
    """The version of Landlock that the system has; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    try:
        return max(0, _call(CREATE_RULESET, None, 0, 1))
    except (OSError, AttributeError):
        return 0


def unprotected():
    """List what a submission can reach on this system although it should not."""
    had = version()
    return ([NO_FILES] if had < 3 else []) + ([NO_SIGNALS] if had < 6 else [])


def shut_in(folder):
    """Let this process write below one folder only, and read what Python and the course need; where there is Landlock.

    Parameters
    ----------
    folder : path

    Returns
    -------
    bool
        Whether it is so now.
    """
    had = version()
    if had < 3:  # the earlier ones cannot forbid that a file is emptied
        return False
    every = (1 << 15) - 1
    wanted = _Ruleset(every, 0, 3 if had >= 6 else 0)
    ruleset = _call(CREATE_RULESET, ctypes.byref(wanted), 24 if had >= 6 else 16 if had >= 4 else 8, 0)
    if ruleset < 0:
        return False
    try:
        for path in _read_places():
            _allow(ruleset, path, READ)
        _allow(ruleset, "/dev", READ | WRITE_FILE)
        _allow(ruleset, folder, every)
        libc = ctypes.CDLL(None, use_errno=True)
        return libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and _call(RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _read_places():
    """Python, its packages, the system's libraries, and of the course its code: no submissions, no progress."""
    course = COURSE.resolve()
    packages = [path for path in sys.path if path and Path(path).resolve() != course]
    return [sys.prefix, sys.base_prefix, *packages, *SYSTEM, str(COURSE / "helpers")]


def _allow(ruleset, path, rights):
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rule = _Beneath(rights if os.path.isdir(path) else rights & OF_FILES, place)
    _call(ADD_RULE, ruleset, 1, ctypes.byref(rule), 0)
    os.close(place)


def _call(*arguments):
    return ctypes.CDLL(None, use_errno=True).syscall(*arguments)
