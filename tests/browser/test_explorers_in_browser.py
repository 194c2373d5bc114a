"""The explorers of lessons 00 to 03 as a learner uses them: in JupyterLab, by mouse and by keyboard.

One page holds five of them, one in each cell. What is asserted is what is shown: sentences, and pixels on the screen.
"""

import io
import re

import nbformat
import numpy as np
import pytest
from jupyterlab import NotebookPage
from matplotlib.colors import to_rgb
from moves import IMAGES
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from helpers import explorers
from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.experiments.digit_networks import digit_network
from helpers.figures import style
from helpers.layers import ReLU

SWITCH = """\
from helpers.convolution import AvgPool2d
from helpers.digits import load_digits
from helpers.explorers import SwitchExplorer
from helpers.experiments.digit_networks import digit_network
from helpers.layers import ReLU

digits = load_digits()
SwitchExplorer(digit_network(ReLU, AvgPool2d), digits.test_images, digits.test_labels)"""
CELLS = {
    "activation": "from helpers.explorers import ActivationExplorer\nActivationExplorer()",
    "collapse": "from helpers.explorers import CollapseExplorer\nCollapseExplorer()",
    "boundary": "from helpers.explorers import BoundaryExplorer\nBoundaryExplorer()",
    "convolution": "from helpers.explorers import ConvolutionExplorer\nConvolutionExplorer()",
    "switch": SWITCH,
}
# Tall enough for all of them: what is off the screen, JupyterLab does not draw.
WIDTH, HEIGHT = 1200, 3300


class OnPage:
    """One explorer on the page."""

    def __init__(self, notebook, index):
        self.notebook, self.page, self.index = notebook, notebook.page, index
        self.output = notebook.output(index)
        self.before = None
        self.sentence = self.output.locator("p[aria-live=polite]")

    def images(self):
        return [image for image in self.output.locator(IMAGES).all() if image.is_visible()]

    def pictures(self):
        """What is on the screen where each picture stands, as arrays (height, width, 3)."""
        return [np.asarray(Image.open(io.BytesIO(image.screenshot())).convert("RGB")) for image in self.images()]

    def slider(self, label):
        """The handle of a slider."""
        own = re.compile(f"^{re.escape(label)}$")
        sliders = self.output.locator(".widget-slider", has=self.page.locator(".widget-label", has_text=own))
        return sliders.locator(".noUi-handle").locator("visible=true")

    def act(self, action):
        """Remember what is shown, then act: ``says`` waits until something else is shown."""
        self.before = self._sources()
        action()

    def choose(self, label, option):
        self.act(lambda: self.output.get_by_label(label, exact=True).select_option(label=option))

    def click(self, name):
        self.act(self.output.get_by_role("button", name=name).click)

    def tick(self, label, on):
        self.act(lambda: self.output.get_by_label(label).set_checked(on))

    def press(self, control, *keys):
        """Put the keyboard's focus on a control and press keys."""
        control.focus()
        self.act(lambda: [self.page.keyboard.press(key) for key in keys])

    def says(self, words):
        """Wait for new pictures and for a sentence with these words (a regular expression); return it."""
        for _ in range(300):
            if self._sources() != self.before:
                break
            self.page.wait_for_timeout(50)
        else:
            raise AssertionError("the pictures are still those from before")
        self.output.locator("p[aria-live=polite]", has_text=re.compile(words)).wait_for(timeout=15_000)
        self.notebook.wait_until_drawn()
        return self.sentence.inner_text()

    def _sources(self):
        return [image.get_attribute("src") for image in self.output.locator(IMAGES).all()]


@pytest.fixture(scope="module")
def notebook(server, chromium):
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = NotebookPage(context.new_page(), server, server.add_notebook("explorers.ipynb", *CELLS.values()))
    page.run_all()
    for index in range(len(CELLS)):
        page.output(index).locator("p[aria-live=polite]").wait_for()
    yield page
    context.close()


@pytest.fixture
def on_page(notebook):
    """The explorers by name; after each test, nothing has stacked and nothing has gone wrong."""
    yield {name: OnPage(notebook, index) for index, name in enumerate(CELLS)}
    assert [notebook.output_count(index) for index in range(len(CELLS))] == [2] * len(CELLS)
    assert notebook.errors() == [] and notebook.problems == []
    assert not any("could not be drawn" in text for text in notebook.page.locator("p[aria-live]").all_inner_texts())


def where(picture, colour, tolerance=0.06):
    """The mean place (x, y) of the pixels of a colour, and how many there are."""
    near = np.abs(picture / 255 - to_rgb(colour)).max(axis=-1) < tolerance
    rows, columns = np.nonzero(near)
    return (columns.mean(), rows.mean(), len(rows)) if len(rows) else (np.nan, np.nan, 0)


# ---- mouse and keyboard ---------------------------------------------------------------------------------------------

WATCH = """image => {
    window.seen = [];
    const look = () => {
        window.seen.push([image.src, image.isConnected, image.clientHeight]);
        window.watching = requestAnimationFrame(look);
    };
    look();
}"""


def test_dragging_a_slider_redraws_all_the_way_and_never_flickers(on_page):
    explorer = on_page["activation"]
    before = explorer.pictures()
    image, handle, meanwhile = explorer.images()[0], explorer.slider("z"), []
    image.evaluate(WATCH)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    for step in range(1, 31):
        explorer.page.mouse.move(x - 2 * step, y)
        explorer.page.wait_for_timeout(20)
        if step % 5 == 0:
            meanwhile.append(explorer.pictures()[0])
    explorer.page.mouse.up()
    z = float(handle.get_attribute("aria-valuenow"))
    assert z < -2
    said = explorer.says(f"At z = −{abs(z):.1f}:")
    assert "ReLU is 0 with slope 0, so the unit is off here" in said
    seen = explorer.page.evaluate("() => { cancelAnimationFrame(window.watching); return window.seen; }")
    # The picture was there in every frame, at its full size, never blank, and it moved along with the hand.
    assert all(connected and height == seen[0][2] > 100 for _, connected, height in seen)
    assert all(where(picture, style.HIGHLIGHT)[2] > 30 for picture in meanwhile)
    assert len({source for source, *_ in seen}) > 3
    for old, new in zip(before, explorer.pictures()):
        assert where(new, style.HIGHLIGHT)[0] < where(old, style.HIGHLIGHT)[0] - 20


def test_a_slider_answers_the_arrow_keys(on_page):
    explorer = on_page["activation"]
    explorer.press(explorer.slider("z"), "Home")
    explorer.says("At z = −5.0:")
    old = explorer.pictures()
    explorer.press(explorer.slider("z"), *["ArrowRight"] * 15)
    explorer.says("At z = −3.5:")
    assert all(where(new, style.HIGHLIGHT)[0] > where(before, style.HIGHLIGHT)[0]
               for new, before in zip(explorer.pictures(), old))  # fmt: skip


def test_each_view_of_the_activations_has_its_own_pictures_and_controls(on_page):
    explorer = on_page["activation"]
    explorer.click("A whole layer")
    explorer.says("Inputs around 0 of width 1.0")
    assert explorer.slider("z").count() == 0
    explorer.press(explorer.slider("Width of the inputs"), "End")
    explorer.says(r"width 4.0 \(their standard deviation\): after sigmoid .* after ReLU the mean is")
    explorer.press(explorer.output.get_by_role("button", name="Large z"), "Enter")
    assert "but the formula exp(z) / (1 + exp(z)) gives nan" in explorer.says("At z = 800 in float64")
    explorer.tick("float32 instead of float64", True)
    explorer.says("At z = 800 in float32")
    explorer.choose("Left", "tanh")
    explorer.says("tanh is 1, but the formula")
    assert where(explorer.pictures()[0], style.COLOURS["tanh"])[2] > 100
    explorer.click("Slope at a point")
    explorer.says("At z = ")


def test_the_collapse_grows_by_a_layer_for_each_key_and_loses_its_matrix_with_an_activation(on_page):
    explorer = on_page["collapse"]
    rows = re.search("with rows (.*?), and one bias", explorer.says("which is rounding"))[1]
    assert len(re.findall(r"−?\d\.\d{3}", rows)) == 4
    shown = len(explorer.images())
    explorer.press(explorer.slider("Layers"), *["ArrowRight"] * 3)
    assert rows not in explorer.says("^6 layers of matrix and bias")
    assert len(explorer.images()) == shown + 1
    before = explorer.pictures()
    explorer.choose("Activation", "ReLU")
    explorer.says("6 layers with ReLU: no matrix does the same. The best single layer, by least squares, is off by")
    after = explorer.pictures()
    assert all(np.any(old != new) for old, new in zip(before, after, strict=True))
    explorer.press(explorer.slider("Weights no."), "ArrowRight")
    explorer.says("6 layers with ReLU")
    explorer.choose("Activation", "identity")
    explorer.says("which is rounding")


def test_the_boundary_bends_with_an_activation_and_is_one_line_without(on_page):
    explorer = on_page["boundary"]
    explorer.says("ReLU: 200 of 200 points on their own side. At least [0-9]+ linear pieces")
    explorer.choose("Activation", "identity")
    explorer.says("One linear piece and one straight boundary")
    explorer.press(explorer.slider("Hidden layers"), "End")
    explorer.says("One linear piece and one straight boundary")
    plane = explorer.pictures()[0]
    explorer.choose("Data", "two spirals")
    explorer.choose("Activation", "ReLU")
    explorer.press(explorer.slider("Units in each"), "End")
    pieces = int(re.search("At least ([0-9]+)", explorer.says("ReLU: 200 of 200 points.* Units used: 64"))[1])
    assert pieces > 300
    assert np.any(explorer.pictures()[0] != plane)
    line = explorer.pictures()[1]
    explorer.press(explorer.slider("Angle of the line"), "End")
    explorer.says("At least [0-9]+ linear pieces")
    assert np.any(explorer.pictures()[1] != line)


def test_a_kernel_can_be_edited_number_by_number(on_page):
    explorer = on_page["convolution"]
    explorer.choose("Kernel", "identity")
    explorer.says("add up to 1, ")
    middle = explorer.output.locator("input[type=number]").nth(4)
    old = explorer.pictures()
    middle.fill("-3")
    explorer.press(middle, "Enter")
    assert "ReLU changes" in explorer.says("add up to −3, so an area of one grey comes out as −3 times that grey")
    assert explorer.output.get_by_label("Kernel", exact=True).input_value() == "your own"
    new = explorer.pictures()
    # The middle of the kernel has gone from the lightest orange to the darkest blue.
    light, dark = (style.DIVERGING(value)[:3] for value in (1.0, 0.0))
    assert where(old[0], light)[2] > 500 > where(new[0], light)[2]
    assert where(new[0], dark)[2] > 500 > where(old[0], dark)[2]
    # All results are negative, and after ReLU nothing is left of them; there is only the frame around one pixel.
    after = new[1][60:-20, new[1].shape[1] // 2 + 20 : -20]
    grey = np.abs(after / 255 - style.DIVERGING(0.5)[:3]).max(axis=-1) < 0.05
    rows, columns = np.nonzero(~grey)
    assert max(np.ptp(rows), np.ptp(columns)) < 0.12 * len(after)


def test_a_digit_can_take_the_photographs_place_and_the_chosen_row_of_the_matrix_lights_up(on_page):
    explorer = on_page["convolution"]
    # Not the one that was chosen before, whichever that was.
    explorer.choose("Kernel", "edges, horizontal")
    explorer.says("add up to 0, ")
    explorer.choose("Kernel", "edges, vertical")
    explorer.says("add up to 0, ")
    photo = explorer.pictures()[0]
    explorer.choose("Picture", "handwritten 3")
    explorer.says("add up to 0, ")
    assert np.any(explorer.pictures()[0] != photo)
    explorer.click("As a matrix")
    explorer.says(r"Output pixel \(2, 3\) is row 15 of the matrix")
    left, matrix = explorer.pictures()
    explorer.press(explorer.slider("Row of the output pixel"), "ArrowRight", "ArrowRight")
    said = explorer.says(r"Output pixel \(4, 3\) is row 27 of the matrix")
    assert (
        re.search("Row times image gives (.*?); the convolution says (.*?)[.]$", said).group(1)
        == (re.search("the convolution says (.*?)[.]$", said)[1])
    )
    new_left, new_matrix = explorer.pictures()
    # The frames move down: twelve rows of the matrix, two pixels of the output.
    assert where(new_matrix, style.HIGHLIGHT)[1] > where(matrix, style.HIGHLIGHT)[1] + 30
    assert where(new_left, style.HIGHLIGHT)[1] > where(left, style.HIGHLIGHT)[1] + 15


def test_two_kernels_are_one_until_an_activation_comes_between(on_page):
    explorer = on_page["convolution"]
    explorer.click("Two kernels")
    explorer.says("Two 3×3 convolutions are one 5×5 convolution: .* That is rounding")
    explorer.choose("Activation between the two", "ReLU")
    explorer.says("With ReLU between them, the two are not that one convolution")
    explorer.click("One kernel")
    explorer.says("add up to")


def test_a_switch_takes_an_activation_out_of_the_network_and_leaves_a_bar_to_compare_with(on_page):
    explorer = on_page["switch"]
    share = re.search(r"\d+ ?%", explorer.says("All hidden activations are on")).group()
    before = explorer.pictures()
    explorer.tick("ReLU after convolution 1", False)
    assert share not in explorer.says("only the ReLU after convolution 2 is on")
    bars, digits = explorer.pictures()
    assert np.any(digits != before[1])
    # The present setting is the second bar, further down.
    assert where(bars, style.FIRST)[1] > where(before[0], style.FIRST)[1] + 15
    explorer.press(explorer.output.get_by_label("ReLU after convolution 2"), "Space")
    explorer.says("All hidden activations are off")
    for order in (1, 2):
        explorer.tick(f"ReLU after convolution {order}", True)
        explorer.says("hidden activations")
    assert share in explorer.says("All hidden activations are on")


# ---- reach ----------------------------------------------------------------------------------------------------------

FOCUSED = """() => {
    const at = document.activeElement;
    const output = at.closest(".jp-OutputArea");
    if (!output) return null;
    const slider = at.closest(".widget-slider");
    if (slider) return at.classList.contains("noUi-handle") ? slider.querySelector("label").textContent : "";
    if (at.labels && at.labels.length && at.labels[0].textContent.trim()) return at.labels[0].textContent.trim();
    return at.title || at.closest("[title]")?.title || at.textContent.trim();
}"""
FIELDS = [f"kernel, row {row}, column {column}" for row in (1, 2, 3) for column in (1, 2, 3)]
TAB_ORDER = {
    "activation": ["Left", "Right", "Slope at a point", "A whole layer", "Large z", "z"],
    "collapse": ["Activation", "Layers", "Weights no."],
    "boundary": ["Data", "Activation", "Hidden layers", "Units in each", "Start no.", "Angle of the line"],
    "convolution": ["One kernel", "Two kernels", "As a matrix", "Picture", *FIELDS, "Kernel",
                    "Activation after the convolution"],
    "switch": ["ReLU after convolution 1", "ReLU after convolution 2"],
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_the_tab_key_reaches_every_control_in_reading_order(name, on_page):
    explorer = on_page[name]
    explorer.output.locator("select, button, input").locator("visible=true").first.focus()
    reached = [explorer.page.evaluate(FOCUSED)]
    while reached[-1] is not None and len(reached) < 40 and reached[-1] != TAB_ORDER[name][-1]:
        explorer.page.keyboard.press("Tab")
        reached.append(explorer.page.evaluate(FOCUSED))
    # A slider's number can be typed as well; it has no name of its own.
    assert [control for control in reached if control] == TAB_ORDER[name]


def test_on_a_narrow_page_nothing_is_cut_off_or_shrunk(on_page, notebook):
    notebook.hide_side_bar()
    notebook.page.set_viewport_size({"width": 500, "height": 2 * HEIGHT})
    try:
        for explorer in on_page.values():
            explorer.output.scroll_into_view_if_needed()
            assert explorer.output.evaluate("area => area.scrollWidth <= area.clientWidth"), explorer.index
            for image in explorer.images():
                shown, sent = image.evaluate("image => [image.clientWidth, image.naturalWidth]")
                assert style.SHARPNESS * shown == sent, explorer.index
    finally:
        notebook.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def test_the_page_shows_through_the_pictures_in_both_themes(on_page, notebook):
    corners = {}
    for dark in (True, False):
        notebook.use_theme(dark)
        corners[dark] = [tuple(picture[1, -2]) for picture in on_page["collapse"].pictures()]
    assert max(map(max, corners[True])) < 40 and min(map(min, corners[False])) > 230


# ---- without a kernel -----------------------------------------------------------------------------------------------


def test_a_reader_of_a_stored_notebook_sees_each_picture_with_its_words(server, open_notebook):
    cells, digits = [], load_digits()
    network_and_digits = digit_network(ReLU, AvgPool2d), digits.test_images, digits.test_labels
    for name in explorers.__all__:
        explorer = getattr(explorers, name)(*(network_and_digits if name == "SwitchExplorer" else ()))
        bundle, metadata = explorer.bundle()
        output = new_output("display_data", data=bundle, metadata=metadata)
        cells.append(new_code_cell(f"{name}()", outputs=[output], execution_count=1))
        explorer.close()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), server.files / "stored.ipynb")
    page = open_notebook("stored.ipynb", height=2 * HEIGHT)
    for index, name in enumerate(explorers.__all__):
        image = page.output(index).locator("img")
        image.wait_for()
        kind = getattr(explorers, name)
        assert image.get_attribute("alt") == f"{kind.question} {kind.alt}"
        assert image.evaluate("image => image.complete && image.naturalWidth > 600 && image.clientWidth > 600")
        assert "model not found" not in page.output(index).inner_text()


def test_when_the_kernel_is_gone_still_pictures_of_the_last_state_stay(on_page, notebook):
    said = [explorer.sentence.inner_text() for explorer in on_page.values()]
    # A move is kept when it is over.
    notebook.page.wait_for_timeout(1000)
    notebook.menu("Kernel", "Shut Down Kernel")
    notebook.page.locator(".jp-KernelName", has_text="No Kernel").wait_for()
    for explorer, words in zip(on_page.values(), said):
        still = explorer.output.locator(".course-still")
        still.wait_for()
        assert still.locator("img").evaluate("image => image.complete && image.naturalWidth > 600")
        assert words in still.inner_text()
        assert explorer.images() == []
