"""The claims hold under a few settings, and a claim that does not hold is reported."""

import json
import re
from itertools import product

import pytest

from claims import check, trained
from claims.claim import Claim, decades
from claims.settings import TRAINED, UNTRAINED, Setting, combinations, quick

IDS = [claim.id for claim in check.CLAIMS]
# The cheapest of the quick settings; --quick takes all of them, and CI runs that.
CHEAPEST = Setting(width=0.5)


# ---- the claims of the course --------------------------------------------------------------------------------------


@pytest.mark.whole
def test_every_claim_holds_for_networks_of_half_the_width():
    margins, _ = check.measure(CHEAPEST, check.plan(check.CLAIMS)[CHEAPEST])
    assert sorted(margins) == sorted(IDS)
    assert {name: margin for name, margin in margins.items() if not margin > 0} == {}


@pytest.mark.whole
def test_every_claim_that_needs_no_training_holds_for_some_seeds():
    claims = [claim for claim in check.CLAIMS if claim.settings is UNTRAINED]
    assert len(claims) > 30
    for setting in quick(UNTRAINED):
        margins, _ = check.measure(setting, [claim.id for claim in claims])
        assert {name: margin for name, margin in margins.items() if not margin > 0} == {}


def test_every_claim_is_a_sentence_of_a_lesson_with_an_id_of_its_own():
    assert len(set(IDS)) == len(IDS) >= 60
    for claim in check.CLAIMS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", claim.id)
        assert re.fullmatch(r"0[0-9](, 0[0-9])*", claim.lesson)
        assert claim.sentence[-1] in ".…" and len(claim.sentence) > 20


def test_every_claim_is_measured_under_at_least_24_settings_and_a_quick_check_under_four():
    for claim in check.CLAIMS:
        assert len(set(claim.settings)) == len(claim.settings) >= 24
        assert 4 <= len(quick(claim.settings)) <= 6
        assert set(quick(claim.settings)) <= set(claim.settings)


def test_the_settings_vary_all_that_a_learner_can_edit():
    alone = {(field, getattr(s, field)) for s in TRAINED for field in ("width", "epochs", "rate")}
    wanted = [("width", 0.5), ("width", 2), ("width", 4), ("epochs", 2), ("epochs", 4), ("rate", 1 / 3), ("rate", 3)]
    assert alone >= set(wanted) and Setting() in TRAINED
    assert len({s.seed for s in TRAINED}) >= 6 and len({s.data for s in TRAINED}) >= 6
    assert {(s.seed, s.width) for s in UNTRAINED} == set(product(range(6), (0.5, 1, 2, 4)))


def test_the_random_settings_are_the_same_every_time():
    assert combinations(5) == combinations(5) != combinations(5, seed=1)


def test_a_setting_says_in_what_it_differs():
    assert str(Setting()) == "as in the lesson"
    assert str(Setting(seed=3, width=0.5, rate=1 / 3)) == "seed 3, width ×0.5, rate ×0.333"
    assert Setting(width=0.5).sized(8, 16, 1) == (4, 8, 1)


# ---- the machinery -------------------------------------------------------------------------------------------------

SETTINGS = tuple(Setting(seed) for seed in range(40))


def claim_that_fails(times, **changes):
    given = {"id": "a-claim", "lesson": "00", "sentence": "All seeds are large.", "settings": SETTINGS} | changes
    return Claim(measure=lambda s: s.seed - times + 0.25, **given)


@pytest.fixture
def printed(monkeypatch, capsys):
    """What the check of some claims prints, and its exit code."""

    def run(claims, *words):
        monkeypatch.setattr(check, "CLAIMS", claims)
        code = check.main(["--jobs", "1", *words])
        return code, capsys.readouterr().out

    return run


@pytest.mark.parametrize("times, code, share", [(0, 0, "100%"), (2, 0, "95%"), (3, 1, "92%"), (40, 1, "0%")])
def test_a_claim_that_keeps_fewer_than_95_per_cent_of_its_settings_fails(printed, times, code, share):
    got, text = printed([claim_that_fails(times)])
    assert got == code and f"a-claim  00      40        {share}" in text
    assert ("✗ a-claim (lesson 00): All seeds are large." in text) == bool(code)
    assert f"{0.25 - times:+.3g} of the images" in text


def test_one_false_claim_among_true_ones_is_enough(printed):
    code, text = printed([claim_that_fails(0), claim_that_fails(40, id="a-false-claim")])
    assert code == 1 and "2 claims, 1 of them kept by fewer than 95%" in text
    assert "✗ a-false-claim" in text and "✗ a-claim" not in text


def test_the_table_names_the_setting_of_the_smallest_margin(printed):
    text = printed([Claim("a-claim", "05", "It is near.", lambda s: abs(s.seed - 7) + 0.5, SETTINGS)])[1]
    assert re.search(r"a-claim .* \+0\.5 of the images  seed 7$", text, re.MULTILINE)


@pytest.mark.parametrize("margin", [float("nan"), float("-inf"), 0.0])
def test_what_is_no_margin_does_not_keep_a_claim(printed, margin):
    code, text = printed([Claim("a-claim", "05", "It is a number.", lambda s: margin if s.seed else 1.0, SETTINGS)])
    assert code == 1 and re.search(r"a-claim .* 2% ", text)


def test_only_the_claims_that_are_asked_for_are_measured(printed):
    measured = []
    other = Claim("another", "05", "It is not asked for.", lambda s: measured.append(s) or 1, SETTINGS)
    assert printed([claim_that_fails(0), other], "--only", "a-claim")[0] == 0 and not measured
    with pytest.raises(SystemExit, match="no claim 'a-clam'.*a-claim, another"):
        printed([claim_that_fails(0), other], "--only", "a-clam")


def test_quick_takes_the_same_part_every_time(printed):
    measured = []
    claim = Claim("a-claim", "05", "It holds.", lambda s: measured.append(s) or 1)
    for _ in range(2):
        assert printed([claim], "--quick")[0] == 0
    assert measured[:5] == measured[5:] == quick(TRAINED)


def test_no_time_is_left_to_begin_anything(printed):
    code, text = printed([claim_that_fails(40)], "--part", "0")
    assert code == 0 and re.search(r"a-claim  00 +0 +– +–$", text, re.MULTILINE)


def test_a_part_begins_no_setting_after_its_time(printed, monkeypatch):
    clock = iter(range(1000))
    monkeypatch.setattr(check.time, "monotonic", lambda: next(clock))
    text = printed([claim_that_fails(0)], "--part", "9")[1]
    assert 0 < int(re.search(r"a-claim  00 +(\d+)", text)[1]) < 10


def test_the_file_holds_every_margin(printed, tmp_path):
    printed([claim_that_fails(3)], "--json", str(tmp_path / "claims.json"))
    (row,) = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert row["kept"] == 37 / 40 and row["smallest"] == -2.75 and row["where"] == "as in the lesson"
    assert len(row["margins"]) == 40 and row["margins"]["seed 39"] == 36.25


def test_two_processes_measure_what_one_does():
    wanted = {Setting(seed, seed): ["sigmoid-quarter", "right-gate-half"] for seed in range(4)}
    one, two = ({s: margins for s, margins, _ in check.measure_all(wanted, jobs)} for jobs in (1, 2))
    assert one == two and len(one) == 4


def test_a_network_serves_all_claims_of_its_setting_and_is_then_let_go(monkeypatch):
    fitted = []
    monkeypatch.setattr(trained, "fit", lambda network, *_, **__: fitted.append(network) or [0.0])
    claim = Claim("a-claim", "05", "It is trained.", lambda s: 1 + trained.reads("ReLU", "plain", s))
    again = Claim("again", "05", "It is trained once.", lambda s: 1 + trained.reads("ReLU", "plain", s))
    check.measure(Setting(), ["a-claim", "again"], [claim, again])
    assert len(fitted) == 1
    check.measure(Setting(), ["again"], [claim, again])
    assert len(fitted) == 2


def test_decades_count_factors_of_ten():
    assert decades(1e-5, 1e-3) == pytest.approx(2) and decades(1e-3, 1e-5) == pytest.approx(-2)
    assert decades(0.0, 1e-9) == 16 and decades(1e-9, 0.0) < 0
