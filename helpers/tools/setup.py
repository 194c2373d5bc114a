"""Make the course's own environment: exact versions, apart from everything else on the machine.

Standard library only. The environment is ``.venv`` in the course's folder. A stamp in it says what was installed, so
that a second start does not ask pip again. Where the running Python already has all of it (conda, Binder), nothing is
made and nothing is installed.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements.txt"
TEST_REQUIREMENTS = ROOT / "tests" / "requirements.txt"

_NETWORK = re.compile(r"connection|resolution|timed out|timeout|unreachable|proxy|ssl|no matching distribution", re.I)


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
        return sys.executable
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not works(python):
        make_environment(folder)
    if not stamped(folder, requirements):
        install(python, requirements)
        stamp(folder, requirements)
    return str(python)


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


def has_everything(requirements):
    """Does the running Python have the course and each pinned package, in its pinned version?"""
    if installed_version("why-activations") is None:
        return False
    for name, (versions, everywhere) in pins(requirements).items():
        version = installed_version(name)
        # A package with a marker (for one system, or one Python) may rightly be absent.
        if version not in versions and (everywhere or version is not None):
            return False
    return True


def installed_version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def works(python):
    """Is this a Python that runs and has pip? A half-made environment is not."""
    if not python.exists():
        return False
    check = [str(python), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(check, capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment(folder):
    """Make (or mend) an empty virtual environment."""
    remedy = (
        "install it (on Debian and Ubuntu:  sudo apt install python3-venv ; elsewhere, Python from python.org has it) "
        "and start again"
    )
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise SetupError(f"This Python has no complete venv module, which the course needs: {remedy}.")
    print(f"Making an environment for the course in {folder.name} …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True)
    if made.returncode != 0:
        last = (made.stderr or made.stdout).strip().splitlines()[-1:] or ["venv gave no reason"]
        if "ensurepip" in made.stdout + made.stderr:
            raise SetupError(f"This Python has no complete venv module, which the course needs: {remedy}.")
        raise SetupError(f"The environment {folder} could not be made ({last[0]}): check that the folder can be "
                         "written and the disk has 1 GB free, and start again.")


def install(python, requirements):
    """Install the pinned versions, and the course itself in place."""
    print("Installing the course's packages. The first time takes a few minutes …", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    for what in (["-r", str(requirements)], ["--no-deps", "-e", str(ROOT)]):
        done = subprocess.run([*pip, *what], stderr=subprocess.PIPE, text=True, cwd=ROOT)
        if done.returncode != 0:
            raise SetupError(why_pip_failed(done.stderr))


def why_pip_failed(text):
    """One sentence for the learner, from what pip wrote."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:] or ["pip gave no reason"]
    if "no space left" in text.lower():
        return "The disk is full: free about 1 GB and start again."
    if _NETWORK.search(text):
        return ("The packages could not be downloaded: check that this computer is online (behind a proxy, set "
                "HTTPS_PROXY), and start again.")
    return f"The packages could not be installed ({errors[-1]}): start again, and if it persists report this line."


def stamp_text(requirements):
    """What must not have changed since the last installation."""
    parts = [requirements.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp_file(folder, requirements):
    return folder / f"stamp-{'tests' if requirements == TEST_REQUIREMENTS else 'course'}.txt"


def stamp(folder, requirements):
    stamp_file(folder, requirements).write_text(stamp_text(requirements), encoding="utf-8")


def stamped(folder, requirements):
    path = stamp_file(folder, requirements)
    return path.exists() and path.read_text(encoding="utf-8") == stamp_text(requirements)
