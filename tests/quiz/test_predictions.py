"""A prediction commits before the answer is there, is kept for another day, and stays once it has been measured."""

import doctest
import json
import re
import string

import pytest
from shown import restart, text_of

from helpers import logbook
from helpers.quiz import predict, prediction, predictions, reveal, words
from helpers.quiz.questions import Question

CHOICES = ("zero", "a half", "it depends on <z> & `more`")
SLOPE = Question("slope", "How steep is `f`?", CHOICES, "zero", "It came out as {slope:.2f}.", {})
UNTIL = "You can change your mind until it is measured."


@pytest.fixture(autouse=True)
def course(monkeypatch):
    """A course that asks for two predictions."""
    asked = {"slope": SLOPE, "reach": Question("reach", "How far?", ("near", "far"), "far", "So it is.", {})}
    monkeypatch.setattr(predictions, "predictions", lambda: asked)
    return asked


def another_day(kind="prediction", key="slope", choice="a half", **more):
    """Write into the logbook what was chosen in 2019."""
    line = {"event": "answer", "time": "2019-11-26T10:00:00+01:00", "kind": kind, "key": key, "choice": choice}
    logbook.path().write_text(json.dumps(line | more) + "\n", encoding="utf-8")


# ---- asking ----------------------------------------------------------------------------------------------------------


def test_nothing_is_chosen_beforehand(page):
    predict("slope")
    assert (page.question()["chosen"], page.question()["locked"]) == (-1, False)
    assert page.below() == f"Choose one. {UNTIL}"
    assert prediction("slope") is None


def test_a_choice_is_remembered_and_said(page):
    predict("slope")
    page.choose(1)
    assert prediction("slope") == "a half"
    assert page.question()["chosen"] == 1
    assert page.below() == f"Your prediction: “a half”. {UNTIL}"


def test_asking_gives_nothing_away(page):
    predict("slope")
    before = page.stills[0], page.question()["title"], page.question()["choices"]
    seen = set()
    for place, choice in enumerate(CHOICES):
        page.choose(place)
        seen.add(page.question()["below"].replace(words.as_html(choice), "…"))
        shown = {**page.question(), "below": text_of(page.question()["below"])}
        assert not re.search("right|wrong|correct|✓|✗", json.dumps([shown, page.html, page.text]), re.IGNORECASE)
    assert len(seen) == 1, "the right choice gets the same words as the others"
    predict("slope")
    assert (page.question()["title"], page.question()["choices"]) == before[1:]


def test_predictions_with_different_names_do_not_meet(page):
    predict("slope")
    page.choose(0)
    predict("reach")
    page.choose(1)
    assert (prediction("slope"), prediction("reach")) == ("zero", "far")


def test_a_name_that_no_prediction_has_is_refused_with_those_there_are(page):
    for verb in (predict, reveal, prediction):
        with pytest.raises(KeyError, match="there is no prediction 'slop'; the course has slope, reach"):
            verb("slop")
    assert page.live == page.outputs == []


def test_code_and_special_characters_are_shown_as_they_are_meant(page):
    predict("slope")
    assert page.question()["title"] == "<b>Predict:</b> How steep is <code>f</code>?"
    assert page.question()["choices"][2] == "it depends on &lt;z&gt; &amp; <code>more</code>"
    page.choose(2)
    assert "on &lt;z&gt; &amp; <code>more</code>”" in page.question()["below"] and "<z>" not in page.html


def test_a_choice_that_cannot_be_kept_counts_for_the_session_and_says_so(page, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS_FILE", str(tmp_path))
    predict("slope")
    page.choose(0)
    assert prediction("slope") == "zero"
    assert "Your progress could not be saved" in page.below()


# ---- the still picture -----------------------------------------------------------------------------------------------


def test_a_reader_without_a_kernel_sees_question_and_choices_and_what_to_run(page):
    predict("slope")
    assert (
        text_of(page.html)
        == f"Predict: How steep is f ? {' '.join(CHOICES).replace('`more`', 'more')} {predictions.RUN}"
    )
    assert page.html.count("<li>") == 3
    lines = ["  (a) zero", "  (b) a half", "  (c) it depends on <z> & more"]
    assert page.text.splitlines() == ["Predict: How steep is f?", *lines]


def test_the_still_picture_has_the_choice_as_soon_as_it_is_made(page):
    predict("slope")
    page.choose(1)
    assert "<b>a half</b> ← your prediction</li>" in page.html and page.html.count("←") == 1
    assert "  (b) a half  ← your prediction" in page.text
    page.choose(0)
    assert "<b>zero</b> ← your prediction</li>" in page.html and page.html.count("←") == 1


def test_a_still_picture_holds_no_time_and_no_name_that_differs_from_run_to_run(page):
    predict("slope")
    predict("slope")
    assert page.stills[0] == page.stills[1]


# ---- measuring -------------------------------------------------------------------------------------------------------


def test_what_was_predicted_stands_beside_what_came_and_why(page):
    predict("slope")
    page.choose(1)
    reveal("slope", slope=0)
    assert page.revealed == "You predicted “a half”. What came: “zero”. It came out as 0.00."


def test_a_right_prediction_is_told_so(page):
    predict("slope")
    for place in (0, 1, 0):
        page.choose(place)
    reveal("slope", slope=0)
    assert page.revealed == "You predicted “zero”, and so it came. It came out as 0.00."


def test_without_a_prediction_what_came_is_said_all_the_same(page):
    reveal("slope", slope=0)
    assert page.revealed == "You made no prediction this time. What came: “zero”. It came out as 0.00."


def test_an_explanation_without_its_number_is_refused(page):
    with pytest.raises(TypeError, match=r"reveal\('slope'\): its explanation speaks of 'slope', which was not given"):
        reveal("slope")


def test_what_came_is_announced_and_does_not_rely_on_colour(page):
    colours = set()
    for place in (None, 1, 0):
        logbook.record_reset()
        predict("slope")
        if place is not None:
            page.choose(place)
        reveal("slope", slope=0)
        shown = page.outputs[-1]["text/html"]
        assert 'role="status"' in shown and text_of(shown) == page.revealed
        colours.add(re.search(r"solid (#\w+)", shown)[1])
    assert len(colours) == 3


def test_once_measured_a_prediction_stays(page):
    predict("slope")
    page.choose(1)
    reveal("slope", slope=0)
    assert page.question()["locked"]
    assert page.below() == "You predicted this. It has been measured, so it stays."
    assert predictions.RUN not in page.html, "there is nothing left to choose"
    page.choose(0)
    assert prediction("slope") == "a half"
    reveal("slope", slope=0)
    assert page.revealed.startswith("You predicted “a half”. What came")


def test_a_prediction_stays_in_a_cell_that_is_run_again_after_the_measurement(page):
    predict("slope")
    page.choose(1)
    reveal("slope", slope=0)
    predict("slope")
    assert page.question()["locked"] and page.question()["chosen"] == 1


def test_a_measurement_without_a_prediction_locks_nothing(page):
    predict("slope")
    reveal("slope", slope=0)
    assert not page.question()["locked"]
    page.choose(0)
    assert prediction("slope") == "zero"


def test_all_can_be_predicted_anew_after_a_new_beginning(page):
    predict("slope")
    page.choose(1)
    reveal("slope", slope=0)
    logbook.record_reset()
    predict("slope")
    assert (page.question()["chosen"], page.question()["locked"]) == (-1, False)


# ---- coming back -----------------------------------------------------------------------------------------------------


def test_the_next_kernel_shows_the_latest_choice_and_lets_it_be_changed(page, monkeypatch):
    predict("slope")
    for place in (0, 1):
        page.choose(place)
    restart(monkeypatch)
    predict("slope")
    assert (page.question()["chosen"], page.question()["locked"]) == (1, False)
    page.choose(0)
    assert prediction("slope") == "zero"


def test_the_next_kernel_measures_what_was_predicted_before_without_asking_again(page, monkeypatch):
    predict("slope")
    page.choose(1)
    restart(monkeypatch)
    reveal("slope", slope=0)
    assert page.revealed.startswith("You predicted “a half”. What came: “zero”.")


def test_a_prediction_of_another_day_comes_with_its_date(page):
    another_day()
    predict("slope")
    assert page.below() == f"Your prediction, on 26 November 2019: “a half”. {UNTIL}"
    reveal("slope", slope=0)
    assert page.revealed.startswith("You predicted “a half”, on 26 November 2019. What came: “zero”.")
    assert page.below() == "You predicted this, on 26 November 2019. It has been measured, so it stays."
    another_day(choice="zero")
    reveal("slope", slope=0)
    assert page.revealed.startswith("You predicted “zero”, on 26 November 2019, and so it came.")


@pytest.mark.parametrize("time", [None, 3, "", "yesterday"])
def test_a_line_without_a_date_still_counts(page, time):
    another_day(time=time)
    reveal("slope", slope=0)
    assert page.revealed.startswith("You predicted “a half”. What came")


def test_a_choice_that_the_question_no_longer_has_does_not_count_and_can_be_made_anew(page):
    another_day(choice="a third")
    logbook.record_reveal("slope")
    predict("slope")
    assert (page.question()["chosen"], page.question()["locked"]) == (-1, False)
    page.choose(0)
    assert prediction("slope") == "zero" and not page.question()["locked"]


def test_without_a_file_nothing_of_an_earlier_session_appears(page, monkeypatch):
    predict("slope")
    page.choose(1)
    monkeypatch.setenv("COURSE_PROGRESS_FILE", ":memory:")
    predict("slope")
    reveal("slope", slope=0)
    assert page.question()["chosen"] == -1 and "no prediction" in page.revealed


# ---- the course's own ------------------------------------------------------------------------------------------------


def test_the_examples_in_the_modules_hold(monkeypatch):
    monkeypatch.undo()
    for module in (predictions, words):
        result = doctest.testmod(module)
        assert result.attempted > 0 and result.failed == 0


def test_only_names_and_formats_stand_between_single_braces():
    # Anything else, as the braces of LaTeX, must be doubled.
    for one in predictions.predictions().values():
        for _, field, _, _ in string.Formatter().parse(one.why):
            assert field is None or field.isidentifier()
