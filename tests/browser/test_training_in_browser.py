"""TrainingExplorer in JupyterLab: it trains while the page, the buttons and other cells have their turn."""

import re

import pytest
from moves import IMAGES

SHOW = "from helpers.explorers import TrainingExplorer\nexplorer = TrainingExplorer()\nexplorer"
COUNT = """
import time
for i in range(60):
    print(f"line {i}")
    time.sleep(0.01)
print("at", explorer.race.steps, explorer.running)
"""


class Race:
    """The explorer on a page."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page

    def button(self, name):
        # The icon in front of the word belongs to the button's name.
        return self.notebook.output(0).get_by_role("button", name=re.compile(f"{name}$"))

    def says(self, text):
        """Wait until the sentence below the pictures holds these words, and return it."""
        place = self.notebook.output(0).locator("p[aria-live=polite]", has_text=re.compile(text))
        place.wait_for()
        return place.inner_text()

    def pictures(self):
        self.notebook.wait_until_drawn()
        return [picture.get_attribute("src") for picture in self.notebook.output(0).locator(IMAGES).all()]

    def draws_anew(self, before, *indices):
        """Wait until these pictures are other ones than before."""
        self.page.wait_for_function(
            "([images, before, indices]) => indices.every("
            "index => document.querySelectorAll(images)[index].src !== before[index])",
            arg=[f".jp-OutputArea {IMAGES}", before, indices],
        )

    def choose(self, label, option):
        self.notebook.output(0).get_by_label(label).select_option(option)

    def run_cell(self, index):
        """Run a cell and return the number in its last line, "at 12 True"."""
        prompt = self.notebook.cell(index).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.notebook.cell(index).locator(".jp-Editor").click()
        self.page.keyboard.press("Control+Enter")
        for _ in range(200):
            text = self.notebook.output(index).inner_text()
            found = re.search(r"at (\d+) (True|False)", text)
            if found and prompt.inner_text() not in (before, "[*]:"):
                return int(found[1]), found[2] == "True", text
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the cell did not finish: {text[-200:]!r}")


@pytest.fixture
def race(server, open_notebook, request):
    notebook = open_notebook(server.add_notebook(f"{request.node.name}.ipynb", SHOW, COUNT))
    notebook.run_all()
    outputs = notebook.output_count(0)
    yield Race(notebook)
    assert notebook.errors() == [] and notebook.problems == []
    assert notebook.output_count(0) == outputs


def test_training_goes_on_while_cells_run_and_stands_still_after_pause(race):
    race.says("Nothing learned yet")
    first = race.pictures()
    assert len(first) == 4
    race.button("Train").click()
    race.says("After [1-9]")
    race.draws_anew(first, 0, 1, 2, 3)
    assert race.button("One step").is_disabled() and race.button("Reset").is_disabled()
    steps, running, text = race.run_cell(1)
    # Every line is there although pictures were drawn and controls moved meanwhile.
    assert running and [f"line {i}" in text.splitlines() for i in range(60)] == [True] * 60
    race.choose("Pace", "5 steps a second")
    later, running, _ = race.run_cell(1)
    assert running and later > steps
    race.button("Pause").click()
    race.says("Paused at step")
    still = race.pictures()
    paused, running, _ = race.run_cell(1)
    race.page.wait_for_timeout(600)
    again, *_ = race.run_cell(1)
    assert not running and again == paused and race.pictures() == still


def test_step_settings_reset_and_the_end(race):
    race.button("One step").click()
    race.says("Paused at step 1,")
    race.button("One step").focus()
    race.page.keyboard.press("Space")
    race.says("Paused at step 2,")
    race.choose("Task", "plain digits")
    race.says("Nothing learned yet")
    race.choose("Pace", "full speed")
    race.button("Train").click()
    race.says("Finished after 15 epochs. ReLU reads 9")
    assert race.button("Train").is_disabled()
    race.choose("Task", "contrast-flipped digits")
    race.says("Paused at step 2,")
    race.button("Reset").click()
    race.says("Nothing learned yet")
    before = race.pictures()
    race.button("ReLU").click()
    race.draws_anew(before, 3)
    assert race.pictures()[0] == before[0]
