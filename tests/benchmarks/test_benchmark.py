"""The benchmark compares like with like, or says that it cannot. Its times are nobody's business here."""

import sys

import numpy as np
import pytest
import training_speed as benchmark


@pytest.fixture
def quick(capsys):
    def run():
        code = benchmark.main(["--sizes", "8", "--steps", "2"])
        return code, capsys.readouterr().out

    return run


def test_it_runs_both_side_by_side_and_prints_the_ratio(quick):
    pytest.importorskip("torch")
    code, text = quick()
    assert code == 0
    assert "PyTorch, eager" in text and "ratio" in text
    numbers = text.splitlines()[-1].split()
    assert numbers[0] == "8×8" and float(numbers[-2]) > 0 and float(numbers[-1]) < benchmark.AGREEMENT


def test_without_pytorch_it_says_so_and_times_the_course_alone(quick, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    code, text = quick()
    assert code == 0
    assert "PyTorch is not installed here" in text and "ratio" not in text
    assert text.splitlines()[-1].startswith(" 8×8") and "images per second" in text


def test_networks_whose_gradients_differ_are_not_compared(quick, monkeypatch):
    pytest.importorskip("torch")
    honest = benchmark.cross_entropy_grad
    monkeypatch.setattr(benchmark, "cross_entropy_grad", lambda *a: honest(*a) * 1.001)
    code, text = quick()
    assert code == 1
    assert "gradients differ by 1.0e-03: nothing to compare" in text


def test_the_contestants_take_turns_and_each_goes_first_as_often():
    class Contestant:
        def __init__(self, name):
            self.name = name

        def step(self):
            order.append(self.name)

    order = []
    seconds = benchmark.take_turns([Contestant("a"), Contestant("b")], 4)
    assert "".join(order).endswith("abba" * 2)
    assert [len(part) for part in seconds] == [4, 4]
    assert all(np.array(part).min() >= 0 for part in seconds)


@pytest.mark.parametrize("arguments", [["--steps", "0"], ["--sizes", "3"], ["--sizes", "large"]])
def test_settings_that_make_no_sense_are_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        benchmark.main(arguments)
    assert "error" in capsys.readouterr().err
