"""Markdown as it is written in the course, as HTML: headings that can be linked to, formulas as MathML."""

import html
import re
from typing import NamedTuple

import latex2mathml.converter
import mistune
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Classes instead of colours, so that the style sheet decides, for a light page and for a dark one.
_FORMATTER = HtmlFormatter(nowrap=True)


class Heading(NamedTuple):
    """A heading of a page: its level, its place for links, and its words."""

    level: int
    anchor: str
    words: str


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, headings):
        super().__init__(escape=False)
        self.headings = headings

    def heading(self, text, level, **attributes):
        words = html.unescape(re.sub(r"<[^>]+>", "", text))
        place = anchor(words)
        self.headings.append(Heading(level, place, words))
        return f'<h{level} id="{place}">{text}</h{level}>\n'

    def block_code(self, code, info=None):
        return code_block(code, info or "text")

    def table(self, text):
        # A wide table scrolls by itself, and a keyboard can reach it.
        return f'<div class="wide" tabindex="0" role="group" aria-label="Table"><table>{text}</table></div>\n'

    def link(self, text, url, title=None):
        return super().link(text, on_the_site(url), title)

    def inline_math(self, text):
        return formula(text, "inline")

    def block_math(self, text):
        # A formula wider than a small screen scrolls by itself.
        return (
            f'<div class="wide formula" tabindex="0" role="group" aria-label="Formula">{formula(text, "block")}</div>'
        )


def as_html(text, headings):
    """Turn Markdown into HTML, and add its headings to a list.

    Parameters
    ----------
    text : str
    headings : list of Heading
        Grows by what is found.

    Returns
    -------
    str

    Examples
    --------
    >>> found = []
    >>> as_html("## One *more* step", found)
    '<h2 id="one-more-step">One <em>more</em> step</h2>\\n'
    >>> found
    [Heading(level=2, anchor='one-more-step', words='One more step')]
    """
    renderer = _Renderer(headings)
    return mistune.create_markdown(renderer=renderer, escape=False, plugins=["math", "table", "url"])(text)


def text_page(text):
    """A page that is one Markdown text: its HTML and its headings."""
    headings = []
    return as_html(text, headings), headings


def anchor(words):
    """The place of a heading, by the rule that GitHub follows, so that the same links work on both."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def on_the_site(url):
    """Where a link of the repository leads on the site: notebooks and texts are pages, and all lie in one folder.

    Examples
    --------
    >>> on_the_site("../GLOSSARY.md#dense-layer")
    'glossary.html#dense-layer'
    >>> on_the_site("lessons/00_start_here.ipynb")
    '00_start_here.html'
    """
    if "://" in url or url.startswith("#"):
        return url
    path, hash_mark, place = url.partition("#")
    name = path.rsplit("/", 1)[-1]
    if name.endswith(".ipynb"):
        name = name.removesuffix(".ipynb") + ".html"
    elif name.endswith(".md"):
        name = {"README.md": "index"}.get(name, name.removesuffix(".md").lower()) + ".html"
    return name + hash_mark + place


def formula(latex, display):
    """A formula in LaTeX as MathML, which browsers draw and screen readers speak without a script."""
    return latex2mathml.converter.convert(latex.strip(), display=display)


def code_block(code, language="python"):
    """Code in colours, as a block that a keyboard can scroll."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    coloured = highlight(code.rstrip("\n"), lexer, _FORMATTER).rstrip("\n")
    return f'<pre class="code" tabindex="0" role="group" aria-label="Code"><code>{coloured}</code></pre>\n'
