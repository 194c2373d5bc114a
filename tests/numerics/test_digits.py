"""The digits: what they are, how they are split, and the flipped task."""

import numpy as np
import pytest

from helpers.digits import DATA, flip_contrast, load_digits

TRAIN_START = [6, 6, 6, 2, 5, 6, 6, 2, 2, 1, 1, 9]
TEST_END = [9, 8, 4, 2, 2, 3, 9, 6, 2, 2, 9, 3]


def test_the_shapes_types_and_range_are_as_promised():
    digits = load_digits()
    assert digits.train_images.shape == (1400, 1, 8, 8) and digits.test_images.shape == (397, 1, 8, 8)
    assert digits.train_labels.shape == (1400,) and digits.test_labels.shape == (397,)
    assert digits.train_images.dtype == digits.test_images.dtype == np.float32
    assert digits.train_labels.dtype == digits.test_labels.dtype == np.int64
    assert digits.train_images.min() == -1 and digits.train_images.max() == 1
    assert set(digits.train_labels) == set(digits.test_labels) == set(range(10))


def test_the_pixels_are_those_of_scikit_learn():
    original = pytest.importorskip("sklearn.datasets").load_digits()
    with np.load(DATA) as file:
        assert np.array_equal(file["pixels"], original.images)
        assert np.array_equal(file["labels"], original.target)


def test_the_split_uses_every_digit_once():
    digits = load_digits()
    with np.load(DATA) as file:
        pixels, labels = file["pixels"], file["labels"]
    images = np.concatenate([digits.train_images, digits.test_images])[:, 0] * 8 + 8
    rows = np.column_stack([images.reshape(1797, 64), np.concatenate([digits.train_labels, digits.test_labels])])
    expected = np.column_stack([pixels.reshape(1797, 64), labels]).astype(float)
    assert np.array_equal(rows[np.lexsort(rows.T)], expected[np.lexsort(expected.T)])


def test_the_split_is_the_same_on_every_machine():
    digits = load_digits()
    # Would change if a new NumPy drew another permutation: then the split needs a file of its own.
    assert digits.train_labels[:12].tolist() == TRAIN_START
    assert digits.test_labels[-12:].tolist() == TEST_END


def test_a_digit_looks_like_what_its_label_says():
    digits = load_digits()
    zeros = digits.train_images[digits.train_labels == 0].mean(axis=0)[0]
    ones = digits.train_images[digits.train_labels == 1].mean(axis=0)[0]
    # A zero is a ring, empty in the middle; a one is a stroke through it.
    assert zeros[3:5, 3:5].mean() < 0 < ones[3:5, 3:5].mean()


def test_one_caller_cannot_spoil_the_digits_of_another():
    load_digits().train_images[...] = 0
    assert load_digits().train_images.any()


def test_flipping_leaves_each_image_or_negates_it_as_a_whole():
    images = load_digits().train_images
    flipped = flip_contrast(images, seed=0)
    same = (flipped == images).all(axis=(1, 2, 3))
    negated = (flipped == -images).all(axis=(1, 2, 3))
    assert np.array_equal(same, ~negated)
    # 1,400 fair coins: 700 with a standard deviation of 19.
    assert abs(int(same.sum()) - 700) < 80
    assert flipped.dtype == np.float32 and not np.shares_memory(flipped, images)


def test_the_seed_decides_which_images_are_flipped():
    images = load_digits().test_images
    assert np.array_equal(flip_contrast(images, 1), flip_contrast(images, 1))
    assert not np.array_equal(flip_contrast(images, 1), flip_contrast(images, 2))


def test_flipping_takes_images_of_any_shape():
    assert flip_contrast(np.ones((5, 3)), 0).shape == (5, 3)
    assert flip_contrast(np.ones((0, 1, 8, 8), np.float32), 0).shape == (0, 1, 8, 8)
