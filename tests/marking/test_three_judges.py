"""Three judges, one verdict: the notebook, `mark` and nbgrader's test cells, on every submission of the corpus."""

import json
import os
import subprocess
import sys

import pytest
from corpus import CORPUS

from helpers.notebooks import COURSE
from helpers.tools import mark
from helpers.tools.marking import process as mark_process
from helpers.tools.nbgrader_export import TEST

pytestmark = pytest.mark.whole

NAMES = {"1.3": "relu", "1.4": "relu_grad", "1.7": "sigmoid"}

# A new notebook in the same kernel: no names, and no attempts.
FRESH = """
from helpers.exercises import decorator
for attempts in (decorator._latest, decorator._passed, decorator._verdicts):
    attempts.clear()
import builtins
get_ipython().reset(new_session=False)
"""

# `mark` has a process for each notebook; here one takes them all, each with a shell that has been reset.
IN_ONE_PROCESS = f"""
import json, sys
from helpers.tools.marking import one as mark_one
from helpers.tools.marking.cells import lessons_of, to_run
for cells in json.load(sys.stdin):
    facts = []
    marking = mark_one.Marking(facts.append, {{"cells": {{}}, "attempts": {{}}}}, 60.0)
    mark_one.make_shell().run_cell({FRESH!r})
    marking.run(cells, to_run(cells), lessons_of(cells, "01_activations.ipynb"))
    mark_one.decorator.check = marking._check
    print("\\x00" + json.dumps(facts), flush=True)
"""


@pytest.fixture(scope="module")
def kernel():
    manager = pytest.importorskip("jupyter_client.manager")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COURSE_PROGRESS_FILE", ":memory:")
        patched.setenv("PYTHONPATH", str(COURSE))
        running, client = manager.start_new_kernel(kernel_name="python3")
        yield client
        client.stop_channels()
        running.shutdown_kernel(now=True)


def run(client, code):
    """Run a cell as a notebook does; return its reply and its texts."""
    shown = []

    def show(message):
        content = message["content"]
        shown.append(content.get("text") or content.get("data", {}).get("text/plain", ""))

    reply = client.execute_interactive(code, timeout=60, output_hook=show, allow_stdin=False, stop_on_error=False)
    return reply["content"], "".join(shown)


@pytest.fixture(scope="module")
def in_the_notebook(kernel):
    """What a kernel says of each: whose version the name stands for, and whether nbgrader's test cell is content."""
    found = {}
    for name, (cells, verdicts) in CORPUS.items():
        run(kernel, FRESH)
        for cell in cells:
            run(kernel, cell)
        found[name] = {}
        for number in verdicts:
            _, whose = run(kernel, f"from helpers.exercises import whose\nprint(whose('{number}'))")
            graded, _ = run(kernel, TEST.format(number=number, name=NAMES[number]))
            found[name][number] = (whose.strip() == "yours", graded["status"] == "ok")
    return found


@pytest.fixture(scope="module")
def by_mark():
    environment = os.environ | {"COURSE_PROGRESS_FILE": ":memory:", "MPLBACKEND": "Agg", "PYTHONPATH": str(COURSE)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", IN_ONE_PROCESS],
        input=json.dumps([cells for cells, _ in CORPUS.values()]),
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=False,
    )
    answers = [line.split("\x00", 1)[1] for line in done.stdout.splitlines() if "\x00" in line]
    assert len(answers) == len(CORPUS), done.stderr[-2000:]
    return {name: statuses(json.loads(answer)) for name, answer in zip(CORPUS, answers)}


def statuses(facts):
    marks = mark_process.Marks("")
    mark_process.take(marks, facts)
    return {number: answer["status"] for number, answer in marks.answers.items()}


def test_the_corpus_is_large():
    assert len(CORPUS) >= 80
    assert {verdict for _, verdicts in CORPUS.values() for verdict in verdicts.values()} == {
        "passed",
        "not yet",
        "not started",
        "missing",
        "error",
    }


@pytest.mark.parametrize("name", CORPUS)
def test_the_notebook_mark_and_nbgrader_give_the_verdict_that_is_right(name, in_the_notebook, by_mark):
    for number, verdict in CORPUS[name][1].items():
        assert by_mark[name].get(number, "missing") == verdict
        yours, point = in_the_notebook[name][number]
        assert yours == (verdict == "passed"), "the notebook"
        assert point == (verdict == "passed"), "nbgrader"


@pytest.mark.whole
def test_each_in_processes_of_its_own_gets_the_same(tmp_path):
    for i, (cells, _) in enumerate(CORPUS.values()):
        listed = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
        content = json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        (tmp_path / f"{i:03d}").mkdir()
        (tmp_path / f"{i:03d}" / "01_activations.ipynb").write_text(content, encoding="utf-8")
    marks = mark.mark_folder(tmp_path, jobs=2, progress=False)
    wrong = {}
    for one, (name, (_, verdicts)) in zip(marks, CORPUS.items()):
        got = {number: one.answers[number]["status"] for number in verdicts}
        if got != verdicts or one.problem:
            wrong[name] = got, one.problem
    assert wrong == {}
