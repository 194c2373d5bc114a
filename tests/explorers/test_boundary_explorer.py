"""The boundary explorer: gradients against automatic differentiation, pieces counted in two other ways."""

import math

import numpy as np
import pytest
from explorer_tools import FUNCTIONS, NAMES, Moved
from scipy import optimize

from helpers import activations
from helpers.explorers import BoundaryExplorer
from helpers.explorers.boundary_explorer.explorer import trained
from helpers.explorers.boundary_explorer.small_nets import GAIN, TASKS, SmallNet, make_task


@pytest.fixture(scope="module")
def explorer():
    moved = Moved(BoundaryExplorer())
    yield moved
    moved.explorer.close()


def network_of(explorer):
    """The trained network that an explorer shows."""
    values = [explorer.value(control) for control in ("depth", "width", "seed")]
    f, grad, _ = explorer.functions()
    return trained(explorer.value("task"), f, grad, GAIN[explorer.value("activation")], *values)


# ---- data and network -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("task", TASKS)
def test_a_task_has_two_classes_of_one_size_within_the_square(task):
    points, labels = make_task(task)
    assert np.bincount(labels).tolist() == [100, 100]
    assert np.abs(points).max() < 2.1
    assert np.array_equal(points, make_task(task)[0]) and not np.array_equal(points, make_task(task, seed=1)[0])


def test_a_task_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="task: expected one of 'xor', 'moons', 'spiral', got 'circles'"):
        make_task("circles")


def score_of(name, net, points):
    """What a network with this activation makes of the points, one layer after the other."""
    x = points
    for W, b in zip(net.weights[:-1], net.biases[:-1]):
        x = FUNCTIONS[name](np.einsum("oi,ni->no", W, x) + b.T)
    return x @ net.weights[-1][0] + net.biases[-1][0, 0]


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_is_that_of_finite_differences(name):
    points, labels = make_task("spiral", 30)
    net = SmallNet(*activations.ACTIVATIONS[name], depth=3, width=5, seed=1)

    def loss(parameters):
        net.parameters[:] = parameters
        return np.mean(np.logaddexp(0, np.where(labels, -1, 1) * score_of(name, net, points)))

    expected = optimize.approx_fprime(net.parameters.copy(), loss, 1e-7)
    assert np.abs(net.gradient(points, labels) - expected).max() < 1e-6
    assert np.abs(net.output(points) - score_of(name, net, points)).max() < 1e-12


def test_training_with_adam_takes_the_steps_that_pytorch_takes():
    torch = pytest.importorskip("torch")
    points, labels = make_task("moons", 40)
    net = SmallNet(*activations.ACTIVATIONS["tanh"], depth=1, width=4, seed=3)
    theirs = [torch.tensor(array, requires_grad=True) for array in net.weights + net.biases]
    optimizer = torch.optim.Adam(theirs, lr=1.0, betas=(0.9, 0.99))
    net.train(points, labels, steps=10, learning_rate=0.05)
    x, target = torch.tensor(points), torch.tensor(labels, dtype=torch.float64)
    for step in range(1, 11):
        optimizer.param_groups[0]["lr"] = 0.05 * (1 - 0.9 * step / 10)
        W1, W2, b1, b2 = theirs
        score = (W2 @ torch.tanh(W1 @ x.T + b1) + b2)[0]
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(score, target).backward()
        optimizer.step()
    for mine, other in zip(net.weights + net.biases, theirs):
        assert np.abs(mine - other.detach().numpy()).max() < 1e-9


def test_the_head_start_is_the_ridge_regression_of_the_labels():
    points, labels = make_task("moons")
    net = SmallNet(*activations.ACTIVATIONS["relu"], depth=1, width=6, seed=2)
    net.fit_last_layer(points, labels)
    features = np.maximum(points @ net.weights[0].T + net.biases[0].T, 0)
    design = np.vstack([np.column_stack([features, np.ones(200)]), 0.1 * np.eye(7)])
    best = np.linalg.lstsq(design, np.concatenate([2 * labels - 1, np.zeros(7)]), rcond=None)[0]
    assert np.abs(np.append(net.weights[-1][0], net.biases[-1]) - best).max() < 1e-8


# ---- what is counted ------------------------------------------------------------------------------------------------


def test_linear_pieces_in_the_square_are_the_on_off_patterns_of_the_units(explorer):
    shown = explorer.show(task="moons", depth=4, width=16)
    net, angle = network_of(explorer), math.radians(35)
    along = np.linspace(-2, 2, 2001)[:, None] * [math.cos(angle), math.sin(angle)]
    x, bits = np.concatenate([explorer.grid, along]), []
    for W, b in zip(net.weights[:-1], net.biases[:-1]):
        z = np.einsum("oi,ni->no", W, x) + b.T
        bits.append(z > 0)
        x = np.where(z > 0, z, 0)
    patterns = [row.tobytes() for row in np.concatenate(bits, axis=1)]
    in_square, everywhere = len(set(patterns[: len(explorer.grid)])), len(set(patterns))
    # Some pieces are thinner than the square's pixels, and only the line meets them.
    assert shown["regions"] == everywhere > in_square
    assert f"At least {everywhere} linear pieces in the square" in shown["readout"]


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_pieces_on_the_line_are_counted_as_the_bends_of_the_output(name, explorer):
    shown = explorer.show(activation=name, width=4, angle=20)
    direction = np.array([math.cos(math.radians(20)), math.sin(math.radians(20))])
    score = network_of(explorer).output(np.linspace(-2, 2, 200_001)[:, None] * direction)
    bent = np.abs(np.diff(score, n=2)) > 1e-10
    bends = int(np.sum(bent & ~np.concatenate([[False], bent[:-1]])))
    assert shown["pieces on the line"] == bends + 1 > 2
    assert len(explorer.bends.get_xdata()) == bends
    assert explorer.count.get_text() == f"Output: {bends + 1} straight pieces"


@pytest.mark.parametrize("task", TASKS)
def test_the_identity_makes_one_piece_and_a_straight_boundary_however_deep(task, explorer):
    shown = explorer.show(task=task, activation="identity", depth=4, width=16)
    assert shown["regions"] == shown["pieces on the line"] == 1
    assert shown["right"] < 180
    net = network_of(explorer)
    base, right, up = net.output(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    flat = base + explorer.grid @ [right - base, up - base]
    assert np.abs(net.output(explorer.grid) - flat).max() < 1e-9


@pytest.mark.parametrize("task", TASKS)
def test_with_hidden_relus_all_points_come_to_lie_on_their_own_side(task, explorer):
    shown = explorer.show(task=task, depth=3, width=16)
    assert shown["right"] == shown["points"] == 200
    assert shown["regions"] > 50 and shown["pieces on the line"] > 10
    assert "200 of 200 points on their own side" in shown["readout"]


def test_a_smooth_activation_has_no_pieces_to_count(explorer):
    shown = explorer.show(task="moons", activation="tanh", depth=2)
    assert shown["regions"] is shown["pieces on the line"] is None
    assert "no linear pieces to count" in shown["readout"] and explorer.count.get_text() == "Output: curved everywhere"


@pytest.mark.whole
def test_on_spirals_two_layers_of_eight_mostly_beat_one_of_sixteen_and_four_of_four_beat_neither(explorer):
    right = {
        (depth, width): [
            explorer.show(task="spiral", depth=depth, width=width, seed=seed)["right"] for seed in range(10)
        ]
        for depth, width in ((1, 16), (2, 8), (4, 4))
    }
    one, two, four = right.values()
    # Lesson 02 says so of the ten starts that the explorer has.
    assert sum(a < b for a, b in zip(one, two)) >= 7
    assert all(c < a and c < b for a, b, c in zip(one, two, four))


# ---- what is drawn --------------------------------------------------------------------------------------------------


def test_each_point_stands_on_a_colour_and_is_right_if_it_is_its_own(explorer):
    shown = explorer.show(task="spiral", width=4)
    points, labels = make_task("spiral")
    net = network_of(explorer)
    sides = np.array([net.output(point[None])[0] > 0 for point in points])
    assert 0 < np.sum(sides != labels) == 200 - shown["right"]
    no, yes = explorer.sides
    for point, side in zip(points, sides):
        assert (no.get_path().contains_point(point), yes.get_path().contains_point(point)) == (not side, side)
    assert no.get_facecolor() != yes.get_facecolor()


def test_the_boundary_of_layers_without_an_activation_is_drawn_as_a_straight_line(explorer):
    explorer.show(task="moons", activation="identity", depth=3)
    x, y = np.transpose([point for point in explorer.boundary.get_xydata() if np.isfinite(point).all()])
    assert np.hypot(np.ptp(x), np.ptp(y)) > 2
    # The smallest singular value is how far the points lie from the straight line nearest to them.
    centred = np.column_stack([x - x.mean(), y - y.mean()])
    assert np.linalg.svd(centred, compute_uv=False)[-1] < 1e-9


def test_the_lines_between_pieces_are_where_a_hidden_unit_is_at_its_bend(explorer):
    explorer.show(task="xor", activation="relu", depth=1, width=8)
    lines = explorer.pieces.get_xydata()
    lines = lines[np.isfinite(lines).all(axis=1)]
    net = network_of(explorer)
    z = net.weights[0] @ lines.T + net.biases[0]
    assert len(lines) > 8 and np.abs(z).min(axis=0).max() < 1e-9
    explorer.show(activation="tanh")
    assert len(explorer.pieces.get_xydata()) == 0


def test_both_classes_are_drawn_with_markers_of_their_own(explorer):
    explorer.show(task="moons")
    points, labels = make_task("moons")
    for dots, label in zip(explorer.dots, (0, 1)):
        assert np.array_equal(np.column_stack(dots.get_data()), points[labels == label])
    assert len({dots.get_marker() for dots in explorer.dots}) == len({dots.get_color() for dots in explorer.dots}) == 2


def test_a_legend_says_which_marker_means_yes(explorer):
    explorer.show()
    legend = explorer.path.axes.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["no", "yes"]
    assert [line.get_marker() for line in legend.get_lines()] == ["o", "^"]


def test_the_units_used_are_counted_and_the_best_so_far_is_remembered_for_each_task():
    explorer = BoundaryExplorer("xor", "relu", 1, 8)
    assert "Units used: 8. Your best on these data so far: 200 right with 8 units." in explorer.state()["readout"]
    explorer.controls["width"].value = 4
    assert (explorer.state()["units"], explorer.state()["best"]) == (4, (200, 4))
    explorer.controls["activation"].value = "identity"
    assert explorer.state()["right"] < 200 and explorer.state()["best"] == (200, 4)
    explorer.controls["task"].value = "spiral"
    assert explorer.state()["best"] == (explorer.state()["right"], 4)
    assert "least squares" not in explorer.state()["readout"] and "Adam" not in explorer.state()["readout"]
    explorer.close()


def test_the_curve_is_the_output_along_the_dashed_line(explorer):
    explorer.show(task="moons", activation="sigmoid", angle=120)
    x, y = explorer.curve.get_data()
    direction = np.array([math.cos(math.radians(120)), math.sin(math.radians(120))])
    score = network_of(explorer).output(x[:, None] * direction)
    assert np.abs(y - score / np.abs(score).max()).max() < 1e-12
    assert np.abs(np.column_stack(explorer.path.get_data()) - np.outer([-2, 2], direction)).max() < 1e-12


def test_moving_the_line_trains_and_repaints_nothing(explorer, monkeypatch):
    explorer.show()
    monkeypatch.setattr(SmallNet, "train", lambda *arguments: pytest.fail("trained again"))
    monkeypatch.setattr(explorer.boundary, "set_data", lambda *arguments: pytest.fail("painted again"))
    explorer.controls["angle"].value = 90
    assert list(explorer.path.get_xdata()) == pytest.approx([0, 0], abs=1e-12)
    assert "error" not in explorer.state()
