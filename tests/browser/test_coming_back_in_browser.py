"""Predictions and quizzes as a learner answers them, and as they look on another day, without their kernel."""

import subprocess
import sys
from itertools import pairwise

import nbformat
import pytest

QUESTIONS = """
import os
os.environ["COURSE_PROGRESS_FILE"] = "{progress}"
from helpers.quiz import lesson_quiz, predict, predictions, questions, quiz, reveal
ask = questions.Question
slope = ask("slope", "How steep is `f` at $x = 0$?", ("quite flat", "steep", "upright"), "steep", "It is {{s}}.", {{}})
predictions.predictions = lambda: {{"slope": slope}}
lesson_quiz.quiz_of = lambda lesson: (
    ask("02.one", "Which is the first one?", ("one", "two", "three"), "one", "It is.", {{"two": "2", "three": "3"}}),
    ask("02.two", "Which is the second one?", ("one", "two", "three"), "two", "So it is.", {{"one": "I", "three": "III"}}),
)
""".strip()
# A progress bar leaves a widget behind that is gone on another day, and nothing else of it may be seen then.
BAR = "from tqdm.notebook import tqdm\nfor _ in tqdm(range(3), leave=False): pass\nprint('trained')"
CELLS = ["predict('slope')", "reveal('slope', s=1)", "quiz('02')", BAR]
PREDICT, REVEAL, QUIZ = 1, 2, 3
DEAD = "Error displaying widget: model not found"


@pytest.fixture
def lesson(server, open_notebook):
    """A function that opens a lesson of its own, with predictions and a quiz, and a progress of its own."""

    def opened(name, *cells, **size):
        name = server.add_notebook(f"{name}.ipynb", QUESTIONS.format(progress=f"{name}.jsonl"), *(cells or CELLS))
        notebook = open_notebook(name, **size)
        notebook.name = name
        return notebook

    return opened


def run(notebook, index):
    """Run one cell, and wait until it has been run."""
    prompt = notebook.cell(index).locator(".jp-InputPrompt")
    before = prompt.inner_text()
    notebook.cell(index).locator(".jp-Editor").click()
    notebook.page.keyboard.press("Control+Enter")
    for _ in range(100):
        if prompt.inner_text() not in (before, "[*]:"):
            break
        notebook.page.wait_for_timeout(100)
    notebook.wait_until_idle()


def save(notebook):
    with notebook.page.expect_response(lambda answer: answer.request.method == "PUT" and notebook.name in answer.url):
        notebook.page.keyboard.press("Control+s")


def choose(notebook, index, place, says):
    """Click on a choice, counted over all questions of a cell, and wait for what is said of it."""
    notebook.output(index).locator("input[type=radio]").nth(place).click()
    notebook.output(index).locator("[role=status]", has_text=says).last.wait_for()


def answer_all(notebook):
    """Predict, measure, and answer one question of the quiz."""
    notebook.run_all()
    choose(notebook, PREDICT, 2, "Your prediction: “upright”.")
    run(notebook, REVEAL)
    notebook.output(REVEAL).get_by_text("You predicted “upright”. What came: “steep”. It is 1.").wait_for()
    choose(notebook, QUIZ, 1, "Not quite. 2")


def come_back(notebook, open_notebook):
    """Save, shut the kernel down, close, and open again."""
    save(notebook)
    notebook.menu("Kernel", "Shut Down Kernel")
    notebook.page.locator(".jp-KernelName", has_text="No Kernel").wait_for()
    again = open_notebook(notebook.name)
    again.name = notebook.name
    return again


def looks_as_last_seen(notebook):
    """Check that all is there to be read, in still pictures that do not look as if they could be clicked on."""
    page = notebook.page
    page.get_by_text("upright ← your prediction").wait_for()
    # JupyterLab looks for the widget's model for two seconds before it gives up.
    page.wait_for_timeout(3000)
    assert [one for one in page.get_by_text(DEAD).all() if one.is_visible()] == []
    assert "trained" in notebook.cell(QUIZ + 1).inner_text()
    assert [one for one in page.locator("input[type=radio]").all() if one.is_visible()] == []
    assert "You predicted “upright”. What came: “steep”." in notebook.output(REVEAL).inner_text()
    quiz = notebook.output(QUIZ).locator(".course-still")
    assert "two ← your answer" in quiz.inner_text() and "Not quite. 2" in quiz.inner_text()
    assert "1 of 2 answered, 0 right at the first try." in quiz.inner_text()
    assert "To answer, run the first code cell of this lesson, and then this cell." in quiz.inner_text()
    # The other question can still be answered without looking.
    assert quiz.locator("details").count() == 1 and not quiz.get_by_text("So it is.").is_visible()


def is_alive(notebook):
    """Check that the questions can be answered, and show once what was answered so far."""
    notebook.output(QUIZ).get_by_role("radio").nth(1).wait_for()
    assert [one for one in notebook.page.locator(".course-still").all() if one.is_visible()] == []
    picked = notebook.page.locator("input[type=radio]").evaluate_all("all => all.map(one => one.checked)")
    assert picked == [False, False, True, False, True, False, False, False, False]
    assert notebook.output(PREDICT).get_by_role("radio", disabled=True).count() == 3
    assert "Not quite. 2" in notebook.output(QUIZ).get_by_role("status").first.inner_text()


# ---- coming back -----------------------------------------------------------------------------------------------------


def test_a_lesson_opened_again_shows_what_was_answered_also_after_it_was_saved_without_running(lesson, open_notebook):
    notebook = lesson("again")
    answer_all(notebook)
    again = come_back(notebook, open_notebook)
    looks_as_last_seen(again)
    again.cell(0).locator(".cm-content").click()
    again.page.keyboard.press("Control+End")
    again.page.keyboard.type(" ")
    once_more = come_back(again, open_notebook)
    looks_as_last_seen(once_more)
    once_more.run_all()
    is_alive(once_more)
    choose(once_more, QUIZ, 0, "Right. It is.")
    assert once_more.problems == []


def test_a_restarted_kernel_leaves_what_was_answered_on_the_page_and_a_run_brings_it_to_life(lesson):
    notebook = lesson("restart")
    answer_all(notebook)
    notebook.menu("Kernel", "Restart Kernel…")
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    looks_as_last_seen(notebook)
    notebook.run_all()
    is_alive(notebook)
    notebook.menu("Kernel", "Shut Down Kernel")
    looks_as_last_seen(notebook)


def test_a_page_that_is_loaded_again_finds_its_kernel_and_stays_alive(lesson):
    notebook = lesson("reload")
    answer_all(notebook)
    save(notebook)
    notebook.page.reload()
    notebook.wait_until_idle()
    is_alive(notebook)
    choose(notebook, QUIZ, 0, "Right. It is.")


def test_an_exported_page_read_offline_shows_what_was_answered(lesson, server, chromium):
    notebook = lesson("export")
    answer_all(notebook)
    save(notebook)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(server.files / notebook.name)]
    subprocess.run(command, check=True, capture_output=True)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto((server.files / "export.html").as_uri())
    shown = page.locator("body").inner_text()
    for words in ("upright ← your prediction", "What came: “steep”.", "two ← your answer", "0 right at the first try."):
        assert words in shown
    page.get_by_text("Answer", exact=True).click()
    assert page.get_by_text("two. So it is.").is_visible()
    context.close()


def test_a_notebook_that_is_not_trusted_shows_the_still_pictures_alone(lesson, server, open_notebook):
    notebook = lesson("trusted")
    answer_all(notebook)
    save(notebook)
    content = nbformat.read(server.files / notebook.name, as_version=4)
    content.cells[0].source += "\n# changed elsewhere"
    nbformat.write(content, server.files / "foreign.ipynb")
    looks_as_last_seen(open_notebook("foreign.ipynb"))


def test_running_a_cell_again_leaves_nothing_behind_in_the_file(lesson, server):
    notebook = lesson("pile")
    answer_all(notebook)

    def stored():
        save(notebook)
        content = nbformat.read(server.files / notebook.name, as_version=4)
        return len(
            content.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
        )

    before = stored()
    for _ in range(4):
        run(notebook, QUIZ)
        notebook.output(QUIZ).get_by_role("radio").first.wait_for()
    assert stored() == before
    assert notebook.output(QUIZ).locator(".course-asking").count() == 1


def test_a_widget_of_any_kind_is_closed_when_its_cell_is_run_again(server, open_notebook):
    show = "live.show(widgets.IntSlider(), {'text/html': '<p>a still slider</p>', 'text/plain': 'a still slider'})"
    count = "from ipywidgets.widgets.widget import _instances; print(len(_instances))"
    source = f"import ipywidgets as widgets; from helpers import live; {show}; {count}"
    notebook = open_notebook(server.add_notebook("slider.ipynb", source))
    notebook.run_all()
    first = notebook.output(0).locator("pre").inner_text()
    notebook.run_all()
    notebook.output(0).get_by_role("slider").wait_for()
    assert notebook.output(0).locator("pre").inner_text() == first
    assert not notebook.output(0).get_by_text("a still slider").is_visible()
    notebook.menu("Kernel", "Shut Down Kernel")
    notebook.output(0).get_by_text("a still slider").wait_for()
    assert not notebook.output(0).get_by_role("slider").is_visible()


# ---- answering -------------------------------------------------------------------------------------------------------


def test_a_prediction_can_be_changed_until_it_is_measured_and_then_stays(lesson):
    notebook = lesson("until")
    notebook.run_all()
    assert "You made no prediction this time. What came: “steep”." in notebook.output(REVEAL).inner_text()
    choose(notebook, PREDICT, 0, "Your prediction: “quite flat”.")
    choose(notebook, PREDICT, 1, "Your prediction: “steep”. You can change your mind until it is measured.")
    run(notebook, REVEAL)
    notebook.output(REVEAL).get_by_text("You predicted “steep”, and so it came.").wait_for()
    notebook.output(PREDICT).get_by_text("It has been measured, so it stays.").wait_for()
    assert notebook.output(PREDICT).get_by_role("radio", disabled=True).count() == 3
    assert notebook.output(PREDICT).get_by_role("radio", checked=True).count() == 1


def test_the_keys_move_from_choice_to_choice_and_only_space_takes_one(lesson):
    notebook = lesson("keys")
    notebook.run_all()
    page, group = notebook.page, notebook.output(QUIZ).get_by_role("radiogroup", name="1. Which is the first one?")
    focused = "() => [...document.querySelectorAll('input[type=radio]')].indexOf(document.activeElement)"
    group.get_by_role("radio", name="one").focus()
    active = page.locator(".jp-Cell.jp-mod-active .jp-InputPrompt").inner_text()
    for key, place in (("ArrowDown", 4), ("ArrowRight", 5), ("ArrowDown", 3), ("ArrowUp", 5), ("ArrowLeft", 4)):
        page.keyboard.press(key)
        assert page.evaluate(focused) == place
    assert notebook.output(QUIZ).get_by_role("radio", checked=True).count() == 0
    assert page.locator(".jp-Cell.jp-mod-active .jp-InputPrompt").inner_text() == active, "the same cell is active"
    page.keyboard.press("Space")
    notebook.output(QUIZ).get_by_role("status").filter(has_text="Not quite. 2").wait_for()
    assert page.evaluate(focused) == 4, "the focus stays where it is"
    # Each question is one stop of the Tab key.
    page.keyboard.press("Tab")
    assert page.evaluate(focused) in (6, 8)
    # Every other key is JupyterLab's.
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("document.querySelectorAll('.jp-CodeCell').length === 5")


def test_what_is_said_of_a_choice_is_announced_and_a_group_has_a_name(lesson):
    notebook = lesson("names")
    notebook.run_all()
    predict = notebook.output(PREDICT)
    assert predict.get_by_role("radiogroup", name="Predict: How steep is f at").count() == 1
    assert predict.get_by_role("status").count() == 1, "the place is there before anything is said in it"
    predict.locator(".course-title mjx-container").wait_for()
    choose(notebook, QUIZ, 0, "Right. It is.")
    choose(notebook, QUIZ, 4, "Right. So it is.")
    notebook.output(QUIZ).get_by_role("status", name="").filter(has_text="2 of 2 right at the first try.").wait_for()


def test_a_choice_is_taken_while_a_cell_is_running(lesson, server):
    notebook = lesson("busy", "predict('slope')", "import time\ntime.sleep(3)")
    notebook.menu("Run", "Run All Cells")
    notebook.output(PREDICT).get_by_role("radio").first.wait_for()
    choose(notebook, PREDICT, 1, "Your prediction: “steep”.")
    choose(notebook, PREDICT, 2, "Your prediction: “upright”.")
    notebook.wait_until_idle()
    save(notebook)
    [still, _view] = nbformat.read(server.files / notebook.name, as_version=4).cells[PREDICT].outputs
    assert "<b>upright</b> ← your prediction" in still.data["text/html"]


def test_no_choice_lies_on_top_of_another_on_a_narrow_page(lesson):
    long = "a choice that is so long that it takes two lines on a page that is as narrow as this one is here"
    source = (
        f"predictions.predictions()['slope'] = slope._replace(choices=('{long}', 'x', '{long}!'))\npredict('slope')"
    )
    keep = "kept = predictions.predictions()\npredictions.predictions = lambda: kept"
    notebook = lesson("narrow", keep, source, width=560)
    notebook.hide_side_bar()
    notebook.run_all()
    notebook.output(2).get_by_role("radio").nth(2).wait_for()
    boxes = (
        notebook.output(2)
        .locator("label")
        .evaluate_all(
            "all => all.map(label => { const range = document.createRange(); range.selectNodeContents(label);"
            " const box = range.getBoundingClientRect(); return [box.top, box.bottom]; })"
        )
    )
    assert len(boxes) == 3
    assert max(bottom - top for top, bottom in boxes) > 25, "one of the choices takes two lines"
    assert all(bottom <= top + 1 for (_, bottom), (top, _) in pairwise(boxes))
