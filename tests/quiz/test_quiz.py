"""A prediction commits before the answer is there; a quiz answers every choice; both can be read without a kernel."""

import doctest
import html
import re

import ipywidgets as widgets
import pytest

from helpers import logbook
from helpers.notebooks import widget_bundle
from helpers.quiz import lesson_quiz, predict, prediction, predictions, quiz, reveal
from helpers.quiz.questions import QUESTIONS, Question

CHOICES = ["zero", "a half", "it depends on <z> & more"]


def text_of(markup):
    """What a reader sees of a piece of HTML."""
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", markup))).strip()


def find(widget, kind):
    """All widgets of a kind inside a widget, in reading order."""
    found = [widget] if isinstance(widget, kind) else []
    return found + [inner for child in getattr(widget, "children", ()) for inner in find(child, kind)]


class Page:
    """What the cells of a notebook have shown: bundles, and the live widgets in them."""

    def __init__(self):
        self.bundles, self.widgets = [], []

    @property
    def html(self):
        return self.bundles[-1]["text/html"]

    @property
    def text(self):
        return self.bundles[-1]["text/plain"]

    def buttons(self):
        return find(self.widgets[-1], widgets.RadioButtons)

    def replies(self):
        """What stands below each question."""
        boxes = find(self.widgets[-1], widgets.VBox)
        return [text_of(box.children[-1].value) for box in boxes if set(box.children) & set(self.buttons())]


@pytest.fixture
def page(monkeypatch):
    shown = Page()

    def remember(widget):
        shown.widgets.append(widget)
        return widget_bundle(widget)

    for module in (predictions, lesson_quiz):
        monkeypatch.setattr(module, "widget_bundle", remember)
        monkeypatch.setattr(module, "display_bundle", shown.bundles.append)
    for session in ("_asked", "_chosen"):
        monkeypatch.setattr(predictions, session, {})
    monkeypatch.setenv("COURSE_PROGRESS_FILE", ":memory:")
    monkeypatch.setattr(logbook, "_waiting", {})
    return shown


# ---- predictions ----------------------------------------------------------------------------------------------------


def test_a_prediction_is_remembered_until_it_is_revealed(page):
    predict("slope", "How steep?", CHOICES)
    assert prediction("slope") is None
    page.buttons()[0].value = "a half"
    assert prediction("slope") == "a half"
    assert "Your prediction: “a half”. Now run the next cell." in page.replies()[0]
    reveal("slope", "zero")
    assert page.text == "You predicted “a half”. That gap is the thing to remember. Measured: zero."


def test_you_may_change_your_mind_and_only_the_last_choice_counts(page):
    predict("slope", "How steep?", CHOICES)
    for choice in ("zero", "a half", "zero"):
        page.buttons()[0].value = choice
    reveal("slope", "zero")
    assert page.text == "You predicted “zero”, and so it was. Measured: zero."


def test_an_outcome_may_be_the_letter_of_a_choice(page):
    predict("slope", "How steep?", ["zero", "a half"])
    page.buttons()[0].value = "a half"
    reveal("slope", "b")
    assert page.text == "You predicted “a half”, and so it was. Measured: a half."


def test_nothing_is_chosen_beforehand(page):
    predict("slope", "How steep?", CHOICES)
    assert page.buttons()[0].value is None
    reveal("slope", "zero")
    assert page.text == "You made no prediction this time. Measured: zero."


def test_asking_again_is_a_fresh_start(page):
    predict("slope", "How steep?", CHOICES)
    page.buttons()[0].value = "zero"
    predict("slope", "How steep?", CHOICES)
    assert prediction("slope") is None


def test_predictions_with_different_names_do_not_meet(page):
    predict("one", "How steep?", CHOICES)
    page.buttons()[0].value = "zero"
    predict("two", "How far?", ["near", "far"])
    page.buttons()[0].value = "far"
    assert (prediction("one"), prediction("two"), prediction("three")) == ("zero", "far", None)


def test_revealing_what_was_never_asked_says_which_cell_to_run(page):
    with pytest.raises(KeyError, match="no prediction was asked for under this name; run the predict cell first"):
        reveal("slope", "zero")


@pytest.mark.parametrize("choices", [[], ["one"], ["same", "same"]])
def test_a_question_without_a_choice_is_refused(choices, page):
    with pytest.raises(ValueError, match="expected at least two different ones"):
        predict("slope", "How steep?", choices)
    assert page.bundles == []


def test_asking_gives_nothing_away(page):
    predict("slope", "How steep?", CHOICES)
    before = page.html, page.text, page.replies()[0]
    page.buttons()[0].value = "zero"
    assert (page.html, page.text) == before[:2]
    assert not re.search("right|wrong|correct|✓|✗", page.replies()[0], re.IGNORECASE)


def test_a_reader_without_a_kernel_sees_question_and_choices(page):
    predict("slope", "Is f(z) < 0 & steep?", CHOICES)
    assert text_of(page.html) == f"Predict: Is f(z) < 0 & steep? {' '.join(CHOICES)}"
    assert page.html.count("<li>") == 3
    lines = [f"  ({letter}) {choice}" for letter, choice in zip("abc", CHOICES)]
    assert page.text.splitlines() == ["Predict: Is f(z) < 0 & steep?", *lines]


def test_a_learners_words_are_never_read_as_html(page):
    predict("slope", "<b>bold</b>?", CHOICES)
    page.buttons()[0].value = CHOICES[2]
    assert "<b>bold" not in page.html and "<z>" not in find(page.widgets[-1], widgets.HTML)[-1].value
    reveal("slope", "<script>alert(1)</script>")
    assert "<script" not in page.html


def test_what_is_revealed_is_announced_and_does_not_rely_on_colour(page):
    colours = set()
    for choice, outcome in ((None, "zero"), ("zero", "zero"), ("zero", "a half")):
        predict("slope", "How steep?", CHOICES)
        page.buttons()[0].value = choice
        reveal("slope", outcome)
        assert 'role="status"' in page.html and text_of(page.html) == page.text
        colours.add(re.search(r"solid (#\w+)", page.html)[1])
    assert len(colours) == 3


def test_every_choice_is_kept_for_a_lesson_that_is_opened_again(page):
    predict("slope", "How steep?", CHOICES)
    for choice in ("zero", "a half"):
        page.buttons()[0].value = choice
    assert logbook.known().predictions == {"slope": "a half"}


def test_a_prediction_that_cannot_be_kept_counts_for_the_session(page, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path))
    predict("slope", "How steep?", CHOICES)
    page.buttons()[0].value = "zero"
    assert prediction("slope") == logbook.known().predictions["slope"] == "zero"


# ---- the quiz -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", QUESTIONS)
def test_every_choice_of_every_question_is_answered(lesson, page):
    quiz(lesson)
    assert len(page.buttons()) == len(QUESTIONS[lesson])
    for number, question in enumerate(QUESTIONS[lesson]):
        buttons = page.buttons()[number]
        assert list(buttons.options) == list(question.choices) and buttons.value is None
        for choice in question.choices:
            buttons.value = choice
            right = choice == question.right
            expected = f"✓ Right. {question.why}" if right else f"✗ Not quite. {question.hint}"
            assert page.replies()[number] == re.sub(r"\s+", " ", expected)


def test_an_answer_is_announced_and_leaves_the_other_questions_alone(page):
    quiz("02")
    page.buttons()[1].value = page.buttons()[1].options[0]
    replies = [box.value for box in find(page.widgets[-1], widgets.HTML) if "role" in box.value]
    assert len(replies) == 1 and 'role="status"' in replies[0]


def test_the_latest_answer_to_each_question_is_kept_under_its_name(page):
    quiz("02")
    first, second = QUESTIONS["02"][:2]
    page.buttons()[0].value = first.choices[0]
    page.buttons()[1].value = second.choices[1]
    page.buttons()[0].value = first.choices[2]
    assert logbook.known().answers == {first.key: first.choices[2], second.key: second.choices[1]}


def test_no_two_questions_share_a_name():
    keys = [question.key for questions in QUESTIONS.values() for question in questions]
    assert len(set(keys)) == len(keys) > 10
    assert all(re.fullmatch(r"\d\d\.[a-z_]+", key) for key in keys)


@pytest.mark.parametrize("lesson", QUESTIONS)
def test_a_reader_without_a_kernel_can_open_every_answer(lesson, page):
    quiz(lesson)
    assert page.html.count("<details>") == page.html.count("</details>") == len(QUESTIONS[lesson])
    for number, question in enumerate(QUESTIONS[lesson], 1):
        asked = f"{number}. {question.text} {' '.join(question.choices)} Answer {question.right}. {question.why}"
        assert re.sub(r"\s+", " ", asked) in text_of(page.html)
        assert f"{number}. {question.text}" in page.text
    assert "Answer" not in page.text


def test_a_question_is_written_as_text_not_as_html(page, monkeypatch):
    tricky = Question("02.tricky", "Is a<b?", ("a < b", "a > b"), "a < b", "Since a & b differ.", "Look at <b>.")
    monkeypatch.setitem(QUESTIONS, "02", (tricky,))
    quiz("02")
    assert "a&lt;b" in page.html and "a &amp; b" in page.html
    page.buttons()[0].value = "a > b"
    assert page.replies() == ["✗ Not quite. Look at <b>."]


def test_a_lesson_without_a_quiz_is_refused(page):
    with pytest.raises(ValueError, match="expected one of 00, 01, .*got '99'"):
        quiz("99")


@pytest.mark.parametrize("lesson", QUESTIONS)
def test_the_questions_are_complete(lesson):
    for question in QUESTIONS[lesson]:
        assert len(set(question.choices)) == len(question.choices) >= 2
        assert question.right in question.choices
        assert all(len(words) > 10 for words in (question.text, question.why, question.hint))
        # A hint may help, but not quote the answer.
        answer = re.escape(question.right)
        assert not re.search(rf"\b{answer}\b", question.hint, re.IGNORECASE)


def test_the_examples_in_the_module_hold():
    result = doctest.testmod(predictions)
    assert result.attempted > 0 and result.failed == 0
