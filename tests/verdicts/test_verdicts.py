"""Verdicts: the course's numbers bear each of them out, a number that speaks against one is heard, and whose it is is said."""

import math
import re

import pytest

from helpers import logbook
from helpers.notebooks import SOLUTIONS, read_cells
from helpers.progress import measured
from helpers.quiz.questions import predictions
from helpers.verdicts import show_verdicts, sort_claims
from helpers.verdicts.claims import AGAINST, CHOICES, MISSING, OPEN, STANDS, Asked, Claim, claims, judged
from helpers.verdicts.numbers import Number, course_numbers, keep_course_numbers, lesson_of, number
from helpers.verdicts.sorting import Page, to_sort
from helpers.verdicts.table import as_page, as_words, lines
from helpers.verdicts.words import written

each_claim = pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.name)


def known():
    return logbook.known()


def claim_of(*numbers, **more):
    words = {"sentence": "It is so.", "verdict": "false", "why": "Because.", "otherwise": "Look there."}
    return Claim("it", 1, **words | more, numbers=numbers)


# --- what the claims say ----------------------------------------------------------------------------------------------


def test_there_are_22_claims_eight_of_which_are_sorted_with_every_choice_among_their_verdicts():
    assert len(claims()) == len({claim.sentence for claim in claims()}) == 22
    assert len(to_sort()) == 8
    assert {claim.verdict for claim in to_sort()} == set(CHOICES)


@each_claim
def test_a_claim_is_complete_and_short(claim):
    assert claim.verdict in CHOICES
    for words in (claim.sentence, claim.why, claim.otherwise):
        assert words.endswith((".", "?")) and words.count("`") % 2 == 0 and "!" not in words
    assert len(claim.why.split()) <= 60 and len(claim.otherwise.split()) <= 30
    assert any(one.at_most is not None or one.at_least is not None for one in claim.numbers), "nothing decides it"
    assert all(one.shown in ("percent", "count", "gap", "plain") for one in claim.numbers)
    assert all(key in predictions() for key in claim.predicted), claim.predicted


@each_claim
def test_the_courses_own_numbers_are_there_and_bear_the_verdict_out(claim):
    for one in claim.numbers:
        assert one.key in course_numbers(), one.key
    assert judged(claim, known()) == STANDS


@each_claim
def test_every_number_that_decides_can_overturn_its_verdict(claim):
    for one in claim.numbers:
        if one.at_most is not None or one.at_least is not None:
            measured(one.key, 1e12 if one.at_most is not None else -1e12)
            assert judged(claim, known()) == AGAINST, one.key
            logbook.record_reset()


def test_the_lessons_measure_what_the_claims_ask_and_the_file_says_where():
    sources = {path.name[:2]: "\n".join(cell.source for cell in read_cells(path)) for path in SOLUTIONS.glob("*.ipynb")}
    for key in {one.key for claim in claims() for one in claim.numbers}:
        lesson = lesson_of(key)
        # A key may be put together of a text and a name: measured(f"dose_{name}", …).
        heads = re.findall(r'measured\(\s*f?"([a-z0-9_]+)', sources[lesson])
        assert any(key.startswith(head) for head in heads), (lesson, key)


# --- what is decided --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "runs, state",
    [
        (0.2, STANDS),
        (0.3, STANDS),
        ([0.1, 0.2], STANDS),
        (0.31, AGAINST),
        ([0.5, 0.4], AGAINST),
        ([0.1, 0.4], OPEN),
        ([0.1, math.nan], OPEN),
        (math.nan, OPEN),
        (math.inf, AGAINST),
    ],
)
def test_a_verdict_needs_every_run_and_falls_when_none_keeps_the_limit(runs, state):
    claim = claim_of(Asked("share", "Read", "percent", at_most=0.3))
    assert judged(claim, known()) == MISSING
    measured("share", runs)
    assert judged(claim, known()) == state


def test_a_limit_may_be_another_number_and_of_a_list_its_mean():
    claim = claim_of(Asked("one", "One", "plain", at_least="other"))
    measured("one", 0.5)
    assert judged(claim, known()) == MISSING
    measured("other", [0.2, 0.6])
    assert judged(claim, known()) == STANDS
    measured("other", [0.6, 0.6])
    assert judged(claim, known()) == AGAINST


def test_where_only_the_largest_counts_the_others_do_not():
    claim = claim_of(Asked("answers", "Answers", "plain", at_least=0.5, take="largest"))
    measured("answers", [0, 1, 1, 0])
    assert judged(claim, known()) == STANDS and "Answers: 1 (" in lines(claim, known())[1]


def test_a_number_against_the_verdict_is_said_with_what_to_look_at():
    claim = claim_of(Asked("share", "Read", "percent", at_most=0.3))
    measured("share", 0.2)
    assert not any("Look" in line for line in lines(claim, known()))
    measured("share", 0.9)
    assert "⚠ Look again. Your number speaks against this verdict. Look there." in lines(claim, known())
    measured("share", [0.1, 0.9])
    assert "⚠ Look again. The runs do not agree on it. Look there." in lines(claim, known())


# --- whose a number is ------------------------------------------------------------------------------------------------


def test_ones_own_number_goes_before_the_courses_and_each_says_whose_it_is():
    key = "strokes_relu_in_head_only"
    assert number(key, known()) == Number(tuple(course_numbers()[key]), own=False)
    [claim] = [claim for claim in claims() if claim.name == "dense_part_only"]
    assert "(the course's)" in lines(claim, known())[1]
    measured(key, [0.24, 0.26])
    assert number(key, known()).runs == (0.24, 0.26) and number(key, known()).own
    assert lines(claim, known())[1].endswith("24 to 26 % (yours)")
    assert "1 of them yours" in as_words([claim], known())


def test_a_number_that_nobody_has_is_said_to_be_missing():
    claim = claim_of(Asked("nobody_has_it", "Read", "percent", at_most=0.3))
    said = lines(claim, known())
    assert "Read: no number yet." in said and "A number that decides this is still missing." in said


def test_what_was_predicted_stands_beside_what_came():
    [claim] = [claim for claim in claims() if claim.name == "dense_part_only"]
    assert not any("predicted" in line for line in lines(claim, known()))
    question = predictions()["strokes"]
    logbook.record_answer("prediction", "strokes", question.right)
    assert f"You predicted “{question.right}”, and so it came." in lines(claim, known())
    logbook.record_answer("prediction", "strokes", question.choices[0])
    said = f"You predicted “{question.choices[0]}”, and what came was “{question.right}”."
    assert said in lines(claim, known())


@pytest.mark.parametrize(
    "runs, shown, text",
    [
        ((0.254,), "percent", "25 %"),
        ((-0.01, 1.0), "percent", "−1 to 100 %"),
        ((0.251, 0.254), "percent", "25 %"),
        ((1024,), "count", "1,024"),
        ((9, 11), "count", "9 to 11"),
        ((2e-15, -3e-16), "gap", "0"),
        ((0.02,), "gap", "0.02"),
        ((1.234e-23,), "plain", "1.2 · 10⁻²³"),
        ((0.2, math.nan), "plain", "not a finite number"),
        ((math.inf,), "percent", "not a finite number"),
    ],
)
def test_numbers_are_written_briefly(runs, shown, text):
    assert written(Number(runs, own=True), shown) == text


# --- on the page ------------------------------------------------------------------------------------------------------


def test_sorting_shows_no_verdict_and_is_kept(capsys):
    sort_claims()
    out = capsys.readouterr().out
    assert all(claim.sentence in out for claim in to_sort())
    assert not any(claim.why[:40] in out for claim in claims()) and "%" not in out
    page = Page()
    page.asking.choose(0, 1)
    assert known().predictions[to_sort()[0].question.key].choice == CHOICES[1]
    assert page.closing() == "1 of 8 sorted."


def test_a_choice_stays_once_the_verdicts_are_shown_and_can_still_be_made_where_none_was(capsys):
    first, second = to_sort()[:2]
    page = Page()
    page.asking.choose(0, 0)
    show_verdicts("others")
    page.asking.choose(0, 1)
    assert known().predictions[first.question.key].choice == CHOICES[1], "these verdicts were not about it"
    show_verdicts("sorted")
    page.asking.choose(0, 2)
    page.asking.choose(1, 2)
    assert known().predictions[first.question.key].choice == CHOICES[1]
    assert known().predictions[second.question.key].choice == CHOICES[2]


def test_the_table_counts_what_was_sorted_as_the_verdict_has_it(capsys):
    page = Page()
    for place, claim in enumerate(to_sort()):
        page.asking.choose(place, CHOICES.index(claim.verdict) if place else CHOICES.index(claim.verdict) - 1)
    show_verdicts("sorted")
    out = capsys.readouterr().out
    assert "Sorted as the verdict has it: 7 of 8." in out
    assert f"You sorted it: {to_sort()[-1].verdict}." in out


def test_all_claims_are_shown_in_two_parts_and_an_unknown_part_is_an_error(capsys):
    show_verdicts("sorted")
    show_verdicts("others")
    in_parts = capsys.readouterr().out
    show_verdicts()
    for said in (in_parts, capsys.readouterr().out):
        for claim in claims():
            assert said.count(f"{claim.place}. “{claim.sentence}” {claim.verdict.capitalize()}.") == 1
    with pytest.raises(ValueError, match="part: expected one of sorted, others, all, got 'half'"):
        show_verdicts("half")


def test_the_page_says_what_the_text_says():
    page = as_page(list(claims()), known())
    text = re.sub(r"<[^>]+>", "", page).replace("&lt;", "<")
    for claim in claims():
        for line in lines(claim, known()):
            assert line in text, line
    assert page.count("<details>") == page.count("</details>") == 22


def others():
    return [claim for claim in claims() if not claim.sort]


def test_of_a_folded_claim_the_sentence_is_seen_and_all_that_is_said_of_it_when_it_is_opened():
    page = as_page(others(), known(), folded=True)
    seen = re.sub(r"<details>(<summary[^>]*>.*?</summary>).*?</details>", r"\1", page, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", page).replace("&lt;", "<")
    for claim in others():
        assert claim.sentence in seen and claim.why[:40] not in seen
        assert all(line in text for line in lines(claim, known())[1:])
    verdict = re.compile("<b>(True|False|It depends)[.]</b>")
    assert len(verdict.findall(page)) == 14 and not verdict.search(seen)


def test_a_folded_claim_stands_open_where_the_learners_own_number_speaks_against_its_verdict():
    measured("softmax_rows_with_another_winner", 3)
    [opened] = re.findall("<details open>.*?</details>", as_page(others(), known(), folded=True), re.DOTALL)
    assert "needs an activation on its final layer" in opened and "Look again" in opened


# --- the course's numbers ---------------------------------------------------------------------------------------------


def test_what_a_solution_measured_is_written_down_in_three_digits(tmp_path):
    found = {
        "share": logbook.Measurement([0.123456, 1]),
        "count": logbook.Measurement(17),
        "gap": logbook.Measurement(math.nan),
    }
    assert keep_course_numbers("05", found, tmp_path)
    assert not keep_course_numbers("05", found, tmp_path), "the same again changes nothing"
    assert (tmp_path / "lesson_05.json").read_text().split() == (
        ["{", '"share":', "[", "0.123,", "1", "],", '"count":', "17,", '"gap":', "NaN", "}"]
    )
    assert keep_course_numbers("05", {}, tmp_path)
    assert list(tmp_path.glob("*.json")) == []
