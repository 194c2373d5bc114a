"""The last lesson by mouse: claims are sorted before their verdicts, an answer is marked, and a page is saved."""

import pytest

SOURCES = (
    "from helpers.verdicts import certificate, compare_answer, my_answer, show_verdicts, sort_claims",
    "sort_claims()",
    'show_verdicts("sorted")',
    'my_answer("""\n\n""")',
    "compare_answer()",
    'certificate("")',
)
SORT, VERDICTS, ANSWER, COMPARE, PAGE = range(1, 6)


@pytest.fixture
def notebook(server, open_notebook, tmp_path):
    first = f"import os\nos.environ['COURSE_PROGRESS_FILE'] = {str(tmp_path / 'progress.jsonl')!r}\n{SOURCES[0]}"
    return open_notebook(server.add_notebook("verdicts.ipynb", first, *SOURCES[1:]))


def type_and_run(notebook, index, source):
    notebook.cell(index).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.insert_text(source)
    notebook.page.keyboard.press("Control+Enter")


def test_a_learner_sorts_answers_marks_and_saves_a_page(notebook, server):
    notebook.run_all()
    # Until something is written, the model answer is not there.
    notebook.output(COMPARE).get_by_text("Write your own answer first").wait_for()

    radios = notebook.output(SORT).get_by_role("radio")
    assert radios.count() == 24
    radios.nth(1).click()
    notebook.output(SORT).get_by_text("1 of 8 sorted.").locator("visible=true").wait_for()
    type_and_run(notebook, VERDICTS, SOURCES[VERDICTS])
    notebook.output(VERDICTS).get_by_text("You sorted it: false.").wait_for()
    notebook.output(SORT).get_by_text("Its verdict has been shown").locator("visible=true").wait_for()
    assert notebook.output(SORT).get_by_role("radio", disabled=True).count() == 3

    type_and_run(notebook, ANSWER, 'my_answer("Because <b>layers</b> without a bend are one.")')
    notebook.output(ANSWER).get_by_text("Kept: 7 words of at most 150.").wait_for()
    type_and_run(notebook, COMPARE, SOURCES[COMPARE])
    notebook.output(COMPARE).get_by_text("One way to say it").wait_for()
    assert notebook.output(COMPARE).get_by_text("Because <b>layers</b>").is_visible()
    notebook.output(COMPARE).get_by_role("radio").first.click()
    notebook.output(COMPARE).get_by_text("1 of 5 points found.").locator("visible=true").wait_for()

    type_and_run(notebook, PAGE, 'certificate("Ada <i>O\'Neill</i>")')
    notebook.output(PAGE).get_by_text("Saved as certificate.html.").wait_for()
    assert notebook.output(PAGE).get_by_text("Ada <i>O'Neill</i>").is_visible()
    assert {"certificate.html", "certificate.png"} <= {file.name for file in server.files.iterdir()}
    assert notebook.problems == []
