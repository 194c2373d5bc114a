"""DepthExplorer: what is measured on the way through twenty layers is true, and so is what is said about it."""

import base64
import io
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from helpers import activations
from helpers.explorers import DepthExplorer
from helpers.explorers.depth_explorer.deep_stack import (
    DEPTH,
    INITIALISATIONS,
    SHOWN,
    changes,
    passage,
    standard_normals,
)
from helpers.explorers.depth_explorer.panels import EDGES, gaussian_shares
from helpers.explorers.frame import ELEMENTWISE, Canvas, functions

START = {"activation": "relu", "initialisation": "small", "width": 64, "seed": 0, "view": "values"}
CELLS = len(ELEMENTWISE) * len(INITIALISATIONS)


def run(name, initialisation, width=64, seed=0):
    return passage(*activations.ACTIVATIONS[name], initialisation, width, seed)


@pytest.fixture(scope="module")
def shared():
    return DepthExplorer()


@pytest.fixture
def explorer(shared, monkeypatch):
    """The explorer as on its first day. Its artists are kept up to date, but not turned into pictures, to save time."""
    monkeypatch.setattr(Canvas, "pixels", lambda canvas, page: np.zeros((1, 1, 4), np.uint8))
    monkeypatch.setattr(functions, "quick_enough", lambda function, z: True)
    return as_new(shared)


@pytest.fixture
def drawn(shared):
    """The explorer as on its first day, pictures and all."""
    return as_new(shared)


def as_new(explorer):
    explorer._runs.clear()
    explorer._drawn_for = None
    with explorer.together():
        for name, value in START.items():
            explorer.controls[name].value = value
    return explorer


def choose(explorer, **settings):
    for name, value in settings.items():
        explorer.controls[name].value = value
        assert "error" not in explorer.state(), explorer.state()["error"]


# ---- the numbers, against references written differently -----------------------------------------------------------


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_spreads_gradients_and_dead_units_are_those_of_pytorch(name):
    torch = pytest.importorskip("torch")
    theirs = {"identity": lambda z: z * 1, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
              "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01)}  # fmt: skip
    x, weights, direction = (torch.tensor(array) for array in standard_normals(32, seed=3))
    outputs, before = [x.requires_grad_()], []
    for weight in weights * (2 / 32) ** 0.5:
        before.append(outputs[-1] @ weight.T)
        outputs.append(theirs[name](before[-1]))
    gradients = torch.autograd.grad((outputs[-1] * direction).sum(), [*outputs, *before])
    p = run(name, "he", width=32, seed=3)
    np.testing.assert_allclose(p.spread, [h.std(correction=0).item() for h in outputs], rtol=1e-9)
    between = [h.var(dim=0, correction=0).mean().sqrt().item() for h in outputs]
    np.testing.assert_allclose(p.between, between, rtol=1e-5)
    lengths = [g.norm(dim=1).square().mean().sqrt().item() for g in gradients[: DEPTH + 1]]
    np.testing.assert_allclose(p.gradient, lengths, rtol=1e-9)
    dead = [(g == 0).all(dim=0).double().mean().item() for g in gradients[DEPTH + 1 :]]
    # A unit is also without a gradient where every unit above it is closed: never the case here.
    np.testing.assert_allclose(p.dead, dead)


def test_mean_and_kurtosis_are_those_of_scipy():
    for name in ELEMENTWISE:
        p = run(name, "xavier")
        for layer in SHOWN:
            assert p.mean[layer] == pytest.approx(np.mean(p.values[layer]), abs=1e-12)
            assert p.kurtosis[layer] == pytest.approx(stats.kurtosis(p.values[layer]), abs=1e-8)


def test_the_gradient_is_that_of_finite_differences():
    inputs, weights, direction = standard_normals(16, seed=1)

    def along(h):
        for weight in weights:
            h = np.tanh(h @ weight.T / 4)
        return np.sum(h * direction, axis=1)

    steps = 1e-6 * np.eye(16)
    slopes = np.array([along(inputs + step) - along(inputs - step) for step in steps]) / 2e-6
    length = np.sqrt(np.mean(np.sum(slopes**2, axis=0)))
    assert run("tanh", "xavier", width=16, seed=1).gradient[0] == pytest.approx(length, rel=1e-6)


@pytest.mark.parametrize(("start", "variance"), [
    ("small", 0.01**2), ("large", 1), ("xavier", 2 / (128 + 128)), ("he", 2 / 128),
])  # fmt: skip
def test_the_weights_have_the_variance_that_their_initialisation_is_known_for(start, variance):
    assert INITIALISATIONS[start](128) ** 2 == pytest.approx(variance)
    inputs, weights, direction = standard_normals(128, seed=0)
    assert np.std(weights) == pytest.approx(1, abs=0.01) and np.std(inputs) == pytest.approx(1, abs=0.02)
    np.testing.assert_allclose(np.linalg.norm(direction, axis=1), 1)


# ---- what the course claims ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1])
def test_he_keeps_the_spread_of_relu_within_a_factor_of_two_and_small_weights_kill_it(seed):
    kept, killed = run("relu", "he", width=256, seed=seed), run("relu", "small", width=256, seed=seed)
    assert np.all((0.5 < kept.spread) & (kept.spread < 2))
    assert 0.3 < kept.gradient[0] < 3
    assert killed.spread[-1] < 1e-15 and killed.gradient[0] < 1e-15


def test_xavier_is_too_small_for_relu_by_a_factor_of_root_two_a_layer():
    he, xavier = run("relu", "he"), run("relu", "xavier")
    np.testing.assert_allclose(xavier.spread / he.spread, 2.0 ** (-np.arange(DEPTH + 1) / 2), rtol=1e-9)


@pytest.mark.parametrize("initialisation", ["small", "xavier", "he"])
def test_the_gradient_of_the_sigmoid_shrinks_in_every_layer(initialisation):
    gradient = run("sigmoid", initialisation).gradient
    # At most a quarter of the slope times the weights' growth gets through each layer.
    assert np.all(gradient[:-1] < 0.6 * gradient[1:]) and gradient[0] < 1e-9


def test_the_outputs_of_the_sigmoid_spread_and_yet_say_nothing_about_the_input():
    p = run("sigmoid", "he")
    assert p.spread[-1] > 0.1 and p.between[-1] < 1e-9


def test_outputs_of_relu_are_neither_around_zero_nor_gaussian_and_units_die():
    p = run("relu", "he", width=256)
    assert np.all(p.mean[1:] > 0.4 * p.spread[1:]) and np.all(p.kurtosis[1:] > 1)
    assert p.dead[0] == 0 and p.dead[-1] > 0.1
    assert np.all(run("leaky_relu", "he", width=256).dead == 0)


def test_large_weights_saturate_tanh_but_the_signal_stays_while_the_gradient_explodes():
    p = run("tanh", "large", width=256)
    assert p.flat[-1] > 0.7 and p.between[-1] > 0.5 and p.gradient[0] > 1e6 and np.all(p.dead == 0)


# ---- what is shown -------------------------------------------------------------------------------------------------


def test_curves_show_the_powers_of_ten_and_mark_what_lies_beyond_the_axes(explorer):
    p = run("relu", "small")
    powers = np.log10(p.spread)
    line, (below, above) = explorer.layers.lines["spread"].get_ydata(), explorer.layers.edges["spread"]
    on_the_axis = np.abs(powers) <= 8.5
    np.testing.assert_allclose(line[on_the_axis], powers[on_the_axis])
    assert np.all(np.isnan(line[~on_the_axis])) and np.any(~on_the_axis)
    off = ~on_the_axis | (np.log10(p.between) < -8.5)
    np.testing.assert_array_equal(below.get_xdata(), np.flatnonzero(off))
    assert len(above.get_xdata()) == 0
    choose(explorer, initialisation="large")
    assert len(explorer.layers.edges["gradient"][1].get_xdata()) > 0
    np.testing.assert_allclose(explorer.layers.lines["dead"].get_ydata(), run("relu", "large").dead)


def test_a_histogram_adds_up_to_all_values_with_zeros_and_values_beyond_told_in_words(explorer):
    for start in ("he", "large"):
        choose(explorer, initialisation=start)
        p = run("relu", start)
        for panel, layer in zip(explorer.histograms.rows, SHOWN):
            values, bars = p.values[layer], panel["bars"].get_data().values
            bins = pairwise(EDGES)
            counts = np.array([np.sum((values != 0) & (low <= values) & (values < high)) for low, high in bins])
            np.testing.assert_allclose(bars * counts.max(), counts * bars.max(), atol=1e-9)
            assert panel["note"].get_text() == f"{np.mean(values == 0):.0%} are 0"
    choose(explorer, activation="identity")
    beyond = np.mean(np.abs(run("identity", "large").values[20]) > 3.5)
    assert explorer.histograms.rows[-1]["note"].get_text() == f"{beyond:.0%} beyond"


def test_the_line_is_the_gaussian_of_the_same_mean_and_spread():
    expected = np.diff(stats.norm.cdf(EDGES, 0.4, 1.3))
    np.testing.assert_allclose(gaussian_shares(0.4, 1.3), expected, atol=1e-12)
    np.testing.assert_allclose(gaussian_shares(0.0, 0.0).max(), 1)


def test_in_spreads_from_the_mean_bars_and_gaussian_agree_for_a_signal_that_is_gaussian(explorer):
    choose(explorer, activation="identity", view="shape", width=256)
    first = explorer.histograms.rows[0]
    np.testing.assert_allclose(first["bars"].get_data().values, first["gauss"].get_ydata(), atol=0.08)
    choose(explorer, activation="relu")
    assert np.max(np.abs(first["bars"].get_data().values - first["gauss"].get_ydata())) > 0.3


def test_the_numbers_beside_the_histograms_are_the_layers_moments(explorer):
    choose(explorer, initialisation="he")
    p = run("relu", "he")
    for panel, layer in zip(explorer.histograms.rows, SHOWN):
        shown = [float(text.replace("−", "-")) for text in panel["moments"].get_text().split()]
        np.testing.assert_allclose(shown, [p.mean[layer], p.spread[layer], p.kurtosis[layer]], rtol=0.06)


def test_the_sentence_tells_alive_from_dead_and_exploded(explorer):
    assert "both died out" in explorer.state()["readout"]
    choose(explorer, initialisation="he")
    assert "0.24" in explorer.state()["readout"] and "both stayed alive" in explorer.state()["readout"]
    choose(explorer, activation="tanh", initialisation="large")
    assert "the signal stayed alive, the gradient exploded" in explorer.state()["readout"]


def test_the_sentence_gives_the_share_of_dead_units_and_the_kurtosis_of_the_last_layer(explorer):
    choose(explorer, initialisation="he")
    p, words = run("relu", "he"), explorer.state()["readout"]
    assert f"{p.dead[-1]:.0%} of the units are dead" in words
    assert f"kurtosis of {p.kurtosis[-1]:.2g}" in words


# ---- what was tried ------------------------------------------------------------------------------------------------


def test_the_table_fills_with_what_was_tried_at_this_width_and_with_these_weights(explorer):
    choose(explorer, initialisation="he", activation="tanh", view="tried")
    filled = {cell: text.get_text() for cell, text in explorer.table.cells.items() if text.get_text() != " –"}
    assert set(filled) == {("relu", "small"), ("relu", "he"), ("tanh", "he")}
    assert filled["relu", "small"] == "↓3e−26\n↓9e−26" and filled["relu", "he"] == "✓0.2\n✓0.8"
    assert f"3 of {CELLS} tried" in explorer.table.title.get_text()
    choose(explorer, seed=1)
    assert f"1 of {CELLS} tried" in explorer.table.title.get_text()
    choose(explorer, seed=0, initialisation="large")
    assert explorer.table.cells["tanh", "large"].get_text() == "✓0.9\n↑3e6"
    x, _ = explorer.table.cells["tanh", "large"].get_position()
    assert explorer.table.frame.get_x() < x < explorer.table.frame.get_x() + explorer.table.frame.get_width()


def test_the_answer_compares_runs_that_differ_in_one_setting_only(explorer):
    choose(explorer, view="tried")
    assert "Now try another initialisation" in explorer.state()["readout"]
    choose(explorer, initialisation="he")
    assert "Now try another activation" in explorer.state()["readout"]
    choose(explorer, activation="tanh")
    by_start = run("relu", "he").between[-1] / run("relu", "small").between[-1]
    by_activation = run("tanh", "he").between[-1] / run("relu", "he").between[-1]
    state = explorer.state()
    assert (state["by initialisation"], state["by activation"]) == pytest.approx((by_start, by_activation))
    exponent = int(np.floor(np.log10(by_start)))
    assert re.search(rf"factor of up to \de{exponent}, the activation alone by up to 2\.", state["readout"])


def test_two_runs_that_differ_in_both_settings_are_not_compared():
    assert changes({("relu", "he"): (1.0, 1.0), ("tanh", "small"): (1e-9, 1.0)}) == (None, None)


# ---- the learner's own functions -----------------------------------------------------------------------------------


def test_the_learner_s_functions_are_used_where_they_are_quick_enough(explorer, monkeypatch):
    own = {"relu": lambda z: np.maximum(z, 0) * 3, "relu_grad": lambda z: 3.0 * (z > 0)}
    monkeypatch.setattr(functions, "learners", own.__getitem__)
    explorer.draw()
    expected = run("relu", "small").spread * 3.0 ** np.arange(DEPTH + 1)
    np.testing.assert_allclose(explorer.state()["spread"], expected, rtol=1e-9)


def test_functions_that_are_too_slow_are_replaced_and_the_sentence_says_so(explorer, monkeypatch):
    before = explorer.state()
    monkeypatch.setattr(functions, "learners", lambda name: lambda z: pytest.fail("called in spite of being slow"))
    monkeypatch.setattr(functions, "quick_enough", lambda function, z: False)
    explorer.draw()
    assert explorer.state()["spread"] == before["spread"]
    assert "right but loops too slowly" in explorer.state()["readout"]


def test_a_network_whose_every_unit_is_dead_is_shown_and_told(explorer, monkeypatch):
    dead = {"relu": lambda z: np.zeros_like(z), "relu_grad": lambda z: np.zeros_like(z)}
    monkeypatch.setattr(functions, "learners", dead.__getitem__)
    for view in ("shape", "values"):
        choose(explorer, view=view)
        assert "all values are 0, and 100% of the units are dead" in explorer.state()["readout"]
        assert explorer.histograms.rows[0]["note"].get_text() == "100% are 0"


# ---- the explorer itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("control", "value"), [
    ("activation", "tanh"), ("initialisation", "he"), ("width", 80), ("seed", 4), ("view", "shape"), ("view", "tried"),
])  # fmt: skip
def test_every_control_changes_what_is_shown(drawn, control, value):
    pictures = [bytes(image.value) for image in drawn._images()]
    choose(drawn, **{control: value})
    after = [bytes(image.value) for image in drawn._images()]
    assert after[0] != pictures[0]
    assert (after[1] != pictures[1]) == (control != "view")


def test_many_moves_add_nothing_to_the_pictures(drawn):
    artists = [len(canvas.figure.findobj()) for canvas in drawn.canvases.values()]
    for seed in range(1, 5):
        choose(drawn, seed=seed, activation=ELEMENTWISE[seed % 5], view=("tried", "shape")[seed % 2])
    assert [len(canvas.figure.findobj()) for canvas in drawn.canvases.values()] == artists


def test_a_still_picture_with_both_panels_and_words_for_it_is_stored(drawn):
    data, metadata = drawn.bundle()
    still = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert still.width / 2 == metadata["image/png"]["width"] == 660
    for words in ("twenty layers", "Histograms", "gradient", "dead units"):
        assert words in metadata["image/png"]["alt"]


@pytest.mark.parametrize(("argument", "value"), [
    ("activation", "softmax"), ("initialisation", "zeros"), ("width", 17), ("width", 512), ("seed", -1), ("seed", None),
])  # fmt: skip
def test_a_wrong_argument_is_refused_by_name_with_what_was_expected_and_what_came(argument, value):
    with pytest.raises(ValueError, match=f"^{argument}: expected .*got {value!r}$"):
        DepthExplorer(**{argument: value})


def test_the_room_for_the_sentence_is_as_large_as_the_longest_one(explorer):
    longest = 0
    for name in ELEMENTWISE:
        for initialisation in INITIALISATIONS:
            explorer.controls["activation"].value, explorer.controls["initialisation"].value = name, initialisation
            longest = max(longest, len(explorer.state()["readout"]))
    assert explorer.longest - 30 <= longest <= explorer.longest
