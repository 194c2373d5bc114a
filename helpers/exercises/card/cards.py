"""Turn the result of a check into a card: HTML for the notebook, plain text for everywhere else.

A card needs no kernel once it is there: hints are nested ``<details>`` that open by mouse and keyboard. The same
check gives the same card to the last character, so that a stored one can be compared. Colours are JupyterLab's own,
with a second choice where there are none; nothing is said by colour alone.
"""

import html
import re
import textwrap

from helpers.exercises.card.grids import grids
from helpers.exercises.card.showing import hanging, show
from helpers.exercises.card.solutions import another_way, solution
from helpers.exercises.plain import text_of
from helpers.exercises.words.describe import result_names

STATUS = {
    "passed": ("✓", "var(--jp-success-color1, #2e8540)"),
    "not yet": ("✗", "var(--jp-warn-color1, #c25700)"),
    "not started": ("○", "var(--jp-info-color1, #1976d2)"),
}
_LOOK = "One small change makes every answer right. Look at line"
_STEPS = "What the parts of your code give on this input. Which is the first that you did not expect?"
_NOTICE = "This cell was not checked"
_BORDER = "1px solid var(--jp-border-color2, #8885)"
_MONO = "font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 0.9em)"
PRE = f"margin: 0; padding: 0; background: none; color: inherit; white-space: pre-wrap; line-height: 1.35; {_MONO}"
BOX = f"margin: 0.3em 0; padding: 0.35em 0.6em; border: {_BORDER}; border-radius: 3px"
CELL = (
    "text-align: left; vertical-align: top; padding: 0.15em 1em 0.15em 0; background: none; border: none; "
    "font-size: inherit"
)
TABLE = "border: none; border-collapse: collapse; margin: 0.3em 0; color: inherit"
_CODE = "background: none; color: inherit"
SUMMARY = "cursor: pointer; padding: 0.15em 0"


def card_html(result, footer="") -> str:
    """Return the card as HTML; everything that comes from the learner is escaped.

    Parameters
    ----------
    result : Result
    footer : str
        A last sentence, for instance which version of the function is used from here on.
    """
    icon, colour = STATUS[result.status]
    exercise = result.exercise
    body = [
        f'<div style="font-weight: 600"><span aria-hidden="true" style="color: {colour}">{icon}</span> '
        f'{escape(exercise.number)} <code style="{_CODE}">{escape(exercise.name)}</code> — '
        f'{result.status}<span style="font-weight: 400"> · {inline(exercise.title)}{_optional(exercise)}</span></div>'
    ]
    body += [f'<div style="margin: 0.3em 0">{inline(line)}</div>' for line in result.message.splitlines()]
    body += [_error_html(result), _look_html(result), _comparison_html(result), _steps_html(result)]
    body += [f'<div style="margin: 0.3em 0">Note: {inline(note)}</div>' for note in result.notes]
    body += [_output_html(result), _tried_html(result)]
    body.append(_another_way_html(result) if result.passed else _ladder_html(exercise))
    if footer:
        body.append(f'<div style="margin-top: 0.4em">{inline(footer)}</div>')
    return framed("\n".join(part for part in body if part), colour)


def _optional(exercise):
    return " (optional)" if exercise.optional else ""


def framed(inside, colour) -> str:
    """Put the frame of every card around its inside."""
    return (
        f'<div role="status" style="border: {_BORDER}; border-left: 4px solid {colour}; border-radius: 4px; '
        "padding: 0.6em 0.9em; margin: 0.3em 0; max-width: 46em; "
        'color: var(--jp-content-font-color1, inherit); line-height: 1.45">\n'
        f"{inside}\n</div>"
    )


def card_text(result, footer="") -> str:
    """Return the card as plain text: the same facts without the hints' text, which must be asked for."""
    exercise = result.exercise
    lines = [
        f"{STATUS[result.status][0]} {exercise.number} {exercise.name} — {result.status}{_optional(exercise)}",
        result.message,
    ]
    if result.error_line is not None:
        lines.append(f"Line {result.error_line}: {result.error_source}".rstrip(": "))
    if result.look_line is not None:
        lines.append(f"{_LOOK} {result.look_line}: {result.look_source}")
    for name, value in comparison(result):
        first, *rest = value.splitlines() or [""]
        lines.append(f"  {name}: {first}")
        lines += [" " * (len(name) + 4) + line for line in rest]
    lines += _steps_text(result)
    lines += [f"Note: {note}" for note in result.notes]
    if result.output:
        lines += ["What your function printed:", result.output.rstrip("\n")]
    if result.tried and result.status != "not started":
        lines.append(_tried_summary(result))
    return "\n".join(lines + ([footer] if footer else []))


def notice_html(message) -> str:
    """Return a card that belongs to no exercise: nothing could be checked, and the message says why."""
    icon, colour = STATUS["not yet"]
    title = f'<span aria-hidden="true" style="color: {colour}">{icon}</span> {_NOTICE}'
    return framed(f'<div style="font-weight: 600">{title}</div>\n<div>{inline(message)}</div>', colour)


def notice_text(message) -> str:
    """Return the same card as plain text."""
    return f"{STATUS['not yet'][0]} {_NOTICE}\n{message}"


# --- the parts of a card --------------------------------------------------------------------------------------------


def comparison(result) -> list:
    """Return (name, text) for the inputs, expected and got of the failing probe; empty if there are none."""
    trial = result.failing
    if trial is None:
        return []
    rows = [("tried with", trial.probe.label)]
    # That an argument was changed is seen only from what it was and what it is then.
    after = trial.got.after if trial.problem == "changed" else {}
    for i, (name, value) in enumerate(zip(trial.names, trial.args)):
        rows.append((f"{name} before" if i in after else name, show(value)))
        if i in after:
            rows.append((f"{name} after", show(after[i])))
    rows += [(name, show(value)) for name, value in trial.kwargs.items()]
    if trial.got.stopped or trial.got.look_error is not None:
        return rows
    if trial.got.error is not None:
        # What is said of a known mistake need not say that it stops here; of others the message explains the error.
        return [*rows, ("got", _stop(trial.got.error))] if result.mistake else rows
    if trial.problem in ("changed", "memory"):
        return rows
    rows.append(("expected", _show_result(result, result.expected)))
    rows.append(("got", _show_result(result, result.got)))
    return rows


def _show_result(result, value):
    if not isinstance(value, (tuple, list)):
        return show(value)
    if not isinstance(result.expected, (tuple, list)):
        return show(value)
    same = len(value) == len(result.expected)
    names = result_names(result.exercise, len(value)) if same else map(_place, range(len(value)))
    return "\n".join(hanging(f"{name} = ", show(part)) for name, part in zip(names, value)) or show(value)


def _stop(error):
    # Not where in memory something stands: the same check gives the same card.
    said = textwrap.shorten(re.sub(r" at 0x[0-9a-f]+", "", text_of(error)), 160, placeholder=" …")
    return f"no result: {type(error).__name__}{': ' if said else ''}{said}"


def _place(i):
    words = ("first", "second", "third", "fourth", "fifth")
    return words[i] if i < len(words) else f"number {i + 1}"


def _error_html(result):
    if result.error_line is None:
        return ""
    return _line_html(f"Line {result.error_line} of your cell", result.error_source)


def _look_html(result):
    return (
        "" if result.look_line is None else _line_html(f"{_LOOK} {result.look_line} of your cell", result.look_source)
    )


def _line_html(where, source):
    code = f'<pre style="{PRE}"><code>{escape(source)}</code></pre>' if source else ""
    return f'<div style="{BOX}">{where}{": " if source else "."}{code}</div>'


def _comparison_html(result):
    images = grids(result)
    rows = [
        f'<tr style="background: none"><th scope="row" style="{CELL}; font-weight: 600">{escape(name)}</th>'
        f'<td style="{CELL}">{images.get(name) or _value_html(name, text)}</td></tr>'
        for name, text in comparison(result)
    ]
    if not rows:
        return ""
    marked = f"<div>{images['marked']}</div>" if images else ""
    return f'<table style="{TABLE}"><tbody>{"".join(rows)}</tbody></table>{marked}'


def _value_html(name, text):
    return inline(text) if name == "tried with" else f'<pre style="{PRE}"><code>{escape(text)}</code></pre>'


def _steps_html(result):
    if not result.steps:
        return ""
    rows = "".join(
        f'<dt style="margin: 0.4em 0 0; font-weight: 400"><code style="{_CODE}">{escape(step.code)}</code> '
        f'<span style="font-size: 0.85em">· {_where(step)}</span></dt>'
        f'<dd style="margin: 0 0 0 1.5em"><pre style="{PRE}"><code>{escape(step.value)}</code></pre></dd>'
        for step in result.steps
    )
    return (
        f'<details open><summary style="{SUMMARY}">{_STEPS}</summary><dl style="margin: 0; padding-left: 1em">{rows}</dl>'
        "</details>"
    )


def _steps_text(result):
    lines = [_STEPS] if result.steps else []
    for step in result.steps:
        lines += [f"  {step.code}  ({_where(step)})", *(f"    {line}" for line in step.value.splitlines())]
    return lines


def _where(step):
    if step.times == 1:
        return f"line {step.line}"
    which = "first with nan" if step.first_nan else "last" if step.last else "first"
    return f"line {step.line}, the {which} of {step.times} times"


def _output_html(result):
    if not result.output:
        return ""
    return (
        f'<details open><summary style="{SUMMARY}">What your function printed</summary>'
        f'<pre style="{PRE}; {BOX}"><code>{escape(_limited(result.output))}</code></pre></details>'
    )


def _limited(text):
    lines = text.rstrip("\n").splitlines()
    return "\n".join(line[:200] for line in lines[:20]) + ("\n…" if len(lines) > 20 else "")


_RIGHT, _CHANGED, _WRONG, _LEFT = "✓ right", "✗ right values, but an argument was changed", "✗ wrong", "– not reached"


def _went(result):
    """Say of each input how it went; values that are right are not called wrong for what else was done."""
    changed = [trial.problem == "changed" for trial in result.trials]
    changed += [False] * (len(result.tried) - len(changed))
    words = {True: _RIGHT, False: _WRONG, None: _LEFT}
    return [_CHANGED if good is False and traced else words[good] for (_, good), traced in zip(result.tried, changed)]


def _tried_summary(result):
    went = _went(result)
    right, changed = went.count(_RIGHT), went.count(_CHANGED)
    counts = (
        ("right", right),
        ("with right values but a changed argument", changed),
        ("wrong", went.count(_WRONG)),
        ("not reached", went.count(_LEFT)),
    )
    # "0 right" would be misread where values are right.
    said = [f"{count} {words}" for words, count in counts if count or words == "right" and not changed]
    return f"{len(went)} input{'s' * (len(went) != 1)} tried: {', '.join(said)}."


def _tried_html(result):
    if not result.tried or result.status == "not started":
        return ""
    rows = zip(_went(result), result.tried)
    items = "".join(f'<li style="margin: 0">{went}: {inline(label)}</li>' for went, (label, _) in rows)
    return (
        f'<details><summary style="{SUMMARY}">{_tried_summary(result)}</summary>'
        f'<ul style="list-style: none; margin: 0; padding-left: 1em">{items}</ul></details>'
    )


def _ladder_html(exercise):
    """Nest the hints: each opens the way to the next, and the last to the solution."""
    code, where = solution(exercise)
    if code is None:
        inside = f"<div>The solution is in {escape(where)}.</div>"
    else:
        inside = f'<pre style="{PRE}; {BOX}"><code>{escape(code)}</code></pre><div>From {escape(where)}.</div>'
    rungs = details("Show the solution", inside)
    for number in range(len(exercise.hints), 0, -1):
        hint = f'<div style="margin: 0.2em 0">{inline(exercise.hints[number - 1])}</div>'
        rungs = details(f"Hint {number} of {len(exercise.hints)}", hint + rungs)
    return rungs


def _another_way_html(result):
    found = another_way(result.exercise, result.source)
    if found is None:
        return ""
    code, where = found
    inside = f'<pre style="{PRE}; {BOX}"><code>{escape(code)}</code></pre>'
    return details("Another way to write it", inside + (f"<div>{escape(where)}</div>" if where else ""))


def details(summary, inside) -> str:
    """Return something that opens by mouse and keyboard."""
    return (
        f'<details><summary style="{SUMMARY}">{summary}</summary>'
        f'<div style="padding-left: 1em">{inside}</div></details>'
    )


def escape(text) -> str:
    """Write a text so that nothing in it counts as HTML."""
    return html.escape(str(text), quote=True)


def inline(text) -> str:
    """Escape a text, and set what stands between backticks as code and *words between asterisks* as emphasis."""

    def set_apart(found):
        code, words = found.groups()
        return f'<code style="{_CODE}">{code}</code>' if code else f"<em>{words}</em>"

    return re.sub(r"`([^`]+)`|(?<![\w*])\*(\w[\w ]*)\*(?![\w*])", set_apart, escape(text))
