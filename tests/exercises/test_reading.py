"""Every sentence about a mistake is short, and easy to read for somebody who is in the middle of something else."""

import re

import pytest

from helpers.exercises.declare import get, listing

MOST_WORDS = 50
GRADE = 8

# The words that the lessons teach, or that nobody can do without when an array goes wrong: whoever reads a card has met
# them, however many syllables they have. They count as words of one syllable.
TERMS = {
    "activation",
    "activations",
    "activated",
    "pre-activation",
    "pre-activations",
    "array",
    "arrays",
    "average",
    "averages",
    "averaged",
    "derivative",
    "derivatives",
    "deviation",
    "exponential",
    "exponentials",
    "exponent",
    "exponents",
    "identity",
    "image",
    "images",
    "infinite",
    "infinity",
    "kernel",
    "kernels",
    "logarithm",
    "logarithms",
    "logits",
    "matrix",
    "matrices",
    "negative",
    "numerator",
    "denominator",
    "optimiser",
    "parameter",
    "parameters",
    "positive",
    "probability",
    "probabilities",
    "variance",
    "weighted",
    "largest",
    "smallest",
    "entry",
    "entries",
    "input",
    "inputs",
    "output",
    "outputs",
    "function",
    "functions",
    "formula",
}


def syllables(word):
    """About how many syllables a word has: its groups of vowels, without a silent e at the end.

    >>> [syllables(word) for word in ("slope", "gradient", "divided", "table")]
    [1, 3, 3, 2]
    """
    word = word.lower()
    if word in TERMS or len(word) <= 3:
        return 1
    word = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^td])ed$", "", word)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", word)))


def plain(text):
    """A text in which a piece of code, a formula or a number is one short word."""
    text = re.sub(r"`[^`]*`", "code", " ".join(text.split()))
    return re.sub(r"[−+]?\d[\d.,]*\d|\d", "two", text)


def words_of(text):
    return re.findall(r"[^\W\d_][\w'-]*", plain(text))


def grade(text):
    """The reading grade by J. P. Kincaid and others (1975): years at school that a reader needs."""
    sentences = [one for one in re.split(r"[.!?:;]+(?:\s|$)", plain(text)) if words_of(one)]
    words = words_of(text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("name", [one.name for one in listing()])
def test_every_sentence_about_a_mistake_is_short_and_plain(name):
    too_long, too_hard = {}, {}
    for key, entry in get(name).catalogue.entries.items():
        if len(words_of(entry["says"])) > MOST_WORDS:
            too_long[key] = len(words_of(entry["says"]))
        if grade(entry["says"]) > GRADE:
            too_hard[key] = round(grade(entry["says"]), 1)
    assert (too_long, too_hard) == ({}, {})


def test_the_grade_tells_a_plain_sentence_from_a_hard_one():
    assert grade("You look at the wrong row. Take the one below it.") < 2
    assert (
        grade("The multiplicative normalisation is inappropriately parametrised, necessitating reconsideration.") > 20
    )
