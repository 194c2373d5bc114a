"""How words of questions and answers are written: as HTML and as plain text."""

import calendar
import datetime
import html
import re

GREY, RIGHT, WRONG = "#7a7a7a", "#009e73", "#d55e00"


def as_html(text: str) -> str:
    """Words as HTML: what stands between backticks is code. JupyterLab typesets what stands between dollars."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def as_text(text: str) -> str:
    """Words as plain text."""
    return text.replace("`", "")


def box(content: str, colour: str, role: str = "") -> str:
    """HTML with a coloured bar at its side."""
    announced = f' role="{role}"' if role else ""
    style = f"border-left:4px solid {colour};padding:.4em .9em;margin:.4em 0;max-width:680px;line-height:1.45"
    return f'<div{announced} style="{style}">{content}</div>'


def on_day(day: str | None) -> str:
    """When something was done, as it follows a sentence: ``", on 26 November"``; empty if it was today.

    Examples
    --------
    >>> on_day("2019-11-26")
    ', on 26 November 2019'
    """
    try:
        date = datetime.date.fromisoformat(day or "")
    except ValueError:
        return ""
    today = datetime.date.today()
    if date == today:
        return ""
    year = f" {date.year}" if date.year != today.year else ""
    return f", on {date.day} {calendar.month_name[date.month]}{year}"
