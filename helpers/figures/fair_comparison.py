"""Networks side by side, fairly: every seed a dot, the luck of the flips, kernels, strokes and what is left of them."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.experiments.both_contrasts import correlation
from helpers.experiments.inside import most_opposite_pair
from helpers.figures import style
from helpers.figures.axes import plain_axes


def dots_by_seed(results, label, percent=False, bound=None, chance=None):
    """A row for each kind of network, a dot for each seed, and a bar at the mean: luck can be seen.

    Parameters
    ----------
    results : dict
        By name: what was measured, one number for each seed.
    label : str
        What the numbers are.
    percent : bool
        Are they shares?
    bound, chance : float, optional
        Where a proof ends, and where blind guessing stands.
    """
    fig, ax = style.figure(6.8, 0.95 + 0.42 * len(results))
    ax.invert_yaxis()
    told = []
    highest = max(max(map(max, results.values())), bound or 0)
    for row, (name, values) in enumerate(results.items()):
        colour, marker = _look(name)
        jitter = 0.11 * (np.arange(len(values)) % 3 - 1)
        ax.plot(values, row + jitter, marker, color=colour, markersize=6.5, **style.DOTS)
        mean = np.mean(values)
        ax.plot([mean, mean], [row - 0.3, row + 0.3], color=style.TEXT, linestyle="-", linewidth=2, zorder=3)
        told.append(_range(values, percent))
        ax.text(1.08 * highest, row, told[-1], va="center")
    for value, name in ((bound, "the bound"), (chance, "guessing")):
        if value is not None:
            ax.axvline(value, color=style.TEXT, linestyle=":", linewidth=1.5)
            ax.text(value, -0.62, name, ha="center", va="bottom", fontsize=10)
    ax.set_yticks(range(len(results)), list(results))
    ax.set(ylim=(len(results) - 0.5, -0.6), xlim=(0, 1.06 * highest), xlabel=label)
    if percent:
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    words = "; ".join(f"{name}, {one}" for name, one in zip(results, told))
    extra = f" The bound of the proof is {bound:.0%}." if bound is not None else ""
    style.show(fig, f"A dot for each seed, by kind of network; {label}: {words}.{extra}")


def luck_of_the_flips(shares, leanings):
    """Ten digits as dots: how often a digit was flipped in training, and which contrast of it the network reads.

    Parameters
    ----------
    shares : list of array, shape (10,)
        For each seed, the share of each digit's training images that were flipped.
    leanings : list of array, shape (10,)
        How much more of a digit's images the network reads flipped than upright, from −1 to 1.
    """
    fig, axes = style.figure(6.8, 2.9, 1, len(shares), sharey=True, squeeze=False)
    found = []
    for seed, (ax, share, leaning) in enumerate(zip(axes[0], shares, leanings)):
        ax.axhline(0, color=style.GRID, linewidth=0.8)
        ax.axvline(0.5, color=style.GRID, linewidth=0.8)
        ax.plot(share, leaning, "o", color=style.FIRST, markersize=6.5, **style.DOTS)
        found.append(f"{correlation(share, leaning):.2f}".replace("-", "−"))
        ax.set_title(f"seed {seed}: correlation {found[-1]}", fontsize=10)
        ax.set(xlabel="share flipped in training", ylim=(-1.1, 1.1))
        ax.set_yticks([-1, 0, 1], ["upright\nonly", "both\nalike", "flipped\nonly"])
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        ax.locator_params(axis="x", nbins=4)
        ax.tick_params(labelsize=9)
    style.show(
        fig,
        "Ten dots, one for each digit: the more often a digit was flipped in training, the more of its images the "
        f"network reads flipped rather than upright. Correlations: {', '.join(found)}.",
    )


def opposite_kernels(rows):
    """Kernels (F, 1, kH, kW) as pictures, a row for each network, with the most opposite pair of each row framed.

    Parameters
    ----------
    rows : dict
        By name: kernels.
    """
    columns = max(map(len, rows.values()))
    fig, axes = style.figure(6.8, 1.12 * len(rows), len(rows), columns, squeeze=False, layout=None)
    fig.subplots_adjust(left=0.01, right=0.99, bottom=0.02, top=1 - 0.09 * 3 / len(rows), hspace=0.35, wspace=0.08)
    words = []
    for line, (name, kernels) in zip(axes, rows.items()):
        first, second, cosine = most_opposite_pair(kernels)
        limit = np.abs(kernels).max()
        for index, (ax, kernel) in enumerate(zip(line, kernels)):
            ax.imshow(kernel[0], cmap=style.DIVERGING, vmin=-limit, vmax=limit)
            plain_axes(ax)
            if index in (first, second):
                ax.add_patch(Rectangle((-0.5, -0.5), *kernel[0].shape[::-1], fill=False, ec=style.HIGHLIGHT, lw=4))
        told = f"{cosine:.2f}".replace("-", "−")
        # Wider than its picture: the layout must not make room for it there.
        line[0].set_title(f"{name}: the cosine of the framed pair is {told}", fontsize=10).set_in_layout(False)
        words.append(f"{name} {told}")
    style.show(
        fig,
        f"The kernels of the first convolution, a row for each network, with the two framed that come closest to being "
        f"each other's negative. Cosine of that pair: {'; '.join(words)}.",
    )


def stroke_row(images, labels, names):
    """Small images of strokes (N, 1, H, W), each under the name of its direction."""
    fig, axes = style.figure(6.8, 1.15, 1, len(images), squeeze=False)
    for ax, image, label in zip(axes[0], images, labels):
        ax.imshow(image[0], cmap="gray_r", vmin=0, vmax=1)
        plain_axes(ax)
        ax.set_title(names[label], loc="center", fontsize=13)
    ink = sorted({round(float(image.sum())) for image in images})
    style.show(
        fig, f"Strokes at random places, of {' or '.join(map(str, ink))} pixels: {', '.join(names[i] for i in labels)}."
    )


def what_the_head_sees(networks, names):
    """What is left of each direction behind the mean over all places: a row for each, a column for each map.

    Parameters
    ----------
    networks : dict
        By name: pooled features, shape (directions, maps).
    names : sequence of str
        The directions.
    """
    fig, axes = style.figure(6.8, 2.5, 1, len(networks), squeeze=False)
    words = []
    for ax, (name, features) in zip(axes[0], networks.items()):
        limit = np.abs(features).max()
        picture = ax.imshow(features, cmap=style.DIVERGING, vmin=-limit, vmax=limit, aspect="auto")
        ax.set_yticks(range(len(names)), names, fontsize=13)
        ax.set_xticks([])
        ax.set(xlabel=f"the means of {features.shape[1]} maps")
        ax.set_title(name, fontsize=10)
        fig.colorbar(picture, ax=ax, shrink=0.9).ax.locator_params(nbins=4)
        alike = np.ptp(features, axis=0).max() < 1e-3 * limit
        words.append(f"{name}: {'every row is the same' if alike else 'the rows differ'}")
    style.show(fig, f"What the head gets to see of the four directions, as rows of colours. {'; '.join(words)}.")


def _look(name):
    """Hue and marker by the activation that a row's name begins with."""
    first = name.split()[0].strip(",").lower()
    return (style.COLOURS[first], style.MARKERS[first]) if first in style.COLOURS else (style.FIRST, "o")


def _range(values, percent):
    low, high = (f"{100 * value:.0f}" if percent else f"{value:g}" for value in (min(values), max(values)))
    unit = " %" if percent else ""
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
