"""Where a result differs from the expected one: in its shape, in the order of its axes, in some rows or columns.

Like the patterns of values, a place is named only if it holds on every input on which the function fails.
"""

from functools import partial
from itertools import permutations
from math import comb, prod

import numpy as np

from helpers.exercises.compare import close, equal, is_number, parts, tolerance


def shape_reason(failing, part=0) -> str:
    """Say how the shape of a result differs from the expected one, and whether the values would be right.

    Parameters
    ----------
    failing : list of Trial
        All inputs on which the function fails; the first is the one to speak about.
    part : int
        Which of several results it is about.
    """
    pairs = [_pair(trial, part) for trial in failing]
    _, expected, got = pairs[0]
    want, have = np.shape(expected), np.shape(got)
    if have == want[::-1] and len(want) == 2:
        # Without the values, the sizes alone may have come about in other ways.
        if _right_after(pairs, np.transpose):
            return "It is transposed and the values are right once it is turned."
        return "The two sizes stand the other way round."
    if want == ():
        if np.size(got) > 1:
            return "What makes one number of its entries? Should they be added up?"
        right = _right_after(pairs, lambda array: array.reshape(()) if array.size == 1 else array)
        return "The number in it is right, and `.item()` takes it out of its brackets." if right else ""
    if have == ():
        if type(got) is int and got == 0:
            return (
                "The number 0 came out: is it Python's `sum` of nothing? Or did a `return` in a loop or an `if` answer for "
                "all entries at once?"
            )
        return (
            "A single number came out: was a sum, a product, a mean or a maximum taken over all axes, or did a `return` in "
            "a loop or an `if` answer for all entries at once? Or does a name hold one entry only?"
        )
    if len(have) == len(want) - 1 and (lost := _axis_between(pairs, lambda pair: pair)):
        return f"{lost} is lost: a sum or a maximum without `keepdims=True` removes its axis, and so does an index."
    if len(have) == len(want) + 1 and (extra := _axis_between(pairs, lambda pair: pair[::-1])):
        return f"{extra} is one too many."
    if len(have) == len(want):
        return _another_order(pairs) or _sizes_differ(pairs, want, have)
    if np.size(got) == np.size(expected):
        return "The number of entries is right, their arrangement is not."
    return ""


def axes_reordered(failing) -> str:
    """Say it if the values of a single result are right and only its axes, three or more, are in another order."""
    if any(isinstance(trial.expected.value, (tuple, list)) for trial in failing):
        return ""
    return _another_order([_pair(trial, 0) for trial in failing])


def _pair(trial, part):
    """Return the trial with one part of what was expected and what came; the last is None where nothing came."""
    got = parts(trial.got.value) if trial.problem in ("shape", "values") else ()
    expected = parts(trial.expected.value)
    together = len(got) == len(expected) and is_number(expected[part]) and is_number(got[part])
    return trial, expected[part], got[part] if together else None


def _axis_between(pairs, long_and_short):
    """Name the axis that the longer of two shapes has and the shorter has not; "One axis" where several would fit.

    On a single input of shape (2, 2) any axis might be the lost one; all inputs together tell.
    """
    shapes = [long_and_short((np.shape(expected), np.shape(got))) for _, expected, got in pairs if got is not None]
    axes = [axis for axis in range(8) if all(short == long[:axis] + long[axis + 1 :] for long, short in shapes)]
    return "" if not axes else f"Axis {axes[0]}" if len(axes) == 1 else "One axis"


def _in_order(order, value):
    return np.transpose(value, order) if np.ndim(value) == len(order) else value


def _another_order(pairs):
    count = np.ndim(pairs[0][2])
    if count < 3:
        return ""
    for order in list(permutations(range(count)))[1:]:
        if _right_after(pairs, partial(_in_order, order)):
            yours = ", ".join(str(order.index(axis)) for axis in range(count))
            theirs = ", ".join(map(str, range(count)))
            return f"The values are right, but the axes are in another order: ({yours}) in place of ({theirs})."
    return ""


def _sizes_differ(pairs, want, have):
    if sorted(have) == sorted(want):
        # They may have been exchanged, or something was joined or cut along the wrong one.
        return "The right sizes stand at other axes."
    axes = [axis for axis, (w, h) in enumerate(zip(want, have)) if w != h]
    where = f"axis {axes[0]}" if len(axes) == 1 else f"axes {', '.join(map(str, axes[:-1]))} and {axes[-1]}"
    differences = {have[axis] - want[axis] for axis in axes}
    agree = " Where both have entries, the values agree." if _agree_where_both_are(pairs) else ""
    everywhere = {differs for pair in pairs for differs in _differences(pair)}
    # Where other inputs stop or fail otherwise, it may be the size of another axis that comes out.
    alike = all(pair[2] is not None and _differences(pair) for pair in pairs)
    # So it may where the axis always has the same size, unless the values show where they belong.
    sizes = {np.shape(expected)[axes[0]] for _, expected, _ in pairs if np.ndim(expected) > axes[0]}
    alike = alike and (agree or len(sizes) > 1)
    if alike and differences in ({1}, {-1}) and everywhere == differences:
        # Something joined on or left out is no matter of counting.
        wrong = "long" if differences == {1} else "short"
        return f"It is one entry too {wrong} along {where}: count again, or was one {_ADDED[wrong]}?{agree}"
    return f"The size differs along {where}.{agree}"


_ADDED = {"long": "joined on", "short": "cut off"}


def _differences(pair):
    """By how much longer or shorter each axis is than it should be, where it is; a lost axis counts, too."""
    _, expected, got = pair
    want, have = np.shape(expected), np.shape(got)
    if got is None or len(want) != len(have):
        return [] if got is None else [None]
    return [h - w for w, h in zip(want, have) if h != w]


def _right_after(pairs, change):
    for trial, expected, got in pairs:
        if got is None:
            return False
        changed = change(np.asarray(got))
        if np.shape(changed) != np.shape(expected) or not equal(trial.probe, expected, changed, trial.args):
            return False
    return True


def _agree_where_both_are(pairs):
    """Whether expected and got agree in the part, from the first entry of each axis on, that both of them have."""
    compared = 0
    for trial, expected, got in pairs:
        if got is None or np.ndim(expected) != np.ndim(got):
            return False
        both = tuple(slice(0, min(sizes)) for sizes in zip(np.shape(expected), np.shape(got)))
        expected, got = np.asarray(expected)[both], np.asarray(got)[both]
        if not np.all(close(expected, got, *tolerance(trial.probe, expected, got, trial.args))):
            return False
        compared += expected.size
    return compared > 1


# --- the same shape, but wrong in some places -----------------------------------------------------------------------


def place_patterns(failing, part=0) -> list:
    """Name the rows, columns or other slices in which all wrong entries of a result lie, or none of them.

    Nothing is said unless every failing input gives an array of the right shape. Of several results only the given
    one is looked at, on the inputs where it is wrong.
    """
    masks = [_wrong_entries(trial, part) for trial in failing]
    if any(mask is None for mask in masks):
        return []
    masks = [mask for mask in masks if mask.any()]
    if all(mask.all() for mask in masks):
        return []
    return _at_an_end(masks) or _in_a_slice(masks)


def _at_an_end(masks):
    if all(mask.sum() == 1 and mask.flat[-1] for mask in masks):
        return ["Only the very last entry is wrong."]
    if all(mask.sum() == 1 and mask.flat[0] for mask in masks):
        return ["Only the very first entry is wrong."]
    if all(mask.sum() == mask.size - 1 and not mask.flat[0] for mask in masks):
        return ["Only the very first entry is right."]
    return []


def _in_a_slice(masks):
    for words, choose in _slices(min(mask.ndim for mask in masks)):
        places = [_marked(mask.shape, choose) for mask in masks]
        if not any(mask[~place].any() for mask, place in zip(masks, places)) and _is_no_chance(masks, places):
            return [f"All wrong entries {words}."]
        outside = [~place for place in places]
        if not any(mask[place].any() for mask, place in zip(masks, places)) and _is_no_chance(masks, outside):
            return [f"No wrong entries {words}."]
    return []


# Where an array has a first row and no other, that all wrong entries lie there says nothing, and little in a small one.
CHANCE = 0.02


def _is_no_chance(masks, places):
    """Whether so many wrong entries, strewn over each array, would rarely all come to lie in these places."""
    shares = (
        comb(int(place.sum()), int(mask.sum())) / comb(mask.size, int(mask.sum())) for mask, place in zip(masks, places)
    )
    return prod(shares) < CHANCE


def _wrong_entries(trial, part):
    _, expected, got = _pair(trial, part)
    if got is None or np.ndim(expected) == 0 or np.shape(expected) != np.shape(got):
        return None
    expected, got = np.asarray(expected), np.asarray(got)
    return ~close(expected, got, *tolerance(trial.probe, expected, got, trial.args))


def _slices(ndim):
    """Yield a part of an array in words, and the indices that belong to it along each axis concerned."""
    if ndim >= 2:
        for side, at in (("first", 0), ("last", -1)):
            yield f"lie in the {side} row", {-2: (at,)}
            yield f"lie in the {side} column", {-1: (at,)}
            yield f"lie in the {side} row or column", {-2: (at,), -1: (at,)}
        yield "lie at the edge, in the first or last row or column", {-2: (0, -1), -1: (0, -1)}
    for axis in range(max(1, ndim - 2)) if ndim != 2 else ():
        yield f"have index 0 along axis {axis}", {axis: (0,)}
        yield f"have the last index along axis {axis}", {axis: (-1,)}


def _marked(shape, choose):
    place = np.zeros(shape, bool)
    for axis, indices in choose.items():
        for index in indices:
            np.moveaxis(place, axis, 0)[index] = True
    return place


def first_wrong_place(trial, part=0) -> str:
    """Show the first wrong entry of an array with its index, unless all entries are wrong and few enough to see."""
    mask = _wrong_entries(trial, part)
    if mask is None or mask.size == 1 or mask.all() and mask.size <= 12:
        return ""
    place = tuple(int(i) for i in np.argwhere(mask)[0])
    _, expected, got = _pair(trial, part)
    where = ", ".join(map(str, place))
    return f"The first wrong entry is [{where}]: expected {short(expected[place])}, got {short(got[place])}."


def gives(name, got, wanted):
    """Say of an entry that has a name what it is and what it should be."""
    return f"{name} gives {short(got)}, and {short(wanted)} is wanted."


def short(number):
    return f"{float(number):.6g}"
