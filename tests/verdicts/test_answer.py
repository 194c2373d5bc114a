"""The own answer: it is kept and counted, nobody judges it, and the model answer comes after it."""

import pytest

from helpers import logbook
from helpers.progress import measured
from helpers.quiz.words import as_text
from helpers.verdicts import compare_answer, my_answer
from helpers.verdicts.answer import FIRST, MOST, NOT_YET, YES, Rubric, answer, model_answer, points, ticked
from helpers.verdicts.words import counted, showable


@pytest.mark.parametrize("blank", ["", " \n\t", "\n\n", "…", " - . "])
def test_nothing_written_keeps_nothing(blank, capsys, progress):
    my_answer(blank)
    assert answer() is None and not progress.exists()
    assert "Nothing is written yet" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [None, 3, ["Because."], b"Because."])
def test_what_is_no_text_is_an_error_that_says_so(wrong):
    with pytest.raises(TypeError, match="my_answer: text: expected a text in quotes"):
        my_answer(wrong)


def test_an_answer_is_kept_and_its_words_are_counted(capsys):
    my_answer("\n Because two layers – without a bend – are *one*.\n")
    assert capsys.readouterr().out == f"Kept: 8 words of at most {MOST}.\n"
    assert answer().text == "Because two layers – without a bend – are *one*."


def test_too_many_words_are_kept_all_the_same_and_the_excess_is_said(capsys):
    my_answer("word " * (MOST + 7))
    assert "157 words of at most 150. That is 7 more" in capsys.readouterr().out
    assert counted(answer().text) == MOST + 7
    my_answer("word " * MOST)
    assert capsys.readouterr().out == "Kept: 150 words of at most 150.\n"


def test_running_the_notebook_again_writes_nothing_anew(progress):
    my_answer("Because.")
    before = progress.read_bytes()
    my_answer("  Because.\n")
    my_answer("")
    assert progress.read_bytes() == before and answer().text == "Because."
    my_answer("Because of the bend.")
    assert answer().text == "Because of the bend."


def test_an_earlier_answer_is_mentioned_where_the_cell_is_empty(capsys):
    my_answer("Because of that.")
    my_answer("")
    assert "Your answer is kept: 3 words." in capsys.readouterr().out


def test_what_could_not_be_stored_is_said_and_counts_until_the_kernel_ends(progress, capsys):
    progress.parent.mkdir()
    progress.mkdir()
    my_answer("Because.")
    assert "could not be saved" in capsys.readouterr().out and answer().text == "Because."


def test_the_model_answer_and_the_points_come_only_after_ones_own(capsys):
    compare_answer()
    assert capsys.readouterr().out == as_text(FIRST) + "\n"
    my_answer("Because.")
    compare_answer()
    out = capsys.readouterr().out
    assert "Yours:\nBecause." in out and model_answer() in out
    assert all(point in out for point in points().values())


def test_the_model_answer_keeps_to_the_limit_and_takes_ones_own_numbers():
    assert counted(model_answer()) <= MOST
    measured("strokes_relu_in_head_only", [0.21, 0.29])
    assert "read 21 to 29 % of the strokes" in model_answer() and counted(model_answer()) <= MOST + 2


def test_points_are_ticked_taken_back_and_kept_for_another_day(monkeypatch):
    page = Rubric()
    assert page.closing() == f"0 of {len(points())} points found."
    for place in range(len(points())):
        page.asking.choose(place, 0)
    page.asking.choose(1, 1)
    monkeypatch.setattr(logbook, "_waiting", {})  # as a new kernel
    names = list(points())
    assert ticked() == [names[0], *names[2:]]
    assert [one.chosen for one in Rubric().questions()][:2] == [YES, NOT_YET]


def test_a_tick_does_not_count_in_any_quiz():
    from helpers.quiz.lesson_quiz import Page as Quiz

    Rubric().asking.choose(0, 0)
    assert Quiz("09").score() == ""


NASTY = "<script>alert(1)</script> $x$ \ud800 \u202e \x00"


def test_an_answer_can_hold_anything_and_breaks_no_page(monkeypatch, capsys):
    bundles = []
    monkeypatch.setattr("helpers.verdicts.answer.display_bundle", bundles.append)
    my_answer(NASTY)
    compare_answer()
    page = bundles[-1]["text/html"]
    assert "<script>" not in page and "&lt;script&gt;" in page and "$x$" not in page
    page.encode("utf-8")
    bundles[-1]["text/plain"].encode("utf-8")


@pytest.mark.parametrize(
    "text, shown",
    [("a\r\nb", "a\nb"), ("\ud800", "�"), ("\ud83d\ude00", "😀"), ("a\x07b\tc", "a�b\tc"), ("ابن", "ابن")],
)
def test_only_what_no_page_can_show_is_replaced(text, shown):
    assert showable(text) == shown
