"""A quiz answers every choice in words of its own, counts first tries, and can be read without a kernel."""

import json

import pytest
from shown import restart, text_of

from helpers import logbook
from helpers.quiz import lesson_quiz, quiz
from helpers.quiz.questions import Question, lessons, quiz_of
from helpers.quiz.words import as_text

XOR = Question(
    "02.xor", "Can `W x` be XOR?", ("yes", "no", "if deep"), "no", "See.", {"yes": "How?", "if deep": "Count."}
)
SIGN = Question("02.sign", "Is a<b?", ("a < b", "a > b"), "a < b", "Since a & b differ.", {"a > b": "Look at <b>."})


@pytest.fixture
def small(monkeypatch):
    """A quiz of two questions in lesson 02."""
    monkeypatch.setattr(lesson_quiz, "quiz_of", lambda lesson: (XOR, SIGN))


def score(page):
    return text_of(page.live[-1].closing)


@pytest.mark.parametrize("lesson", lessons())
def test_every_choice_of_every_question_is_answered(lesson, page):
    quiz(lesson)
    assert len(page.live[0].questions) == len(quiz_of(lesson))
    for number, one in enumerate(quiz_of(lesson)):
        assert page.question(number)["chosen"] == -1 and page.below(number) == ""
        for place, choice in enumerate(one.choices):
            page.choose(place, number)
            expected = f"✓ Right. {one.why}" if choice == one.right else f"✗ Not quite. {one.replies[choice]}"
            assert page.below(number).replace(" ", "") == as_text(expected).replace(" ", "")


def test_an_answer_leaves_the_other_questions_alone(page, small):
    quiz("02")
    page.choose(0, 1)
    assert [one["chosen"] for one in page.live[0].questions] == [-1, 0]
    assert page.below(0) == "" and page.below(1) == "✓ Right. Since a & b differ."


def test_first_tries_are_counted(page, small):
    quiz("02")
    assert score(page) == ""
    page.choose(0, 0)
    assert score(page) == "1 of 2 answered, 0 right at the first try."
    page.choose(1, 0)
    assert score(page) == "1 of 2 answered, 0 right at the first try."
    page.choose(0, 1)
    page.choose(1, 1)
    assert score(page) == "1 of 2 right at the first try."


def test_the_latest_answer_to_each_question_is_kept_under_its_name(page, small):
    quiz("02")
    for number, place in ((0, 0), (1, 1), (0, 2)):
        page.choose(place, number)
    kept = {key: (answer.first, answer.choice) for key, answer in logbook.known().answers.items()}
    assert kept == {"02.xor": ("yes", "if deep"), "02.sign": ("a > b", "a > b")}


def test_the_next_kernel_shows_the_answers_given_with_their_replies_and_the_score(page, small, monkeypatch):
    quiz("02")
    page.choose(2, 0)
    restart(monkeypatch)
    quiz("02")
    assert page.question(0)["chosen"] == 2 and page.below(0) == "✗ Not quite. Count."
    assert page.question(1)["chosen"] == -1 and page.below(1) == ""
    assert score(page) == "1 of 2 answered, 0 right at the first try."


def test_an_answer_that_its_question_no_longer_has_does_not_count(page, small):
    logbook.record_answer("quiz", "02.xor", "perhaps")
    quiz("02")
    assert page.question(0)["chosen"] == -1 and score(page) == ""


def test_an_answer_that_cannot_be_kept_counts_for_the_session_and_says_so(page, small, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path))
    quiz("02")
    page.choose(1, 0)
    assert page.below(0) == "✓ Right. See."
    assert score(page).startswith("1 of 2 answered, 1 right at the first try. Your progress could not be saved")


@pytest.mark.parametrize("lesson", lessons())
def test_a_reader_without_a_kernel_can_open_every_answer(lesson, page):
    quiz(lesson)
    assert page.html.count("<details>") == page.html.count("</details>") == len(quiz_of(lesson))
    seen = text_of(page.html).replace(" ", "")
    for number, one in enumerate(quiz_of(lesson), 1):
        asked = f"{number}. {one.text} {' '.join(one.choices)} Answer {one.right}. {one.why}"
        assert as_text(asked).replace(" ", "") in seen
        assert f"{number}. {as_text(one.text)}" in page.text
    assert "Answer" not in page.text and lesson_quiz.RUN in page.html


def test_the_still_picture_has_an_answer_and_its_reply_as_soon_as_it_is_given(page, small):
    quiz("02")
    page.choose(0, 0)
    assert "<b>yes</b> ← your answer</li>" in page.html and "✗ Not quite." in text_of(page.html)
    assert page.html.count("<details>") == 1, "of the question that is open"
    assert "1 of 2 answered" in page.html
    assert "  (a) yes  ← your answer" in page.text


def test_a_question_is_written_as_text_not_as_html(page, small):
    quiz("02")
    page.choose(1, 1)
    assert page.below(1) == "✗ Not quite. Look at <b>."
    assert "a&lt;b" in page.html and "Look at &lt;b&gt;." in page.html
    assert page.question(0)["title"] == "<b>1.</b> Can <code>W x</code> be XOR?"
    assert "Look at <b>" not in json.dumps(page.live[0].questions)


def test_a_lesson_without_a_quiz_is_refused(page):
    with pytest.raises(ValueError, match="expected one of 00, 01, .*got '99'"):
        quiz("99")
