"""The frame of a page: head, contents, the page itself, the doors to run it, and the way to the next page."""

import html
from pathlib import Path
from string import Template
from typing import NamedTuple

from helpers.tools.address import binder_link, source_link

HERE = Path(__file__).parent


class Page(NamedTuple):
    """A page of the site: its file, its content as HTML, and the headings in it."""

    file: str
    content: str
    headings: list

    @property
    def title(self):
        """The first heading, up to a colon: of a lesson, its number and its name."""
        return self.headings[0].words.split(":")[0]


def write_page(folder, page, contents, address):
    """Write a page into a folder.

    Parameters
    ----------
    folder : Path
    page : Page
    contents : list of (file, title)
        All pages that can be chosen, in order.
    address : str
        Where the course is published; empty if nowhere yet.

    Returns
    -------
    Path
    """
    frame = Template((HERE / "page.html").read_text(encoding="utf-8"))
    filled = frame.substitute(
        title=html.escape(page.title),
        style=(HERE / "site.css").read_text(encoding="utf-8"),
        contents=_contents(page, contents),
        content=page.content.replace("</h1>", "</h1>" + _doors(page, address) + _sections(page), 1),
        next=_next(page, contents),
    )
    path = folder / page.file
    path.write_text(filled, encoding="utf-8")
    return path


def _contents(page, contents):
    items = []
    for file, title in [("index.html", "The course"), *contents]:
        here = ' aria-current="page"' if file == page.file else ""
        items.append(f'<li><a href="{file}"{here}>{html.escape(title)}</a></li>')
    return "\n".join(items)


def _sections(page):
    """The page's own sections; of a page with very many, such as the glossary, none."""
    found = [heading for heading in page.headings if heading.level == 2]
    if not 2 <= len(found) <= 20:
        return ""
    items = "\n".join(f'<li><a href="#{one.anchor}">{html.escape(one.words)}</a></li>' for one in found)
    return f'<nav class="sections" aria-label="On this page"><b>On this page</b><ol>{items}</ol></nav>'


def _doors(page, address):
    """How to run what the page shows."""
    if not page.file[:2].isdigit():
        return ""
    notebook = f"lessons/{page.file.removesuffix('.html')}.ipynb"
    here = 'To do the exercises, <a href="index.html#start">get the course</a> and open it with one command'
    if not address:
        return f'<p class="doors">{here}.</p>'
    binder, source = html.escape(binder_link(address, notebook)), html.escape(source_link(address, notebook))
    return (
        f'<p class="doors">{here}, or <a href="{binder}">run this lesson on Binder</a>, '
        f'or see <a href="{source}">its notebook</a>.</p>'
    )


def _next(page, contents):
    files = [file for file, _ in contents]
    after = contents[files.index(page.file) + 1 :] if page.file in files else contents
    lessons = [(file, title) for file, title in after if file[:2].isdigit()]
    return f'<a href="{lessons[0][0]}">Next: {html.escape(lessons[0][1])}</a>' if lessons else ""
