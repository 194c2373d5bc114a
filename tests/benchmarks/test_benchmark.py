"""The benchmark compares like with like, or says that it cannot. Its times are nobody's business here."""

import sys

import contestants
import numpy as np
import pytest
import training_speed as benchmark

HARDLY_ANY = contestants.Task(side=8, batch=2, channels=(2, 3))


@pytest.fixture
def quick(capsys, monkeypatch):
    monkeypatch.setattr(benchmark, "BLOCK", 1)

    def run(*words):
        code = benchmark.main(["--sides", "8", "--rounds", "1", *words])
        return code, capsys.readouterr().out

    return run


def test_it_runs_all_side_by_side_and_prints_the_ratios(quick):
    pytest.importorskip("torch")
    code, text = quick()
    assert code == 0
    row = next(line for line in text.splitlines() if line.split()[:1] == ["8"])
    times, ratios = np.array(row.split()[1:6], float), np.array(row.split()[6:], float)
    assert ratios == pytest.approx(times[1:] / times[0], rel=0.02)
    assert "kernels for" in text or "does not say" in text


def test_without_pytorch_it_says_so_and_times_what_is_there(quick, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    code, text = quick()
    assert code == 0
    assert "PyTorch is not installed here" in text
    assert "im2col" in text and "eager ÷" not in text


@pytest.mark.parametrize("pool", ["max", "avg"])
@pytest.mark.parametrize("kind", [contestants.CourseWithIm2col, contestants.CourseWithEinsum])
def test_the_usual_ways_to_write_a_convolution_give_the_same_gradients(kind, pool):
    task = contestants.Task(side=12, batch=3, channels=(2, 3, 4), pool=pool)
    assert benchmark.difference(contestants.Course(task), kind(task)) < benchmark.AGREEMENT


def test_networks_whose_gradients_differ_are_not_compared(quick, monkeypatch):
    monkeypatch.setattr(contestants.CourseWithEinsum, "gradients", lambda self: (1.0, self.network.gradients + 1))
    code, text = quick()
    assert code == 1
    assert "nothing to compare" in text and "nan" in text


def test_all_take_turns_and_each_goes_first_as_often():
    class Contestant:
        def __init__(self, name):
            self.name = name

        def step(self):
            order.append(self.name)

    order = []
    best = benchmark.take_turns([Contestant("a"), Contestant("b")], 4, block=2)
    assert "".join(order) == "ab" + "aabbbbaa" * 2
    assert len(best) == 2 and min(best) >= 0


def test_the_exponent_is_the_power_with_which_the_time_grows():
    sizes = np.array([8, 16, 32])
    assert benchmark.exponent(sizes, 0.3 * sizes**2.0) == pytest.approx(2)


def test_a_sweep_is_drawn_into_a_file(quick, monkeypatch, tmp_path):
    monkeypatch.setattr(benchmark, "SWEEPS", {"batch": [HARDLY_ANY]})
    code, text = quick("--plot", str(tmp_path / "sweep.png"))
    assert code == 0 and "average" not in text
    assert (tmp_path / "sweep.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("arguments", [["--rounds", "0"], ["--sides", "3"], ["--sides", "large"]])
def test_settings_that_make_no_sense_are_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        benchmark.main(arguments)
    assert "error" in capsys.readouterr().err
