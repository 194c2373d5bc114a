"""Reaching into the pictures of explorers, in JupyterLab, with the mouse and with a finger."""

import math

from moves import IMAGES

ACTIVATION = "from helpers.explorers import ActivationExplorer\nActivationExplorer()"
BOUNDARY = "from helpers.explorers import BoundaryExplorer\nBoundaryExplorer()"
XOR = "from helpers.explorers import XorExplorer\nexplorer = XorExplorer()\nexplorer"
CONVOLUTION = "from helpers.explorers import ConvolutionExplorer\nexplorer = ConvolutionExplorer()\nexplorer"


class Pointed:
    """One explorer on the page: where one of its pictures is, the first as a rule, and what a slider says."""

    def __init__(self, notebook, picture=0):
        self.page, self.output = notebook.page, notebook.output(0)
        self.picture = self.output.locator(IMAGES).nth(picture)
        self.picture.scroll_into_view_if_needed()

    def place(self, across, down):
        box = self.picture.bounding_box()
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def in_square(self, x1, x2):
        """Where in the picture of the explorer on XOR an input is drawn."""
        return self.place((44 + (x1 + 0.75) / 2.5 * 280) / 330, 1 - (44 + (x2 + 0.75) / 2.5 * 280) / 352)

    def says(self, words):
        self.output.locator("p[aria-live=polite]", has_text=words).wait_for(timeout=10_000)

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


def test_a_tap_flips_a_corner_and_lines_are_dragged_and_turned_with_the_mouse(server, open_notebook):
    notebook = open_notebook(server.add_notebook("corner.ipynb", XOR), height=1100)
    notebook.run_all()
    explorer, mouse = Pointed(notebook), notebook.page.mouse
    corner = explorer.output.get_by_label("yes at 11")

    def drag(*places):
        mouse.move(*explorer.in_square(*places[0]))
        mouse.down()
        for place in places[1:]:
            mouse.move(*explorer.in_square(*place), steps=8)
        mouse.up()

    explorer.says("the stretch between 01 and 10 meets the one between 00 and 11")
    mouse.click(*explorer.in_square(1, 1))
    explorer.says("parts yes (01, 10 and 11) from no (00). Solved so far: 1 of 16 without an activation")
    assert corner.is_checked()
    # Twice, as fast as a hand can: no tap is lost.
    mouse.dblclick(*explorer.in_square(1, 1))
    notebook.page.wait_for_timeout(2000)
    explorer.says("parts yes (01, 10 and 11) from no (00)")
    assert corner.is_checked()
    drag((1, 1), (0.6, 0.6), (0.2, 0.9))
    mouse.click(*explorer.in_square(1, 1))
    explorer.says("the stretch between 01 and 10 meets")
    assert [explorer.until(f"Line {n}, offset", lambda value: True) for n in (1, 2)] == [0, 0]
    # From the keyboard: an arrow belongs to the list and not to the notebook, and a letter does not change the cell's kind.
    activations = explorer.output.get_by_label("Activation")
    activations.focus()
    notebook.page.keyboard.press("ArrowDown")
    notebook.page.wait_for_timeout(300)
    notebook.page.keyboard.press("r")
    notebook.page.wait_for_timeout(300)
    assert activations.evaluate("list => list.selectedOptions[0].textContent") == "ReLU"
    # The solution by hand: both arrows towards 11, one line before 01 and 10, the other through them.
    for number, rim, angle in ((1, 0.89, 15), (2, 1.1, 75)):
        turn = [math.radians(degrees) for degrees in (angle, 30, 45)]
        drag(*[(0.5 + rim * math.cos(t), 0.5 + rim * math.sin(t)) for t in turn])
        explorer.until(f"Line {number}, angle", lambda value: value == 45)
    drag((0.45, 0.45), (0.3, 0.3), (0.25, 0.25))
    # The page tells one digit.
    explorer.until("Line 1, offset", lambda value: value in (-0.3, -0.4))
    explorer.says("With ReLU: a line in the hidden plane parts yes (01 and 10) from no (00 and 11).")
    assert notebook.errors() == [] and notebook.problems == []


def test_a_finger_flips_a_corner_asks_on_a_board_and_drags_a_line_up_and_down(server, open_notebook):
    notebook = open_notebook(server.add_notebook("finger.ipynb", XOR), width=500, height=1900, has_touch=True)
    notebook.hide_side_bar()
    notebook.run_all()
    explorer = Pointed(notebook)
    notebook.page.touchscreen.tap(*explorer.in_square(0, 1))
    explorer.says("parts yes (10) from no (00, 01 and 11)")
    # In the first small square no is wanted of all.
    notebook.page.touchscreen.tap(*Pointed(notebook, 2).place(0.07, 0.43))
    explorer.says("all four corners are to be no, so no line is needed. Solved so far: 2 of 16 without an activation")
    explorer.picture.scroll_into_view_if_needed()
    finger = notebook.page.context.new_cdp_session(notebook.page)
    path = [(1.5, 0.25 + 0.06 * step) for step in range(8)]
    for kind, place in (
        *[("touchStart" if i == 0 else "touchMove", place) for i, place in enumerate(path)],
        ("touchEnd", None),
    ):
        spots = [dict(zip("xy", explorer.in_square(*place)))] if place else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})
        notebook.page.wait_for_timeout(40)
    explorer.until("Line 2, offset", lambda value: value > 0.3)
    assert notebook.problems == []


def test_a_number_of_the_kernel_is_changed_by_taps_and_by_a_drag_to_the_side(server, open_notebook):
    notebook = open_notebook(server.add_notebook("kernel.ipynb", CONVOLUTION), width=900, has_touch=True)
    notebook.run_all()
    explorer, page = Pointed(notebook), notebook.page
    field = explorer.output.get_by_label("kernel, row 2, column 2")

    def middle(aside=0.0):
        # The kernel's middle square, and so many squares aside.
        return explorer.place(0.75 + aside * 0.158, 0.518)

    def until(value):
        page.wait_for_function("([field, value]) => Number(field.value) === value", arg=[field.element_handle(), value])

    page.touchscreen.tap(*middle(0.3))
    until(0.5)
    page.touchscreen.tap(*middle(-0.3))
    until(0)
    assert explorer.output.get_by_label("Kernel", exact=True).input_value() == "your own"
    page.mouse.move(*middle())
    page.mouse.down()
    page.mouse.move(*middle(1.1), steps=12)
    until(2)
    page.mouse.move(*middle(-3.05), steps=12)
    page.mouse.up()
    until(-6)
    explorer.says("The kernel's weights add up to −6")
    assert notebook.errors() == [] and notebook.problems == []
