"""The operator cases of the ONNX standard: inputs and outputs that were written down by somebody else.

The ``onnx`` package holds them as code. Every case of our eight operators either runs here or stands in OUTSIDE with
the reason, and a test makes sure that none is forgotten.
"""

import functools
import importlib
import re

import numpy as np
import pytest

from helpers import activations
from helpers.convolution import AvgPool2d, Conv2d, MaxPool2d

OPERATORS = ("Relu", "LeakyRelu", "Sigmoid", "Tanh", "Softmax", "Conv", "AveragePool", "MaxPool")

OUTSIDE = {
    "Our average pooling counts padded zeros, as PyTorch's does by default; this case leaves them out.": [
        "test_averagepool_2d_precomputed_pads",
        "test_averagepool_2d_precomputed_same_upper",
        "test_averagepool_2d_pads",
    ],
    "Needs more padding on one side than on the other.": [
        "test_averagepool_2d_same_upper",
        "test_averagepool_2d_same_lower",
        "test_maxpool_2d_same_upper",
        "test_maxpool_2d_same_lower",
    ],
    "Keeps an incomplete window at the edge (ceil_mode); ours are dropped.": [
        "test_averagepool_2d_ceil",
        "test_maxpool_2d_ceil",
    ],
    "Has a dilated window.": [
        "test_averagepool_2d_dilations",
        "test_maxpool_2d_dilations",
    ],
    "Works on volumes; our windows are two-dimensional.": [
        "test_averagepool_3d_default",
        "test_averagepool_3d_dilations_small",
        "test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False",
        "test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_True",
        "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False",
        "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True",
        "test_maxpool_3d_default",
        "test_maxpool_3d_dilations",
        "test_maxpool_3d_dilations_use_ref_impl",
        "test_maxpool_3d_dilations_use_ref_impl_large",
    ],
}

EXCUSED = {name for names in OUTSIDE.values() for name in names}
WRITTEN_WITH_FOUR_DIGITS = {"test_averagepool_2d_ceil_last_window_starts_on_pad"}


@functools.cache
def collect():
    """All cases of our operators, and all that say the same in smaller operators ("…_expanded"), by name.

    Asked for in a test and not while tests are collected: ONNX works out the results of all cases as it makes them,
    which takes two seconds, in every process that would run tests.
    """
    pytest.importorskip("onnx")
    from onnx.backend.test.case import node

    # ONNX's own way makes the cases of all two hundred operators, with their results, in three seconds.
    for operator in OPERATORS:
        importlib.import_module(f"onnx.backend.test.case.node.{operator.lower()}")
    every_case = node._NodeTestCases
    own, expanded = {}, {}
    for case in every_case:
        nodes = case.model.graph.node
        if len(nodes) == 1 and nodes[0].op_type in OPERATORS:
            own[case.name] = case
    for case in every_case:
        origin = re.sub(r"_expanded(_ver\d+)?$", "", case.name)
        if origin != case.name and origin in own:
            expanded[case.name] = (origin, case)
    return own, expanded


def operator_and_attributes(case):
    from onnx.helper import get_attribute_value

    node = case.model.graph.node[0]
    return node.op_type, {attribute.name: get_attribute_value(attribute) for attribute in node.attribute}


def symmetric_padding(attributes, image, kernel, stride):
    """ONNX's four paddings, or its automatic one, as our (vertical, horizontal)."""
    if attributes.get("auto_pad", b"NOTSET") in (b"SAME_UPPER", b"SAME_LOWER"):
        sizes = zip(image, kernel, stride)
        total = [max((-(-size // s) - 1) * s + k - size, 0) for size, k, s in sizes]
        assert all(t % 2 == 0 for t in total), "more padding on one side"
        return tuple(t // 2 for t in total)
    top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
    assert (top, left) == (bottom, right), "more padding on one side"
    return top, left


def run(operator, attributes, x, *weights):
    """What the course computes for one case."""
    if operator in ("Relu", "Sigmoid", "Tanh"):
        return getattr(activations, operator.lower())(x)
    if operator == "LeakyRelu":
        return activations.leaky_relu(x, attributes.get("alpha", 0.01))
    if operator == "Softmax":
        return activations.softmax(x, attributes.get("axis", -1))
    if x.ndim == 3:  # a signal is an image of height one
        assert set(attributes) == {"kernel_shape"}
        return run(operator, {"kernel_shape": [1, *attributes["kernel_shape"]]}, x[:, :, None])[:, :, 0]

    kernel = tuple(attributes["kernel_shape"])
    stride = tuple(attributes.get("strides", (1, 1)))
    padding = symmetric_padding(attributes, x.shape[2:], kernel, stride)
    if operator == "MaxPool":
        return MaxPool2d(kernel, stride, padding)(x)
    if operator == "AveragePool":
        assert padding == (0, 0) or attributes.get("count_include_pad") == 1
        return AvgPool2d(kernel, stride, padding)(x)
    layer = Conv2d(x.shape[1], len(weights[0]), kernel, stride, padding, bias=len(weights) > 1)
    for name, value in zip(("weight", "bias"), weights):
        layer.params[name][...] = value
    return layer(x)


def cases_of(operator):
    """The cases of an operator, by name, without those that are excused."""
    own, _ = collect()
    chosen = {name: case for name, case in own.items() if operator_and_attributes(case)[0] == operator}
    return {name: case for name, case in chosen.items() if name not in EXCUSED}


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_course_computes_what_the_standard_says(operator):
    cases = cases_of(operator)
    assert cases
    for name, case in cases.items():
        assert case.data_sets, name
        for inputs, outputs in case.data_sets:
            result = run(*operator_and_attributes(case), *inputs)
            # Max pooling may have a second output, the places of the maxima, which ours does not give.
            assert result.shape == outputs[0].shape, name
            # The standard allows a relative error of 1e-3; in float32, sums of up to 25 terms deserve far better.
            rtol = case.rtol if name in WRITTEN_WITH_FOUR_DIGITS else 1e-6
            np.testing.assert_allclose(result, outputs[0], rtol=rtol, atol=1e-6, err_msg=name)


def test_an_expanded_case_holds_the_numbers_of_one_that_runs():
    cases, expanded = collect()
    assert expanded
    for name, (origin, case) in expanded.items():
        assert origin in set(cases) - EXCUSED, name
        for ours, theirs in zip(cases[origin].data_sets, case.data_sets, strict=True):
            for array, same in zip((*ours[0], *ours[1]), (*theirs[0], *theirs[1]), strict=True):
                assert np.array_equal(array, same), name


def test_every_excuse_belongs_to_a_case_that_exists():
    assert EXCUSED <= set(collect()[0])


def test_no_excuse_is_needed_for_a_case_that_would_pass():
    for name in sorted(EXCUSED):
        case = collect()[0][name]
        inputs, outputs = case.data_sets[0]
        try:
            result = run(*operator_and_attributes(case), *inputs)
        except (AssertionError, ValueError):
            continue
        same = result.shape == outputs[0].shape and np.allclose(result, outputs[0], rtol=1e-6, atol=1e-6)
        assert not same, name
