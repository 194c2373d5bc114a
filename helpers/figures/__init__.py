"""The still figures of the lessons, each drawn from the numbers it is given.

Each also says in words what those numbers show, in so few digits that they are the same on every machine: "91%", never
"91.4%". ``style`` is the visual language that all of them, and the explorers, speak.
"""

from helpers.figures.ablation import accuracy_bars
from helpers.figures.activation_figures import (
    activation_curve,
    function_gallery,
    network_path,
    neuron,
    scores_to_shares,
    slope_curve,
)
from helpers.figures.backward import chain_rule, convolution_backward, gradient_check, loss_curves, pooling_backward
from helpers.figures.curves import fit_errors, loss_curve
from helpers.figures.digit_images import digit_row, feature_maps, templates
from helpers.figures.fair_comparison import (
    dots_by_seed,
    luck_of_the_flips,
    opposite_kernels,
    stroke_row,
    what_the_head_sees,
)
from helpers.figures.hidden_plane import hidden_plane
from helpers.figures.kernels import before_and_after, matrix
from helpers.figures.other_bends import directions_over_time, dose_and_response, spirals_and_back
from helpers.figures.photographs import photograph
from helpers.figures.plane import decision_regions, grid_through_layers
from helpers.figures.signals import bell_or_not, ratios_over_time, signal_grid, sizes_by_layer
from helpers.figures.straight_pieces import straight_pieces
from helpers.figures.through_time import gradients_back, template_rows, unrolled
from helpers.figures.windows import pixels_seen, sliding_window

__all__ = [
    "accuracy_bars", "activation_curve", "before_and_after", "bell_or_not", "chain_rule", "convolution_backward",
    "decision_regions", "digit_row", "directions_over_time", "dose_and_response", "dots_by_seed", "feature_maps",
    "fit_errors", "function_gallery", "gradient_check", "gradients_back", "grid_through_layers", "hidden_plane",
    "loss_curve", "loss_curves", "luck_of_the_flips", "matrix", "network_path", "neuron", "opposite_kernels",
    "photograph", "pixels_seen", "pooling_backward", "ratios_over_time", "scores_to_shares", "signal_grid",
    "sizes_by_layer", "sliding_window", "slope_curve", "spirals_and_back", "straight_pieces", "stroke_row",
    "template_rows", "templates", "unrolled", "what_the_head_sees",
]  # fmt: skip
