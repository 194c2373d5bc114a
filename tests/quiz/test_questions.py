"""The questions in the data files are complete, have names of their own, and fit the lessons that ask them."""

import ast
import json
import re
import string
from collections import Counter

import pytest

from helpers.notebooks import SOLUTIONS, read_cells
from helpers.quiz import questions
from helpers.quiz.questions import LETTERS, lessons, predictions, quiz_of
from helpers.quiz.words import as_html, as_text

PREDICTIONS = {
    (lesson, key): table for lesson in lessons() for key, table in questions._tables(lesson, "predict").items()
}
QUIZZES = {(lesson, key): table for lesson in lessons() for key, table in questions._tables(lesson, "quiz").items()}
ALL = {**{("predict", *one): table for one, table in PREDICTIONS.items()},
       **{("quiz", *one): table for one, table in QUIZZES.items()}}  # fmt: skip


def calls(name):
    """Every call of a function in the solutions: the lesson, the first argument, and the names of the others."""
    found = []
    for path in sorted(SOLUTIONS.glob("*.ipynb")):
        for cell in read_cells(path):
            if cell.kind == "code" and f"{name}(" in cell.source:
                for node in ast.walk(ast.parse(re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE))):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                        keywords = {keyword.arg for keyword in node.keywords}
                        found.append((path.name[:2], ast.literal_eval(node.args[0]), keywords))
    return found


def names_in(why):
    """The measured values that an explanation speaks of."""
    return {re.split(r"[.\[]", field)[0] for _, field, _, _ in string.Formatter().parse(why) if field is not None}


@pytest.mark.parametrize("one", ALL, ids="-".join)
def test_a_question_is_complete(one):
    table = ALL[one]
    allowed = {"text", "choices", "right", "why"} | ({"replies"} if one[0] == "quiz" else set())
    assert set(table) == allowed
    assert 2 <= len(set(table["choices"])) == len(table["choices"]) <= len(LETTERS)
    assert table["right"] in LETTERS[: len(table["choices"])]
    assert all(len(table[words].split()) >= 4 for words in ("text", "why"))


@pytest.mark.parametrize("one", QUIZZES, ids="-".join)
def test_every_wrong_choice_of_a_quiz_has_a_reply_that_does_not_quote_the_answer(one):
    table = QUIZZES[one]
    wrong = set(LETTERS[: len(table["choices"])]) - {table["right"]}
    replies = table["replies"]
    assert set(replies) == wrong
    assert len(set(replies.values())) == len(replies), "each has words of its own"
    answer = table["choices"][LETTERS.index(table["right"])]
    for reply in replies.values():
        # A bare number may stand there for a reason of its own.
        assert len(answer) < 4 or not re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", reply, re.IGNORECASE), reply


@pytest.mark.parametrize("tables", [PREDICTIONS, QUIZZES], ids=["predictions", "quizzes"])
def test_a_name_is_given_once_in_the_course(tables):
    counted = Counter(key for _, key in tables)
    assert [key for key, times in counted.items() if times > 1] == []
    assert all(re.fullmatch("[a-z_]+", key) for key in counted)


def test_no_text_leaves_a_backtick_or_a_dollar_without_its_pair():
    for table in ALL.values():
        for words in [table["text"], table["why"], *table["choices"], *table.get("replies", {}).values()]:
            assert words.count("`") % 2 == words.count("$") % 2 == 0, words


def test_every_prediction_is_asked_for_and_measured_once_in_its_lesson():
    for verb in ("predict", "reveal"):
        found = [(lesson, key) for lesson, key, _ in calls(verb)]
        assert sorted(found) == sorted(PREDICTIONS), f"what the solutions hand to {verb}, and what the files have"


def test_what_an_explanation_speaks_of_is_measured():
    for lesson, key, given in calls("reveal"):
        assert names_in(PREDICTIONS[lesson, key]["why"]) <= given, key


def test_every_quiz_is_asked_in_its_lesson():
    assert [lesson for lesson, _, _ in calls("quiz")] == [key for _, key, _ in calls("quiz")]
    assert {lesson for lesson, _, _ in calls("quiz")} == {lesson for lesson, _ in QUIZZES}


def test_no_cell_of_a_lesson_holds_an_answer():
    for path in sorted(SOLUTIONS.glob("*.ipynb")):
        for cell in read_cells(path):
            for key in re.findall(r"""(?:predict|reveal)\(\s*["'](\w+)["']""", cell.source):
                one = predictions()[key]
                assert json.dumps(one.right, ensure_ascii=False) not in cell.source


def test_line_breaks_in_a_text_are_spaces():
    one = questions._question("k", "What\n  is it?", ["this", "that\none"], "b", "As\nit is.", {"a": "Not\nthis."})
    assert one == ("k", "What is it?", ("this", "that one"), "that one", "As it is.", {"this": "Not this."})


def test_words_are_written_as_text_and_backticks_make_code():
    assert as_html("is `a < b` & <c>") == "is <code>a &lt; b</code> &amp; &lt;c&gt;"
    assert as_text("is `a < b` & <c>") == "is a < b & <c>"


def test_every_lesson_that_has_questions_can_be_read():
    assert lessons()[:5] == ["00", "01", "02", "03", "04"]
    assert len(predictions()) == len(PREDICTIONS) > 10
    assert sum(len(quiz_of(lesson)) for lesson in lessons()) == len(QUIZZES) > 10
