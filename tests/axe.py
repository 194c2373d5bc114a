"""axe-core, held against a page or a part of it."""

from pathlib import Path

import axe_playwright_python

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = "color-contrast"

# What belongs to the notebook, in JupyterLab. The rest of the page is JupyterLab's own, and so is this there: links in
# Markdown have no line under them.
IN_NOTEBOOK = ".jp-OutputArea-output, .jp-MarkdownOutput"
JUPYTERLABS_OWN = [["link-in-text-block", ".jp-MarkdownOutput"]]

# Selectors of what was found would take longer to work out than to find it.
RUN = """async ([part, rules, not_ours]) => {
    document.querySelectorAll(part).forEach(one => {
        one.querySelectorAll("details").forEach(folded => { folded.open = true; });
    });
    const options = {runOnly: rules, selectors: false, elementRef: true};
    const {violations, passes} = await axe.run({include: [[part]]}, options);
    const ours = ({id, nodes}) => nodes.filter(
        node => !not_ours.some(([rule, where]) => rule === id && node.element.closest(where))
    );
    return {
        kept: passes.reduce((sum, one) => sum + one.nodes.length, 0),
        broken: violations.map(one => [one.id, ours(one).map(node => node.html.slice(0, 200))]),
    };
}"""


def violations(page, rules=RULES, part="html", least=1):
    """What axe-core finds with everything unfolded: each rule, how often, and the first place.

    Parameters
    ----------
    page : playwright Page
    rules : list of str
    part : str
        What to look at, as a selector.
    least : int
        In how many places something must have kept a rule: what is held against nothing, axe-core finds nothing in.
    """
    page.evaluate(SOURCE)
    found = page.evaluate(RUN, [part, rules, JUPYTERLABS_OWN])
    assert found["kept"] >= least
    return [(rule, len(places), places[0]) for rule, places in found["broken"] if places]


def violations_in(notebook, dark_too=False, least=100):
    """What axe-core finds in a notebook, from its first cell to its last.

    Parameters
    ----------
    notebook : NotebookPage
        Its page is as tall as the notebook from then on.
    dark_too : bool
        Whether to look at the contrast of all text in the dark theme as well.
    least : int
        As for ``violations``, in either theme.
    """
    # Half of all words are numbers in tables, and every row is made like the one above it: two of each table are enough.
    notebook.page.add_style_tag(content=".course-numbers tr:nth-child(n + 3) { display: none; }")
    notebook.show_all()
    found = violations(notebook.page, RULES, IN_NOTEBOOK, least)
    if dark_too:
        notebook.use_theme(dark=True)
        found += violations(notebook.page, [CONTRAST], IN_NOTEBOOK, least)
        notebook.use_theme(dark=False)
    return found
