"""What the course was about, at its end: the verdict on each claim, the own answer, and a page to keep.

``sort_claims()`` asks, ``show_verdicts()`` answers by the learner's own numbers, which ``measured`` has kept.
``my_answer("…")`` keeps what was written and ``compare_answer()`` sets it beside a model answer; ``certificate("name")``
makes a page of it all. The claims and their words stand in ``claims.toml``.
"""

from helpers.verdicts.answer import compare_answer, my_answer
from helpers.verdicts.certificate import certificate
from helpers.verdicts.sorting import sort_claims
from helpers.verdicts.table import show_verdicts

__all__ = ["certificate", "compare_answer", "my_answer", "show_verdicts", "sort_claims"]
