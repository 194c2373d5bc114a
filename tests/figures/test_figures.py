"""Each figure draws what it is given, says so in words, and keeps every word inside the picture."""

import doctest
import importlib
import inspect
import itertools
import pkgutil

import numpy as np
import pytest
from matplotlib.cbook import get_sample_data
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

from helpers import activations, figures
from helpers.digits import load_digits
from helpers.exercises.lesson_02.xor_weights import xor_weights
from helpers.experiments.bends import tent
from helpers.experiments.digit_networks import digit_network
from helpers.experiments.strokes import DIRECTIONS, strokes
from helpers.figures import style

RNG = np.random.default_rng(0)
PAIRS = {
    name: (getattr(activations, name), getattr(activations, f"{name}_grad"))
    for name in ("identity", "relu", "leaky_relu", "sigmoid", "tanh")
}
CORNERS, XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float), np.array([0, 1, 1, 0])


def stripe(x):
    """The score of two ReLUs that solve XOR."""
    total = x.sum(axis=1)
    return np.maximum(total, 0) - 2 * np.maximum(total - 1, 0) - 0.5


def slanted(x):
    """The score of a linear network."""
    return x @ [1.0, 0.5] - 0.75


SCORES = {"hidden ReLU": stripe, "identity, sigmoid on top": slanted}
LINEAR_STACK = [RNG.normal(size=(2, 2)) for _ in range(3)], [RNG.normal(size=2) for _ in range(3)]
MAPS = RNG.normal(size=(8, 8, 8))

# Every figure with the sort of numbers that a lesson gives it.
CALLS = {
    "digit_row": lambda: figures.digit_row(load_digits().test_images[:10], load_digits().test_labels[:10]),
    "accuracy_bars": lambda: figures.accuracy_bars({"trained with ReLUs": 0.91, "ReLUs switched off": 0.097}, 0.1),
    "function_gallery": lambda: figures.function_gallery(PAIRS),
    "activation_curve": lambda: figures.activation_curve("leaky_relu", activations.leaky_relu),
    "slope_curve": lambda: figures.slope_curve("sigmoid", *PAIRS["sigmoid"]),
    "neuron": lambda: figures.neuron([1.0, 2.0], [3.0, -1.0], 0.5),
    "network_path": lambda: figures.network_path(digit_network()),
    "scores_to_shares": lambda: figures.scores_to_shares([2.0, 1.0, 0.1], activations.softmax([2.0, 1.0, 0.1])),
    "grid_through_layers": lambda: figures.grid_through_layers(
        *LINEAR_STACK, {"identity": activations.identity, "relu": activations.relu}
    ),
    "decision_regions": lambda: figures.decision_regions(SCORES, CORNERS, XOR),
    "hidden_plane": lambda: figures.hidden_plane(*xor_weights()),
    "straight_pieces": lambda: figures.straight_pieces({f"{k} × 2": tent(k) for k in (1, 2, 3, 5)}, [0], [1]),
    "before_and_after": lambda: figures.before_and_after(np.eye(9), MAPS[0], np.maximum(MAPS[0], 0)),
    "sliding_window": lambda: figures.sliding_window(
        [[[3, 1, 2, 0], [0, 2, 5, 1], [1, 0, 1, 4]]] * 2, [[[1, -1], [2, 0]]] * 2, (0, 1), bias=10
    ),
    "pixels_seen": lambda: figures.pixels_seen({"output pixel (0, 0)": np.eye(8), "output pixel (2, 3)": -np.eye(8)}),
    "matrix": lambda: figures.matrix(np.eye(36, 64), "A matrix", "input pixel", "output pixel"),
    "templates": lambda: figures.templates(RNG.normal(size=(10, 64)), RNG.normal(size=10)),
    "fit_errors": lambda: figures.fit_errors(
        {"identity": np.full((3, 4), 0.7), "relu": 2.0 ** -np.arange(12).reshape(3, 4), "cube": np.full((3, 4), 1e-9)},
        [1, 4, 16, 64],
    ),
    "loss_curve": lambda: figures.loss_curve(2.3 * np.exp(-np.arange(300) / 60), np.log(10)),
    "feature_maps": lambda: figures.feature_maps(np.eye(8), [("0 Conv2d", MAPS), ("1 ReLU", np.maximum(MAPS, 0))]),
    "chain_rule": lambda: figures.chain_rule(2, 3, 5),
    "gradient_check": lambda: figures.gradient_check({"mine (yours)": (MAPS[0], MAPS[0]), "wrong": (MAPS[0], MAPS[1])}),
    "pooling_backward": lambda: figures.pooling_backward([[1, 4], [-2, 3]], 8),
    "convolution_backward": lambda: figures.convolution_backward(np.eye(4), [[1, -1], [2, 0]], (1, 2), 2),
    "loss_curves": lambda: figures.loss_curves({"one": [2.4, 1.0, 0.3], "other": [2.4, 2.0, 1.3]}, np.log(10)),
    "dots_by_seed": lambda: figures.dots_by_seed(
        {"identity, average pooling": [0.2, 0.28, 0.31], "ReLU, average pooling": [0.92, 0.91, 0.93]},
        "read",
        True,
        0.56,
    ),
    "luck_of_the_flips": lambda: figures.luck_of_the_flips(RNG.uniform(0.4, 0.6, (3, 10)), RNG.uniform(-1, 1, (3, 10))),
    "opposite_kernels": lambda: figures.opposite_kernels(
        {name: RNG.normal(size=(8, 1, 3, 3)) for name in ("before training", "trained, identity", "trained, ReLU")}
    ),
    "sizes_by_layer": lambda: figures.sizes_by_layer(
        {"deviation 1": [10.0 ** np.arange(20)], "deviation 0.01": [10.0 ** -np.arange(20)]}, "size of the outputs"
    ),
    "signal_grid": lambda: figures.signal_grid(
        {
            (start, name, width): [10.0 ** -np.arange(20)]
            for start in ("deviation 0.1", "fan-in, gain 1")
            for name in ("identity", "sigmoid", "tanh", "relu")
            for width in (50, 100)
        }
    ),
    "bell_or_not": lambda: figures.bell_or_not(
        {"a pre-activation": (RNG.normal(size=999),) * 2, "its output": (np.maximum(RNG.normal(size=999), 0),) * 2}
    ),
    "ratios_over_time": lambda: figures.ratios_over_time(
        {f"rate {rate}, reads 43%": RNG.uniform(1e-4, 1e-2, (220, 3)) for rate in (0.0001, 0.003, 0.1)}
    ),
    "unrolled": lambda: figures.unrolled(RNG.uniform(-1, 1, (8, 8)), RNG.normal(size=(8, 12)), 2),
    "template_rows": lambda: figures.template_rows(
        {name: RNG.normal(size=(10, 64)) for name in ("linear CNN", "linear recurrent network")}
    ),
    "gradients_back": lambda: figures.gradients_back(
        {name: {f"radius {r}": r ** np.arange(51.0) for r in (1.1, 1.0, 0.9)} for name in ("identity", "tanh")}
    ),
    "dose_and_response": lambda: figures.dose_and_response(
        {0: [0.92, 0.91], 0.5: [0.88, 0.89], 1: [0.2, 0.28]}, {1: [0.92, 0.91], 0.1: [0.77, 0.81], 0: [0.2, 0.28]}
    ),
    "spirals_and_back": lambda: figures.spirals_and_back(
        RNG.normal(size=(30, 2)), {2: (RNG.normal(size=(30, 2)), 0.8), 15: (RNG.normal(size=(30, 2)), 0.01)}
    ),
    "directions_over_time": lambda: figures.directions_over_time(
        {"one matrix": np.linspace(0, 1, 60).reshape(20, 3), "a product of two": np.eye(20, 3)}, (4, 2, 1)
    ),
    "stroke_row": lambda: figures.stroke_row(*strokes(8, seed=0), DIRECTIONS),
    "what_the_head_sees": lambda: figures.what_the_head_sees(
        {"ReLU in the head only": np.ones((4, 8)), "ReLU after each convolution": RNG.random((4, 8))}, DIRECTIONS
    ),
}


def curve(line):
    return np.asarray(line.get_xdata()), np.asarray(line.get_ydata())


# ---- all figures ----------------------------------------------------------------------------------------------------


def test_every_figure_is_tried_here():
    assert {*CALLS, "photograph"} == set(figures.__all__)


def test_every_function_that_shows_a_figure_is_offered_by_name():
    for module in pkgutil.iter_modules(figures.__path__, "helpers.figures."):
        functions = vars(importlib.import_module(module.name)).values()
        showing = {f.__name__ for f in functions if inspect.isfunction(f) and "show" in f.__code__.co_names}
        assert showing <= set(figures.__all__), module.name


@pytest.mark.parametrize("name", CALLS)
def test_a_figure_says_in_a_sentence_what_it_shows(name, drawn):
    _, alt = drawn(CALLS[name])
    assert len(alt) > 40 and alt.endswith(".")


@pytest.mark.whole
@pytest.mark.parametrize("name", CALLS)
def test_no_word_is_cut_off_and_no_two_overlap(name, drawn, monkeypatch):
    figure, _ = drawn(CALLS[name])
    figure.canvas.draw()
    words, draw = [], Text.draw
    # Ask what is drawn: an axis holds ticks beyond its limits too, which are not.
    monkeypatch.setattr(Text, "draw", lambda text, renderer: words.append(text) or draw(text, renderer))
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in words if text.get_text().strip()]
    assert len(boxes) > 2
    for word, box in boxes:
        assert figure.bbox.x0 - 1 <= box.x0 and box.x1 <= figure.bbox.x1 + 1, word
        assert figure.bbox.y0 - 1 <= box.y0 and box.y1 <= figure.bbox.y1 + 1, word
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert wide <= 1 or high <= 2, (one, other)


@pytest.mark.parametrize("name", CALLS)
def test_no_word_is_smaller_than_nine_points(name, drawn):
    figure, _ = drawn(CALLS[name])
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text().strip()) >= 9


# ---- digits and photographs -----------------------------------------------------------------------------------------


def test_a_row_of_digits_shows_the_images_under_their_labels(drawn):
    digits = load_digits()
    figure, alt = drawn(figures.digit_row, digits.test_images[:3], digits.test_labels[:3])
    for ax, image, label in zip(figure.axes, digits.test_images, digits.test_labels):
        assert np.array_equal(ax.images[0].get_array(), image[0])
        assert ax.images[0].get_clim() == (-1, 1)
        assert ax.get_title() == str(label)
    assert alt.endswith(f"nothing else is said: {', '.join(map(str, digits.test_labels[:3]))}.")


def test_an_image_with_flipped_contrast_is_said_to_be_one(drawn):
    image = load_digits().test_images[:1]
    _, alt = drawn(figures.digit_row, np.concatenate([image, -image]), [7, 7])
    assert alt.endswith("7, 7 (light on dark).")


def test_even_a_single_digit_makes_a_row(drawn):
    figure, _ = drawn(figures.digit_row, load_digits().test_images[:1], [7])
    assert len(figure.axes) == 1


def test_the_photograph_has_many_greys_at_any_size():
    for size in (96, 31):
        photo = figures.photograph(size)
        assert photo.shape == (size, size) and photo.dtype == np.float64
        assert 0 <= photo.min() < 0.1 and 0.9 < photo.max() <= 1
        assert len(np.unique(photo)) > 100


def test_a_part_of_the_photograph_is_the_mean_of_its_pixels_where_they_divide_evenly():
    with Image.open(get_sample_data("grace_hopper.jpg", asfileobj=False)) as file:
        pixels = np.asarray(file.convert("L"), dtype=float) / 255
    part = figures.photograph(10, crop=(100, 200, 150, 250), resampling=Image.Resampling.BOX)
    means = pixels[200:250, 100:150].reshape(10, 5, 10, 5).mean(axis=(1, 3))
    # Rounded to whole greys, first along the rows and then along the columns.
    assert np.abs(part - means).max() <= 1 / 255


def test_without_matplotlibs_samples_a_digit_stands_in(monkeypatch):
    def missing(*arguments, **options):
        raise FileNotFoundError("no samples here")

    monkeypatch.setattr("matplotlib.cbook.get_sample_data", missing)
    photo = figures.photograph(64)
    digit = load_digits().train_images[0, 0]
    assert photo.shape == (64, 64)
    # Ink is +1 there and black here.
    assert np.corrcoef(photo.reshape(8, 8, 8, 8).mean(axis=(1, 3)).ravel(), digit.ravel())[0, 1] < -0.95


def test_before_and_after_share_one_scale_with_zero_in_the_middle(drawn):
    image, response = RNG.random((9, 9)), RNG.normal(size=(7, 7))
    figure, alt = drawn(figures.before_and_after, image, response, np.maximum(response, 0))
    shown = [ax.images[0] for ax in figure.axes[:3]]
    for artist, values in zip(shown, (image, response, np.maximum(response, 0))):
        assert np.array_equal(artist.get_array(), values)
    limit = np.abs(response).max()
    assert shown[1].get_clim() == shown[2].get_clim() == (-limit, limit)
    assert "after ReLU" in alt


# ---- accuracies and losses ------------------------------------------------------------------------------------------


def test_bars_are_as_long_as_the_accuracies_and_end_in_their_numbers(drawn):
    figure, alt = drawn(figures.accuracy_bars, {"on": 0.914, "off": 0.097}, chance=0.1)
    (ax,) = figure.axes
    assert [bar.get_width() for bar in ax.patches] == [0.914, 0.097]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["on", "off"]
    assert {"91%", "10%", "blind guessing"} == {text.get_text() for text in ax.texts}
    assert curve(ax.lines[0])[0].tolist() == [0.1, 0.1]
    assert alt == "Bars of test accuracy: on, 91%; off, 10%."


def test_bars_wear_no_activations_hue(drawn):
    figure, _ = drawn(figures.accuracy_bars, {str(k): 0.5 for k in range(6)})
    colours = {to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches}
    assert not colours & set(style.COLOURS.values())


@pytest.mark.parametrize(
    "losses, words",
    [
        (np.linspace(2.3, 0.1, 100), "falls to a fraction"),
        (np.linspace(2.3, 1.5, 100), "it falls."),
        (np.full(100, 2.3), "does not fall"),
        (np.linspace(2.3, 9.0, 100), "does not fall"),
        ([2.0, 0.5], "falls to a fraction"),
    ],
)
def test_a_loss_curve_is_drawn_in_full_and_described_by_what_it_does(losses, words, drawn):
    figure, alt = drawn(figures.loss_curve, losses, chance=2.3)
    (ax,) = figure.axes
    assert np.array_equal(curve(ax.lines[0])[1], losses)
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > max(losses)
    assert words in alt


# ---- grids and regions ----------------------------------------------------------------------------------------------


def test_a_grid_goes_through_every_layer_as_the_matrices_say(drawn):
    weights, biases = LINEAR_STACK
    both = {"identity": activations.identity, "relu": activations.relu}
    figure, _ = drawn(figures.grid_through_layers, weights, biases, both)
    rows = np.reshape(figure.axes, (2, 4))
    corner = np.array([1.0, -1.0])
    for row, f in zip(rows, (lambda v: v, lambda v: np.maximum(v, 0))):
        place = corner
        for ax, W, b in zip(row, [*weights, None], [*biases, None]):
            # The last upright line starts at the lower right corner of the square.
            x, y = curve(ax.lines[8])
            assert (x[0], y[0]) == pytest.approx(tuple(place))
            if W is not None:
                place = f(np.array([sum(W[i, j] * place[j] for j in (0, 1)) + b[i] for i in (0, 1)]))


@pytest.mark.whole
def test_without_an_activation_every_line_of_the_grid_stays_straight_and_evenly_spaced(drawn):
    figure, alt = drawn(figures.grid_through_layers, *LINEAR_STACK, {"identity": activations.identity})
    for line in figure.axes[-1].lines:
        x, y = curve(line)
        assert np.abs(np.diff(x, n=2)).max() < 1e-12 and np.abs(np.diff(y, n=2)).max() < 1e-12
    assert alt == "A square grid after each of 3 layers: with identity it stays a parallelogram."


def test_a_grid_that_is_pressed_onto_a_point_is_still_seen(drawn):
    figure, _ = drawn(figures.grid_through_layers, [np.eye(2)], [np.full(2, -5.0)], {"relu": activations.relu})
    dot = figure.axes[-1].lines[-1]
    assert dot.get_marker() == "o" and [float(value) for value in dot.get_xydata()[0]] == [0, 0]
    assert np.ptp(figure.axes[-1].get_xlim()) > 0.4


def test_upright_and_level_lines_differ_in_more_than_colour(drawn):
    figure, _ = drawn(figures.grid_through_layers, *LINEAR_STACK, {"relu": activations.relu})
    looks = {(line.get_color(), str(line.get_linestyle())) for line in figure.axes[0].lines}
    assert len(looks) == 2 and len({dashes for _, dashes in looks}) == 2


def test_the_yes_region_is_coloured_and_the_rest_of_the_page_shows_through(drawn):
    figure, _ = drawn(figures.decision_regions, {"slanted": slanted}, CORNERS, XOR)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    for point in RNG.uniform(-0.5, 1.5, size=(40, 2)):
        far_from_marks = np.abs(CORNERS - point).max(axis=1).min() > 0.2
        if far_from_marks and abs(slanted(point[None])[0]) > 0.05:
            x, y = figure.axes[0].transData.transform(point)
            seen = pixels[int(pixels.shape[0] - y), int(x), :3]
            assert np.any(seen < 255) == (slanted(point[None])[0] > 0)


@pytest.mark.parametrize("name", ["decision_regions", "hidden_plane"])
def test_the_legend_stands_outside_so_that_its_marks_are_not_taken_for_points(name, drawn):
    figure, _ = drawn(CALLS[name])
    figure.canvas.draw()
    (legend,) = figure.legends
    for ax in figure.axes:
        assert not legend.get_window_extent().overlaps(ax.get_window_extent())


def test_regions_show_both_classes_and_count_the_points_on_their_own_side(drawn):
    figure, alt = drawn(figures.decision_regions, SCORES, CORNERS, XOR)
    no, yes = figure.axes[0].collections[-2:]
    assert no.get_offsets().tolist() == CORNERS[XOR == 0].tolist()
    assert yes.get_offsets().tolist() == CORNERS[XOR == 1].tolist()
    # The linear score calls (0, 1) a no and (1, 1) a yes, and is right about the other two.
    assert "hidden ReLU, 4 of 4 points" in alt and "sigmoid on top, 2 of 4 points" in alt


# ---- matrices, templates and maps -----------------------------------------------------------------------------------


def test_a_matrix_is_drawn_whole_with_zero_in_the_middle_of_the_scale(drawn):
    values = np.kron(np.eye(6), [[2.0, 0.0, -3.0]])
    figure, alt = drawn(figures.matrix, values, "M", "in", "out")
    image = figure.axes[0].images[0]
    assert np.array_equal(image.get_array(), values)
    assert image.get_clim() == (-3, 3)
    assert alt == "M: 6 by 18 weights, 12 of them not zero, the same 2 over and over."


def test_a_matrix_without_repetition_is_not_said_to_have_any(drawn):
    _, alt = drawn(figures.matrix, np.arange(6.0).reshape(2, 3), "M", "in", "out")
    assert alt == "M: 2 by 3 weights, 5 of them not zero."


def test_templates_are_the_rows_of_the_matrix_each_with_its_bias(drawn):
    matrix, bias = RNG.normal(size=(10, 64)), np.linspace(-0.52, 1.0, 10)
    figure, alt = drawn(figures.templates, matrix, bias)
    limit = np.abs(matrix).max()
    for digit, ax in enumerate(figure.axes[:10]):
        assert np.array_equal(ax.images[0].get_array().ravel(), matrix[digit])
        assert ax.images[0].get_clim() == (-limit, limit)
        assert ax.get_title(loc="left").startswith(f"{digit} ")
    assert figure.axes[0].get_title(loc="left").endswith("(bias −0.5)")
    assert alt.startswith("10 templates of 8 by 8 weights")


def test_feature_maps_stand_in_rows_on_one_scale_under_their_stage(drawn):
    image, few = np.eye(8), RNG.normal(size=(3, 4, 4))
    figure, alt = drawn(figures.feature_maps, image, [("0 Conv2d", MAPS), ("2 Conv2d", few), ("3 ReLU", np.abs(few))])
    rows = np.reshape(figure.axes, (3, 9))
    assert [row[0].get_ylabel() for row in rows] == ["0 Conv2d", "2 Conv2d", "3 ReLU"]
    for row, maps in zip(rows, (MAPS, few, np.abs(few))):
        assert np.array_equal(row[0].images[0].get_array(), image)
        for channel, ax in enumerate(row[1:]):
            assert ax.get_visible() == (channel < len(maps))
            if channel < len(maps):
                assert np.array_equal(ax.images[0].get_array(), maps[channel])
                assert ax.images[0].get_clim() == (-np.abs(MAPS).max(), np.abs(MAPS).max())
    assert "2 Conv2d, with both signs; 3 ReLU, with nothing below zero" in alt


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(figures.__path__)])
def test_the_examples_in_the_modules_hold(name):
    assert doctest.testmod(importlib.import_module(f"helpers.figures.{name}")).failed == 0
