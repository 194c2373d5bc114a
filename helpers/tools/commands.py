"""The commands of ``python -m helpers``. Standard library only: they run before anything is installed."""

import os
import signal
import subprocess
import sys

from helpers.notebooks import COURSE
from helpers.tools import setup

USAGE = """\
python -m helpers [command] [options]

  lab        open the course in JupyterLab, at lesson 00 (what happens without a command)
  test       run the tests; add --browser for those that drive JupyterLab in Chromium
  update     fetch the newest version of the course; what you changed is kept
  build      regenerate lessons/ from solutions/ (--execute runs the solutions first, --check only compares)
  hand-in    put your lessons and your progress into one file
  mark       mark a folder of submitted notebooks
  class      mark what a class has handed in, and write its mistakes and predictions as a page
  nbgrader   write the lessons as nbgrader assignments
  site       write the lessons as static pages, to read and to put on the web
  publish    write the public address of the course wherever it is needed

for those who work on the course:

  card       show the card that a known mistake gets, such as: card relu_grad one_at_zero
  feedback   hand in every right answer and every known mistake, and print how many are recognised
  lint       check the form of code and notebooks, and the types of the seams (--fix mends what can be mended)
  claims     run every experiment again with other seeds, widths, epochs … (--quick: a part of it)
  bench      training speed side by side with PyTorch; "bench explorers" for the explorers' drawing times, "bench
             browser" for the time from a move to new pixels in Chromium, "bench learner" for CPU and memory of lessons

Options after the command are passed on: to JupyterLab, to pytest, or to the tool."""

FIRST_LESSON = "lessons/00_start_here.ipynb"

TOOLS = {
    "update": "helpers.tools.update",
    "build": "helpers.tools.build",
    "mark": "helpers.tools.mark",
    "nbgrader": "helpers.tools.nbgrader_export",
    "hand-in": "helpers.tools.hand_in",
    "class": "helpers.tools.marking.class_of",
    "site": "helpers.tools.site.build",
    "publish": "helpers.tools.address",
}
# What only those need who work on the course is no part of the package, and runs from its file.
FILES = {
    "card": "tests/exercises/show_card.py",
    "feedback": "tests/exercises/feedback_report.py",
    "lint": "tests/house/lint.py",
    "claims": "tests/claims/check.py",
    "bench": "tests/benchmarks/training_speed.py",
    "bench explorers": "tests/benchmarks/explorers.py",
    "bench browser": "tests/benchmarks/latency.py",
    "bench learner": "tests/benchmarks/learner.py",
}


def main(arguments):
    """Run one command and return its exit code."""
    print_whatever_comes()
    command, *rest = arguments or ["lab"]
    if command in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    if command.startswith("-"):
        command, rest = "lab", arguments
    if command not in ("lab", "test", *TOOLS, *FILES):
        print(f"There is no command {command!r}.\n\n{USAGE}", file=sys.stderr)
        return 2
    try:
        python = python_for(command)
        if command == "lab":
            name_what_is_in_the_way()
        return run(command_line(python, command, rest), working_directory(command))
    except setup.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start takes care of what is unfinished.", file=sys.stderr)
        return 130


def print_whatever_comes():
    """Never fail on a character that the console, or the file behind a redirection, has no code for."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def python_for(command):
    """The Python that runs a command, with all that the command needs."""
    if command in ("update", "publish"):
        # An update may be what mends the set-up, so it needs no packages.
        return sys.executable
    for_tests = command in ("test", "site") or command in FILES
    return setup.environment(setup.TEST_REQUIREMENTS if for_tests else setup.REQUIREMENTS)


def command_line(python, command, rest):
    """What to run for a command, as a list of arguments."""
    if command == "lab":
        # -P: a file in the course's folder never stands for a package of the same name.
        return [python, "-P", "-m", "helpers.tools.lab", *lab_options(rest), *rest]
    if command == "test":
        words = [word for word in rest if word != "--browser"]
        browser = ["-m", ""] if "--browser" in rest else []
        # All tests at once use two cores. Whoever asks for some of them may want a debugger, which needs one process.
        shared = [] if words else ["--numprocesses=2", "--dist=worksteal"]
        return [python, "-m", "pytest", *browser, *shared, *words]
    if command == "bench" and rest[:1] and f"bench {rest[0]}" in FILES:
        command, rest = f"bench {rest[0]}", rest[1:]
    if command in FILES:
        return [python, str(COURSE / FILES[command]), *rest]
    return [python, "-m", TOOLS[command], *rest]


def lab_options(rest):
    """Show the whole course, and open lesson 00 unless another notebook was named."""
    options = [f"--ServerApp.root_dir={COURSE}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Whoever is root in a container has no other user to be, and the server answers on this machine alone.
        options.append("--allow-root")
    if not any(word.endswith(".ipynb") for word in rest) and (COURSE / FIRST_LESSON).exists():
        # As the address, not as a file: so the link in the terminal leads there too, where no browser can be opened.
        options.append(f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}")
    return options


def name_what_is_in_the_way():
    """Say which files beside the lessons stand for a part of Python, such as re.py: a kernel may not start there."""
    for folder in ("lessons", "solutions"):
        for path in sorted((COURSE / folder).glob("*")):
            if path.suffix in ("", ".py") and path.stem in sys.stdlib_module_names:
                print(f"{folder}/{path.name} has the name of a part of Python, which can keep the lessons from starting: "
                      "give it another name.", file=sys.stderr)  # fmt: skip


def working_directory(command):
    """Most run in the course's folder; those that take a folder run where you are, so that its path means the same."""
    return None if command in ("mark", "nbgrader") else COURSE


def run(command, folder):
    """Run a command to its end and return its exit code, as a shell would count it."""
    environment = setup.isolated()
    environment.setdefault("PYTHONIOENCODING", ":replace")
    with subprocess.Popen(command, cwd=folder, env=environment) as child:
        before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            code = wait(child)
        finally:
            signal.signal(signal.SIGTERM, before)
    return code if code >= 0 else 128 - code


def wait(child):
    """Wait for a process, however often Ctrl-C is pressed: it gets the key too, and JupyterLab asks back first."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
