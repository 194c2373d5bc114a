"""What the tests of the explorers share: the activations in PyTorch, and one explorer moved about by many tests."""

import torch

NAMES = ("identity", "relu", "leaky_relu", "tanh", "sigmoid")
TORCH = {
    "identity": lambda z: z * 1.0,
    "relu": torch.relu,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}


class Moved:
    """One explorer for many tests: making one takes ten times as long as moving it.

    Parameters
    ----------
    explorer : Explorer
    apart_from : names of controls that others fill in, and that ``show`` leaves alone
    """

    def __init__(self, explorer, apart_from=()):
        self.explorer = explorer
        self.start = {name: control.value for name, control in explorer.controls.items() if name not in apart_from}

    def __getattr__(self, name):
        return getattr(self.explorer, name)

    def show(self, **values):
        """Set every control to its first value, or to the one given here; return the explorer's state."""
        with self.explorer.together():
            for name, value in {**self.start, **values}.items():
                self.explorer.controls[name].value = value
        return self.explorer.state()
