"""What all explorers have in common: refusing, closing, a still picture, examples, the learner's own functions."""

import base64
import doctest
import gc
import importlib
import io
import pkgutil
import weakref

import numpy as np
import pytest
from explorer_tools import Moved, untrained_network
from ipywidgets.widgets.widget import _instances as live_widgets
from PIL import Image
from scipy import signal

from helpers import activations, explorers
from helpers.exercises import decorator, exercise
from helpers.explorers import (
    ActivationExplorer,
    BoundaryExplorer,
    CollapseExplorer,
    ConvolutionExplorer,
    CurveExplorer,
    DepthExplorer,
    DoseExplorer,
    SpiralExplorer,
    SwitchExplorer,
    XorExplorer,
)
from helpers.explorers.convolution_explorer.explorer import CELLS
from helpers.explorers.convolution_explorer.kernels import KERNELS
from helpers.explorers.convolution_explorer.pictures import picture
from helpers.explorers.frame import functions
from helpers.layers import Dense, ReLU
from helpers.network import Sequential

MODULES = [module.name for module in pkgutil.walk_packages(explorers.__path__, "helpers.explorers.")]


def make(name):
    """An explorer by the name of its class, with what it needs."""
    return getattr(explorers, name)(*(untrained_network() if name == "SwitchExplorer" else ()))


@pytest.fixture(scope="module")
def opened():
    """The explorers by the name of their class, each made when a test first asks for it and closed after the last."""
    made = {}

    def get(name):
        if name not in made:
            made[name] = Moved(make(name), apart_from=CELLS if name == "ConvolutionExplorer" else ())
        return made[name]

    yield get
    for moved in made.values():
        moved.explorer.close()


@pytest.fixture(autouse=True)
def passed(monkeypatch):
    """The functions that have passed in this session: none, until a test adds some."""
    monkeypatch.setattr(decorator, "_passed", {})
    monkeypatch.setattr(decorator, "_latest", {})
    return decorator._passed


# ---- all of them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", explorers.__all__)
def test_a_reader_without_a_kernel_gets_a_picture_with_words_and_closing_frees_everything(name):
    before = set(live_widgets)
    explorer = make(name)
    bundle, metadata = explorer.bundle()
    still = np.asarray(Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).convert("RGB"))
    assert 600 < still.shape[1] / 2 <= 680
    # Much is drawn, and much of the page is left.
    colours = still.astype(np.uint32) @ [1 << 16, 1 << 8, 1]
    assert 0.01 < np.mean(np.any(still < 255, axis=-1)) < 0.9 and len(np.unique(colours)) > 50
    assert metadata["image/png"]["alt"] == bundle["text/plain"] == f"{explorer.question} {explorer.alt}"
    assert "<img alt=" in bundle["text/html"] and len(explorer.alt) > 100
    figures = {canvas.figure for canvas in [*explorer.canvases.values(), *explorer._drawn()] if canvas}
    assert any(figure.axes for figure in figures)
    explorer.close()
    assert set(live_widgets) == before
    assert not any(figure.axes for figure in figures)
    # A cell that is run twenty times leaves nothing behind but its last explorer.
    gone = weakref.ref(explorer)
    del explorer, figures
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_a_module_hold(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_every_explorer_shows_an_example():
    for name in explorers.__all__:
        assert ">>> " in getattr(explorers, name).__doc__, name


@pytest.mark.parametrize(
    "kind, arguments, message",
    [
        (ActivationExplorer, ("swish",), "first: expected one of 'identity', 'relu', .*got 'swish'"),
        (ActivationExplorer, ("relu", "softmax"), "second: expected one of 'identity'"),
        (CollapseExplorer, ("swish",), "activation: expected one of 'identity'"),
        (CollapseExplorer, ("relu", 0), "depth: expected a whole number from 1 to 8, got 0"),
        (CollapseExplorer, ("relu", 9), "depth: expected a whole number from 1 to 8, got 9"),
        (CollapseExplorer, ("relu", 2, 21), "seed: expected a whole number from 0 to 20, got 21"),
        (BoundaryExplorer, ("circles",), "task: expected one of 'xor', 'moons', 'spiral', got 'circles'"),
        (BoundaryExplorer, ("xor", "swish"), "activation: expected one of"),
        (BoundaryExplorer, ("xor", "relu", 5), "depth: expected a whole number from 1 to 4, got 5"),
        (BoundaryExplorer, ("xor", "relu", 1, 17), "width: expected a whole number from 2 to 16, got 17"),
        (XorExplorer, ("swish",), "activation: expected one of 'identity'"),
        (XorExplorer, ("relu", "011"), "wanted: expected one of '0000', .*got '011'"),
        (ConvolutionExplorer, ("sobel",), "preset: expected one of 'identity', 'blur'"),
        (ConvolutionExplorer, ("blur", "swish"), "activation: expected one of"),
        (ConvolutionExplorer, ("blur", "relu", "cat"), "picture: expected one of 'photograph', 'handwritten 0'"),
        (DepthExplorer, ("relu", "zeros"), "initialisation: expected one of 'small'"),
        (DepthExplorer, ("relu", "he", 17), "width: expected a whole number from 16 to 256 in steps of 16, got 17"),
        (CurveExplorer, ("circle",), "curve: expected one of 'line', 'corner', 'bump', 'sine', 'steps', got 'circle'"),
        (CurveExplorer, ("sine", "swish"), "activation: expected one of 'identity', 'relu', 'tanh'"),
        (CurveExplorer, ("sine", "relu", 65), "units: expected a whole number from 1 to 64, got 65"),
        (CurveExplorer, ("sine", "relu", 4, 0), "depth: expected a whole number from 1 to 3, got 0"),
        (DoseExplorer, ({0.5: None},), "networks: expected .slope, kept. from 0 to 1 as keys, got 0.5"),
        (SpiralExplorer, (31,), "units: expected a whole number from 1 to 30, got 31"),
        (SpiralExplorer, (True,), "units: expected a whole number from 1 to 30, got True"),
        (SwitchExplorer, (Sequential([Dense(4, 2)]), np.zeros((3, 4)), [0, 1, 0]), "at least one hidden activation"),
        (SwitchExplorer, (Sequential([Dense(4, 2), ReLU(), Dense(2, 2)]), np.zeros((3, 4)), [0]), "one for each of 3"),
    ],
)  # fmt: skip
def test_what_an_explorer_cannot_show_is_refused_in_words(kind, arguments, message):
    before = set(live_widgets)
    with pytest.raises(ValueError, match=message):
        kind(*arguments)
    assert set(live_widgets) == before


# ---- the learner's own functions -------------------------------------------------------------------------------------


def counted(function):
    """The function, counting its calls."""

    def counting(*arguments):
        counting.calls += 1
        return function(*arguments)

    counting.calls = 0
    return counting


@pytest.mark.parametrize(
    "name, values, used",
    [
        ("ActivationExplorer", {}, ("sigmoid", "sigmoid_grad", "relu", "relu_grad")),
        ("CollapseExplorer", {}, ("identity", "collapse")),
        ("CollapseExplorer", {"activation": "tanh"}, ("tanh",)),
        ("BoundaryExplorer", {"width": 2}, ("relu", "relu_grad")),
        ("XorExplorer", {"activation": "leaky_relu"}, ("leaky_relu",)),
        ("ConvolutionExplorer", {}, ("conv2d", "relu")),
        ("ConvolutionExplorer", {"view": "two", "between": "relu"}, ("conv2d", "relu", "compose_kernels")),
        ("ConvolutionExplorer", {"view": "matrix"}, ("conv2d", "conv_matrix")),
        ("DepthExplorer", {"seed": 9}, ("relu", "relu_grad")),
        ("CurveExplorer", {"activation": "tanh"}, ("tanh",)),
    ],
)
def test_an_explorer_calls_the_functions_that_have_passed(name, values, used, opened, passed, monkeypatch):
    monkeypatch.setattr(functions, "_quick", {})
    monkeypatch.setattr(functions.time, "perf_counter", lambda: 0.0)
    for function in used:
        passed[function] = counted(functions.learners(function))
    assert "error" not in opened(name).show(**values)
    assert all(passed[function].calls for function in used)


def test_a_function_that_passes_while_the_explorer_is_open_is_used_at_the_next_move(opened):
    explorer, called = opened("ActivationExplorer"), []
    explorer.show(first="relu", z=-2.0)

    @exercise("relu")
    def relu(z):
        called.append(1)
        return np.where(z > 0, z, 0.0)

    assert decorator.current("relu") is not activations.relu and called
    called.clear()
    assert explorer.show(first="relu", z=-3.0)["first value"] == 0 and called


def test_a_learners_error_is_shown_and_the_next_version_heals_it(opened, passed):
    def broken(z):
        raise RuntimeError("not today")

    explorer = opened("CollapseExplorer")
    explorer.show(activation="relu", seed=1)
    before = bytes(explorer.picture.value)
    passed["relu"] = broken
    assert "RuntimeError: not today" in explorer.show(activation="relu", seed=2)["readout"]
    assert bytes(explorer.picture.value) == before
    passed["relu"] = lambda z: np.maximum(z, 0)
    assert explorer.show(activation="relu", seed=3)["exists"] is False


def test_a_function_that_changes_its_argument_harms_only_itself(opened, passed):
    def in_place(z):
        z *= z > 0
        return z

    passed["relu"] = in_place
    setting = {"first": "relu", "second": "identity", "view": "layer"}
    first, _, again = (opened("ActivationExplorer").show(**setting, width=width) for width in (1.0, 2.0, 1.0))
    assert first["first mean"] == again["first mean"] and again["second mean"] == pytest.approx(0, abs=0.05)
    opened("ConvolutionExplorer").show(picture="handwritten 3")
    assert np.min(opened("ConvolutionExplorer").views["one"].before.get_array()) < 0


def test_a_function_that_loops_over_every_number_is_replaced_and_said_to_be(opened, passed, monkeypatch):
    now = [0.0]

    def slow(z):
        now[0] += 0.1
        return np.maximum(z, 0)

    monkeypatch.setattr(functions, "_quick", {})
    monkeypatch.setattr(functions.time, "perf_counter", lambda: now[0])
    passed["relu"] = slow
    shown = opened("BoundaryExplorer").show()
    assert shown["right"] == 200 and "Your function loops too slowly for this" in shown["readout"]
    assert "Your function" not in opened("BoundaryExplorer").show(activation="tanh")["readout"]


def test_a_slow_conv2d_is_replaced_on_the_photograph_and_used_on_a_digit(opened, passed, monkeypatch):
    now = [0.0]

    def slow(x, w, b, stride=1, padding=0):
        now[0] += 1e-5 * x.size
        return signal.correlate2d(x[0, 0], w[0, 0], mode="valid")[None, None] + b[0]

    monkeypatch.setattr(functions, "_quick", {})
    monkeypatch.setattr(functions.time, "perf_counter", lambda: now[0])
    passed["conv2d"] = slow
    explorer = opened("ConvolutionExplorer")
    assert "Your conv2d is right but too slow for a picture of this size" in explorer.show()["readout"]
    expected = signal.correlate2d(picture("photograph"), np.array(KERNELS["edges, vertical"]), mode="valid")
    assert np.abs(explorer.views["one"].before.get_array() - expected / np.abs(expected).max()).max() < 1e-12
    assert "Your conv2d" not in explorer.show(picture="handwritten 5")["readout"]
