"""Write the site into a folder: the front page, a page for each lesson, the glossary, and what instructors need."""

import argparse
import re
import sys
from pathlib import Path

from helpers.notebooks import COURSE, lesson_files
from helpers.tools.address import published_at
from helpers.tools.site.lesson_page import lesson_page
from helpers.tools.site.page import Page, write_page
from helpers.tools.site.pictures import with_pictures, write_pictures
from helpers.tools.site.text import text_page

TEXTS = {"GLOSSARY.md": "glossary.html", "INSTRUCTORS.md": "instructors.html"}


def build(folder):
    """Write every page of the site.

    Parameters
    ----------
    folder : Path
        Is made if it is not there. Pages of the same names in it are replaced.

    Returns
    -------
    list of Path
        The pages, the front page first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    address = published_at()
    lessons = [Page(f"{path.stem}.html", *lesson_page(path)) for path in lesson_files()]
    texts = [Page(page, *text_page(read(source))) for source, page in TEXTS.items()]
    contents = [(page.file, page.title) for page in (*lessons, *texts)]
    pages = [Page("index.html", *text_page(front())), *lessons, *texts]
    return [write_page(folder, page, contents, address) for page in pages]


def read(name):
    """The text of one of the course's Markdown files."""
    return (COURSE / name).read_text(encoding="utf-8")


def front():
    """What a reader of the site needs of the README: up to the lessons, and not how to update or to maintain."""
    return with_pictures(re.split(r"^## Updating", read("README.md"), maxsplit=1, flags=re.MULTILINE)[0])


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m helpers site", description="Write the lessons as static pages.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("site"), help="where to write them (site)")
    parser.add_argument("--pictures", action="store_true", help="write the README's pictures anew, too")
    chosen = parser.parse_args(arguments)
    if chosen.folder.exists() and not chosen.folder.is_dir():
        parser.error(f"folder: expected a folder, and {chosen.folder} is a file")
    if chosen.pictures:
        write_pictures()
    pages = build(chosen.folder)
    print(f"{len(pages)} pages written. Open {pages[0]} in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
