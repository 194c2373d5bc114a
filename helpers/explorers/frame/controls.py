"""The controls of the explorers: labelled, reachable by keyboard, and never wider than the page."""

import ipywidgets as widgets

from helpers.explorers.frame.functions import ELEMENTWISE
from helpers.explorers.frame.words import say
from helpers.figures import style

_LABEL = {"description_width": "initial"}
# The label beside the buttons: a row of buttons would by itself begin below it.
_ROW = "flex"


def slider(label, value, low, high, step):
    """A labelled slider; whole numbers give an IntSlider. Arrow keys move it by one step."""
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    options = {} if whole else {"readout_format": f".{_decimals(step)}f"}
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        continuous_update=True,
        style=_LABEL,
        # Room for the label, and the same length for every slider beside it.
        layout=widgets.Layout(width=f"{220 + 7 * len(label)}px", max_width="100%"),
        **options,
    )


def _decimals(step):
    text = f"{step:g}"
    return len(text.split(".")[1]) if "." in text else 0


def set_near(control, value):
    """Set a slider to the step that is nearest to a value.

    Examples
    --------
    >>> z = slider("z", 0.0, -5.0, 5.0, 0.1)
    >>> set_near(z, 1.234)
    >>> z.value
    1.2
    >>> set_near(z, 99)
    >>> z.value
    5.0
    """
    near = control.min + round((value - control.min) / control.step) * control.step
    near = min(max(near, control.min), control.max)
    control.value = near if isinstance(control, widgets.IntSlider) else round(near, _decimals(control.step))


def dropdown(label, options, value):
    """A labelled list to choose from; ``options`` are values or (text, value) pairs."""
    return widgets.Dropdown(
        options=options,
        value=value,
        description=label,
        style=_LABEL,
        layout=widgets.Layout(width="max-content", max_width="100%"),
    )


def activation_list(label, value):
    """A list of the activations to choose from, by the names that a reader knows them by."""
    return dropdown(label, [(style.LABELS[name], name) for name in ELEMENTWISE], value)


def toggles(label, options, value):
    """A labelled row of buttons of which one is down."""
    return widgets.ToggleButtons(
        options=options,
        value=value,
        description=label,
        style={**_LABEL, "button_width": "auto"},
        layout=widgets.Layout(
            display=_ROW, flex_flow="row wrap", align_items="baseline", grid_gap="0 6px", max_width="100%"
        ),
    )


def checkbox(label, value):
    """A labelled box to tick."""
    return widgets.Checkbox(
        value=value, description=label, indent=False, layout=widgets.Layout(width="max-content", max_width="100%")
    )


def button(text, icon):
    """A button with a word and an icon."""
    return widgets.Button(description=text, icon=icon, layout=widgets.Layout(width="auto", max_width="100%"))


def number(label, value, step=0.5):
    """A labelled field for a number."""
    return widgets.FloatText(
        value=value, step=step, description=label, style=_LABEL, layout=widgets.Layout(width="110px")
    )


def cell(name, value, step=0.5):
    """A field for a number in a grid, where its place says to the eye what it is; its name is for screen readers."""
    return widgets.FloatText(
        value=value,
        step=step,
        description=name,
        style={"description_width": "0px"},
        layout=widgets.Layout(width="74px"),
    )


def setting(control):
    """A control and what it is set to, in words; empty for one that holds no setting.

    Examples
    --------
    >>> setting(slider("Layers", 3, 1, 8, 1)), setting(checkbox("Invert the contrast", True))
    ('Layers: 3', 'Invert the contrast: yes')
    >>> setting(toggles("", ["How bent?", "How many?"], "How many?"))
    'How many?'
    """
    if isinstance(control, widgets.Dropdown | widgets.ToggleButtons):
        said = control.label
    elif isinstance(control, widgets.Checkbox):
        said = "yes" if control.value else "no"
    elif isinstance(control, widgets.IntSlider):
        said = str(control.value)
    elif isinstance(control, widgets.FloatSlider):
        said = say(control.value, control.readout_format)
    else:
        return ""
    return f"{control.description}: {said}" if control.description else said


def only_if(condition, *controls):
    """Show controls where they have something to say, and hide them where they have not."""
    for control in controls:
        shown = _ROW if isinstance(control, widgets.ToggleButtons) else None
        control.layout.display = shown if condition else "none"
