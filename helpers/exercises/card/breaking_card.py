"""The card of "Break it": wrong implementations by letter, what an input showed of each, and a hint for one that is left.

It looks like the card of an exercise and keeps the same promises: it needs no kernel, it escapes all that comes from a
learner, and nothing on it is said by colour alone.
"""

from helpers.exercises.card import breaking_words as words
from helpers.exercises.card.cards import BOX, CELL, PRE, STATUS, SUMMARY, TABLE, details, escape, framed, inline
from helpers.exercises.card.showing import hanging, show
from helpers.exercises.card.solutions import exposing_input

_LIKE = {"all exposed": "passed", "not yet": "not yet", "not started": "not started", "no valid input": "not yet"}
_EXPOSED, _LEFT, _STOPPED = "✓ exposed", "○ right on this input", "○ did not end in time: take a smaller input"


def breaking_html(attempt, footer="") -> str:
    """Return the card as HTML.

    Parameters
    ----------
    attempt : Attempt
    footer : str
        A last sentence, for instance what earlier inputs exposed.
    """
    icon, colour = STATUS[_LIKE[attempt.status]]
    exercise = attempt.exercise
    pieces = [
        f'<div style="font-weight: 600"><span aria-hidden="true" style="color: {colour}">{icon}</span> {_title(attempt)}'
        f'<span style="font-weight: 400"> · {inline(exercise.title)} (optional)</span></div>',
        f'<div style="margin: 0.3em 0">{inline(attempt.message)}</div>',
        _table(_rows(attempt)),
        *(_one_html(attempt, one) for one in attempt.wrong),
        _hints_html(attempt),
    ]
    if footer:
        pieces.append(f'<div style="margin-top: 0.4em">{inline(footer)}</div>')
    return framed("\n".join(piece for piece in pieces if piece), colour)


def breaking_text(attempt, footer="") -> str:
    """Return the card as plain text: the same facts without the hint, which must be asked for."""
    icon, _ = STATUS[_LIKE[attempt.status]]
    lines = [f"{icon} {_title(attempt)}", attempt.message]
    lines += [hanging(f"  {name}: ", text) for name, text in _rows(attempt)]
    for one in attempt.wrong:
        state = _state(attempt, one)
        lines.append(f"{one.letter}{': ' if state else ''}{state}")
        if one.key in attempt.exposed:
            lines.append(hanging("  gives: ", words.did(attempt, one)))
        lines.append("    " + one.code.replace("\n", "\n    "))
    return "\n".join(lines + ([footer] if footer else []))


def _title(attempt):
    """Say what it is about and how far it is; without an input no count is known."""
    counted = f"{len(attempt.exposed)} of {len(attempt.wrong)} exposed" if attempt.args else attempt.status
    return f"Break it: {attempt.exercise.number} {attempt.exercise.name} — {counted}"


def _rows(attempt):
    if not attempt.args:
        return []
    return [(name, show(value)) for name, value in attempt.args.items()] + [("right", words.right(attempt))]


def _state(attempt, one):
    if not attempt.args:
        return ""
    if one.key in attempt.exposed:
        return _EXPOSED
    return _STOPPED if attempt.did[one.key].stopped else _LEFT


def _table(rows):
    if not rows:
        return ""
    cells = "".join(
        f'<tr style="background: none"><th scope="row" style="{CELL}; font-weight: 600">{escape(name)}</th>'
        f'<td style="{CELL}"><pre style="{PRE}"><code>{escape(text)}</code></pre></td></tr>'
        for name, text in rows
    )
    return f'<table style="{TABLE}"><tbody>{cells}</tbody></table>'


def _one_html(attempt, one):
    """Show one implementation: open while there is something to find in it, closed once it is exposed."""
    exposed, state = one.key in attempt.exposed, _state(attempt, one)
    gives = _table([("gives", words.did(attempt, one))]) if exposed else ""
    code = f'<pre style="{PRE}; {BOX}"><code>{escape(one.code)}</code></pre>'
    summary = f"<b>{one.letter}</b> {state}".rstrip()
    return (
        f'{gives and "<div>"}<details{"" if exposed else " open"}><summary style="{SUMMARY}">{summary}</summary>{code}'
        f"</details>{gives}{gives and '</div>'}"
    )


def _hints_html(attempt):
    """A hint for the first that is left, and behind it an input that exposes all."""
    left = [one for one in attempt.wrong if one.key not in attempt.exposed]
    if not left:
        return ""
    code, where = exposing_input(attempt.exercise)
    if code is None:
        inside = f"<div>There is one in {escape(where)}.</div>"
    else:
        inside = f'<pre style="{PRE}; {BOX}"><code>{escape(code)}</code></pre><div>From {escape(where)}.</div>'
    answer = details("Show an input that exposes all", inside)
    hint = f'<div style="margin: 0.2em 0">{inline(left[0].hint)}</div>'
    return details(f"A hint for {left[0].letter}", hint + answer)
