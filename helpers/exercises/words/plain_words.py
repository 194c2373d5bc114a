"""What common messages of Python and NumPy mean.

Each entry has the class of an exception, a pattern found in its message, and a sentence in which ``{0}``, ``{1}`` stand
for the groups of the pattern. The first that fits is used.
"""

import numpy as np

from helpers.exercises.words.plain_words_python import PYTHON

REFUSED = {
    "exit": (
        "Your function calls `exit()`, which would end the whole notebook. The check has prevented that: use `return`"
        " to leave a function."
    ),
    "input": (
        "Your function calls `input()` and would wait for somebody to type. Everything it needs is in its arguments."
    ),
    "breakpoint": "Your function calls `breakpoint()`, which would wait for you. Remove it before the check.",
}

ARRAYS = (
    (
        ValueError,
        # `np.broadcast_to` complains in the same words, and asks for other shapes.
        r"remapped shapes \[original->remapped\]: (\(\d+,2\)) *and requested shape (\(\d+,2\))",
        (
            "`np.pad` needs one pair of numbers for each axis, so pairs of shape {1}, and was given {0}. A pair of"
            " zeros leaves an axis as it is."
        ),
    ),
    (
        ValueError,
        r"remapped shapes \[original->remapped\]: (\(.*?\))->.*? (\(.*?\))->",
        "In `einsum`, one letter stands for axes of different sizes. The arrays have the shapes {0} and {1}.",
    ),
    (
        ValueError,
        r"broadcast together with remapped shapes \[original->remapped\]: (\(.*?\)) *and requested shape (\(.*?\))",
        (
            "An array of shape {0} cannot be spread to the shape {1}. Counted from the last axis, each size must be equal,"
            " or 1 in the array."
        ),
    ),
    (
        ValueError,
        r"operands could not be broadcast together with (?:remapped )?shapes? (.*)",
        (
            "NumPy could not line up arrays of shapes {0}. Counted from the last axis, two sizes must be equal or one"
            " of them 1."
        ),
    ),
    (
        ValueError,
        r"non-broadcastable output operand with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))",
        (
            "An array that is written into, as with `+=` or `out=`, keeps its shape, here {0}. What goes in would make it"
            " {1}. Has that an axis too many? Or is the array a slice that was cut off at the edge?"
        ),
    ),
    (
        ValueError,
        r"could not broadcast input array from shape (\(.*?\)) into shape (\((?:.*,)?0(?:,.*?)?\))",
        (
            "An array of shape {0} was assigned to a place of shape {1}, which is empty. If a slice made that place,"
            " where does it begin and where does it end?"
        ),
    ),
    (
        ValueError,
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
        (
            "An array of shape {0} does not fit into a place of shape {1}. Counted from the last axis, each size must be"
            " that of the place, or 1."
        ),
    ),
    (
        ValueError,
        r"matmul.*size (\d+) is different from (\d+)",
        (
            "The sizes inside a matrix product do not match: {1} columns on the left, {0} rows on the right. Is one of"
            " the two transposed, their order swapped, or one of them used twice? Or does another array belong here,"
            " or no matrix product?"
        ),
    ),
    (
        ValueError,
        r"matmul.*does not have enough dimensions",
        (
            "`@` needs arrays with at least one axis, and one of the two has none. Is it a single number? Then `*` may"
            " be meant, or a whole array should be handed over, or a running product begins with a matrix."
        ),
    ),
    (
        ValueError,
        # Which axes meet is not the same for `np.dot` of tables, of images, and for `np.inner`: the message tells.
        r"shapes (\(.*?\)) and (\(.*?\)) not aligned: (\d+) \(dim (\d+)\) != (\d+) \(dim (\d+)\)",
        (
            "A product of shapes {0} and {1} is not possible: axis {3} of the first has size {2}, and axis {5} of the"
            " second, which it meets, has size {4}. Is one of the two transposed?"
        ),
    ),
    (
        ValueError,
        r"Since axis is `None`, must provide window_shape",
        (
            "Without `axis`, `sliding_window_view` slides over every axis, and wants a size for each. `axis=` names those"
            " it should slide over."
        ),
    ),
    (
        ValueError,
        r"array split does not result in an equal division",
        "The axis cannot be cut into so many equal pieces. Is it the right axis?",
    ),
    (
        ValueError,
        r"`indices` and `arr` must have the same number of dimensions",
        (
            "`take_along_axis` and `put_along_axis` need as many axes in the index array as in the array itself. Compare"
            " the two shapes."
        ),
    ),
    (
        ValueError,
        r"all the input arrays must have same number of dimensions",
        (
            "Arrays that are joined need the same number of axes. `[:, None]` makes a column of an array with one axis,"
            " and `[None, :]` a row."
        ),
    ),
    (
        ValueError,
        r"truth value of an array|truth value of an empty array",
        (
            "`if`, `and`, `or`, `max` and `min` need one yes or no, and an array has one for each entry. To choose entry"
            " by entry, there is `np.where` or `np.maximum`; for one answer about all, `np.any` or `np.max`."
        ),
    ),
    (
        ValueError,
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        "An array of {0} entries cannot take the shape {1}: the product of the sizes must stay the same.",
    ),
    (
        ValueError,
        r"shape-mismatch for sum",
        (
            "`tensordot` adds over axes of different sizes. Compare the shapes of the two arrays along the axes that"
            " you name."
        ),
    ),
    (
        ValueError,
        r"einstein sum subscripts string contains too many subscripts|has more dimensions than subscripts",
        "In `einsum`, an array has another number of axes than letters. Give every axis one letter.",
    ),
    (
        ValueError,
        r"window shape cannot be larger than input array shape",
        "The window of `sliding_window_view` is larger than the array. Which axes should it slide over?",
    ),
    (
        ValueError,
        r"negative dimensions are not allowed",
        "A size came out negative. Look at what it is made of: is more subtracted than there is?",
    ),
    (ValueError, r"axes don't match array", "The number of axes given to `transpose` is not that of the array."),
    (
        ValueError,
        r"(?:output array|assignment destination) is read-only",
        "This array must not be written to. Make a copy with `.copy()` first.",
    ),
    (
        ValueError,
        r"inhomogeneous shape",
        "The parts of this list have different shapes, so NumPy cannot make an array of it.",
    ),
    (
        ValueError,
        r"setting an array element with a sequence",
        "One entry of an array can hold one number, and it was given several, or a list or an array.",
    ),
    (
        ValueError,
        r"(not enough|too many) values to unpack \(expected (?:at least )?(\d+)(?:, got (\d+))?",
        "The left side has {1} names, and there are {0} values on the right. Compare `.shape` with what you unpack.",
    ),
    (
        ValueError,
        r"object too deep for desired array",
        "This function of NumPy works on arrays with one axis, and here is one with more.",
    ),
    (
        ValueError,
        r"either both or neither of x and y",
        "`np.where` needs the condition and both values: what to take where it holds, and what where it does not.",
    ),
    (
        ValueError,
        r"zero-size array to reduction",
        "The largest or smallest entry of an empty array was asked for. Has a slice come out empty, or a choice by a mask?",
    ),
    (
        ValueError,
        r"math domain error",
        "A function of `math` was asked for a value that does not exist, such as the logarithm of 0.",
    ),
    (
        IndexError,
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "Index {0} does not exist: axis {1} has {2} entries, numbered from 0.",
    ),
    (
        IndexError,
        r"too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
        "{1} indices for an array that has {0} axes. On this input the array has fewer axes than you expect.",
    ),
    (IndexError, r"boolean index did not match", "The mask and the array it selects from have different shapes."),
    (
        IndexError,
        r"arrays used as indices must be of integer",
        "An index must be a whole number, and these are floats. Are they places? Then `//` keeps them whole. Or are they "
        "the values themselves? `np.argmax` and its like give places.",
    ),
    (
        IndexError,
        r"only integers, slices",
        "An index must be a whole number, and this one is something else. Did a division `/` make it a float?",
    ),
    (
        IndexError,
        r"(list|tuple) index out of range",
        "The {0} has fewer entries than the index says. The first has index 0, the last -1.",
    ),
    (IndexError, r"invalid index to scalar variable", "A single number was indexed as if it were an array."),
    (
        ValueError,
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        (
            "There is no axis {0}: on this input the array has {1} axes. `axis=-1` is the last one, however many there"
            " are."
        ),
    ),
    (
        ValueError,
        r"Shape of array too small to calculate a numerical gradient",
        "`np.gradient` compares neighbouring entries of an array, and here it has none to compare. Use the formula.",
    ),
)

LINEAR_ALGEBRA = (
    (
        np.linalg.LinAlgError,
        r"Singular matrix",
        ("This matrix has no inverse, as some have none. Look for a way without the inverse."),
    ),
)

KNOWN = (*LINEAR_ALGEBRA, *ARRAYS, (SystemExit, r"", REFUSED["exit"]), *PYTHON)
