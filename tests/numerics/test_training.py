"""The training loop: what it learns, what it writes down, and how it stops."""

import signal

import numpy as np
import pytest

from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d
from helpers.digits import flip_contrast, load_digits
from helpers.layers import Dense, Dropout, Flatten, Identity, ReLU
from helpers.losses import accuracy, cross_entropy
from helpers.network import Sequential
from helpers.optimizers import SGD, Adam
from helpers.training import History, evaluate, train, training_steps


def points(n=150, seed=0):
    """Three clouds in the plane, one for each class."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, size=n)
    centres = np.array([[3, 0], [-3, 2], [-2, -3]])
    return (centres[labels] + rng.normal(size=(n, 2))).astype(np.float32), labels


def small(seed=0):
    return Sequential([Dense(2, 8), ReLU(), Dense(8, 3)], input_shape=(2,), seed=seed)


def run(network, **options):
    return train(network, *points(), **{"epochs": 3, "progress": False, **options})


def test_training_lowers_the_loss_and_the_history_tells():
    network = small()
    before, _ = evaluate(network, *points())
    history = run(network, epochs=60)
    loss, share = evaluate(network, *points())
    assert loss < before / 3 and share > 0.9
    assert history.epochs_done == len(history.loss) == len(history.accuracy) == 60
    assert history.loss[-1] < history.loss[0]
    assert not history.stopped_early
    assert history.validation_loss == history.validation_accuracy == []


def test_validation_is_measured_after_every_epoch():
    network, held_out = small(), points(seed=1)
    history = run(network, validation=held_out)
    assert len(history.validation_loss) == len(history.validation_accuracy) == 3
    assert (history.validation_loss[-1], history.validation_accuracy[-1]) == evaluate(network, *held_out)


def test_the_loss_of_an_epoch_is_the_mean_over_its_images_not_over_its_batches():
    x, labels = points(n=70)
    # A learning rate of zero: the network stays as it is, so every batch, also the short one, sees the same.
    network = small()
    history = train(network, x, labels, optimizer=SGD(network, 0.0), epochs=1, batch_size=64, progress=False)
    loss, share = evaluate(network, x, labels)
    assert history.loss[0] == pytest.approx(loss, rel=1e-5)
    assert history.accuracy[0] == pytest.approx(share)


def test_every_epoch_is_booked_on_its_own():
    steps = list(training_steps(small(), *points(), epochs=3))
    history = run(small(), epochs=3)
    for epoch, (loss, share) in enumerate(zip(history.loss, history.accuracy, strict=True)):
        own = [step for step in steps if step.epoch == epoch]
        assert loss == pytest.approx(sum(step.loss * step.size for step in own) / 150)
        assert share == pytest.approx(sum(step.accuracy * step.size for step in own) / 150)


def test_the_seed_decides_the_whole_training():
    first, second, other = small(), small(), small()
    assert run(first, seed=1).loss == run(second, seed=1).loss
    assert np.array_equal(first.parameters, second.parameters)
    assert run(other, seed=2).loss != run(small(), seed=1).loss


def test_one_epoch_visits_every_image_once():
    x, labels = points(n=70)
    network, seen = small(), []
    original = network.forward
    network.forward = lambda batch: seen.append(batch) or original(batch)
    sizes = [step.size for step in training_steps(network, x, labels, epochs=1, batch_size=32)]
    assert sizes == [32, 32, 6]
    seen = np.concatenate(seen)
    assert not np.array_equal(seen, x)
    assert np.array_equal(np.sort(seen, axis=0), np.sort(x, axis=0))


def test_training_steps_pause_after_every_batch_and_report_the_loss_before_it():
    network = small()
    x, labels = points(n=70)
    steps = training_steps(network, x, labels, epochs=2, batch_size=70)
    expected = cross_entropy(network(x), labels)
    assert next(steps).loss == pytest.approx(expected, rel=1e-6)
    after_one = network.parameters.copy()
    expected = cross_entropy(network(x), labels)
    step = next(steps)
    assert step.loss == pytest.approx(expected, rel=1e-6)
    assert (step.epoch, step.step, step.last_of_epoch) == (1, 0, True)
    assert not np.array_equal(network.parameters, after_one)
    assert next(steps, None) is None


def test_dropout_works_while_training_and_rests_afterwards():
    network = Sequential([Dense(2, 8), Dropout(), Dense(8, 3)])
    modes = []
    for _ in training_steps(network, *points(), epochs=1, batch_size=50):
        modes.append(network.layers[1].training)
        evaluate(network, *points())
    assert modes == [True] * 3
    run(network)
    assert np.array_equal(network(points()[0]), network(points()[0]))


def interrupt_after(epochs):
    def callback(history):
        if history.epochs_done == epochs:
            signal.raise_signal(signal.SIGINT)

    return callback


def test_an_interruption_keeps_what_was_learned_and_the_history():
    network, whole = small(), small()
    history = run(network, epochs=10, validation=points(seed=1), callback=interrupt_after(2))
    assert history.stopped_early
    assert history.epochs_done == len(history.validation_loss) == 2
    expected = run(whole, epochs=2)
    assert history.loss == expected.loss
    assert np.array_equal(network.parameters, whole.parameters)


def test_a_callback_may_end_the_training_itself():
    def enough(history):
        raise KeyboardInterrupt

    history = run(small(), epochs=10, callback=enough)
    assert history.stopped_early and history.epochs_done == 1


def test_an_interruption_within_an_epoch_keeps_the_steps_before_it():
    class Impatient(SGD):
        steps = 0

        def step(self):
            super().step()
            self.steps += 1
            if self.steps == 4:
                signal.raise_signal(signal.SIGINT)

    network = small()
    start = network.parameters.copy()
    history = run(network, optimizer=Impatient(network), batch_size=50, epochs=10)
    assert history.stopped_early and history.epochs_done == 1
    assert not np.array_equal(network.parameters, start)
    assert not network.layers[0].training


def test_an_interruption_while_validating_leaves_lists_of_one_length(monkeypatch):
    calls = []

    def slow(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return 1.0, 0.5

    monkeypatch.setattr("helpers.training.evaluate", slow)
    history = run(small(), validation=points())
    assert history.stopped_early
    assert [len(part) for part in (history.loss, history.accuracy, history.validation_loss)] == [1, 1, 1]


def test_other_errors_are_not_swallowed():
    def broken(history):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(small(), callback=broken)


def test_the_progress_bar_shows_loss_and_accuracy_as_they_come(capsys):
    run(small(), epochs=2, progress=True, validation=points(seed=1))
    shown = capsys.readouterr().err
    assert "loss=" in shown and "accuracy=" in shown and "validation=" in shown
    assert "2/2" in shown


def test_the_progress_bar_is_left_out_on_request(capsys):
    run(small(), progress=False)
    assert capsys.readouterr() == ("", "")


def test_a_history_prints_on_one_line():
    history = History([0.5, 0.25], [0.8, 0.9], [0.6, 0.3], [0.7, 0.85], stopped_early=True)
    assert repr(history) == ("History(2 epochs, stopped early; loss 0.250, accuracy 90.0%; "
                             "validation accuracy 85.0%)")  # fmt: skip
    assert repr(History()) == "History(0 epochs)"


def test_evaluate_gives_the_same_in_batches_as_at_once():
    x, labels = points(n=600)
    network = small().eval()
    logits = network(x)
    loss, share = evaluate(network, x, labels)
    # Only the order of float32 additions may differ.
    assert loss == pytest.approx(cross_entropy(logits, labels), rel=1e-5)
    assert share == accuracy(logits, labels)


def test_evaluate_drops_nothing():
    network = Sequential([Dense(2, 8), Dropout(0.9), Dense(8, 3)])
    expected = evaluate(network, *points())
    network.train()
    assert evaluate(network, *points()) == expected
    assert not network.layers[1].training


def test_lists_and_other_number_types_train_the_same():
    x, labels = points()
    as_lists = train(small(), x.tolist(), labels.tolist(), epochs=2, progress=False)
    assert as_lists.loss == train(small(), x, labels, epochs=2, progress=False).loss


def test_no_epochs_leave_the_network_as_it_was():
    network = small()
    start = network.parameters.copy()
    assert run(network, epochs=0).epochs_done == 0
    assert np.array_equal(network.parameters, start)


@pytest.mark.parametrize(
    ("images", "labels", "options", "message"),
    [
        (np.zeros((3, 2)), [0, 1], {}, "labels: expected one for each .* got 3 images and 2 labels"),
        (np.zeros((0, 2)), [], {}, "at least one image"),
        (np.zeros((2, 2)), [0, 7], {}, "labels: expected integers from 0 to 2"),
        (np.zeros((2, 2)), [0, 1], {"epochs": -1}, "epochs, batch_size"),
        (np.zeros((2, 2)), [0, 1], {"batch_size": 0}, "epochs, batch_size"),
    ],
)
def test_errors_name_what_was_expected_and_what_came(images, labels, options, message):
    with pytest.raises(ValueError, match=message):
        train(small(), images, labels, progress=False, **options)


# Test accuracies after 15 epochs. With eight seeds each they spread over, in the order below: 0.91–0.93, 0.93–0.97,
# 0.97–0.98, 0.97–0.98 on plain digits, and 0.20–0.25, 0.91–0.95, 0.92–0.96, 0.94–0.96 on flipped ones. One image is
# 0.0025; the bands leave room for about ten, since another order of float32 additions leads to other networks.
BANDS = {
    ("plain", Identity, AvgPool2d): (0.88, 0.95),
    ("plain", ReLU, AvgPool2d): (0.90, 0.99),
    ("plain", Identity, MaxPool2d): (0.94, 1.0),
    ("plain", ReLU, MaxPool2d): (0.94, 1.0),
    ("flipped", Identity, AvgPool2d): (0.10, 0.30),
    ("flipped", ReLU, AvgPool2d): (0.88, 0.97),
    ("flipped", Identity, MaxPool2d): (0.89, 0.98),
    ("flipped", ReLU, MaxPool2d): (0.91, 0.98),
}


@pytest.fixture(scope="module")
def table():
    """Mean test accuracy over two seeds for each task, activation and pooling."""
    digits, scores = load_digits(), {}
    for task, activation, pool in BANDS:
        train_images, test_images = digits.train_images, digits.test_images
        if task == "flipped":
            train_images, test_images = flip_contrast(train_images, 1), flip_contrast(test_images, 2)
        found = []
        for seed in range(2):
            layers = [Conv2d(1, 8, 3, padding=1), activation(), pool(2), Conv2d(8, 16, 3, padding=1), activation(),
                      pool(2), Flatten(), Dense(64, 10)]  # fmt: skip
            network = Sequential(layers, input_shape=(1, 8, 8), seed=seed)
            train(network, train_images, digits.train_labels, optimizer=Adam(network, 3e-3), epochs=15, seed=seed,
                  progress=False)  # fmt: skip
            found.append(evaluate(network, test_images, digits.test_labels)[1])
        scores[task, activation, pool] = found
    return scores


@pytest.mark.parametrize("cell", BANDS, ids=lambda cell: f"{cell[0]}-{cell[1].__name__}-{cell[2].__name__}")
def test_every_cell_of_the_table_is_where_the_course_says(table, cell):
    low, high = BANDS[cell]
    assert all(low <= score <= high for score in table[cell]), table[cell]


def test_a_linear_network_is_lost_on_flipped_digits_and_one_relu_layer_saves_it(table):
    assert min(table["flipped", ReLU, AvgPool2d]) > max(table["flipped", Identity, AvgPool2d]) + 0.5


def test_plain_digits_and_max_pooling_hide_what_relu_is_worth(table):
    assert np.mean(table["plain", ReLU, AvgPool2d]) - np.mean(table["plain", Identity, AvgPool2d]) < 0.08
    assert abs(np.mean(table["flipped", ReLU, MaxPool2d]) - np.mean(table["flipped", Identity, MaxPool2d])) < 0.06
