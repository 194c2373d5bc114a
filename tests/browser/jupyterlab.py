"""JupyterLab in headless Chromium, as a learner sees it.

``Server`` runs one JupyterLab on 127.0.0.1 in a folder of its own. ``NotebookPage`` is one open notebook: run its
cells, wait, read what is shown, switch the theme, take a picture.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "course-tests"
# A lesson runs in 40 seconds; on a machine that does much else it takes some three times as long.
RUN_TIMEOUT = 200_000
# JupyterLab asks a kernel that has just started for its widgets, before any cell has run, and ipykernel answers three times
# on stderr that it has none. On a busy machine one of these answers came garbled: a matter between the two of them.
GARBLED = re.compile(r"^Kernel message validation error: .*\"stream\.stderr\" is not valid JSON$")
# By how many pixels a notebook, scrolled to its top, is taller than what is in sight.
MISSING = """async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const view = document.querySelector(".jp-WindowedPanel-outer");
    view.scrollTop = 0;
    return Math.ceil(view.querySelector(".jp-WindowedPanel-inner").offsetHeight - view.clientHeight);
}"""


class Server:
    """A JupyterLab server with settings, workspaces and files of its own; nothing of the user's is read or changed.

    Attributes
    ----------
    files : Path
        The folder that JupyterLab shows. Put notebooks here.
    base : str
        What its addresses begin with: a JupyterHub gives each learner one of their own, ``/user/ann/``.
    """

    def __init__(self, folder, base="/", application="jupyterlab", *options):
        self.base, self.pages = base, {"jupyterlab": "lab/tree", "notebook": "notebooks"}[application]
        self.folder = Path(folder)
        self.files = self.folder / "files"
        self.files.mkdir(parents=True)
        self.port = free_port()
        environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.folder / "workspaces"),
            "IPYTHONDIR": str(self.folder / "ipython"),
            "COURSE_PROGRESS_FILE": str(self.folder / "progress.json"),
        }
        command = [
            sys.executable,
            "-m",
            application,
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={TOKEN}",
            f"--ServerApp.root_dir={self.files}",
            f"--ServerApp.base_url={base}",
            *options,
        ]
        self.log = open(self.folder / "server.log", "w", encoding="utf-8")  # noqa: SIM115
        self.process = subprocess.Popen(
            command, env=environment, stdout=self.log, stderr=subprocess.STDOUT, cwd=self.files
        )
        self._wait_until_up()

    def _wait_until_up(self, seconds=60):
        for _ in range(seconds * 4):
            if self.process.poll() is not None:
                break
            try:
                self._ask("api", timeout=2).close()
                return
            except OSError:
                time.sleep(0.25)
        self.stop()
        log = (self.folder / "server.log").read_text(encoding="utf-8")
        raise RuntimeError("JupyterLab did not start:\n" + log[-3000:])

    def url(self, name):
        return f"http://127.0.0.1:{self.port}{self.base}{self.pages}/{name}?token={TOKEN}&reset"

    def end_kernels(self, names):
        """Shut down the kernels of these notebooks: whoever opens a file of the same name next begins with a new one."""
        for session in json.loads(self._ask("api/sessions").read()):
            if session["path"] in names:
                self._ask(f"api/sessions/{session['id']}", "DELETE").close()

    def _ask(self, address, method="GET", timeout=30):
        token = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.base}{address}", headers=token, method=method
        )
        return urllib.request.urlopen(request, timeout=timeout)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def add_notebook(self, name, *sources):
        """Write a notebook with these code cells into the server's files and return its name."""
        cells = [new_code_cell(source, id=f"cell-{index}") for index, source in enumerate(sources)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
        nbformat.write(new_notebook(cells=cells, metadata=kernel), self.files / name)
        return name

    def add_copy(self, path):
        """Copy a notebook into the server's files and return its name."""
        shutil.copy(path, self.files / path.name)
        return path.name


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class NotebookPage:
    """One notebook open in JupyterLab.

    Attributes
    ----------
    page : playwright Page
        For everything that the methods here do not offer. Locators: ``cell(i)``, ``output(i)``.
    """

    def __init__(self, page, server, name):
        self.page, self.server = page, server
        self.problems = []
        page.on("pageerror", self._note)
        page.goto(server.url(name))
        page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
        self.wait_until_idle()

    def _note(self, error):
        if not GARBLED.search(str(error)):
            self.problems.append(str(error))

    def wait_until_idle(self, timeout=RUN_TIMEOUT):
        """Wait until the kernel is there and has nothing to do."""
        # A notebook that has no kernel yet calls itself idle too.
        self.page.wait_for_function(
            "() => { const indicator = document.querySelector('.jp-Notebook-ExecutionIndicator');"
            " const kernel = document.querySelector('.jp-KernelName')?.textContent;"
            " return indicator?.dataset.status === 'idle' && kernel && kernel !== 'No Kernel'; }",
            timeout=timeout,
        )

    def wait_until_drawn(self):
        """Wait until what the kernel has sent is on the screen: an explorer sends its sentence first, then its pictures."""
        self.wait_until_idle()
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def command(self, name):
        """Run a JupyterLab command through the command palette, by the words it shows there."""
        self.page.keyboard.press("Control+Shift+c")
        box = self.page.locator(".lm-CommandPalette-input")
        box.wait_for()
        box.fill(name)
        label = ".lm-CommandPalette-item .lm-CommandPalette-itemLabel"
        self.page.locator(label, has_text=re.compile(name, re.IGNORECASE)).first.click()

    def menu(self, name, item):
        """Choose an item of a menu of the menu bar, by the words that are shown there."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{name}$")).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}$")).click()

    def run_all(self, timeout=RUN_TIMEOUT):
        """Run every cell and wait for the last one."""
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(
            "() => { const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];"
            " const texts = prompts.map(p => p.textContent.trim());"
            " const error = document.querySelector('.jp-OutputArea [data-mime-type=\"application/vnd.jupyter.error\"]');"
            # A cell that waits for its turn may not say so yet: only an error keeps the last one from having a number.
            " return texts.length > 0 && texts.every(t => !t.includes('*'))"
            " && (error || /\\d/.test(texts.at(-1))) && texts.some(t => /\\d/.test(t)); }",
            timeout=timeout,
        )
        self.wait_until_idle(timeout)

    def cell(self, index):
        """The cell with this index, counted from 0 over code cells."""
        return self.page.locator(".jp-CodeCell").nth(index)

    def output(self, index):
        """The output area of a code cell."""
        return self.cell(index).locator(".jp-OutputArea").first

    def output_count(self, index):
        """How many outputs a code cell shows; more than before means that they stack."""
        return self.cell(index).locator(".jp-OutputArea-child").count()

    def errors(self):
        """The tracebacks that are shown anywhere in the notebook."""
        return self.page.locator(".jp-OutputArea [data-mime-type='application/vnd.jupyter.error']").all_inner_texts()

    def use_theme(self, dark):
        """Switch between JupyterLab's light and dark theme."""
        wanted = "JupyterLab Dark" if dark else "JupyterLab Light"
        self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Settings$")).click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{wanted}$")).click()
        light = "false" if dark else "true"
        self.page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{light}'")
        # It covers the page until the new theme's styles are there.
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def show_all(self):
        """Make the page as tall as the notebook and scroll to its top: JupyterLab draws no cell that is out of sight."""
        # The body of JupyterLab's page has no height and cuts off what reaches beyond it. Nothing does that is drawn, but
        # axe-core takes everything on the page for cut off, and looks at none of it.
        self.page.add_style_tag(content="body { height: 100vh; }")
        # A cell has its height only when it has been drawn, so the page may have to grow again.
        while (missing := self.page.evaluate(MISSING)) > 0:
            size = self.page.viewport_size
            self.page.set_viewport_size({"width": size["width"], "height": size["height"] + missing})

    def hide_side_bar(self):
        """Give the notebook the whole width."""
        if self.page.locator("#jp-left-stack").is_visible():
            self.page.keyboard.press("Control+b")

    def picture(self, path, index=None):
        """Save a screenshot of the page, or of one code cell's output."""
        target = self.page if index is None else self.output(index)
        target.screenshot(path=str(path))
