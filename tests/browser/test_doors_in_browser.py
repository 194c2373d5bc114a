"""The course behind another address, as a JupyterHub gives each learner one, and in Notebook 7."""

import shutil

import pytest
from jupyterlab import NotebookPage, Server

from helpers.notebooks import COURSE, LESSONS

LESSON = "00_start_here.ipynb"


def opened(server, chromium):
    """Lesson 00 beside the glossary, as in the course's folder, run from top to bottom."""
    (server.files / "lessons").mkdir()
    for path in LESSONS.glob("0[01]_*.ipynb"):
        shutil.copy(path, server.files / "lessons")
    shutil.copy(COURSE / "GLOSSARY.md", server.files)
    notebook = NotebookPage(chromium.new_page(), server, f"lessons/{LESSON}")
    notebook.run_all()
    return notebook


@pytest.fixture
def hub(tmp_path):
    running = Server(tmp_path, "/user/ann/")
    yield running
    running.stop()


def test_behind_a_hubs_address_a_lesson_runs_and_its_links_stay_there(hub, chromium):
    notebook = opened(hub, chromium)
    assert notebook.errors() == [] and notebook.problems == []
    assert notebook.page.locator(".jp-OutputArea img").count() >= 3
    assert "/user/ann/" in notebook.page.url
    link = notebook.page.locator("a", has_text="01 · Activations").last
    link.click()
    notebook.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) h1", has_text="01 · Activations").wait_for()
    notebook.page.close()


@pytest.fixture
def notebook_7(tmp_path):
    pytest.importorskip("notebook", reason="Notebook 7 is not installed")
    running = Server(tmp_path, "/", "notebook")
    yield running
    running.stop()


def test_in_notebook_7_a_lesson_runs_and_its_questions_answer(notebook_7, chromium):
    empty = NotebookPage(chromium.new_page(), notebook_7, notebook_7.add_notebook("empty.ipynb", "1 + 1"))
    notebook = opened(notebook_7, chromium)
    # What the page itself stumbles over, without anything of the course in it, is not the course's.
    assert notebook.errors() == [] and set(notebook.problems) <= set(empty.problems)
    empty.page.close()
    assert notebook.page.get_by_text("javascript error").count() == 0
    assert notebook.page.locator(".jp-OutputArea input[type=radio]").count() > 3
    notebook.page.close()
