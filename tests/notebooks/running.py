"""Running notebooks under nbval, each in a process of its own with progress of its own."""

import os
import subprocess
import sys
from pathlib import Path

SANITIZE = Path(__file__).parents[1] / "nbval_sanitize.cfg"
CELL_TIMEOUT = 120
# Without rfc3987_syntax, which builds its parsers at import and takes two seconds for it; only addresses in a notebook's
# metadata would be checked by it, and nbval reads none.
PYTEST = "import sys; sys.modules['rfc3987_syntax'] = None; import pytest; sys.exit(pytest.main(sys.argv[1:]))"


def run_nbval(path, folder, *, compare):
    """Execute a notebook; with ``compare``, every stored output must come out again.

    Returns the finished process: its exit code, and what pytest printed.
    """
    command = [
        sys.executable,
        "-c",
        PYTEST,
        "-q",
        "-c",
        os.devnull,
        f"--rootdir={path.parent}",
        "-p",
        "no:cacheprovider",
        "--nbval" if compare else "--nbval-lax",
        "--nbval-current-env",
        f"--nbval-cell-timeout={CELL_TIMEOUT}",
        f"--nbval-sanitize-with={SANITIZE}",
        str(path),
    ]
    environment = os.environ | {"COURSE_PROGRESS_FILE": str(Path(folder) / "progress.jsonl")}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=path.parent)


def report(finished):
    """What a person needs to see of a failed run."""
    return (finished.stdout + finished.stderr)[-6000:]
