"""The commands of ``python -m helpers``. Standard library only: they run before anything is installed."""

import os
import subprocess
import sys

from helpers.tools import setup

USAGE = """\
python -m helpers [command] [options]

  lab        open the course in JupyterLab, at lesson 00 (what happens without a command)
  test       run the tests; add --browser for those that drive JupyterLab in Chromium
  update     fetch the newest version of the course; lessons you changed are kept as copies
  build      regenerate lessons/ from solutions/ (--execute runs the solutions first, --check only compares)
  mark       mark a folder of submitted notebooks
  nbgrader   write the lessons as nbgrader assignments
  bench      training speed side by side with PyTorch; "bench explorers" for the explorers' drawing times

Options after the command are passed on: to JupyterLab, to pytest, or to the tool."""

FIRST_LESSON = "lessons/00_start_here.ipynb"

# The course asks the network for nothing while it runs, so JupyterLab need not ask for news either.
QUIET_LAB = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]

TOOLS = {
    "update": "helpers.tools.update",
    "build": "helpers.tools.build",
    "mark": "helpers.tools.mark",
    "nbgrader": "helpers.tools.nbgrader_export",
    "bench": "helpers.tools.benchmark",
}


def main(arguments):
    """Run one command and return its exit code."""
    command, *rest = arguments or ["lab"]
    if command in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    if command not in ("lab", "test", *TOOLS):
        print(f"There is no command {command!r}.\n\n{USAGE}", file=sys.stderr)
        return 2
    try:
        python = setup.environment(setup.TEST_REQUIREMENTS if command == "test" else setup.REQUIREMENTS)
    except setup.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return subprocess.call(command_line(python, command, rest), cwd=working_directory(command), env=os.environ)


def command_line(python, command, rest):
    """What to run for a command, as a list of arguments."""
    if command == "lab":
        return [python, "-m", "jupyterlab", *QUIET_LAB, FIRST_LESSON, *rest]
    if command == "test":
        browser = ["-m", ""] if "--browser" in rest else []
        return [python, "-m", "pytest", *browser, *[word for word in rest if word != "--browser"]]
    if command == "bench" and rest[:1] == ["explorers"]:
        return [python, "-m", "helpers.tools.benchmark_explorers", *rest[1:]]
    return [python, "-m", TOOLS[command], *rest]


def working_directory(command):
    """JupyterLab and the tests run in the course's folder; the tools where you are, so that paths mean what you typed."""
    return None if command in ("mark", "nbgrader") else setup.ROOT
