"""Two small explorers. The switches: each setting is the same network with layers replaced, and the learner's own is left
alone. The spiral: what comes back is drawn, and what was tried is counted.
"""

import itertools

import numpy as np
import pytest
from explorer_tools import Moved, untrained_network

from helpers.digits import load_digits
from helpers.experiments.other_bends.bottleneck import spiral, through_relus
from helpers.explorers import SpiralExplorer, SwitchExplorer
from helpers.layers import Dense, Flatten, Identity, ReLU
from helpers.network import Sequential

SETTINGS = list(itertools.product([True, False], repeat=2))

# ---- the switches ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parts():
    network, images, _ = untrained_network()
    # Labelled so that with both switches on, every other image is read rightly.
    read = network(images).argmax(axis=1)
    return network, images, np.where(np.arange(len(read)) % 2, read, (read + 1) % 10)


@pytest.fixture(scope="module")
def explorer(parts):
    moved = Moved(SwitchExplorer(*parts))
    yield moved
    moved.explorer.close()


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_the_network_with_those_layers_replaced(setting, parts, explorer):
    network, x, labels = parts
    shown = explorer.show(on1=setting[0], on2=setting[1])
    switches = iter(setting)
    for layer in network.copy().layers:
        x = (Identity() if isinstance(layer, ReLU) and not next(switches) else layer).forward(x)
    assert shown["accuracy"] == pytest.approx(np.mean(x.argmax(axis=1) == labels))
    assert shown["read"] == x[:10].argmax(axis=1).tolist() and shown["on"] == sum(setting)


def test_each_digit_is_shown_with_what_is_read_and_whether_that_is_right(parts, explorer):
    _, images, labels = parts
    read = explorer.show()["read"]
    for text, image, digit, label in zip(explorer.readings, images, read, labels):
        # Beside a wrong digit, the right one: some of them not even a human reads with ease.
        assert text.get_text() == (f"✓ {digit}" if digit == label else f"✗ {digit}\nit is a {label}")
        assert np.array_equal(text.axes.images[0].get_array(), image[0])
    assert len({text.get_text()[0] for text in explorer.readings}) == 2


def test_the_sentence_names_the_activations_that_are_on(explorer):
    words = [explorer.show(on1=on1, on2=on2)["readout"].split(":")[0] for on1, on2 in SETTINGS]
    assert words == ["All hidden activations are on", 
                     "Of the hidden activations, only the ReLU after convolution 1 is on",
                     "Of the hidden activations, only the ReLU after convolution 2 is on",
                     "All hidden activations are off"]  # fmt: skip


def test_the_learners_network_is_left_as_it_was(parts):
    network, images, labels = parts
    kinds, logits = [type(layer) for layer in network.layers], network(images[:5])
    explorer = SwitchExplorer(network, images, labels)
    explorer.controls["on1"].value = explorer.controls["on2"].value = False
    assert [type(layer) for layer in network.layers] == kinds
    assert np.array_equal(network(images[:5]), logits)
    explorer.close()


def test_settings_that_were_tried_stay_as_bars_to_compare_with(parts):
    explorer = SwitchExplorer(*parts)
    explorer.controls["on1"].value = False
    explorer.controls["on2"].value = False
    names = [name.get_text() for name in explorer.names]
    assert names == ["all on", "only 2 on", "all off", ""]
    assert [bar.get_alpha() for bar in explorer.bars][:3] == [0.4, 0.4, 1]
    explorer.controls["on2"].value = True
    assert [name.get_text() for name in explorer.names] == names
    assert [bar.get_alpha() for bar in explorer.bars][:3] == [0.4, 1, 0.4]
    for bar, number, setting in zip(explorer.bars, explorer.numbers, explorer.tried):
        assert bar.get_width() == explorer.evaluate(setting)[0]
        assert number.get_text() == f"{bar.get_width():.0%}"
    explorer.close()


def test_of_many_settings_the_latest_four_stay():
    layers = [layer for _ in range(3) for layer in (Dense(64, 64), ReLU())]
    network = Sequential([Flatten(), *layers, Dense(64, 10)], input_shape=(1, 8, 8), seed=0)
    digits = load_digits()
    explorer = SwitchExplorer(network, digits.test_images[:20], digits.test_labels[:20])
    for name in ("on1", "on2", "on3", "on1", "on2"):
        explorer.controls[name].value = not explorer.value(name)
    assert [name.get_text() for name in explorer.names] == ["only 3 on", "all off", "only 1 on", "only 1 and 2 on"]
    explorer.close()


def test_each_switch_says_which_activation_it_is(explorer):
    labels = [control.description for control in explorer.controls.values()]
    assert labels == ["ReLU after convolution 1", "ReLU after convolution 2"]
    network = Sequential([Flatten(), Dense(64, 8), ReLU(), Dense(8, 6), ReLU(), Dense(6, 10)], input_shape=(1, 8, 8))
    digits = load_digits()
    dense = SwitchExplorer(network, digits.test_images[:4], digits.test_labels[:4])
    labels = [control.description for control in dense.controls.values()]
    assert labels == ["ReLU after dense layer 1", "ReLU after dense layer 2"]
    assert len(dense.readings) == 4
    dense.close()


# ---- the spiral -----------------------------------------------------------------------------------------------------


@pytest.fixture
def way_back():
    made = SpiralExplorer()
    yield made
    made.close()


def test_what_is_drawn_is_what_came_back(way_back):
    way_back.controls["units"].value = 7
    way_back.controls["draw"].value = 3
    points, error = through_relus(spiral(), 7, seed=3)
    assert np.array_equal(way_back.returned.get_offsets(), points)
    assert way_back.state()["error"] == pytest.approx(error)


def test_every_try_leaves_a_dot_and_the_fewest_that_kept_it_whole_are_remembered(way_back):
    for units in (30, 20, 1):
        way_back.controls["units"].value = units
    assert way_back.dots.get_xdata() == [2, 30, 20, 1]
    assert way_back.state()["fewest"] == 20
    assert "the fewest so far that kept it whole: 20" in way_back.state()["readout"]


def test_nothing_is_said_to_be_whole_before_it_was(way_back):
    assert way_back.state()["fewest"] is None
    assert "none so far" in way_back.state()["readout"]
