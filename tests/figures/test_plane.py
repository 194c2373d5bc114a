"""What ReLU presses flat is seen, and panels that are to be compared have one scale."""

import numpy as np

from helpers import figures
from helpers.activations import identity, leaky_relu, relu
from helpers.experiments.bends import random_network

STACK = random_network([2, 2, 2, 2], seed=788)


def test_thick_strokes_lie_on_the_axes_onto_which_relu_has_pressed_something(drawn):
    figure, alt = drawn(figures.grid_through_layers, *STACK, {"identity": identity, "relu": relu})
    rows = np.reshape(figure.axes, (2, 4))
    for ax in rows[1, 1:]:
        strokes = np.array(ax.collections[0].get_segments())
        assert len(strokes) > 0 and np.all(strokes.min(axis=(1, 2)) == 0)
    assert all(len(ax.collections[0].get_segments()) == 0 for ax in rows[0, 1:])
    assert "with ReLU parts of it are pressed onto edges" in alt


def test_what_a_layer_leaves_at_zero_without_pressing_is_not_thick(drawn):
    shifted = [np.eye(2)], [np.ones(2)]
    figure, _ = drawn(figures.grid_through_layers, *shifted, {"relu": relu})
    assert figure.axes[1].collections[0].get_segments() == []
    figure, _ = drawn(figures.grid_through_layers, *STACK, {"leaky_relu": leaky_relu})
    assert all(ax.collections[0].get_segments() == [] for ax in figure.axes[1:])


def test_panels_below_one_another_have_one_scale_that_holds_both(drawn):
    figure, _ = drawn(figures.grid_through_layers, *STACK, {"identity": identity, "relu": relu})
    for above, below in np.reshape(figure.axes, (2, 4)).T:
        assert above.get_xlim() == below.get_xlim() and above.get_ylim() == below.get_ylim()
        for ax in (above, below):
            points = np.concatenate([line.get_xydata() for line in ax.lines])
            for values, (low, high) in zip(points.T, (ax.get_xlim(), ax.get_ylim())):
                assert low < values.min() and values.max() < high
