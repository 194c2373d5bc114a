"""TemplateExplorer: ten templates are a linear CNN, and with ReLU they hold for one image and no further."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from helpers.collapse import NotLinearError, collapse
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.digits import load_digits
from helpers.explorers import TemplateExplorer, digit_networks
from helpers.explorers.frame import Canvas
from helpers.explorers.template_explorer import local_maps
from helpers.explorers.template_explorer.parts import gate_picture
from helpers.figures import style
from helpers.layers import Dense, Flatten, Identity, ReLU, Tanh
from helpers.network import Sequential
from helpers.training import train

DIGITS = load_digits()
IMAGES = DIGITS.test_images.astype(np.float64)
START = {"network": "identity", "view": "one", "image": 10, "flip": False, "digit": 3, "other": 17}
KINDS = ("identity", "relu")


@pytest.fixture(scope="module")
def shared():
    return TemplateExplorer()


@pytest.fixture
def explorer(shared, monkeypatch):
    """The explorer as on its first day. Its artists are kept up to date, but not turned into pictures, to save time."""
    monkeypatch.setattr(Canvas, "pixels", lambda canvas, page: np.zeros((1, 1, 4), np.uint8))
    choose(shared, **START)
    return shared


@pytest.fixture
def drawn(shared):
    """The explorer as on its first day, pictures and all."""
    shared._drawn_for = None
    choose(shared, **START)
    return shared


def choose(explorer, **settings):
    with explorer.together():
        for name, value in settings.items():
            explorer.controls[name].value = value
    assert "error" not in explorer.state(), explorer.state()["error"]


def small(*layers, seed=1):
    return Sequential(list(layers), input_shape=(1, 8, 8), seed=seed)


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+\.\d+|-?\d+", text.replace("−", "-"))]


def shown_templates(artist):
    """The ten pictures of a sheet, taken off the screen again: (10, 8, 8, 4)."""
    sheet = artist.get_array()
    corners = [(11 * row, 9 * column) for row in range(2) for column in range(5)]
    return np.array([sheet[y : y + 8, x : x + 8] for y, x in corners])


def pieces(explorer):
    """The two pictures as they are shown."""
    return [bytes(image.value) for image in explorer._images()]


# ---- one image: what is shown is what the network says -------------------------------------------------------------


@pytest.mark.parametrize("network", KINDS)
@pytest.mark.parametrize("flip", [False, True])
def test_the_bars_and_their_numbers_are_the_network_s_own_logits(explorer, network, flip):
    for index in (0, 10, 211, 396):
        choose(explorer, network=network, image=index, flip=flip)
        own = explorer.networks[network]((-IMAGES if flip else IMAGES)[index][None])[0]
        ends = np.array([bar.get_x() + bar.get_width() for bar in explorer.logits.bars])
        scale = np.max(np.abs(own)) / np.max(np.abs(ends))
        np.testing.assert_allclose(ends * scale, own, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose([numbers(text.get_text())[0] for text in explorer.logits.values], own, atol=0.051)
        assert explorer.state()["difference"] < 1e-12


@pytest.mark.parametrize("network", KINDS)
def test_the_bars_start_at_the_bias_and_are_as_long_as_the_sum_of_the_product(explorer, network):
    choose(explorer, network=network, digit=7)
    state = explorer.state()
    scale = (state["logits"][7] - state["bias"][7]) / explorer.logits.bars[7].get_width()
    assert explorer.logits.bars[7].get_x() * scale == pytest.approx(state["bias"][7])
    assert state["sum"] + state["bias"][7] == pytest.approx(state["network"][7], abs=1e-12)
    product = explorer.one.parts["template"].get_array() * explorer.one.parts["image"].get_array()
    np.testing.assert_allclose(explorer.one.parts["product"].get_array(), product, atol=1e-12)
    total, bias, logit, own = numbers(explorer.one.parts["sums"].get_text())
    assert (total, bias, logit) == pytest.approx((state["sum"], state["bias"][7], state["logits"][7]), abs=0.0051)
    assert logit == own


def test_the_network_is_the_one_that_lesson_03_trains_and_collapses(explorer):
    network = small(
        Conv2d(1, 8, 3, padding=1), Identity(), AvgPool2d(2),
        Conv2d(8, 16, 3, padding=1), Identity(), AvgPool2d(2), Flatten(), Dense(64, 10), seed=0,
    )  # fmt: skip
    train(network, DIGITS.train_images, DIGITS.train_labels, epochs=15, seed=0, progress=False)
    matrix, bias = collapse(network)
    np.testing.assert_allclose(explorer.here.matrix, matrix, atol=1e-12)
    np.testing.assert_allclose(explorer.state()["bias"], bias, atol=1e-12)


def test_every_template_stands_at_its_digit_in_the_colours_of_its_weights(explorer):
    templates = explorer.here.matrix.reshape(10, 8, 8)
    reach = np.quantile(np.abs(templates), 0.98)
    np.testing.assert_allclose(
        shown_templates(explorer.one.parts["sheet"]), style.DIVERGING((templates / reach + 1) / 2)
    )
    np.testing.assert_allclose(explorer.one.parts["template"].get_array(), templates[3] / reach)
    labels = {text.get_text(): text.get_position() for text in explorer.one.parts["sheet"].axes.texts}
    for digit in range(10):
        x, y = labels[str(digit)]
        assert (x // 9, y // 11) == (digit % 5, digit // 5)


def test_the_frame_and_the_enlarged_template_follow_the_chosen_digit(explorer):
    for digit in (0, 3, 5, 8):
        choose(explorer, digit=digit)
        x, y = explorer.one.parts["frame"].get_xy()
        assert ((x + 0.5) // 9, (y + 0.5) // 11) == (digit % 5, digit // 5)
        assert explorer.one.parts["template title"].get_text() == f"template {digit}"
        assert f"Template {digit}:" in explorer.state()["readout"]


def test_the_tick_says_whether_the_reading_is_right(explorer):
    predicted = explorer.networks["identity"].predict(IMAGES)
    for index, mark, words in (
        (np.flatnonzero(predicted == DIGITS.test_labels)[0], "✓", "which is right"),
        (np.flatnonzero(predicted != DIGITS.test_labels)[0], "✗", "but this is a"),
    ):
        choose(explorer, image=int(index))
        assert explorer.logits.read.get_text() == f"read {mark}"
        assert explorer.logits.read.get_position()[1] == predicted[index]
        assert f"It reads {predicted[index]}, {words}" in explorer.state()["readout"]


# ---- flipping the contrast -----------------------------------------------------------------------------------------


def test_a_flip_mirrors_every_logit_of_the_linear_network_at_its_bias(explorer):
    before, templates = explorer.state(), explorer.here.matrix
    choose(explorer, flip=True)
    after = explorer.state()
    np.testing.assert_allclose(after["network"], 2 * np.array(before["bias"]) - before["network"], atol=1e-10)
    np.testing.assert_array_equal(explorer.here.matrix, templates)
    rings, ends = explorer.logits.before.get_xdata(), [bar.get_x() + bar.get_width() for bar in explorer.logits.bars]
    np.testing.assert_allclose((rings + ends) / 2, explorer.logits.bias.get_xdata(), atol=1e-10)
    assert "mirrored every logit at its bias" in after["readout"]


def test_a_flip_mirrors_nothing_with_relu_and_the_templates_change(explorer):
    choose(explorer, network="relu")
    before, templates = explorer.state(), explorer.here.matrix
    choose(explorer, flip=True)
    after = explorer.state()
    assert np.max(np.abs(after["network"] - (2 * np.array(before["bias"]) - before["network"]))) > 1
    assert np.max(np.abs(explorer.here.matrix - templates)) > 0.1
    assert "mirrored" not in after["readout"]


def test_a_flip_is_said_to_be_new_to_a_network_that_has_seen_plain_digits_only(explorer):
    for kind, can in (("identity", "it could not learn to read both"), ("relu", "this one can: lesson 05")):
        assert "never seen" not in explorer.state()["readout"]
        choose(explorer, network=kind, flip=True)
        assert "It has never seen an inverted image" in explorer.state()["readout"]
        assert can in explorer.state()["readout"]
        choose(explorer, flip=False)
    given = TemplateExplorer(relu=explorer.networks["relu"])
    choose(given, network="relu", flip=True)
    assert "never seen" not in given.state()["readout"]
    given.close()


# ---- the local matrix ----------------------------------------------------------------------------------------------


def test_the_local_matrix_is_pytorch_s_jacobian_at_the_image(explorer):
    torch = pytest.importorskip("torch")
    network = explorer.networks["relu"]
    params = [torch.tensor(value) for layer in network.layers for value in layer.params.values()]

    def logits(x):
        w1, b1, w2, b2, w3, b3 = params
        functional = torch.nn.functional
        h = functional.avg_pool2d(torch.relu(functional.conv2d(x, w1, b1, padding=1)), 2)
        h = functional.avg_pool2d(torch.relu(functional.conv2d(h, w2, b2, padding=1)), 2)
        return functional.linear(h.flatten(1), w3, b3)[0]

    for image in (*IMAGES[:4], -IMAGES[4]):
        at, x = local_maps.local_map(network, image), torch.tensor(image[None])
        jacobian = torch.autograd.functional.jacobian(logits, x).reshape(10, 64).numpy()
        np.testing.assert_allclose(at.matrix, jacobian, atol=1e-12)
        np.testing.assert_allclose(at.bias, logits(x).numpy() - jacobian @ image.ravel(), atol=1e-11)


@pytest.mark.parametrize(("first", "second"), [(10, 17), (3, 40), (200, 5)])
def test_the_local_matrix_holds_up_to_the_first_switch_and_no_further(explorer, first, second):
    network = explorer.networks["relu"]
    at = local_maps.local_map(network, IMAGES[first])
    until = local_maps.holds_until(network, at.gates, IMAGES[first], IMAGES[second])
    assert 0 < until < 1
    way = IMAGES[second] - IMAGES[first]
    for share in (0, 0.5 * until, 0.999 * until):
        image = IMAGES[first] + share * way
        assert all(np.array_equal(a, b) for a, b in zip(at.gates, local_maps.gates(network, image)))
        np.testing.assert_allclose(at.matrix @ image.ravel() + at.bias, network(image[None])[0], atol=1e-11)
    beyond = local_maps.gates(network, IMAGES[first] + 1.001 * until * way)
    assert sum(int(np.sum(a != b)) for a, b in zip(at.gates, beyond)) == 1


def test_nothing_switches_on_the_way_to_the_image_itself_or_without_relus(explorer):
    network, linear = explorer.networks["relu"], explorer.networks["identity"]
    assert local_maps.holds_until(network, local_maps.gates(network, IMAGES[0]), IMAGES[0], IMAGES[0]) == 1
    assert local_maps.holds_until(linear, local_maps.gates(linear, IMAGES[0]), IMAGES[0], IMAGES[1]) == 1


def test_the_relu_network_as_a_whole_has_no_matrix_and_the_explorer_says_which_layer_is_in_the_way(explorer):
    with pytest.raises(NotLinearError, match="layer 1 ReLU"):
        collapse(explorer.networks["relu"])
    choose(explorer, network="relu")
    assert "collapse refuses, because layer 1 ReLU is not linear" in explorer.state()["readout"]
    choose(explorer, view="two")
    assert "collapse refuses, because layer 1 ReLU is not linear" in explorer.state()["readout"]
    choose(explorer, network="identity")
    assert "refuses" not in explorer.state()["readout"]


# ---- two images ----------------------------------------------------------------------------------------------------


def test_without_relu_any_two_images_share_their_templates(explorer):
    choose(explorer, view="two")
    for first, second in ((0, 1), (10, 396), (7, 7)):
        choose(explorer, image=first, other=second)
        state = explorer.state()
        assert (state["change"], state["gates that differ"], state["holds until"]) == (0, 0, 1)
        assert max(state["miss on A"], state["miss on B"]) < 1e-12
        np.testing.assert_array_equal(*(shown_templates(explorer.pair.parts[key]) for key in "AB"))


def test_with_relu_one_image_s_matrix_fails_on_the_other(explorer):
    choose(explorer, network="relu", view="two")
    state = explorer.state()
    at = local_maps.local_map(explorer.networks["relu"], IMAGES[10])
    missed = at.matrix @ IMAGES[17].ravel() + at.bias - explorer.networks["relu"](IMAGES[17:18])[0]
    assert state["miss on A"] < 1e-12
    assert state["miss on B"] == pytest.approx(np.max(np.abs(missed))) and state["miss on B"] > 1
    assert state["change"] > 0.1
    assert not np.array_equal(*(shown_templates(explorer.pair.parts[key]) for key in "AB"))


def test_the_gates_that_differ_are_counted_as_the_network_s_own_outputs_say(explorer):
    choose(explorer, network="relu", view="two")
    outputs = dict(explorer.networks["relu"].activations(IMAGES[[10, 17]]))
    counts = [int(np.sum((outputs[name][0] > 0) != (outputs[name][1] > 0))) for name in ("1 ReLU", "4 ReLU")]
    assert explorer.state()["gates that differ"] == sum(counts)
    for number, count in enumerate(counts):
        assert numbers(explorer.gates.titles[number].get_text())[1] == count
    assert f"{sum(counts)} of 768 gates differ" in explorer.state()["readout"]


def test_an_image_and_itself_have_all_gates_in_common_and_its_negative_has_not(explorer):
    choose(explorer, network="relu", view="two", other=10)
    assert explorer.state()["gates that differ"] == 0
    assert "one matrix serves them both" in explorer.state()["readout"]
    choose(explorer, flip=True)
    assert explorer.state()["gates that differ"] > 100


def test_a_gate_is_filled_on_the_side_of_the_image_that_opens_it():
    first, second = np.array([[[True, True, False, False]]]), np.array([[[True, False, True, False]]])
    picture = gate_picture(first, second)
    left, right = picture[3, 2::8, 3], picture[3, 5::8, 3]
    np.testing.assert_array_equal(left > 0.5, first.ravel())
    np.testing.assert_array_equal(right > 0.5, second.ravel())
    # Where only one is open, it has a colour of its own; where both are, the two halves look the same.
    assert len({tuple(picture[3, x]) for x in (2, 8 + 2, 16 + 5)}) == 3
    np.testing.assert_array_equal(picture[3, 2], picture[3, 5])


@pytest.mark.parametrize("shape", [(9, 4, 4), (3, 5, 2), (100,), (41, 1, 1)])
def test_every_gate_has_a_square_of_its_own_inside_the_picture(shape):
    closed = np.zeros(shape, dtype=bool)
    empty = gate_picture(closed, closed)
    assert empty.shape[1] <= 320
    seen = set()
    for index in np.ndindex(*shape):
        opened = closed.copy()
        opened[index] = True
        changed = np.argwhere(np.any(gate_picture(opened, closed) != empty, axis=2))
        assert len(changed) == 18
        seen.add(tuple(changed.min(axis=0)))
    assert len(seen) == closed.size


# ---- networks that are handed in -----------------------------------------------------------------------------------


def test_networks_that_are_handed_in_are_shown_and_not_changed():
    linear = small(Conv2d(1, 2, 3), Flatten(), Dense(72, 10))
    bent = small(Conv2d(1, 3, 5), ReLU(), Flatten(), Dense(48, 20), ReLU(), Dense(20, 10))
    kept = linear.parameters.copy(), bent.parameters.copy()
    explorer = TemplateExplorer(identity=linear, relu=bent)
    np.testing.assert_allclose(explorer.state()["network"], linear(DIGITS.test_images[10:11])[0], atol=1e-5)
    choose(explorer, network="relu", view="two", flip=True)
    assert explorer.state()["gates"] == 3 * 16 + 20
    choose(explorer, view="one")
    np.testing.assert_allclose(explorer.state()["network"], bent(-DIGITS.test_images[10:11])[0], atol=1e-5)
    np.testing.assert_array_equal(linear.parameters, kept[0])
    np.testing.assert_array_equal(bent.parameters, kept[1])
    explorer.close()


COLOURED = Sequential([Conv2d(3, 2, 3), ReLU(), Flatten(), Dense(72, 10)])
WRONG = {
    "no network": ("identity", "linear", "expected a trained Sequential, got 'linear'"),
    "other images": ("relu", COLOURED, r"for images of shape \(1, 8, 8\).*layer 0 Conv2d"),
    "four logits": ("identity", small(Flatten(), Dense(64, 4)), r"10 logits.*\(4,\)"),
    "bent": ("identity", small(Flatten(), Dense(64, 9), ReLU(), Dense(9, 10)), "layer 2 ReLU is not linear"),
    "no relu": ("relu", small(Flatten(), Dense(64, 10)), "at least one ReLU"),
    "tanh too": ("relu", small(Flatten(), ReLU(), Dense(64, 9), Tanh(), Dense(9, 10)), "layer 3 Tanh is not linear"),
    "max pool": ("relu", small(ReLU(), MaxPool2d(2), Flatten(), Dense(16, 10)), "layer 1 MaxPool2d is not linear"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_network_that_does_not_fit_is_refused_by_name(case):
    argument, network, words = WRONG[case]
    with pytest.raises(ValueError, match=f"^{argument}: .*{words}"):
        TemplateExplorer(**{argument: network})


def test_a_second_explorer_does_not_train_again(explorer, monkeypatch):
    monkeypatch.setattr(digit_networks, "train", lambda *arguments, **options: pytest.fail("it trained once more"))
    second = TemplateExplorer()
    assert second.state() == explorer.state()
    second.close()


# ---- the explorer itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "control", "value"), [
    ("one", "network", "relu"), ("one", "view", "two"), ("one", "image", 11), ("one", "flip", True),
    ("one", "digit", 8), ("two", "network", "relu"), ("two", "other", 3), ("two", "image", 396),
])  # fmt: skip
def test_every_control_changes_what_is_shown(drawn, view, control, value):
    choose(drawn, view=view)
    before, sentence = pieces(drawn), drawn.state()["readout"]
    choose(drawn, **{control: value})
    assert pieces(drawn) != before
    # Without ReLU one and the same sentence is true of every two images.
    assert drawn.state()["readout"] != sentence or (view, control) in {("two", "other"), ("two", "image")}


def test_the_next_image_is_one_further_and_after_the_last_comes_the_first(explorer):
    explorer.next.click()
    assert explorer.value("image") == 11
    choose(explorer, image=len(IMAGES) - 1)
    explorer.next.click()
    assert explorer.value("image") == 0


def test_each_view_offers_the_controls_that_it_needs(explorer):
    shown = {name for name, control in explorer.controls.items() if control.layout.display != "none"}
    assert shown == {"network", "view", "image", "flip", "digit"}
    choose(explorer, view="two")
    shown = {name for name, control in explorer.controls.items() if control.layout.display != "none"}
    assert shown == {"network", "view", "image", "flip", "other"}


def test_many_moves_add_nothing_to_the_pictures(drawn):
    rng = np.random.default_rng(0)
    artists = [len(canvas.figure.findobj()) for canvas in drawn.canvases.values()]
    for _ in range(8):
        choose(drawn, network=str(rng.choice(KINDS)), view=str(rng.choice(["one", "two"])), flip=bool(rng.integers(2)),
               image=int(rng.integers(397)), other=int(rng.integers(397)), digit=int(rng.integers(10)))  # fmt: skip
    assert [len(canvas.figure.findobj()) for canvas in drawn.canvases.values()] == artists


def test_a_still_picture_with_both_panels_and_words_for_it_is_stored(drawn):
    data, metadata = drawn.bundle()
    still = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert still.width / 2 == metadata["image/png"]["width"] == 660
    for words in ("ten pictures", "template", "logits", "gates"):
        assert words in metadata["image/png"]["alt"]


def test_the_room_for_the_sentence_is_as_large_as_the_longest_one(explorer):
    longest = 0
    for view in ("one", "two"):
        for image in range(0, len(IMAGES), 40):
            choose(explorer, network="relu", view=view, flip=True, image=image, digit=image % 10)
            longest = max(longest, len(explorer.state()["readout"]))
    assert explorer.longest - 30 <= longest <= explorer.longest
