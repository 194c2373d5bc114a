"""The activation explorer: slopes against formulas from elsewhere, layers against integrals, overflow where it is."""

import math

import numpy as np
import pytest
from explorer_tools import FUNCTIONS, NAMES, SLOPES, Moved
from scipy import integrate, optimize, stats

from helpers.explorers import ActivationExplorer
from helpers.explorers.activation_explorer.panels import FLAT, LAYER_REACH, NAIVE, REACH
from helpers.figures import style

# The slope of the sigmoid is the density of the logistic distribution.
SIGMOID_EDGE = optimize.brentq(lambda z: stats.logistic.pdf(z) - FLAT, 0, 10)
TANH_EDGE = optimize.brentq(lambda z: np.cosh(z) ** -2 - FLAT, 0, 10)


@pytest.fixture(scope="module")
def explorer():
    moved = Moved(ActivationExplorer())
    yield moved
    moved.explorer.close()


# ---- slope at a point -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_value_and_slope_at_a_point_are_those_of_the_function_and_its_derivative(name, explorer):
    for z in (-5.0, -2.4, 0.3, 4.9):
        shown = explorer.show(first=name, z=z)
        assert shown["first value"] == pytest.approx(float(FUNCTIONS[name](z)), abs=1e-12)
        assert shown["first slope"] == pytest.approx(float(SLOPES[name](z)), abs=1e-12)


def test_the_tangent_touches_the_curve_with_its_slope(explorer):
    shown = explorer.show(second="tanh", z=1.3)
    for side in ("first", "second"):
        panel = explorer.sides["slope", side]
        (x0, x1), (y0, y1) = panel.tangent.get_data()
        assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((1.3, shown[f"{side} value"]))
        assert (y1 - y0) / (x1 - x0) == pytest.approx(shown[f"{side} slope"])
        assert list(panel.points.get_ydata()) == pytest.approx([shown[f"{side} value"], shown[f"{side} slope"]])


def test_function_and_derivative_stand_on_shared_axes(explorer):
    explorer.show(first="tanh")
    panel = explorer.sides["slope", "first"]
    for line, function in ((panel.curve, np.tanh), (panel.slope, lambda z: np.cosh(z) ** -2)):
        z, y = line.get_data()
        assert line.axes is panel.ax and (z[0], z[-1]) == (-REACH, REACH)
        assert np.abs(y - function(z)).max() < 1e-12


@pytest.mark.parametrize("view, z", [("slope", REACH), ("layer", 8.0)])
@pytest.mark.parametrize("second", NAMES)
def test_both_sides_have_one_scale_because_slopes_are_compared(second, view, z, explorer):
    explorer.show(first="sigmoid", second=second, view=view)
    first, other = (explorer.sides[view, side].ax for side in ("first", "second"))
    assert first.get_ylim() == other.get_ylim()
    low, high = other.get_ylim()
    assert all(low < FUNCTIONS[second](np.array(end)) < high for end in (-z, z))


def test_a_marker_at_the_edge_is_seen_whole(explorer):
    explorer.show(z=REACH)
    explorer.show(view="large", large_z=1000)
    for view, z in (("slope", REACH), ("large", 1000)):
        ax = explorer.sides[view, "first"].ax
        at, edge = (ax.transData.transform((x, 0))[0] for x in (z, ax.get_xlim()[1]))
        assert edge - at > 0.5 * 8 * style.DPI / 72


@pytest.mark.parametrize("name", NAMES)
def test_no_tick_of_large_numbers_is_cut_off(name, explorer):
    explorer.show(view="large", first="sigmoid", second="sigmoid")
    explorer.show(view="large", first=name, second=name)
    for side in ("first", "second"):
        ax = explorer.sides["large", side].ax
        ax.figure.canvas.draw()
        assert all(tick.get_window_extent().x0 >= 0 for tick in ax.get_yticklabels())


def test_every_view_asks_a_question_of_its_own(explorer):
    asked = []
    for view, words in (("slope", "Move z"), ("layer", "10,000 inputs"), ("large", "the formula")):
        explorer.show(view=view)
        asked.append(explorer.task.value)
        assert words in explorer.task.value and "?" in explorer.task.value
    assert len(set(asked)) == 3


@pytest.mark.parametrize(
    "name, z, zone, words",
    [
        ("relu", -0.1, "off", "the unit is off here and no change gets through"),
        ("relu", 0.0, "off", "the unit is off here"),
        ("relu", 0.1, "open", "a small change in z comes out multiplied by 1"),
        ("leaky_relu", -3.0, "flat", "the curve is nearly flat here and almost nothing gets through"),
        ("sigmoid", 2.8, "open", "multiplied by 0.054"),
        ("sigmoid", 3.0, "flat", "almost nothing gets through"),
        ("tanh", -2.2, "flat", "almost nothing gets through"),
        ("identity", 5.0, "open", "multiplied by 1"),
    ],
)
def test_off_flat_and_open_are_told_apart(name, z, zone, words, explorer):
    shown = explorer.show(first="identity", second=name, z=z)
    assert shown["second zone"] == zone
    assert words in shown["readout"].split("; ")[1]


@pytest.mark.parametrize("name, edge", [("sigmoid", SIGMOID_EDGE), ("tanh", TANH_EDGE)])
def test_the_shaded_zones_begin_where_the_slope_falls_below_the_limit(name, edge, explorer):
    explorer.show(first=name)
    spans, words = spans_and_words(explorer.sides["slope", "first"].zones)
    assert spans[0] == pytest.approx((-5, -edge), abs=0.03) and spans[-1] == pytest.approx((edge, 5), abs=0.03)
    assert words == ["saturated\n|f′| < 0.05"] * 2


def test_relus_silent_half_is_shaded_and_named_and_hatched_for_those_who_see_no_shade(explorer):
    explorer.show()
    zones = explorer.sides["slope", "second"].zones
    spans, words = spans_and_words(zones)
    assert spans[0] == pytest.approx((-5, 0), abs=0.03) and words == ["off\nf′ = 0"]
    assert [bool(zone.get_hatch()) for zone in zones[:2]] == [False, True]


def spans_and_words(zones):
    """The stretches that are shaded, from left to right, and what is written into them."""
    spans = sorted((zone.get_x(), zone.get_x() + zone.get_width()) for zone in zones if hasattr(zone, "get_width"))
    return spans, [zone.get_text() for zone in zones if hasattr(zone, "get_text")]


def test_an_activation_keeps_its_hue_and_line_in_every_view(explorer):
    for view in ("slope", "layer", "large"):
        explorer.show(first="sigmoid", second="relu", view=view)
        for side, name in (("first", "sigmoid"), ("second", "relu")):
            curve = explorer.sides[view, side].curve
            assert curve.get_color() == style.COLOURS[name]
            assert curve.get_linestyle() == ("-" if name == "relu" else "--")
    explorer.show(first="tanh")
    assert explorer.sides["slope", "first"].points.get_marker() == style.MARKERS["tanh"]


# ---- a whole layer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_mean_and_spread_of_a_layer_agree_with_the_integral_over_the_normal_density(name, explorer):
    width = 2.0

    def moment(power):
        weighted = lambda z: FUNCTIONS[name](z) ** power * stats.norm.pdf(z, scale=width)
        return integrate.quad(weighted, -20, 20, limit=200)[0]

    shown = explorer.show(first=name, view="layer", width=width)
    mean, spread = moment(1), math.sqrt(moment(2) - moment(1) ** 2)
    # Ten thousand draws: four standard errors.
    assert shown["first mean"] == pytest.approx(mean, abs=4 * spread / 100)
    assert shown["first spread"] == pytest.approx(spread, rel=0.04)


def test_the_shares_of_silent_and_of_closed_units_agree_with_the_normal_distribution(explorer):
    shown = explorer.show(view="layer", width=4.0)
    assert shown["first closed"] == pytest.approx(2 * stats.norm.sf(SIGMOID_EDGE / 4), abs=0.02)
    assert shown["second closed"] == shown["second zero"] == pytest.approx(0.5, abs=0.02)
    assert shown["first zero"] == 0


def test_both_histograms_count_every_unit_and_three_inputs_are_followed_to_their_outputs(explorer):
    explorer.show(first="tanh", view="layer", width=1.5)
    panel = explorer.sides["layer", "first"]
    assert panel.inputs.get_data().values.sum() == pytest.approx(1, abs=0.001)
    assert panel.ax.get_xlim() == (-LAYER_REACH, LAYER_REACH)
    widest = explorer.show(first="tanh", view="layer", width=9.0)
    assert panel.inputs.get_data().values.sum() == pytest.approx(1, abs=0.02), "next to nothing is cut off"
    assert widest["width"] == 4
    explorer.show(first="tanh", view="layer", width=1.5)
    assert panel.outputs.get_data().values.sum() == pytest.approx(1)
    starts = [path.get_xdata()[0] for path in panel.paths]
    ends = [path.get_ydata()[-1] for path in panel.paths]
    assert starts == [-1.5, 0, 1.5] and ends == pytest.approx([math.tanh(start) for start in starts])


# ---- large z --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "float32, z, survives",
    [(False, 700, True), (False, 710, False), (False, -1000, True), (True, 80, True), (True, 90, False)],
)
def test_the_typed_sigmoid_fails_exactly_where_exp_overflows(float32, z, survives, explorer):
    shown = explorer.show(view="large", float32=float32, large_z=z)
    assert shown["first stable"] == pytest.approx(1.0 if z > 0 else 0.0, abs=1e-30)
    assert math.isnan(shown["first naive"]) != survives
    assert ("agrees" if survives else "gives nan, because exp overflows to inf") in shown["readout"]
    assert ("float32" if float32 else "float64") in shown["readout"]


def test_the_typed_tanh_fails_on_both_sides_and_relu_has_nothing_to_overflow(explorer):
    for z in (-800, 800):
        shown = explorer.show(first="tanh", view="large", large_z=z)
        assert math.isnan(shown["first naive"]) and shown["first stable"] == np.sign(z)
        assert shown["second stable"] == shown["second naive"] == max(z, 0)
        assert "ReLU" in shown["readout"] and "no exp in it that could overflow" in shown["readout"]


@pytest.mark.parametrize("name", NAIVE)
def test_where_it_survives_the_typed_formula_is_the_function(name):
    z = np.linspace(-20, 20, 41)
    assert np.abs(NAIVE[name][0](z) - FUNCTIONS[name](z)).max() < 1e-15


def test_a_cross_marks_the_point_where_the_typed_formula_gives_nothing(explorer):
    explorer.show(view="large", large_z=800)
    panel = explorer.sides["large", "first"]
    spans, words = spans_and_words(panel.zones)
    assert list(panel.cross.get_xdata()) == [800]
    # The largest double is about exp(709.78).
    assert spans[0] == pytest.approx((710, 1000), abs=3) and words == ["as typed:\nnan"]
    explorer.show(view="large", large_z=700)
    assert list(panel.cross.get_xdata()) == []


# ---- controls -------------------------------------------------------------------------------------------------------


def test_each_view_shows_its_own_controls_and_no_others(explorer):
    seen = {"slope": {"z"}, "layer": {"width"}, "large": {"large_z", "float32"}}
    for view, own in seen.items():
        explorer.show(view=view)
        hidden = {name for name, control in explorer.controls.items() if control.layout.display == "none"}
        assert hidden == {"z", "width", "large_z", "float32"} - own


def test_the_curves_are_part_of_the_background_and_only_the_point_is_drawn_anew(explorer, monkeypatch):
    explorer.show(z=0.0)
    panel = explorer.sides["slope", "first"]
    monkeypatch.setattr(panel, "_draw_curves", lambda *arguments: pytest.fail("drawn again"))
    explorer.show(z=0.1)
    assert explorer.state()["z"] == 0.1
