"""Every exercise: right answers pass, wrong ones fail and are recognised, and what is written helps."""

import warnings

import numpy as np
import pytest
from answers import Outline, result_of, right_answers, variants
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exercises import check
from helpers.exercises.card.cards import card_html, card_text
from helpers.exercises.card.solutions import solution
from helpers.exercises.compare import copy_argument
from helpers.exercises.declare import all_exercises
from helpers.exercises.diagnose import VALUES_RIGHT, compounds
from helpers.exercises.mistakes import KEYS, compiled
from helpers.exercises.outcomes import expected_outcomes

EXERCISES = all_exercises()
RIGHT = {exercise.name: list(right_answers(exercise.name).values()) for exercise in EXERCISES}
# The hidden layer of these weights may be chosen freely, so a changed answer may be another right one. Changes of the
# output layer are tried in test_lesson_02.
MANY_ANSWERS = {"xor_weights"}
ONE_ANSWER = [exercise for exercise in EXERCISES if exercise.name not in MANY_ANSWERS]

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
each_with_one_answer = pytest.mark.parametrize("exercise", ONE_ANSWER, ids=lambda exercise: exercise.name)
few = settings(max_examples=2, deadline=None, derandomize=True)


# --- what a learner may hand in -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, answer",
    [
        pytest.param(exercise.name, answer, id=f"{exercise.name}-{label}")
        for exercise in EXERCISES
        for label, answer in right_answers(exercise.name).items()
    ],
)
def test_every_right_answer_passes(name, answer):
    result = check(name, answer)
    assert result.passed, result.message


# One test for each exercise, not for each mistake: for two thousand more, pytest alone would take half a minute.
@each_exercise
def test_every_mistake_fails_and_gets_its_own_sentence_on_its_card(exercise):
    for key, entry in exercise.catalogue.entries.items():
        result = result_of(exercise.name, key)
        assert not result.passed, key
        assert result.mistake == key
        # That the values are right is said only of inputs on which values come.
        assert entry["says"].removeprefix(VALUES_RIGHT) in result.message, key
        assert Outline(card_html(result)).open == [], key
        assert result.message in card_text(result), key


@pytest.mark.whole
@each_exercise
def test_a_mistake_in_another_way_of_writing_is_something_known(exercise):
    for key in exercise.catalogue.entries:
        for i in range(1, len(variants(exercise.name, key))):
            result = result_of(exercise.name, key, i)
            # There the slip may do what a more specific one does.
            assert not result.passed and result.mistake in exercise.catalogue.entries, (key, i)


@each_exercise
def test_a_mistake_is_recognised_in_other_words_too(exercise):
    for key, entry in exercise.catalogue.entries.items():
        for source in entry.get("also", ()):
            assert entry["says"] in check(exercise.name, compiled(source, exercise.name)).message, (key, source)


@pytest.mark.whole
@pytest.mark.parametrize(
    "exercise",
    [exercise for exercise in EXERCISES if compounds(exercise)],
    ids=lambda exercise: exercise.name,
)
def test_two_and_three_slips_at_once_are_never_taken_for_a_right_answer_nor_called_by_a_wrong_name(exercise):
    for mistake in compounds(exercise)[:: max(1, len(compounds(exercise)) // 5)]:
        result = check(exercise.name, mistake.wrong)
        assert not result.passed, mistake.key
        assert result.mistake is not None, mistake.key


# --- a right answer that is spoilt ----------------------------------------------------------------------------------


def hand_in_changed(exercise, answer, change):
    """Check a right answer whose results, each array of them, are changed; None where that changes no number."""
    noticed = []

    def wrong(*args, **kwargs):
        result = answer(*args, **kwargs)
        several = isinstance(result, (tuple, list))
        before = [np.array(part) for part in (result if several else [result])]
        after = [change(part.copy()) for part in before]
        for one, other in zip(before, after):
            noticed.append(one.shape != other.shape or not np.allclose(one, other, rtol=5e-3, atol=5e-3))
        return tuple(after) if several else after[0]

    result = check(exercise.name, wrong)
    return result if any(noticed) else None


def assert_not_passed(result):
    assert result is None or not result.passed


@pytest.mark.whole
@each_with_one_answer
@few
@given(data=st.data(), scale=st.one_of(st.floats(-2, 0.99), st.floats(1.01, 2)))
def test_a_right_answer_that_is_scaled_never_passes(exercise, data, scale):
    answer = data.draw(st.sampled_from(RIGHT[exercise.name]))
    assert_not_passed(hand_in_changed(exercise, answer, lambda out: scale * out))


@pytest.mark.whole
@each_with_one_answer
@few
@given(data=st.data(), shift=st.one_of(st.floats(0.01, 3), st.floats(-3, -0.01)))
def test_a_right_answer_that_is_shifted_never_passes(exercise, data, shift):
    answer = data.draw(st.sampled_from(RIGHT[exercise.name]))
    assert_not_passed(hand_in_changed(exercise, answer, lambda out: out + shift))


@pytest.mark.whole
@each_with_one_answer
def test_a_right_answer_with_its_sign_flipped_never_passes(exercise):
    result = hand_in_changed(exercise, RIGHT[exercise.name][0], lambda out: -out)
    assert result is not None and not result.passed


@pytest.mark.whole
@each_with_one_answer
@few
@given(data=st.data(), place=st.floats(0, 0.999))
def test_one_wrong_entry_is_noticed_on_every_input(exercise, data, place):
    def one_wrong(out):
        out = out.astype(float)
        if out.size:
            out.flat[int(place * out.size)] += 0.02 * (1 + abs(out.flat[int(place * out.size)]))
        return out

    answer = data.draw(st.sampled_from(RIGHT[exercise.name]))
    result = hand_in_changed(exercise, answer, one_wrong)
    assert result is not None and not result.passed
    assert not any(good for _, good in result.tried)


ORDERS = {
    "reversed": lambda out: out[..., ::-1] if out.ndim else out,
    "upside_down": lambda out: out[..., ::-1, :] if out.ndim > 1 else out,
    "transposed": lambda out: out.swapaxes(-1, -2) if out.ndim > 1 else out,
    "first_axes_swapped": lambda out: out.swapaxes(0, 1) if out.ndim > 2 else out,
    "shifted_by_one": lambda out: np.roll(out, 1),
    "flattened": lambda out: out.ravel() if out.ndim > 1 else out,
}


def _changes_something(exercise, change):
    """Whether another order of the entries can be told from the right one on some input."""
    for outcome in expected_outcomes(exercise):
        for part in outcome.value if isinstance(outcome.value, tuple) else (outcome.value,):
            before = np.array(part)
            after = change(before.copy())
            if before.shape != after.shape or not np.allclose(before, after, rtol=5e-3, atol=5e-3):
                return True
    return False


@pytest.mark.whole
@pytest.mark.parametrize(
    "exercise, order",
    [
        pytest.param(exercise, order, id=f"{exercise.name}-{order}")
        for exercise in ONE_ANSWER
        for order, change in ORDERS.items()
        if exercise.observe is None and _changes_something(exercise, change)
    ],
)
def test_a_right_answer_with_its_entries_in_another_order_never_passes(exercise, order):
    result = hand_in_changed(exercise, RIGHT[exercise.name][0], ORDERS[order])
    assert result is not None and not result.passed


@pytest.mark.whole
@each_with_one_answer
@pytest.mark.parametrize("axes", [1, 2])
def test_a_right_answer_with_extra_axes_never_passes(exercise, axes):
    answer = RIGHT[exercise.name][-1]
    result = hand_in_changed(exercise, answer, lambda out: out.reshape((1,) * axes + out.shape))
    assert result is not None and not result.passed


@pytest.mark.whole
@each_exercise
def test_a_right_answer_that_spoils_an_array_it_was_given_never_passes(exercise):
    answer = RIGHT[exercise.name][0]
    spoilt = []

    def wrong(*args, **kwargs):
        result = answer(*args, **kwargs)
        result = tuple(map(np.copy, result)) if isinstance(result, (tuple, list)) else np.copy(result)
        for arg in args:
            arrays = arg if isinstance(arg, list) else [arg]
            for array in arrays[:1]:
                if isinstance(array, np.ndarray) and array.size:
                    array[...] = array + 1
                    spoilt.append(True)
        return result

    result = check(exercise.name, wrong)
    assert result.passed == (not spoilt)


@each_exercise
def test_a_right_answer_on_all_inputs_but_one_never_passes(exercise):
    answer, calls = RIGHT[exercise.name][0], []
    left_out = len(exercise.probes) - 1

    def wrong(*args, **kwargs):
        calls.append(1)
        if (len(calls) - 1) % len(exercise.probes) == left_out:
            return None
        return answer(*args, **kwargs)

    result = check(exercise.name, wrong)
    assert not result.passed
    assert [good for _, good in result.tried].count(False) == 1


# --- what is written in the catalogue -------------------------------------------------------------------------------


@each_exercise
def test_sentences_are_short_end_properly_and_differ(exercise):
    entries = exercise.catalogue.entries.values()
    sentences = [entry["says"] for entry in entries]
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert len(sentence) <= 320
        assert sentence.endswith((".", "?"))
        assert sentence.count("`") % 2 == 0
        assert "!" not in sentence.replace("!=", "")
    for short in (entry["short"] for entry in entries if "short" in entry):
        assert short.count("`") % 2 == 0
        assert not short.endswith(".") and len(short) <= 120


@each_exercise
def test_every_entry_says_something_and_stands_on_some_way(exercise):
    results = exercise.results
    for key, entry in exercise.catalogue.entries.items():
        assert set(entry) <= KEYS, key
        assert ("edits" in entry) != ("instead" in entry) or "says" in entry, key
        assert exercise.catalogue.sources(key), f"{key}: its pieces stand in none of the ways"
        assert entry.get("about", "") in ("", *results), key
        assert "short" not in entry or "edits" in entry, f"{key}: only edits can be made at once"


@each_exercise
def test_hints_climb_from_two_to_four_rungs(exercise):
    assert 2 <= len(exercise.hints) <= 4
    assert len(set(exercise.hints)) == len(exercise.hints)
    for hint in exercise.hints:
        assert hint.endswith((".", "?"))
        assert hint.count("`") % 2 == 0


@each_exercise
def test_the_wrong_versions_can_be_read_and_name_nothing_that_is_not_there(exercise):
    for mistake in exercise.mistakes:
        for probe in exercise.probes[:1]:
            args, kwargs = probe.make() if probe.make else copy_argument((probe.args, probe.kwargs))
            with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
                try:
                    mistake.wrong(*args, **kwargs)
                except Exception as error:
                    assert not isinstance(error, (NameError, ImportError, SyntaxError)), mistake.key


def _code_lines(source):
    for line in source.splitlines():
        line = line.strip().removeprefix("return ").rstrip(",")
        if line.startswith("lambda"):
            line = line.split(":", 1)[1].strip()
        if len(line) > 9 and not line.startswith(("def ", "for ")):
            yield line


@each_exercise
def test_no_hint_or_sentence_gives_a_line_of_a_solution_away(exercise):
    catalogue = exercise.catalogue
    sources = [*catalogue.ways.values(), *catalogue.right.values(), solution(exercise)[0] or ""]
    lines = {line for source in sources for line in _code_lines(source)}
    assert exercise.name == "identity" or lines
    for text in (*exercise.hints, *(entry["says"] for entry in catalogue.entries.values())):
        assert not [line for line in lines if line in text]


@each_exercise
def test_probes_have_different_labels_and_build_their_arguments_anew(exercise):
    labels = [probe.label for probe in exercise.probes]
    assert len(set(labels)) == len(labels)
    for probe in exercise.probes:
        if probe.make:
            (first, _), (second, _) = probe.make(), probe.make()
            for one, other in zip(first, second):
                assert not isinstance(one, np.ndarray) or not np.shares_memory(one, other)
                assert one is not other or isinstance(one, (int, float, str, tuple)) or callable(one)


@each_exercise
def test_a_reference_gives_numbers_and_leaves_the_arrays_it_is_given_alone(exercise):
    for outcome in expected_outcomes(exercise):
        assert outcome.error is None and outcome.look_error is None and outcome.forgetful
        parts = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
        assert all(np.isfinite(part).all() for part in parts)
        assert exercise.observe is not None or not outcome.changed
