"""Ten templates in a row, a row for each classifier that is one matrix."""

import numpy as np

from helpers.figures import style
from helpers.figures.axes import plain_axes


def template_rows(classifiers, shape=(8, 8)):
    """The templates of several collapsed classifiers, one below the other.

    Parameters
    ----------
    classifiers : dict
        By name: a matrix (classes, pixels). Each row of pictures has a scale of its own.
    shape : pair of int
        Height and width of a template.
    """
    count = len(next(iter(classifiers.values())))
    rows = len(classifiers)
    fig, axes = style.figure(6.8, 1.15 * rows, rows, count, squeeze=False, layout=None)
    # By hand: the names are wider than a picture, and a layout that made room for them would pull the row apart.
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.2 / rows, top=1 - 0.19 / rows, hspace=0.75, wspace=0.08)
    for line, (name, matrix) in zip(axes, classifiers.items()):
        limit = np.abs(matrix).max()
        for digit, (ax, row) in enumerate(zip(line, matrix)):
            ax.imshow(row.reshape(shape), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
            plain_axes(ax)
            ax.set_xlabel(str(digit), fontsize=10)
        line[0].set_title(name, fontsize=10)
    style.show(
        fig,
        f"{count} templates of {' by '.join(map(str, shape))} weights in each row of pictures: {'; '.join(classifiers)}. Orange "
        "pixels speak for a digit, blue ones against it.",
    )
