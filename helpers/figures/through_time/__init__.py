"""Recurrent networks: a digit as it is read row by row, what a linear one is worth, and gradients on their way back."""

from helpers.figures.through_time.gradients import gradients_back
from helpers.figures.through_time.templates import template_rows
from helpers.figures.through_time.unrolled import unrolled

__all__ = ["gradients_back", "template_rows", "unrolled"]
