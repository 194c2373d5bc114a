"""What a lesson shows in JupyterLab is open to everybody: axe-core finds nothing in its outputs, in either theme."""

from pathlib import Path

import axe_playwright_python

from helpers.notebooks import LESSONS

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page):
    """What axe-core finds in the outputs that are on the page. The rest of the page is JupyterLab's own."""
    page.evaluate("document.querySelectorAll('.jp-OutputArea details').forEach(one => { one.open = true; })")
    page.evaluate(AXE)
    found = page.evaluate("options => axe.run({include: [['.jp-OutputArea-output']]}, options)", OPTIONS)
    assert len(found["passes"]) > 5
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]


def test_axe_finds_nothing_in_cards_questions_figures_and_explorers(server, open_notebook):
    (path,) = LESSONS.glob("01_activations.ipynb")
    notebook = open_notebook(server.add_copy(path))
    notebook.run_all()
    assert notebook.page.locator("img.widget-image").count() >= 1, "an explorer is among them"
    assert violations(notebook.page) == []
    notebook.use_theme(dark=True)
    assert violations(notebook.page) == []
    notebook.use_theme(dark=False)


def test_axe_would_find_a_slider_without_a_name(server, open_notebook):
    notebook = open_notebook(server.add_notebook("slider.ipynb", "import ipywidgets; ipywidgets.IntSlider()"))
    notebook.run_all()
    assert "aria-input-field-name" in [rule for rule, _ in violations(notebook.page)]
