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
from helpers.figures.curves import loss_curve
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
from helpers.figures.photographs import photograph
from helpers.figures.plane import decision_regions, grid_through_layers
from helpers.figures.straight_pieces import straight_pieces
from helpers.figures.windows import pixels_seen, sliding_window

__all__ = [
    "accuracy_bars", "activation_curve", "before_and_after", "chain_rule", "convolution_backward",
    "decision_regions", "digit_row", "dots_by_seed", "feature_maps", "function_gallery", "gradient_check",
    "grid_through_layers", "hidden_plane", "loss_curve", "loss_curves", "luck_of_the_flips", "matrix", "network_path",
    "neuron", "opposite_kernels", "photograph", "pixels_seen", "pooling_backward", "scores_to_shares",
    "sliding_window", "slope_curve", "straight_pieces", "stroke_row", "templates", "what_the_head_sees",
]  # fmt: skip
