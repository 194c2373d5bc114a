"""What a lesson shows in JupyterLab is open to everybody: axe-core finds nothing in its outputs, in either theme."""

from axe import violations

from helpers.notebooks import LESSONS

# The rest of the page is JupyterLab's own.
OUTPUTS = {"part": ".jp-OutputArea-output", "least": 6}


def test_axe_finds_nothing_in_cards_questions_figures_and_explorers(server, open_notebook):
    (path,) = LESSONS.glob("01_activations.ipynb")
    notebook = open_notebook(server.add_copy(path))
    notebook.run_all()
    assert notebook.page.locator("img.widget-image").count() >= 1, "an explorer is among them"
    assert violations(notebook.page, **OUTPUTS) == []
    notebook.use_theme(dark=True)
    assert violations(notebook.page, **OUTPUTS) == []
    notebook.use_theme(dark=False)


def test_axe_would_find_a_slider_without_a_name(server, open_notebook):
    notebook = open_notebook(server.add_notebook("slider.ipynb", "import ipywidgets; ipywidgets.IntSlider()"))
    notebook.run_all()
    assert "aria-input-field-name" in [rule for rule, *_ in violations(notebook.page, **OUTPUTS)]
