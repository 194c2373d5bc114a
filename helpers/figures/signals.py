"""Signals and gradients through many layers, the shape of a sample, and updates over time."""

from statistics import NormalDist

import numpy as np

from helpers.figures import style

# For series that are no activations, in this order: hue, line, marker.
LOOKS = ((style.FIRST, "-", "o"), (style.HIGHLIGHT, ":", "^"), (style.SECOND, "--", "s"), (style.TEXT, "-.", "v"))


def sizes_by_layer(series, label, backwards=False):
    """How large something is at every layer, on a logarithmic axis: a line for each series, pale ones for other seeds.

    Parameters
    ----------
    series : dict
        By name: for each seed, an array with a positive number for each layer. A name of an activation wears its look.
    label : str
        What the numbers are.
    backwards : bool
        Does it run from the last layer to the first, as a gradient does?
    """
    fig, ax = style.figure(6.8, 3.3)
    told = []
    for index, (name, seeds) in enumerate(series.items()):
        look = _look(name, index)
        layers = np.arange(1, len(seeds[0]) + 1)
        for sizes in seeds[1:]:
            ax.plot(layers, sizes, color=look["color"], linewidth=1, alpha=0.45)
        ax.plot(layers, seeds[0], markersize=5, markevery=4, **look)
        ends = [sizes[0] / sizes[-1] if backwards else sizes[-1] / sizes[0] for sizes in seeds]
        told.append(f"{name}, {_powers(ends)}")
    ax.set_yscale("log")
    ax.set(xlabel="layer", ylabel=label, xticks=[1, 5, 10, 15, len(seeds[0])])
    ax.grid(True, axis="y")
    fig.legend(*ax.get_legend_handles_labels(), loc="outside upper left", ncols=len(series))
    way = "from the last layer back to the first" if backwards else "from the first layer to the last"
    style.show(fig, f"{label} at each layer, on a logarithmic axis. Factor {way}: {'; '.join(told)}.")


def signal_grid(grid):
    """Small multiples: a row for each initialisation, a column for each activation, a line for each width.

    Parameters
    ----------
    grid : dict
        By (initialisation, activation, width): for each seed, an array with a positive number for each layer.
    """
    starts, names, widths = (list(dict.fromkeys(keys)) for keys in zip(*grid))
    fig, axes = style.figure(7.2, 1.75 * len(starts) + 0.5, len(starts), len(names), sharex=True, sharey=True,
                             squeeze=False)  # fmt: skip
    told = []
    for row, start in enumerate(starts):
        for ax, name in zip(axes[row], names):
            ends = []
            for width, (colour, line, marker) in zip(widths, LOOKS):
                seeds = np.array(grid[start, name, width])
                relative = seeds / seeds[:, :1]
                layers = np.arange(1, relative.shape[1] + 1)
                ax.fill_between(layers, relative.min(axis=0), relative.max(axis=0), color=colour, alpha=0.25, lw=0)
                ax.plot(layers, np.exp(np.log(relative).mean(axis=0)), color=colour, linestyle=line, marker=marker,
                        markersize=4, markevery=5, linewidth=1.8, label=f"{width} units")  # fmt: skip
                ends.append(_powers(relative[:, -1]))
            if row == 0:
                ax.set_title(style.LABELS.get(name, name), loc="center")
            ax.grid(True, axis="y")
            told.append(f"{start}, {style.LABELS.get(name, name)}: {', '.join(ends)}")
        axes[row][0].set_ylabel(start, fontsize=9.5)
    ax.set_yscale("log")
    ax.set(ylim=(1e-13, 1e5), xticks=[1, 10, 20], yticks=[1e-12, 1e-8, 1e-4, 1, 1e4])
    for ax in axes[-1]:
        ax.set_xlabel("layer")
    fig.legend(*ax.get_legend_handles_labels(), loc="outside upper right", ncols=len(widths))
    style.show(
        fig,
        f"How much images still differ at each layer, relative to the first, for {', '.join(map(str, widths))} units. "
        f"What is left at the last layer: {'; '.join(told)}.",
    )


def bell_or_not(samples):
    """Is each sample a bell? Its histogram, and below it its quantiles against those of a Gaussian, before and after.

    Parameters
    ----------
    samples : dict
        By name: a pair of arrays (N,), before and after training.
    """
    fig, axes = style.figure(7.2, 4.7, 2, len(samples), squeeze=False)
    for (name, pair), above, below in zip(samples.items(), *axes):
        edges = np.linspace(min(map(np.min, pair)), max(map(np.max, pair)), 41)
        for values, when, (colour, line, marker) in zip(pair, ("before", "after"), (LOOKS[0], LOOKS[2])):
            above.hist(values, edges, histtype="step", density=True, color=colour, linestyle=line, linewidth=1.6)
            mine, bell = quantiles(values)
            below.plot(bell, mine, marker, color=colour, markersize=3, label=f"{when} training")
        below.plot([-2.5, 2.5], [-2.5, 2.5], color=style.TEXT, linewidth=1, linestyle=":")
        above.set(yticks=[], xlabel="value")
        above.set_title(name, fontsize=10)
        above.spines["left"].set_visible(False)
        below.set(xlabel="Gaussian quantile", ylim=(-3.5, 3.5))
    axes[1][0].set_ylabel("its own, standardised")
    fig.legend(*axes[1][0].get_legend_handles_labels(), loc="outside upper right", ncols=2, markerscale=2)
    told = "; ".join(f"{name}: {_bend(before)} before training, {_bend(after)} after"
                     for name, (before, after) in samples.items())  # fmt: skip
    style.show(
        fig,
        "Histograms, and below them quantile plots, where a Gaussian lies on the dotted diagonal. Furthest from it, in "
        f"standard deviations, between the quantiles −2 and 2: {told}.",
    )


def quantiles(values, count=99):
    """The quantiles of a sample, standardised, and those of a Gaussian.

    Examples
    --------
    >>> mine, bell = quantiles(np.random.default_rng(0).normal(5, 2, 100_000))
    >>> bool(np.abs(mine - bell).max() < 0.05)
    True
    """
    shares = (np.arange(count) + 0.5) / count
    bell = np.array([NormalDist().inv_cdf(share) for share in shares])
    return np.quantile((values - values.mean()) / values.std(), shares), bell


def ratios_over_time(runs, rule=1e-3):
    """The ratio of update to parameter, step by step: a panel for each run, a line for each layer.

    Parameters
    ----------
    runs : dict
        By name: array (steps, layers).
    rule : float
        The rule of thumb, drawn as a line.
    """
    fig, axes = style.figure(7.2, 3.2, 1, len(runs), sharey=True, squeeze=False)
    told = []
    for ax, (name, ratios) in zip(axes[0], runs.items()):
        steps = np.arange(1, len(ratios) + 1)
        for layer, (colour, line, _) in zip(range(ratios.shape[1]), LOOKS):
            ax.plot(steps, np.maximum(ratios[:, layer], 1e-12), color=colour, linestyle=line, linewidth=1.4,
                    label=f"layer {layer + 1}")  # fmt: skip
        ax.axhline(rule, color=style.TEXT, linestyle="-", linewidth=1)
        ax.set_title(name, fontsize=10)
        ax.set(xlabel="step", yscale="log", ylim=(1e-5, 1))
        ax.grid(True, axis="y")
        tenth = max(1, len(ratios) // 10)
        first, last = (_power(np.median(part)) for part in (ratios[:tenth], ratios[-tenth:]))
        told.append(f"{name}, from {first} to {last}")
    axes[0][0].set_ylabel("update / parameter")
    axes[0][0].text(
        0.98, rule, "the rule of thumb", transform=axes[0][0].get_yaxis_transform(), ha="right", va="bottom"
    )
    fig.legend(*ax.get_legend_handles_labels(), loc="outside upper right", ncols=ratios.shape[1])
    style.show(fig, f"Ratio of update to parameter, on a logarithmic axis, for each layer: {'; '.join(told)}.")


def _look(name, index):
    known = {label: key for key, label in style.LABELS.items()}
    first = name.split(",")[0]
    if first in known:
        key = known[first]
        return {**style.line(key), "marker": style.MARKERS[key], "label": name}
    colour, line, marker = LOOKS[index % len(LOOKS)]
    return {"color": colour, "linestyle": line, "marker": marker, "label": name}


def _power(value):
    """A number in so few digits that it is the same on every machine: its power of ten."""
    if not np.isfinite(value):
        return "too large a number"
    if value <= 1e-300:
        return "0"
    power = round(float(np.log10(value)))
    return "about 1" if power == 0 else f"about 10^{power}".replace("-", "−")


def _powers(values):
    low, high = _power(min(values)), _power(max(values))
    return low if low == high else f"{low} to {high.removeprefix('about ')}"


def _bend(values):
    mine, bell = quantiles(values)
    inner = np.abs(bell) <= 2
    return f"{np.abs(mine - bell)[inner].max():.1f}"
