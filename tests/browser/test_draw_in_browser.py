"""DrawExplorer in JupyterLab: a drawing by mouse, finger and keyboard reaches both networks."""

import json
from itertools import pairwise

import pytest
from jupyterlab import NotebookPage
from moves import IMAGES

SHOW = "from helpers.explorers import DrawExplorer\nexplorer = DrawExplorer()\nexplorer"
PRINT = "import json\nprint(json.dumps(explorer.value('board')))"
# A three, as one stroke on the board of 256×256.
THREE = [(80, 60), (115, 38), (155, 42), (168, 75), (140, 110), (112, 120), (150, 125), (178, 160), (160, 205), (112, 218),
         (72, 198)]  # fmt: skip


class Board:
    """The drawing board on a page, with its sheet as Python has it."""

    def __init__(self, notebook, index=0):
        self.notebook, self.page = notebook, notebook.page
        self.output = notebook.output(index)
        self.canvas = self.output.locator(".drawing-board canvas")
        self.canvas.wait_for()
        self.canvas.scroll_into_view_if_needed()

    def place(self, x, y):
        """Where a place of the board lies on the page."""
        box = self.canvas.bounding_box()
        return box["x"] + x / 256 * box["width"], box["y"] + y / 256 * box["height"]

    def drag(self, points):
        self.page.mouse.move(*self.place(*points[0]))
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*self.place(*point), steps=5)
        self.page.mouse.up()

    def colour(self, x, y):
        """Red, from 0 to 255, of the board at a place."""
        return self.canvas.evaluate(
            "(c, [x, y]) => c.getContext('2d').getImageData(x / 256 * c.width, y / 256 * c.height, 1, 1).data[0]",
            [x, y],
        )

    def turns(self, x, y, dark):
        """Wait until the board is dark, or light, at a place."""
        for _ in range(100):
            if (self.colour(x, y) < 40) if dark else (self.colour(x, y) > 200):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the board at {x}, {y} stays at {self.colour(x, y)}")

    def says(self, text):
        """Wait until the sentence below the pictures holds these words."""
        self.output.locator("p[aria-live=polite]", has_text=text).wait_for()

    def button(self, name):
        self.output.get_by_role("button", name=name).click()


@pytest.fixture
def board(server, open_notebook, request):
    name = server.add_notebook(f"{request.node.name}.ipynb", SHOW, PRINT)
    notebook = open_notebook(name)
    notebook.run_all()
    outputs = notebook.output_count(0)
    yield Board(notebook)
    assert notebook.errors() == [] and notebook.problems == []
    assert notebook.output_count(0) == outputs


def test_a_digit_drawn_with_the_mouse_is_read_live_in_both_contrasts(board):
    board.says("Test image 0, a 2")
    pictures = board.notebook.output(0).locator(IMAGES)
    before = [picture.get_attribute("src") for picture in pictures.all()]
    assert len(before) == 4
    board.drag(THREE)
    board.says("Your drawing: ReLU reads 3")
    board.notebook.wait_until_drawn()
    assert all(picture.get_attribute("src") != old for picture, old in zip(pictures.all(), before))
    assert board.colour(250, 6) > 230 and board.colour(*THREE[2]) < 40
    board.notebook.output(0).get_by_label("Invert the contrast").check()
    board.turns(250, 6, dark=True)
    assert board.colour(*THREE[2]) > 230
    board.says("Your drawing: ReLU reads 3")
    # A cell prints what arrived in Python: moved controls must not swallow what cells print.
    board.notebook.cell(1).locator(".jp-Editor").click()
    board.page.keyboard.press("Control+Enter")
    board.notebook.output(1).get_by_text("revision").wait_for()
    message = json.loads(board.notebook.output(1).inner_text().strip())
    assert message["blank"] and len(message["strokes"]) == 1
    ink, *numbers = message["strokes"][0]
    assert (
        ink == 1 and numbers[:2] == pytest.approx(THREE[0], abs=2) and numbers[-2:] == pytest.approx(THREE[-1], abs=5)
    )


def test_undo_clear_and_eraser(board):
    board.button("Clear")
    board.says("An empty sheet")
    board.drag([(40, 120), (216, 120)])
    board.drag([(120, 40), (120, 216)])
    board.says("Your drawing")
    board.button("Undo")
    board.turns(120, 200, dark=False)
    board.turns(60, 120, dark=True)
    board.button("erases")
    board.page.locator(".drawing-board.erasing").wait_for()
    board.drag([(40, 120), (216, 120)])
    board.says("An empty sheet")


def test_a_digit_drawn_with_the_keyboard_alone(board):
    board.button("Clear")
    board.says("An empty sheet")
    board.canvas.focus()
    press, said = board.page.keyboard.press, board.notebook.output(0).locator(".drawing-live")
    # From row 4, column 4 to the top; then down with the pen on the paper.
    for _ in range(3):
        press("ArrowUp")
    for _ in range(7):
        press("Shift+ArrowDown")
    board.says("Your drawing: ReLU reads 1")
    assert said.inner_text() == "row 8, column 4, ink"
    press("ArrowLeft")
    assert said.inner_text() == "row 8, column 3, paper"
    press("Space")
    assert said.inner_text() == "row 8, column 3, ink"
    press("Backspace")
    assert said.inner_text() == "row 8, column 3, paper"
    # None of these keys may reach the notebook, where arrows choose cells and others delete them.
    assert board.canvas.evaluate("c => c === document.activeElement")
    assert board.page.locator(".jp-CodeCell").count() == 2
    press("Tab")
    assert not board.canvas.evaluate("c => c === document.activeElement")


def test_a_digit_drawn_with_a_finger(server, chromium):
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, has_touch=True)
    try:
        notebook = NotebookPage(context.new_page(), server, server.add_notebook("finger.ipynb", SHOW))
        notebook.run_all()
        board = Board(notebook)
        touch = context.new_cdp_session(notebook.page)

        def finger(kind, *points):
            places = [dict(zip("xy", board.place(*point))) for point in points]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

        before = board.canvas.bounding_box()
        finger("touchStart", THREE[0])
        for (x, y), (to_x, to_y) in pairwise(THREE):
            for share in (0.34, 0.67, 1):
                finger("touchMove", (x + share * (to_x - x), y + share * (to_y - y)))
        finger("touchEnd")
        board.says("Your drawing: ReLU reads 3")
        # The finger drew; it did not scroll the page.
        assert board.canvas.bounding_box() == before
        assert notebook.problems == []
    finally:
        context.close()


def test_two_views_show_one_drawing_whichever_is_drawn_on(server, open_notebook):
    notebook = open_notebook(server.add_notebook("again.ipynb", SHOW, "explorer"), height=1900)
    notebook.run_all()
    first, second = Board(notebook), Board(notebook, index=1)
    first.drag(THREE)
    first.says("Your drawing: ReLU reads 3")
    second.turns(*THREE[2], dark=True)
    assert second.colour(20, 120) > 230
    second.drag([(20, 100), (20, 140)])
    first.turns(20, 120, dark=True)
    # A view that comes later, or one that was taken off the page and put back, goes on where the others are.
    notebook.cell(1).locator(".jp-Editor").click()
    notebook.page.keyboard.press("Control+Enter")
    notebook.wait_until_idle()
    later = Board(notebook, index=1)
    later.turns(20, 120, dark=True)
    assert later.colour(*THREE[2]) < 40
    later.button("Clear")
    for board in (first, later):
        board.turns(20, 120, dark=False)
    assert notebook.problems == []


def test_when_the_kernel_is_gone_a_still_picture_of_the_drawing_stays(board):
    board.drag(THREE)
    board.says("Your drawing: ReLU reads 3")
    board.notebook.wait_until_idle()
    still = board.notebook.output(0).locator(".course-still")
    still.get_by_text("Your drawing: ReLU reads 3").wait_for(state="attached")
    board.notebook.menu("Kernel", "Shut Down Kernel")
    board.page.locator(".jp-KernelName", has_text="No Kernel").wait_for()
    still.get_by_text("Your drawing: ReLU reads 3").wait_for()
    assert still.locator("img").evaluate("image => image.complete && image.naturalWidth > 600")
    # Nobody would read what is drawn now, so nothing can be drawn on.
    assert not board.canvas.is_visible()
