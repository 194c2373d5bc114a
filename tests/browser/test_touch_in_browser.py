"""Reaching into the pictures of explorers, in JupyterLab, with the mouse and with a finger."""

from moves import IMAGES

ACTIVATION = "from helpers.explorers import ActivationExplorer\nActivationExplorer()"
BOUNDARY = "from helpers.explorers import BoundaryExplorer\nBoundaryExplorer()"


class Pointed:
    """One explorer on the page: where its first picture is, and what a slider says."""

    def __init__(self, notebook):
        self.page, self.output = notebook.page, notebook.output(0)
        self.picture = self.output.locator(IMAGES).first
        self.picture.scroll_into_view_if_needed()

    def place(self, across, down):
        box = self.picture.bounding_box()
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def until(self, label, condition):
        """Wait until the slider with this label holds a number that meets a condition, and return it."""
        own = self.output.locator(".widget-slider", has=self.page.locator(".widget-label", has_text=label))
        for _ in range(100):
            value = float(own.locator(".noUi-handle").first.get_attribute("aria-valuenow"))
            if condition(value):
                return value
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{label} is {value}")


def test_the_mouse_takes_a_point_along_a_curve_and_lets_go_of_it(server, open_notebook):
    notebook = open_notebook(server.add_notebook("mouse.ipynb", ACTIVATION))
    notebook.run_all()
    explorer, mouse = Pointed(notebook), notebook.page.mouse
    mouse.move(*explorer.place(0.3, 0.5))
    mouse.down()
    explorer.until("z", lambda z: z < -1)
    # Of many places on the way the newest wins.
    mouse.move(*explorer.place(0.8, 0.5), steps=25)
    there = explorer.until("z", lambda z: z > 2)
    notebook.page.wait_for_timeout(600)
    assert explorer.until("z", lambda z: True) >= there
    mouse.up()
    last = explorer.until("z", lambda z: True)
    mouse.move(*explorer.place(0.3, 0.5), steps=5)
    notebook.page.wait_for_timeout(300)
    assert explorer.until("z", lambda z: True) == last
    assert notebook.page.get_by_text("Or point at a place in the pictures.").is_visible()
    assert notebook.errors() == [] and notebook.problems == []


def test_a_finger_turns_the_dashed_line(server, open_notebook):
    notebook = open_notebook(server.add_notebook("touch.ipynb", BOUNDARY), width=900, has_touch=True)
    notebook.run_all()
    explorer = Pointed(notebook)
    notebook.page.touchscreen.tap(*explorer.place(0.57, 0.25))
    explorer.until("Angle of the line", lambda angle: 75 <= angle <= 105)
    notebook.page.touchscreen.tap(*explorer.place(0.9, 0.1))
    explorer.until("Angle of the line", lambda angle: 30 <= angle <= 60)
    assert notebook.problems == []
