"""A question with choices: as widgets to choose from, as HTML to read, and as plain text."""

import html
from collections.abc import Callable, Sequence

import ipywidgets as widgets

LETTERS = "abcdef"

GREY, RIGHT, WRONG = "#7a7a7a", "#009e73", "#d55e00"

# ipywidgets gives every choice the height of one line; on a narrow page two of them would lie on top of each other.
_WRAP = (
    "<style>.course-choices .widget-radio-box label {height: auto; line-height: 1.4; white-space: normal; "
    "margin-bottom: 4px}</style>"
)


def asking(
    label: str, question: str, choices: Sequence[str], answered: Callable[[str], None], reply: widgets.HTML
) -> widgets.VBox:
    """A question with buttons to choose from, and a reply below; ``answered(choice)`` is called for every choice."""
    buttons = widgets.RadioButtons(options=list(choices), value=None, layout=widgets.Layout(width="100%"))
    buttons.observe(lambda change: answered(change["new"]), names="value")
    buttons.add_class("course-choices")
    title = widgets.HTML(f'{_WRAP}<p style="line-height:1.45"><b>{html.escape(label)}</b> {html.escape(question)}</p>')
    return widgets.VBox([title, buttons, reply], layout=widgets.Layout(max_width="680px", margin="0 0 .8em 0"))


def still(title: str, choices: Sequence[str], below: str = "") -> str:
    """A question for a reader without a kernel, as HTML; ``title`` and ``below`` are HTML already."""
    items = "".join(f"<li>{html.escape(choice)}</li>" for choice in choices)
    return box(f'{title}<ol type="a">{items}</ol>{below}', GREY)


def plain(title: str, choices: Sequence[str]) -> str:
    """A question as plain text."""
    return "\n".join([title, *(f"  ({letter}) {choice}" for letter, choice in zip(LETTERS, choices))])


def box(content: str, colour: str, role: str = "") -> str:
    """HTML with a coloured bar at its side."""
    announced = f' role="{role}"' if role else ""
    style = f"border-left:4px solid {colour};padding:.4em .9em;margin:.4em 0;line-height:1.45"
    return f'<div{announced} style="{style}">{content}</div>'
