"""The figures of what stands between the layers draw what they are given, in one scale, and say so in numbers."""

import numpy as np
import pytest

from helpers import activations, figures
from helpers.experiments.digit_networks import digit_network
from helpers.figures import style

PAIRS = {
    name: (getattr(activations, name), getattr(activations, f"{name}_grad"))
    for name in ("identity", "relu", "leaky_relu", "sigmoid", "tanh")
}


def curve(line):
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


def test_the_gallery_draws_the_functions_it_is_given_in_their_hues(drawn):
    mine = {"relu": (lambda z: z**2, lambda z: 2 * z), "tanh": (np.sin, np.cos)}
    figure, alt = drawn(figures.function_gallery, mine)
    for ax, (name, (f, f_grad)) in zip(figure.axes, mine.items()):
        for line, function in zip(ax.lines, (f, f_grad)):
            z, y = curve(line)
            assert np.array_equal(y, function(z)) and z[0] == -3 and z[-1] == 3
            assert line.get_color() == style.COLOURS[name]
        assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()
        assert ax.get_aspect() == 1, "a slope of 1 is drawn as a slope of 1"
    assert [ax.axison for ax in figure.axes] == [True, True, False, False, False, False]
    assert "ReLU, slope -6 to 6; tanh, slope -0.99 to 1" in alt


def test_the_gallerys_words_name_the_range_of_each_slope(drawn):
    _, alt = drawn(figures.function_gallery, PAIRS)
    assert "identity, slope 1;" in alt and "ReLU, slope 0 to 1;" in alt and "sigmoid, slope 0.045 to 0.25;" in alt


def test_a_function_is_drawn_as_a_curve_and_as_the_way_of_single_numbers(drawn):
    figure, alt = drawn(figures.activation_curve, "relu", lambda z: np.abs(z) - 1)
    left, right = figure.axes
    z, y = curve(left.lines[1])
    assert np.array_equal(y, np.abs(z) - 1) and left.get_aspect() == 1
    ways = [line for line in right.lines if list(line.get_xdata()) == [0, 1]]
    assert len(ways) == 17
    assert all(end == abs(start) - 1 for start, end in (line.get_ydata() for line in ways))
    assert "17 numbers from −4 to 4" in alt and "between −1 and 3, 9 of them different" in alt


def test_slopes_of_different_functions_are_drawn_in_one_scale(drawn):
    lengths = []
    for name in ("relu", "sigmoid"):
        figure, alt = drawn(figures.slope_curve, name, *PAIRS[name])
        figure.canvas.draw()
        above, below = figure.axes
        (x0, y0), (x1, y1) = above.transData.transform([(0, 0), (1, 1)])
        lengths.append(x1 - x0)
        assert x1 - x0 == pytest.approx(y1 - y0)
        z, slope = curve(below.lines[0])
        assert np.array_equal(slope, PAIRS[name][1](z))
        assert below.get_ylim() == pytest.approx((-0.1, 1.15))
        assert ("exactly 0" in alt) == (name == "relu")
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)


def test_a_neuron_shows_every_product_and_the_sum(drawn):
    figure, alt = drawn(figures.neuron, [0.5, -2.0, 4.0], [2.0, 1.0, 0.25], -1.5)
    words = {text.get_text() for text in figure.axes[0].texts}
    assert {"× 2  =  1", "× 1  =  −2", "× 0.25  =  1", "bias  −1.5", "z = −1.5"} <= words
    assert alt.endswith("= −1.5, the pre-activation.")


def test_the_path_through_a_network_counts_what_training_finds(drawn):
    figure, alt = drawn(figures.network_path, digit_network())
    words = [text.get_text() for text in figure.axes[0].texts]
    assert [word for word in words if word.replace(",", "").isdigit()] == ["80", "0", "0", "1,168", "0", "0", "650"]
    assert "ReLU (0), average pool (0), dense (650)." in alt and any("1,898 in all" in word for word in words)


def test_scores_and_their_shares_stand_in_the_same_rows(drawn):
    figure, alt = drawn(figures.scores_to_shares, [1.0, -2.0], [0.953, 0.047])
    scores, shares = ([bar.get_width() for bar in ax.patches] for ax in figure.axes)
    assert scores == [1.0, -2.0] and shares == [0.953, 0.047]
    assert figure.axes[1].yaxis_inverted() and "scores 1, −2" in alt and "95%, 5%" in alt
