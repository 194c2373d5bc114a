"""Mistakes recognised in lesson 04: the logits of a linear network for an image and for its negative.

From f(x) = A x + b follows f(−x) = −A x + b. Most slips treat the bias as if it were flipped too, or count it once
where it counts twice.
"""

import numpy as np

from helpers.exercises.core import Mistake


def _in_place(logits, bias):
    logits *= -1
    logits += 2 * bias
    return logits


def _bias_in_place(logits, bias):
    bias *= 2
    return bias - logits


FLIPPED_LOGITS = (
    Mistake(
        "everything_flipped",
        lambda logits, bias: -logits,
        "You flip the bias along with the rest. Only the part A x changes its sign; the bias is added to both images "
        "alike.",
    ),
    Mistake(
        "bias_added_once",
        lambda logits, bias: bias - logits,
        "That is −A x: the bias is gone. f(−x) has it added again. What is A x, written with `logits` and `bias`?",
    ),
    Mistake(
        "sign_flipped",
        lambda logits, bias: logits - 2 * bias,
        "Every value has the wrong sign: that is A x − bias. Of the two terms the image turns the first, not the "
        "second.",
    ),
    Mistake(
        "bias_taken_away",
        lambda logits, bias: logits - bias,
        "That is A x, the first half of the way. Now turn its sign and add the bias again.",
    ),
    Mistake(
        "bias_flipped_instead",
        lambda logits, bias: 2 * logits - bias,
        "The two have changed roles. Write A x with `logits` and `bias` first: which of the two gets a minus when A x "
        "is turned round?",
    ),
    Mistake(
        "bias_subtracted_twice",
        lambda logits, bias: -logits - 2 * bias,
        "The bias goes in the wrong direction. Write A x with `logits` and `bias`, turn its sign, and watch what "
        "becomes of the bias.",
    ),
    Mistake(
        "bias_subtracted",
        lambda logits, bias: -logits - bias,
        "You flip the logits and then take the bias away. Flipping has turned its sign already: undo that first, and "
        "then add it.",
    ),
    Mistake(
        "bias_added_to_the_logits",
        lambda logits, bias: logits + bias,
        "Nothing is flipped, and the bias counts twice. Write A x with `logits` and `bias`, turn its sign, add the "
        "bias.",
    ),
    Mistake(
        "bias_doubled_without_flip",
        lambda logits, bias: 2 * bias + logits,
        "The bias is right, but the logits keep their sign. The image was flipped: A x becomes −A x.",
    ),
    Mistake(
        "everything_doubled",
        lambda logits, bias: 2 * (bias - logits),
        "The factor 2 belongs to the bias alone: the logits appear once. Check your brackets.",
    ),
    Mistake(
        "unchanged",
        lambda logits, bias: logits,
        "You return the logits as they are, as if an image and its negative looked alike. The part A x changes its "
        "sign.",
    ),
    Mistake(
        "order_of_classes_flipped",
        lambda logits, bias: logits[:, ::-1],
        "You turn the order of the digits round. Flipping the contrast changes the sign of every pixel, so it is "
        "signs that change.",
    ),
    Mistake(
        "order_of_images_flipped",
        lambda logits, bias: logits[::-1],
        "You turn the order of the images round. Flipping the contrast changes the sign of every pixel, so it is "
        "signs that change here.",
    ),
    Mistake(
        "one_minus",
        lambda logits, bias: 1 - logits,
        "You take 1 minus the logits, as one would with probabilities or with pixels from 0 to 1. Here mid-grey is "
        "0, and a flip is a change of sign.",
    ),
    Mistake(
        "absolute_value",
        lambda logits, bias: np.abs(logits),
        "You make all logits positive. A flipped image turns the sign of A x, both ways.",
    ),
    Mistake(
        "mean_bias",
        lambda logits, bias: 2 * bias.mean() - logits,
        "You use the mean of the bias for every digit. Each digit has a bias of its own: leave the array as it is.",
    ),
    Mistake(
        "mean_of_the_logits",
        lambda logits, bias: 2 * logits.mean(axis=0) - logits,
        "You mirror the logits at their mean over the batch. The point to mirror at is the bias, which you are given.",
    ),
    Mistake(
        "bias_by_rows",
        lambda logits, bias: 2 * bias[:, None] - logits,
        "The bias is turned into a column, so that each image gets a bias of its own. It belongs to the digits, "
        "which are the columns: as it comes, it lines up with them.",
    ),
    Mistake(
        "transposed",
        lambda logits, bias: (2 * bias - logits).T,
        "The values are right but transposed: return one row for each image.",
    ),
    Mistake(
        "first_image_only",
        lambda logits, bias: 2 * bias - logits[0],
        "Only the first image comes out. The bias lines up with every row of `logits` by itself: leave out the index.",
    ),
    Mistake(
        "changes_the_logits",
        _in_place,
        "The values are right, but you changed the logits you were given. Return a new array.",
    ),
    Mistake(
        "changes_the_bias",
        _bias_in_place,
        "The values are right the first time, but you changed the bias you were given, and the network still needs "
        "it. Return a new array.",
    ),
)
