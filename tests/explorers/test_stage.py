"""The stage of every explorer: draw once for each change, survive errors, be read without a kernel, leave nothing."""

import base64
import html
import io
import json
import re
import subprocess
import sys
import types

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances as live_widgets
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from helpers import explorers
from helpers.explorers import digit_networks
from helpers.explorers.frame import Canvas, Explorer, checkbox, notice, slider, stage, theme
from helpers.explorers.frame.canvas import side_by_side
from helpers.figures import style
from helpers.figures.paper import pages


class Doubling(Explorer):
    """A bar as long as twice x, over a second picture with the digit itself."""

    question = "What is twice x & why < 9?"
    alt = 'A bar as long as "twice" x.'

    def build(self):
        self.add("x", slider("x", 1, 0, 4, 1))
        self.add("sign", checkbox("negative", False))
        figure, ax = style.figure(3.2, 1.2)
        ax.set_xlim(-10, 10)
        self.bar = ax.barh([0], [2])[0]
        self.line = ax.plot([0, 2], [0, 0], zorder=9)[0]
        further, blank = style.figure(3.2, 1)
        self.words = blank.text(0.5, 0.5, "")
        self.below = Canvas(further, [self.words])
        self.panel("below", self.below)
        return Canvas(figure, [self.line, self.bar])

    def update(self):
        twice = (-2 if self.value("sign") else 2) * self.value("x")
        self.bar.set_width(twice)
        self.line.set_xdata([0, twice])
        self.words.set_text(str(twice))
        return {"twice": twice}, f"Twice is <{twice}>."


@pytest.fixture
def make():
    """A function that makes an explorer, closed again after the test."""
    made = []

    def build(kind=Doubling, *arguments):
        made.append(kind(*arguments))
        return made[-1]

    yield build
    for explorer in made:
        explorer.close()


def opened(png):
    picture = Image.open(io.BytesIO(bytes(png)))
    return np.asarray(picture.convert("RGB") if picture.mode == "P" else picture)


# ---- drawing --------------------------------------------------------------------------------------------------------


def test_a_move_changes_numbers_sentence_and_every_picture_and_draws_once(make):
    explorer = make()
    first = [bytes(image.value) for image in explorer._images()]
    assert explorer.draws == 1
    explorer.controls["x"].value = 3
    assert explorer.state() == {"twice": 6, "readout": "Twice is <6>."}
    assert explorer.draws == 2
    assert all(bytes(image.value) != old for image, old in zip(explorer._images(), first))


def test_nothing_is_drawn_when_nothing_has_changed(make):
    explorer = make()
    sent = []
    explorer.picture.observe(lambda change: sent.append(change), names="value")
    explorer.controls["x"].value = 1
    explorer.draw()
    assert (explorer.draws, sent) == (1, [])
    explorer.draw(force=True)
    assert explorer.draws == 2


def test_several_controls_changed_together_draw_once(make):
    explorer = make()
    with explorer.together():
        explorer.controls["x"].value = 4
        explorer.controls["sign"].value = True
        assert explorer.draws == 1
    assert explorer.draws == 2 and explorer.state()["twice"] == -8


def test_drawing_over_the_stored_background_gives_the_picture_of_drawing_everything(make):
    explorer = make()
    for x in (3, 0, 4):
        explorer.controls["x"].value = x
    quick = opened(explorer.picture.value)
    canvas = explorer.canvas
    for artist in canvas.moving:
        artist.set_animated(False)
    assert np.array_equal(quick, opened(style.png(canvas.figure)))


def test_a_background_that_has_changed_is_drawn_again_when_it_is_forgotten(make):
    explorer = make()
    before = opened(explorer.picture.value)
    explorer.canvas.figure.axes[0].set_xticks([0])
    explorer.draw(force=True)
    assert np.array_equal(opened(explorer.picture.value), before)
    explorer.canvas.forget_background()
    explorer.draw(force=True)
    assert not np.array_equal(opened(explorer.picture.value), before)


def test_a_panel_can_be_hidden_and_shown_again(make):
    explorer = make()
    _, image = explorer.panels["below"]
    explorer.put(explorer.canvas, below=None)
    explorer.draw(force=True)
    assert image.layout.display == "none"
    explorer.put(explorer.canvas, below=explorer.below)
    explorer.draw(force=True)
    assert image.layout.display is None and opened(image.value).shape == (200, 640, 4)


# ---- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch):
    """A function by which the page tells an explorer its theme; forgotten after the test."""
    monkeypatch.setattr(theme, "_told", [pages.LIGHT])
    return lambda explorer, dark: explorer.theme._handle_custom_msg({"dark": dark}, [])


def corner(image):
    return tuple(opened(image.value)[0, 0, :3])


def test_every_picture_follows_the_theme_without_an_update_of_its_numbers(make, told):
    explorer = make()
    light = [bytes(image.value) for image in explorer._images()]
    assert {corner(image) for image in explorer._images()} == {(255, 255, 255)}
    told(explorer, True)
    assert {corner(image) for image in explorer._images()} == {(17, 17, 17)}
    assert explorer.draws == 1
    explorer.controls["x"].value = 2
    assert {corner(image) for image in explorer._images()} == {(17, 17, 17)}
    explorer.controls["x"].value = 1
    told(explorer, False)
    assert [bytes(image.value) for image in explorer._images()] == light


def test_an_explorer_that_is_made_later_stands_on_the_page_that_was_told_last(make, told):
    told(make(), True)
    assert corner(make().picture) == (17, 17, 17)


def test_nothing_is_sent_when_the_page_tells_what_is_known(make, told):
    explorer, sent = make(), []
    explorer.picture.observe(lambda change: sent.append(change), names="value")
    told(explorer, False)
    assert sent == []


def test_what_the_file_keeps_is_the_same_whatever_the_theme(make, told):
    explorer = make()
    before = explorer.bundle()
    told(explorer, True)
    assert explorer.bundle() == before


def test_after_an_error_the_theme_is_still_followed_or_the_old_picture_stays(make, told):
    explorer = make(Fragile)
    explorer.controls["x"].value = 2
    explorer.line.set_data([0, 1], [0, 1, 2])
    told(explorer, True)
    assert corner(explorer.picture) == (255, 255, 255)
    assert explorer.bundle()[0]["image/png"]


def test_a_picture_keeps_its_place_on_the_page_at_two_pixels_to_one(make):
    explorer = make()
    assert explorer.picture.layout.width == "320px" and explorer.picture.layout.max_width == "100%"
    assert opened(explorer.picture.value).shape == (240, 640, 4)


# ---- errors ---------------------------------------------------------------------------------------------------------


class Fragile(Doubling):
    """Fails at x = 2, as a learner's function may."""

    def update(self):
        if self.value("x") == 2:
            raise ValueError("two is <too> much")
        print("noise")
        np.log(np.array([0.0]))
        return super().update()


def test_an_error_is_news_on_the_page_and_the_picture_stays(make):
    explorer = make(Fragile)
    before = bytes(explorer.picture.value)
    explorer.controls["x"].value = 2
    assert explorer.state()["error"] == "ValueError: two is <too> much"
    assert (
        "could not be drawn. ValueError: two is <too> much. The picture is the one from before"
        in (explorer.state()["readout"])
    )
    assert "<too>" not in explorer.readout.value
    assert bytes(explorer.picture.value) == before


def test_after_an_error_the_same_place_is_tried_again(make, monkeypatch):
    explorer = make(Fragile)
    explorer.controls["x"].value = 2
    monkeypatch.setattr(Fragile, "update", Doubling.update)
    explorer.draw()
    assert explorer.state() == {"twice": 4, "readout": "Twice is <4>."}


def test_what_a_function_prints_or_warns_of_does_not_pile_up_on_the_page(make, capsys, recwarn):
    explorer = make(Fragile)
    explorer.controls["x"].value = 3
    assert capsys.readouterr().out == ""
    # An older Matplotlib warns, from its own files, of what it is built on.
    assert not [warned for warned in recwarn.list if "matplotlib" not in warned.filename]


def test_an_explorer_without_a_question_or_words_is_refused():
    class Mute(Doubling):
        alt = ""

    with pytest.raises(ValueError, match="Mute: question and alt must each be a sentence"):
        Mute()


# ---- reading it without a kernel, and by ear ------------------------------------------------------------------------


def test_a_reader_without_a_kernel_gets_all_panels_as_one_picture_with_words(make):
    explorer = make()
    bundle, metadata = explorer.bundle()
    still = opened(base64.b64decode(bundle["image/png"]))
    # 320 and 320 pixels fit side by side in 680; the taller is 120. Each has two of the picture's.
    assert still.shape == (240, 1280, 3)
    assert metadata["image/png"]["width"] == 640
    for part, image in ((still[:, :640], explorer.picture), (still[:200, 640:], explorer.panels["below"][1])):
        assert np.abs(part.astype(int) - opened(image.value)[..., :3]).max() <= 8
    assert metadata["image/png"]["alt"] == bundle["text/plain"] == f"{explorer.question} {explorer.alt}"
    assert 'alt="What is twice x &amp; why &lt; 9? A bar as long as &quot;twice&quot; x."' in bundle["text/html"]


def test_the_still_picture_says_what_it_shows_and_what_to_run_to_move_it(make):
    explorer = make()
    explorer.controls["x"].value = 3
    shown = explorer.bundle()[0]["text/html"]
    words = re.sub("<[^>]+>", "|", shown)
    for part in (
        "What is twice x &amp; why &lt; 9?",
        "x: 3 · negative: no",
        "Twice is &lt;6&gt;.",
        "This is a picture.",
    ):
        assert f"|{part}" in words
    assert "To move it, run the first code cell of this lesson, and then this cell." in words
    explorer.controls["sign"].layout.display = "none"
    assert "negative" not in explorer.bundle()[0]["text/html"]


def test_a_hidden_panel_is_left_out_of_the_still_picture(make):
    explorer = make()
    explorer.put(explorer.canvas, below=None)
    explorer.draw(force=True)
    assert opened(base64.b64decode(explorer.bundle()[0]["image/png"])).shape == (240, 640, 3)


def test_pictures_are_put_together_in_rows_as_on_the_page():
    def block(width, height, shade):
        return np.full((height, width, 4), shade, np.uint8)

    whole = side_by_side([block(30, 5, 10), block(30, 9, 20), block(40, 4, 30)], 70, pages.DARK)
    assert whole.shape == (13, 60, 4)
    assert (whole[4, 0, 0], whole[8, 59, 0], whole[9, 39, 0], whole[5, 0, 0]) == (10, 20, 30, 0x11)


def test_room_for_the_longest_sentence_is_kept_and_neither_seen_nor_read_out(make):
    explorer = make()
    explorer.longest = 40
    explorer.draw(force=True)
    said, room = re.findall("<p [^>]+>[^<]+</p>", explorer.readout.value)
    assert 'aria-live="polite"' in said and html.escape(explorer.state()["readout"]) in said
    assert 'aria-hidden="true"' in room and "visibility:hidden" in room and "aria-live" not in room
    assert len(re.sub("<[^>]+>", "", room)) == 40


def test_changes_are_announced_and_the_picture_has_a_description(make):
    explorer = make()
    assert 'aria-live="polite"' in explorer.readout.value
    assert "A bar as long as &quot;twice&quot; x." in explorer.description.value
    order = explorer.widget.children
    assert order.index(explorer.description) < order.index(explorer.readout) == len(order) - 1
    assert "What is twice x &amp; why &lt; 9?" in order[1].value and order[0] is explorer.theme


def test_outside_a_notebook_showing_prints_the_words(make, capsys):
    explorer = make()
    explorer.show()
    assert capsys.readouterr().out == f"{explorer.question} {explorer.alt}\n"


# ---- what the file keeps ---------------------------------------------------------------------------------------------

SHOWN = """
    import asyncio, base64, io, threading
    from ipywidgets.widgets.widget import _instances
    from helpers import live
    from helpers.explorers import CollapseExplorer
    updates, update = [], live.Shown.update
    live.Shown.update = lambda self, *kept: (updates.append(kept), update(self, *kept))
    explorer = CollapseExplorer("identity", 3)
    explorer
    """
MOVED = """
    for depth in (4, 5, 6):
        explorer.controls["depth"].value = depth
        await asyncio.sleep(0.05)
    during = len(updates)
    await asyncio.sleep(1.5)
    print(during, len(updates))
    """
FROM_A_THREAD = """
    move = lambda: setattr(explorer.controls["depth"], "value", 2)
    thread = threading.Thread(target=move)
    thread.start(); thread.join()
    await asyncio.sleep(1.5)
    print(len(updates))
    """
SECOND_PLACE = "explorer.show()"
MOVED_AGAIN = "explorer.controls['depth'].value = 1; await asyncio.sleep(1.5); print(len(updates), len(explorer.shown))"


@pytest.fixture(scope="module")
def in_a_notebook():
    """The cells of a notebook that shows an explorer, moves it, and shows it in a second place, after a run."""
    sources = [SHOWN, MOVED, FROM_A_THREAD, SECOND_PLACE, MOVED_AGAIN]
    cells = [new_code_cell("\n".join(line.removeprefix("    ") for line in source.split("\n"))) for source in sources]
    notebook = new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
    return notebook.cells


def still_pictures(cell):
    return [output.data["text/html"] for output in cell.outputs if "text/html" in output.get("data", {})]


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.output_type == "stream").split()


def test_a_drag_is_kept_once_at_its_end(in_a_notebook):
    assert printed(in_a_notebook[1]) == ["0", "1"]
    # Told by another thread, as JupyterLab has moved controls answered.
    assert printed(in_a_notebook[2]) == ["2"]


def test_every_place_that_shows_an_explorer_keeps_its_latest_state(in_a_notebook):
    assert printed(in_a_notebook[4]) == ["4", "2"]
    for index in (0, 3):
        [still] = still_pictures(in_a_notebook[index])
        assert "Activation: identity · Layers: 1 · Weights no.: 0" in still
        assert "1 layer of matrix and bias" in still and still.startswith('<div class="course-still">')


def test_the_file_holds_the_still_picture_and_no_more_than_the_number_of_the_widget(in_a_notebook):
    still, view = in_a_notebook[0].outputs
    assert set(still.data) == {"text/html", "image/png", "text/plain"}
    assert set(view.data) == {"application/vnd.jupyter.widget-view+json"}


def test_an_explorer_is_closed_with_the_last_of_its_places(monkeypatch, make):
    explorer, closing = make(), []
    monkeypatch.setattr(stage.live, "show", lambda *shown, close: closing.append(close) or stage.live.Shown())
    for _ in range(3):
        explorer.show()
    # Shown once more before the view from before is closed, as happens when a cell is run again.
    closing[0]()
    closing[2]()
    assert explorer.state() and len(explorer.shown) == 1
    explorer.controls["x"].value = 3
    assert explorer.draws == 2
    closing[1]()
    explorer.controls["x"].value = 4
    assert explorer.draws == 2 and explorer.shown == {}


def test_a_word_is_said_in_a_notebook_while_networks_are_trained_and_nowhere_else(capsys, monkeypatch):
    notice.announce("One moment.")
    assert capsys.readouterr().out == ""
    said = []
    shell = types.SimpleNamespace(get_ipython=lambda: "a shell")
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setattr(notice, "display_bundle", said.append)
    digit_networks.say_that_it_trains.cache_clear()
    for name in digit_networks.NAMES:
        digit_networks.trained_on_plain_digits.__wrapped__(name)
    assert [bundle["text/plain"] for bundle in said] == [
        "First, small networks are trained on plain digits. This takes a few seconds."
    ]


# ---- closing --------------------------------------------------------------------------------------------------------


def test_closing_frees_every_widget_and_every_artist():
    before = set(live_widgets)
    explorer = Doubling()
    figures = [canvas.figure for canvas in explorer._drawn()]
    assert len(set(live_widgets) - before) > 10
    explorer.close()
    assert set(live_widgets) == before
    assert [figure.axes for figure in figures] == [[], []]


def test_a_closed_explorer_no_longer_answers():
    explorer = Doubling()
    explorer.close()
    explorer.controls["x"].value = 3
    assert explorer.draws == 1


# ---- loading --------------------------------------------------------------------------------------------------------


def test_an_explorer_is_loaded_when_it_is_asked_for_and_not_before():
    code = (
        "import json, sys; from helpers import explorers;"
        "before = [name for name in sys.modules if 'helpers.explorers.' in name];"
        "explorers.CollapseExplorer; print(json.dumps([before, 'helpers.explorers.collapse_explorer' in sys.modules,"
        "'helpers.explorers.convolution_explorer' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], True, False]


def test_an_unknown_explorer_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'MissingExplorer'"):
        explorers.MissingExplorer
    assert set(explorers.__all__) <= set(dir(explorers))


def test_every_question_and_description_is_a_sentence_of_its_own():
    kinds = [getattr(explorers, name) for name in explorers.__all__]
    assert len({kind.question for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.question.endswith("?") and re.match("[A-Z].*[.]$", kind.alt)
