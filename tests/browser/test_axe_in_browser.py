"""axe-core in JupyterLab sees what it is to judge; the lessons are held against it in ``test_lessons_in_browser``."""

from axe import CONTRAST, violations_in

SLIDER = "import ipywidgets; ipywidgets.IntSlider()"
# More than a page full, so that it is out of sight when the last cell has run.
PALE = """from IPython.display import HTML, display
display(HTML("<p style='color: {}; height: 1500px'>Can you read this?</p>"))"""
LIGHT_GREY, DARK_GREY = "#aaaaaa", "#555555"


def test_axe_would_find_pale_words_in_either_theme_and_a_slider_without_a_name(server, open_notebook):
    cells = PALE.format(LIGHT_GREY), PALE.format(DARK_GREY), SLIDER
    notebook = open_notebook(server.add_notebook("found.ipynb", *cells))
    notebook.run_all()
    found = violations_in(notebook, dark_too=True, least=2)
    assert "aria-input-field-name" in [rule for rule, *_ in found]
    on_light, on_dark = ((times, words) for rule, times, words in found if rule == CONTRAST)
    assert on_light[0] == on_dark[0] == 1
    assert LIGHT_GREY in on_light[1] and DARK_GREY in on_dark[1]
