"""axe-core, held against a page or a part of it."""

from pathlib import Path

import axe_playwright_python

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, rules=RULES, part="html", least=1):
    """What axe-core finds with everything unfolded: each rule, and the first place.

    Parameters
    ----------
    page : playwright Page
    rules : list of str
    part : str
        What to look at, as a selector.
    least : int
        How many rules something must have kept: one that was held against nothing finds nothing.
    """
    page.evaluate("part => document.querySelectorAll(`${part} details`).forEach(one => { one.open = true; })", part)
    page.evaluate(SOURCE)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("([part, options]) => axe.run({include: [[part]]}, options)", [part, options])
    assert len(found["passes"]) >= least
    return [(one["id"], len(one["nodes"]), one["nodes"][0]["html"][:200]) for one in found["violations"]]
