"""Explorers: change one thing, see what follows. Each is built around one question of its lesson.

An explorer is loaded when it is first asked for, so that opening a lesson does not wait for all of them. What they have
in common is in ``frame``, and the small networks that read digits in ``digit_networks``.
"""

from importlib import import_module

_HOMES = {
    "ActivationExplorer": "activation_explorer.explorer",
    "CollapseExplorer": "collapse_explorer",
    "BoundaryExplorer": "boundary_explorer.explorer",
    "XorExplorer": "xor_explorer.explorer",
    "ConvolutionExplorer": "convolution_explorer.explorer",
    "TemplateExplorer": "template_explorer.explorer",
    "TrainingExplorer": "training_explorer.explorer",
    "DrawExplorer": "draw_explorer.explorer",
    "DepthExplorer": "depth_explorer.explorer",
    "CurveExplorer": "curve_explorer.explorer",
    "DoseExplorer": "dose_explorer.explorer",
    "SpiralExplorer": "spiral_explorer",
    "SwitchExplorer": "switch_explorer",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return sorted([*globals(), *__all__])
