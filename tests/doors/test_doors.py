"""The ways into the course besides its own command: each as far as one machine can try it."""

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile

import nbformat
import pytest

from helpers.notebooks import COURSE, LESSONS, SOLUTIONS, WIDGET_VIEW, lesson_files

FIRST = LESSONS / "00_start_here.ipynb"


def elsewhere(folder):
    """The surroundings of a program that knows nothing of the course's folder, with a progress file of its own."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "COURSE_PROGRESS_FILE": str(folder / "progress.jsonl")
    }


# ---- a container -----------------------------------------------------------------------------------------------------


def test_the_container_runs_a_command_of_the_course_and_shows_the_first_lesson():
    container = json.loads((COURSE / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    program, option, source = shlex.split(container["postCreateCommand"])
    assert (program, option) == ("python3", "-c")
    check = source.replace("setup.environment(", "print(setup.pins(") + ")"
    done = subprocess.run([sys.executable, "-c", check], cwd=COURSE, capture_output=True, text=True)
    assert "numpy" in done.stdout, done.stderr
    chosen = container["customizations"]
    assert chosen["vscode"]["settings"]["python.defaultInterpreterPath"].endswith("/.venv/bin/python")
    assert (COURSE / chosen["codespaces"]["openFiles"][0]).samefile(FIRST)


# ---- without the course's folder: Colab, VS Code, a classroom's own Jupyter ---------------------------------------------


@pytest.mark.whole
def test_nbconvert_runs_a_lesson_from_another_folder(tmp_path):
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--execute", str(FIRST)]
    done = subprocess.run(
        [*command, "--output-dir", str(tmp_path)], cwd=tmp_path, env=elsewhere(tmp_path), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    page = (tmp_path / "00_start_here.html").read_text(encoding="utf-8")
    assert page.count("<img ") >= 5 and "Traceback" not in page


@pytest.mark.whole
def test_the_package_alone_carries_all_that_a_lesson_needs(tmp_path):
    """As ``pip install`` from the course's address does it, on Colab for instance: no folder of the course is there."""
    flit = pytest.importorskip("flit_core.buildapi")
    here = os.getcwd()
    os.chdir(COURSE)
    try:
        wheel = tmp_path / flit.build_wheel(str(tmp_path))
    finally:
        os.chdir(here)
    place = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(place)
    lesson = nbformat.read(FIRST, as_version=4)
    cells = [cell.source for cell in lesson.cells if cell.cell_type == "code"]
    script = tmp_path / "lesson.py"
    script.write_text("\n\n".join(cells), encoding="utf-8")
    runs = f"import sys; sys.path.insert(0, {str(place)!r}); exec(open({str(script)!r}, encoding='utf-8').read())"
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path[:] = [p for p in sys.path if p != {str(COURSE)!r}]; {runs}",
        ],
        cwd=tmp_path,
        env=elsewhere(tmp_path),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "0.1 pre_activation" in done.stdout


@pytest.mark.parametrize("path", lesson_files(SOLUTIONS), ids=lambda path: path.stem)
def test_where_no_widget_can_be_shown_there_is_a_picture_or_a_word_without_a_script(path):
    for cell in nbformat.read(path, as_version=4).cells:
        outputs = [output.get("data", {}) for output in cell.get("outputs", [])]
        if any(WIDGET_VIEW in data for data in outputs):
            assert any("text/html" in data and WIDGET_VIEW not in data for data in outputs), cell.id
        for data in outputs:
            shown = data.get("text/html", "")
            assert "<script" not in shown and not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', shown)), cell.id


# ---- a browser's own Python -----------------------------------------------------------------------------------------

WITHOUT_THREADS = """
import threading
def refuse(thread):
    raise RuntimeError("can't start new thread")
import IPython, numpy, matplotlib.figure
threading.Thread.start = refuse
import sys
sys.modules["resource"] = None
"""


@pytest.mark.whole
@pytest.mark.parametrize("name", ["00_start_here", "01_activations"])
def test_a_lesson_runs_where_no_thread_can_be_started(name, tmp_path):
    solution = nbformat.read(SOLUTIONS / f"{name}.ipynb", as_version=4)
    cells = [cell.source for cell in solution.cells if cell.cell_type == "code"]
    script = tmp_path / "lesson.py"
    script.write_text("\n\n".join([WITHOUT_THREADS, *cells]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=elsewhere(tmp_path) | {"PYTHONPATH": str(COURSE)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "— passed" in done.stdout and "not yet" not in done.stdout
