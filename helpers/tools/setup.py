"""Make the course's own environment: exact versions, apart from everything else on the machine.

Standard library only. The environment is ``.venv`` in the course's folder, and a stamp in it says where it is and what
was installed. So a second start installs nothing. An installation that was interrupted begins anew, and so does a
folder that was moved, because an environment holds its own path in many places. Where the running Python already has
all of it (conda, Binder), nothing is made and nothing is installed. ``install.py`` beside this file does the
installing.
"""

import contextlib
import errno
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from helpers.notebooks import COURSE
from helpers.tools.install import OUTSIDE, InstallError, Progress, install_with_pip, install_with_uv

REQUIREMENTS = COURSE / "requirements.txt"
TEST_REQUIREMENTS = COURSE / "tests" / "requirements.txt"
STAMP = "course.txt"

# The packages take some 430 MB, and pip needs room to unpack them.
ROOM = 700 * 1024**2
FULL = "The disk is full: free about 1 GB and start again."
OFFLINE = (
    "The packages could not be downloaded: check that this computer is online (behind a proxy, set HTTPS_PROXY), and "
    "start again."
)
ELSEWHERE = (
    "The packages were not installed into the course's folder .venv: look for a setting on this machine that sends "
    "packages elsewhere, and start again."
)
NO_VENV = (
    f"This Python has no complete venv module, which the course needs: install it (on Debian and Ubuntu:  sudo apt "
    f"install python3.{sys.version_info.minor}-venv ; elsewhere, Python from python.org has it) and start again."
)

# What would send the packages that a learner installs somewhere else.
_ELSEWHERE = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER")
_NETWORK = re.compile(
    r"from versions: none|connection|name ?resolution|getaddrinfo|timed out|timeout|unreachable|proxyerror|ssl",
    re.IGNORECASE,
)


class SetupError(Exception):
    """Something is missing on this machine. The message is one sentence with the remedy."""


def environment(requirements):
    """Return the path of a Python in which everything in ``requirements`` is installed, making one if need be.

    Parameters
    ----------
    requirements : Path
        A file of pinned versions.

    Raises
    ------
    SetupError
        If the environment cannot be made.
    """
    if has_everything(requirements):
        # Where that file cannot be written, the course's own path is left to the person who installed it.
        with contextlib.suppress(OSError):
            lead_to_the_course(Path(installed_from_here().locate_file("")))
        return sys.executable
    folder = COURSE / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        installed = read_stamp(folder)
        # Before its Python is asked anything, because with some names in that file it does not even begin.
        lead_to_the_course(*packages_of(folder))
        if installed == "" or not works(python):
            make_environment(folder)
            installed = None
        # Whatever the course needs, its tests need too.
        if installed not in (fingerprint(requirements), fingerprint(TEST_REQUIREMENTS)):
            write_stamp(folder, "")
            install(python, requirements)
            lead_to_the_course(*packages_of(folder))
            write_stamp(folder, fingerprint(requirements))
    except OSError as error:
        raise SetupError(why_not_written(error)) from error
    return str(python)


def isolated():
    """The environment variables for the course's Python."""
    return {name: value for name, value in os.environ.items() if name not in (*OUTSIDE, *_ELSEWHERE)} | {
        "PIP_USER": "0"
    }


# ---- what is there already -----------------------------------------------------------------------------------------


def pins(requirements):
    """The pinned versions by package: name → (set of versions, needed on every platform?)."""
    found = {}
    for line in requirements.read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9_.\-]+)==([^\s;]+)\s*(;?)", line)
        if match:
            name, version, marker = match.groups()
            versions, everywhere = found.get(name, (set(), True))
            found[name] = versions | {version}, everywhere and not marker
    return found


def packages_that_apply(requirements):
    """How many packages of the file are for this system and this Python: as many as are going to be installed."""
    lines = [line.partition(";") for line in requirements.read_text(encoding="utf-8").splitlines()]
    return len({name for name, _, marker in lines if "==" in name and applies(marker.strip())})


def applies(marker):
    """Does the condition at the end of a line, such as ``python_full_version < '3.12'``, hold here?"""
    version = ".".join(map(str, sys.version_info[:3]))
    facts = {
        "python_full_version": version,
        "sys_platform": sys.platform,
        "os_name": os.name,
        "implementation_name": sys.implementation.name,
        "platform_python_implementation": platform.python_implementation(),
        "platform_machine": platform.machine(),
        "platform_system": platform.system(),
        "python_version": ".".join(map(str, sys.version_info[:2])),
    }
    # As texts, 3.9 comes after 3.12; 0003.0009 comes before 0003.0012.
    condition, *values = (re.sub(r"\d+", lambda n: n[0].zfill(4), text) for text in (marker, *facts.values()))
    return not marker or bool(eval(condition, {}, dict(zip(facts, values, strict=True))))


def has_everything(requirements):
    """Does the running Python have this course and each pinned package, in its pinned version?"""
    return installed_from_here() is not None and not missing(requirements)


def missing(requirements, places=None):
    """The pinned packages that are not in these folders, or not in a pinned version."""
    absent = []
    for name, (versions, everywhere) in pins(requirements).items():
        version = installed_version(name, places)
        # A package with a marker (for one system, or one Python) may rightly be absent.
        if version not in versions and (everywhere or version is not None):
            absent.append(name)
    return absent


def installed_from_here():
    """The course as it is installed in the running Python, if it is, and from this folder; else None.

    A kernel runs in lessons/, so what is found in the folder itself, from which this command was started, does not
    count; nor does another copy of the course.
    """
    elsewhere = [place for place in sys.path if place and Path(place).resolve() != COURSE]
    for course in importlib.metadata.distributions(name="why-activations", path=elsewhere):
        origin = json.loads(course.read_text("direct_url.json") or "{}").get("url", "")
        if Path(url2pathname(urlsplit(origin).path)) == COURSE:
            return course
    return None


def installed_version(name, places=None):
    found = importlib.metadata.distributions(name=name, path=[str(place) for place in places or sys.path])
    return next((package.version for package in found), None)


def works(python):
    """Is this a Python that runs and has pip? A half-made environment is not."""
    if not python.exists():
        return False
    check = [str(python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(check, capture_output=True, env=isolated()).returncode == 0
    except OSError:
        return False


def fingerprint(requirements):
    """Which version of the set-up this is: it changes with any file that says what to install, or is copied there."""
    settings = sorted((COURSE / "helpers" / "tools" / "jupyterlab").rglob("*.json"))
    parts = [path.read_bytes() for path in (requirements, COURSE / "pyproject.toml", *settings)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def write_stamp(folder, installed):
    """Note where the environment is and what it has: a fingerprint, or nothing while pip is at work."""
    # As bytes, because a name looks different to a Python that runs in another encoding, and its bytes do not.
    (folder / STAMP).write_bytes(os.fsencode(COURSE) + f"\n{installed}\n".encode())


def read_stamp(folder):
    """What the environment has: a fingerprint, "" if it cannot be relied on, None if the course never used it."""
    path = folder / STAMP
    if not path.exists():
        return None
    place, _, installed = path.read_bytes().partition(b"\n")
    return installed.decode("ascii", "replace").strip() if place == os.fsencode(COURSE) else ""


# ---- making it -----------------------------------------------------------------------------------------------------


def make_environment(folder):
    """Make an empty virtual environment in place of whatever is there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise SetupError(NO_VENV)
    try_to_write(folder if folder.is_dir() else COURSE)
    print(f"Making an environment for the course in {folder.name} …", flush=True)
    # Where the running Python is that of the old environment, it must not saw off the branch it sits on.
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", "--clear", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, errors="replace", env=isolated())
    if shutil.disk_usage(COURSE).free < ROOM:
        raise SetupError(FULL)
    if made.returncode != 0:
        said = (made.stderr + made.stdout).strip()
        if "ensurepip" in said:
            raise SetupError(NO_VENV)
        raise SetupError(
            f"The environment could not be made ({said.splitlines()[-1] if said else 'no reason given'}): "
            "close every JupyterLab of the course, delete its folder .venv, and start again."
        )


def try_to_write(folder):
    """Raise OSError if nothing can be written in a folder."""
    probe = folder / ".probe"
    probe.write_bytes(b"?")
    probe.unlink()


def install(python, requirements):
    """Install the pinned versions, and the course itself in place: with uv where it is found, else with pip."""
    total, places = packages_that_apply(requirements), packages_of(Path(python).parents[1])
    print(f"Installing the course's {total} packages …", flush=True)
    # uv takes seconds. Where it cannot do it, pip may still know a way.
    if install_with_uv(python, requirements, COURSE, Progress(total, places)) and not missing(requirements, places):
        return
    try:
        install_with_pip(python, requirements, COURSE, Progress(total, places))
    except InstallError as error:
        raise SetupError(why_pip_failed(error.said)) from None
    if missing(requirements, places):
        raise SetupError(ELSEWHERE)


def packages_of(folder):
    """Where an environment keeps its packages: one folder, or none yet."""
    places = [folder / "Lib" / "site-packages"] if os.name == "nt" else folder.glob("lib/*/site-packages")
    return [place for place in places if place.is_dir()]


def lead_to_the_course(*places):
    """Let every Python of the environment find the course, whatever its path and whatever else is called helpers.

    An installation in place is a file with the course's path. Before 3.13 Python reads it in the machine's encoding and
    not in the one in which it was written, so a folder called Übung would not be found; and packages that were
    installed beside it come first. Where either matters, the path is written in ASCII, to come before them.
    """
    known = os.fsencode(COURSE) if os.name != "nt" else str(COURSE)
    line = ("import os, sys; sys.path.insert((sys.path + [sitedir]).index(sitedir), "
            f"os.fsdecode({known!a}))\n").encode("ascii")  # fmt: skip
    for place in places:
        file = place / "helpers.pth"
        if not file.exists() or (content := file.read_bytes()) == line:
            continue
        if not content.isascii() or (place / "helpers").exists() or (place / "helpers.py").exists():
            file.write_bytes(line)


# ---- what went wrong -----------------------------------------------------------------------------------------------


def why_pip_failed(said):
    """One sentence for the learner, from what pip wrote to its standard error."""
    if "no space left" in said.lower() or "not enough space" in said.lower() or "disk quota" in said.lower():
        return FULL
    if "long path" in said.lower():
        return f"The path {COURSE} is too long for Windows: move the course to one such as C:\\course, and start again."
    if _NETWORK.search(said):
        return OFFLINE
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = ([line for line in lines if line.startswith("ERROR")] or lines or ["pip gave no reason"])[-1]
    return (
        f"The packages could not be installed for Python {sys.version_info.major}.{sys.version_info.minor} "
        f"({reason}): start again, with Python 3.12 if you can, and if it persists report this line."
    )


def why_not_written(error):
    """One sentence for the learner, from what the system said about a file."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"The course's folder {COURSE} cannot be written: copy it to a folder of your own, such as Documents, "
            "and start again there."
        )
    return f"The environment could not be made ({error}): delete the course's folder .venv and start again."
