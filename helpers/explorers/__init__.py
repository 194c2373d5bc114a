"""Explorers: change one thing, see what follows. Each is built around one question of its lesson.

An explorer is loaded when it is first asked for, so that opening a lesson does not wait for all of them.
"""

from importlib import import_module

_HOMES = {
    "ActivationExplorer": "activations",
    "CollapseExplorer": "collapse",
    "BoundaryExplorer": "boundary",
    "ConvolutionExplorer": "convolution",
    "TemplateExplorer": "templates",
    "TrainingExplorer": "training",
    "DrawExplorer": "drawing",
    "DepthExplorer": "depth",
    "SwitchExplorer": "switches",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return sorted([*globals(), *__all__])
