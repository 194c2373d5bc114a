"""The claims of every lesson, in their order: each file here holds some in ``CLAIMS``."""

import importlib
import pkgutil

_NAMES = sorted(module.name for module in pkgutil.iter_modules(__path__))
CLAIMS = [claim for name in _NAMES for claim in importlib.import_module(f"{__name__}.{name}").CLAIMS]
