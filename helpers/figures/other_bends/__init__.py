"""What else bends, and where not to: pictures of how much bend is needed and of what is lost where there is too much.

``doses`` draws what a weaker or rarer bend leaves, ``squeezed`` a spiral that went through ReLUs, and what deep linear
networks learn first.
"""

from helpers.figures.other_bends.doses import dose_and_response
from helpers.figures.other_bends.squeezed import directions_over_time, spirals_and_back

__all__ = ["directions_over_time", "dose_and_response", "spirals_and_back"]
