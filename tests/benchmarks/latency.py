"""How long from the move of a control to new pixels on the page?  ``python -m helpers bench browser``

Every explorer is opened in JupyterLab in Chromium. A slider is moved by the keys, one move at a time, and then held
down. The clock runs in the page, from the key until the frame after the last new picture of that move has loaded, so
the kernel, the connection and the browser are all in it. A median above 100 ms is an error. So is a picture that comes
long after the last key of a slider that was held down: then old values were queued.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / folder) for folder in ("browser", "..")]

from jupyterlab import CHROMIUM, FLAGS, NotebookPage, Server

SLOWEST = 100
# After the last key of a held slider the picture in the making may still come, and that of the last value, on a page
# that was busy until then. Had the values been queued, it would take some forty pictures.
LATEST = 4 * SLOWEST
# Three steps up, three down, and so on; the last three go up, so that the last value is a new one.
MOVES, HELD = 30, 39
REPEAT_MS = 33

EXPLORERS = {
    "ActivationExplorer": "ActivationExplorer('sigmoid', 'relu')",
    "BoundaryExplorer": "BoundaryExplorer()",
    "CollapseExplorer": "CollapseExplorer()",
    # Only its view of a convolution as a matrix has sliders.
    "ConvolutionExplorer": "shown = ConvolutionExplorer()\nshown.controls['view'].value = 'matrix'\nshown",
    "CurveExplorer": "CurveExplorer()",
    "DepthExplorer": "DepthExplorer()",
    "SpiralExplorer": "SpiralExplorer()",
    "TemplateExplorer": "TemplateExplorer()",
    "XorExplorer": "XorExplorer('relu')",
}
CLOCK = """
() => {
  window.moves = [];
  document.addEventListener('keydown', () => window.moves.push({from: performance.now()}), true);
  document.addEventListener('load', event => {
    // A widget's picture comes as a blob; the still one, which the file keeps, follows when all is at rest.
    if (event.target.tagName !== 'IMG' || !event.target.src.startsWith('blob:') || !window.moves.length) return;
    const move = window.moves[window.moves.length - 1];
    requestAnimationFrame(() => { move.to = performance.now(); });
  }, true);
}
"""


def slider_of(notebook):
    """Give the keyboard's focus to the first slider that moves a picture. Returns whether there is one."""
    page = notebook.page
    page.evaluate(CLOCK)
    for slider in notebook.output(0).get_by_role("slider").all():
        if slider.is_visible():
            slider.focus()
            for key in ("ArrowRight", "ArrowLeft"):
                page.keyboard.press(key)
                page.wait_for_timeout(1000)
            if page.evaluate("() => window.moves.some(move => 'to' in move)"):
                return True
    return False


def measure(notebook):
    """Milliseconds of each single move, and from the last key of a held slider to the last picture."""
    page = notebook.page
    page.evaluate("() => { window.moves.length = 0; }")
    for move in range(MOVES):
        page.keyboard.press("ArrowRight" if move % 6 < 3 else "ArrowLeft")
        page.wait_for_timeout(350)
    moves = page.evaluate("() => window.moves")
    single = [move["to"] - move["from"] for move in moves if "to" in move]
    page.evaluate("() => { window.moves.length = 0; }")
    for move in range(HELD):
        page.keyboard.press("ArrowRight" if move % 6 < 3 else "ArrowLeft")
        page.wait_for_timeout(REPEAT_MS)
    page.wait_for_timeout(2000)
    last = page.evaluate("() => window.moves[window.moves.length - 1]")
    return single, last["to"] - last["from"] if "to" in last else float("nan")


def line(name, single, late):
    """One line of the table, and whether all is well."""
    if not single:
        return f"{name:20}  no slider moved a picture", False
    median = statistics.median(single)
    fine = median < SLOWEST and late <= LATEST
    told = f"{name:20}  {median:7.0f} ms  {min(single):7.0f}  {max(single):7.0f}  {len(single):5}  {late:9.0f} ms"
    return told + ("" if fine else "  too slow"), fine


def main(words=None):
    """Run the benchmark, print a table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers bench browser", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="EXPLORER", help=f"some of {', '.join(EXPLORERS)}; all if none")
    options = parser.parse_args(words)
    unknown = sorted(set(options.names) - set(EXPLORERS))
    if unknown:
        parser.error(f"there is no explorer {unknown[0]!r} here; there are: {', '.join(EXPLORERS)}")
    from playwright.sync_api import sync_playwright

    print("From the key to new pixels, measured in the page; and, after a slider was held down, from its last key to the "
          "last picture.\n")  # fmt: skip
    print(f"{'':20}  {'median':>10}  {'least':>7}  {'most':>7}  {'moves':>5}  {'held':>12}")
    fine = True
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "lab")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        try:
            for name in options.names or EXPLORERS:
                source = f"from helpers.explorers import {name}\n{EXPLORERS[name]}"
                page = browser.new_page(viewport={"width": 1200, "height": 1000})
                notebook = NotebookPage(page, server, server.add_notebook(f"{name}.ipynb", source))
                notebook.run_all()
                told, good = line(name, *(measure(notebook) if slider_of(notebook) else ([], float("nan"))))
                print(told, flush=True)
                fine = fine and good
                page.close()
        finally:
            browser.close()
            server.stop()
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
