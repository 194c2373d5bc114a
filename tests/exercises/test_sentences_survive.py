"""Every true sentence that a card could say before the mistakes became edits can still be said, word for word."""

import json
from pathlib import Path

import pytest

from helpers.exercises.declare import get

BEFORE = json.loads(Path(__file__).with_name("sentences_before.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BEFORE)
def test_every_sentence_is_still_there_word_for_word(name):
    catalogue = get(name).catalogue
    said = {mistake.says for mistake in (*catalogue.mistakes, *catalogue.compounds())}
    assert set(BEFORE[name]) <= said


def test_there_were_992_of_them_and_20_were_not_true_of_all_the_code_that_they_were_shown_for():
    assert len({sentence for sentences in BEFORE.values() for sentence in sentences}) == 992 - 20
