"""The stage: a question, controls, one picture or several, and a sentence that says what is seen.

The figure and its artists are made once. A move of a control changes the artists' data, draws only what moves on top
of a stored background, and replaces the bytes of one image: nothing flickers, nothing is stacked in the output.
"""

import contextlib
import functools
import html
import io
import threading
import warnings

import ipywidgets as widgets
import numpy as np

from helpers import live
from helpers.explorers.frame import theme, touch
from helpers.explorers.frame.canvas import side_by_side
from helpers.explorers.frame.controls import only_if, setting
from helpers.explorers.frame.rest import AtRest
from helpers.figures import style
from helpers.figures.paper import encode, pages

# The width that an explorer takes where there is room, in pixels.
PAGE = 680
WIDE = PAGE * style.SHARPNESS
# Hidden from sight, not from a screen reader.
_HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"


class Explorer:
    """Base class of the explorers.

    A subclass sets ``question`` and ``alt``, builds its controls and its canvas, and says in ``update`` what the
    picture shows for the present values of the controls::

        class Doubling(Explorer):
            question = "What is twice x?"
            alt = "A bar as long as twice x."

            def build(self):
                self.add("x", slider("x", 1, 0, 5, 1))
                self.figure, ax = style.figure(6.4, 1.2)
                self.bar = ax.barh([0], [2])[0]
                ax.set_xlim(0, 10)
                return Canvas(self.figure, [self.bar])

            def update(self):
                twice = 2 * self.value("x")
                self.bar.set_width(twice)
                return {"twice": twice}, f"Twice {self.value('x')} is {twice}."

    Attributes
    ----------
    controls : dict, name → widget
    picture : ipywidgets.Image
    panels : dict, name → (Canvas, ipywidgets.Image), the further pictures if there are any
    readout : ipywidgets.HTML, one or two sentences
    widget : ipywidgets.VBox, the whole explorer
    draws : int, how often the picture has been drawn
    shown : dict, for each place on the page what ``live.show`` has put there
    run_first : str, what a reader of the still picture has to run to move it
    """

    # What can be done by pointing into the pictures, where ``reach`` or ``tap`` does something. ``update`` may change it.
    pointing = ""
    # Whether something is dragged in the first picture up and down as well, so that there a finger scrolls no page.
    dragged = False
    run_first = "To move it, run the first code cell of this lesson, and then this cell."
    question = ""
    alt = ""
    # How many letters the sentence may come to have, where that is many more than three lines: so much room is kept for
    # it, so that the page below does not jump.
    longest = 0
    # One for all explorers: neither Matplotlib nor a learner's function is made for two threads at once.
    lock = threading.RLock()

    def __init__(self):
        if not self.question or not self.alt:
            raise ValueError(f"{type(self).__name__}: question and alt must each be a sentence")
        self.controls = {}
        self.panels = {}
        self.draws = 0
        self.shown = {}
        self._at_rest = None
        self._shown = {}
        self._said = ""
        self._drawn_for = None
        self._page = None
        self._latest = []
        self._holding = False
        self._stroke = None
        built = self.build()
        self.canvases = built if isinstance(built, dict) else {"picture": built}
        self.canvas = next(iter(self.canvases.values()))
        self.picture = _image()
        self.readout = widgets.HTML(layout=widgets.Layout(max_width="100%"))
        self.theme = theme.Theme(self._theme_told)
        self.description = widgets.HTML(f'<p style="{_HIDDEN}">Picture: {html.escape(self.alt)}</p>')
        self.widget = self.arrange()
        unseen = [self.theme]
        if self.pointing:
            sliders = [control for control in self.controls.values() if getattr(control, "continuous_update", False)]
            unseen.append(touch.Touch(self._touched, sliders))
        self.widget.children = (*unseen, *self.widget.children)
        self.widget.layout.max_width = f"{PAGE}px"
        for control in self.controls.values():
            control.observe(self._moved, names="value")
        self.draw()

    # ---- what a subclass provides -------------------------------------------------------------------------------

    def build(self):
        """Add the controls, make the figure and return its ``Canvas``.

        An explorer with several views returns a dict of them, and ``update`` sets ``self.canvas`` to one of them.
        """
        raise NotImplementedError

    def update(self):
        """Bring the artists up to date; return the numbers shown (a dict) and the sentence that says what is seen."""
        raise NotImplementedError

    def inputs(self):
        """Everything the picture depends on, as a tuple; while it is equal to the last one, nothing is drawn."""
        return tuple(control.value for control in self.controls.values())

    def reach(self, axes, x, y):
        """Answer a reader who points at a place of a picture, in the units of the axes there, by setting controls.

        Whatever can be done so can be done with the controls, too. ``pointing`` says what; without it, pictures are only
        looked at. A stroke is told place by place, in the units of the axes that it began in, out of which it may lead.
        """

    def grasp(self, axes, x, y):
        """Remember what is needed of the place where a stroke begins; called before ``reach``, once a stroke."""

    def tap(self, axes, x, y):
        """Answer a reader who has pointed at a place and let go of it there; called after ``reach``.

        For what must not happen to a finger that scrolls the page.
        """

    def reachable(self):
        """Whether pointing does something as the controls are now; asked where ``pointing`` says that it can."""
        return True

    def arrange(self):
        """The explorer's layout: by default all controls in rows that wrap, then the picture, then the sentence."""
        return self.frame(self.row(*self.controls.values()))

    # ---- what a subclass uses -----------------------------------------------------------------------------------

    def add(self, name, control):
        """Register a control under a name and return it."""
        self.controls[name] = control
        return control

    def panel(self, name, canvas):
        """Add a further picture, drawn along with the first; ``frame`` puts it beside that one where there is room.

        Pictures of 320 pixels stand in two columns, and in one, unshrunk, where the page is narrow.
        """
        self.panels[name] = canvas, _image()

    def put(self, canvas, **panels):
        """Choose what is drawn: one canvas as the first picture, and one for each further panel, or None to hide it."""
        self.canvas = canvas
        for name, further in panels.items():
            self.panels[name] = further, self.panels[name][1]

    def value(self, name):
        """The present value of a control."""
        return self.controls[name].value

    @staticmethod
    def row(*children, gap="2px 18px"):
        """Widgets side by side, wrapping where the page is narrow."""
        layout = widgets.Layout(flex_flow="row wrap", align_items="flex-start", max_width="100%", grid_gap=gap)
        return widgets.HBox(children, layout=layout)

    def frame(self, *controls, pictures=None):
        """Question, controls, pictures and sentence, top to bottom; ``pictures`` if they need a layout of their own."""
        title = widgets.HTML(f'<p style="font-weight:600;line-height:1.4">{html.escape(self.question)}</p>')
        # The sentence comes last: however many lines it takes, controls and picture stay where they are.
        if pictures is None:
            pictures = self.row(*self._images(), gap="4px") if self.panels else self.picture
        above = [title, *controls]
        if self.pointing:
            self._how_to_point = widgets.HTML(_small_print(self.pointing))
            above.append(self._how_to_point)
            if self.dragged:
                self.picture.add_class(touch.DRAGGED)
        return widgets.VBox([*above, pictures, self.description, self.readout])

    @contextlib.contextmanager
    def together(self):
        """Change several controls and draw once, at the end of the outermost."""
        outer, self._holding = self._holding, True
        try:
            yield
        finally:
            self._holding = outer
        if not outer:
            self.draw()

    # ---- drawing --------------------------------------------------------------------------------------------------

    def _moved(self, change):
        # The front end keeps back further moves until the kernel has answered, and then sends only the latest: a
        # drag that is faster than the drawing skips positions and never lags behind.
        if not self._holding:
            self.draw()

    def draw(self, force=False):
        """Bring picture and sentence up to date; does nothing if nothing they depend on has changed."""
        with self.lock:
            self._draw(force)

    def _draw(self, force):
        try:
            now = self.inputs()
            if now == self._drawn_for and not force:
                return
            with _quiet():
                self._shown, sentence = self.update()
                pictures = self._pictures(theme.current())
        except Exception as error:  # noqa: BLE001
            # The functions under the sliders are the learner's: an error is news about them, not a crash.
            self._drawn_for = None
            self._shown = {"error": f"{type(error).__name__}: {error}"}
            self._say(f"This could not be drawn. {type(error).__name__}: {error}. The picture is the one from before.")
            return
        self._drawn_for = now
        self.draws += 1
        self._say(sentence)
        self._put_on_page(pictures)
        if self._at_rest:
            self._at_rest.moved()

    def _pictures(self, page):
        """For each place of a picture its pixels for a page, or None where nothing is shown."""
        return [canvas.pixels(page) if canvas else None for canvas in self._drawn()]

    def _put_on_page(self, pictures):
        self._page, self._latest = theme.current(), pictures
        if self.pointing:
            reachable = self.reachable()
            self._how_to_point.value = _small_print(self.pointing)
            only_if(reachable, self._how_to_point)
            for image in self._images():
                (image.add_class if reachable else image.remove_class)(touch.REACHED)
        for image, canvas, picture in zip(self._images(), self._drawn(), pictures):
            only_if(picture is not None, image)
            if picture is not None:
                image.layout.width = f"{canvas.size[0]}px"
                image.value = encode.quick(picture)

    def _touched(self, index, x, y, began, stroke, tapped):
        drawn = self._drawn()
        canvas = drawn[index] if 0 <= index < len(drawn) else None
        start = canvas and touch.place_in(canvas.figure, *began)
        if not start:
            return
        axes = start[0]
        with self.lock, self.together():
            # One without a number is a stroke of its own.
            if stroke is None or stroke != self._stroke:
                self.grasp(*start)
            self._stroke = stroke
            self.reach(axes, *touch.units_of(axes, x, y))
            if tapped:
                self.tap(*start)

    def _theme_told(self):
        with self.lock:
            if self._page not in (None, theme.current()):
                self._put_on_page(self._for_page(theme.current()))

    def _for_page(self, page):
        """The pictures as they are, for a page; those from before where an update has broken off half-way."""
        if page == self._page:
            return self._latest
        try:
            with _quiet():
                return self._pictures(page)
        except Exception:  # noqa: BLE001
            return self._latest

    def _drawn(self):
        return [self.canvas, *(canvas for canvas, _ in self.panels.values())]

    def _images(self):
        return [self.picture, *(image for _, image in self.panels.values())]

    def _say(self, sentence):
        self._said = sentence
        text = _sentence_in_its_room(sentence, self.longest)
        if self.readout.value != text:
            self.readout.value = text

    def state(self):
        """The numbers shown, by name, plus the sentence under ``"readout"``."""
        return {**self._shown, "readout": self._said}

    # ---- showing and closing --------------------------------------------------------------------------------------

    def still(self):
        """What a reader without a kernel sees: the pixels for the light page and for the dark one."""
        with self.lock:
            stills = []
            for page in (pages.LIGHT, pages.DARK):
                shown = [picture for picture in self._for_page(page) if picture is not None]
                stills.append(side_by_side(shown or [np.zeros((1, 1, 4), np.uint8)], WIDE, page))
            return stills

    def bundle(self):
        """The explorer for readers without a kernel, by mime type: its picture as it is now, and what it shows."""
        light, dark = self.still()
        width = light.shape[1] // style.SHARPNESS
        alt = f"{self.question} {self.alt}"
        data, metadata = style.picture_bundle(encode.small(light), encode.small(dark), alt, width)
        set_to = [setting(control) for control in self.controls.values() if control.layout.display != "none"]
        data["text/html"] = (
            f'<div style="max-width:{PAGE}px;line-height:1.4"><p><b>{html.escape(self.question)}</b></p>'
            f"<p>{html.escape(' · '.join(filter(None, set_to)))}</p>{data['text/html']}"
            f'<p class="course-said">{html.escape(self.state()["readout"])}</p>'
            f"<p><small>This is a picture. {html.escape(self.run_first)}</small></p></div>"
        )
        return data, metadata

    def show(self):
        """Show the explorer in the notebook; it may be shown in several places at once."""
        place = object()
        # Known before it is shown: where its cell is run again, the view from before is closed meanwhile, and with the
        # last view the explorer.
        self.shown[place] = live.Shown()
        self.shown[place] = live.show(self.widget, *self.bundle(), close=functools.partial(self._gone_from, place))
        self._at_rest = self._at_rest or AtRest.where_cells_run(self._keep)

    _ipython_display_ = show

    def _keep(self):
        """Have the notebook's file keep the explorer as it is now."""
        if self.shown:
            kept = self.bundle()
            for shown in self.shown.values():
                shown.update(*kept)

    def _gone_from(self, place):
        del self.shown[place]
        if not self.shown:
            self.close()

    def close(self):
        """Take the explorer off the page and free its widgets and its figure."""
        self.shown, self._at_rest = {}, None
        for control in self.controls.values():
            control.unobserve_all()
        live.close_tree(self.widget)
        for canvas in {*self.canvases.values(), *self._drawn()} - {None}:
            canvas.close()


@contextlib.contextmanager
def _quiet():
    """Keep to itself what a learner's function prints or warns about."""
    # JupyterLab has a moved control answered in a thread beside the one that runs the cells. Standard output and the
    # filters of warnings belong to both: changed in that thread, they would swallow what a cell prints, and for good
    # if two such changes overlap. What is printed there goes to JupyterLab's log in any case.
    with np.errstate(all="ignore"):
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield


def _sentence_in_its_room(sentence, letters):
    """The sentence, announced when it changes, in room for so many letters however wide the page is."""
    said = f'<p aria-live="polite" style="grid-area:1/1;line-height:1.4;min-height:4.2em">{html.escape(sentence)}</p>'
    if not letters:
        return said
    # In the same place as the sentence, and never seen: whichever of the two is the longer gives the height.
    room = ("letters " * letters)[:letters]
    room = f'<p aria-hidden="true" style="grid-area:1/1;line-height:1.4;visibility:hidden">{room}</p>'
    return f'<div style="display:grid;grid-template-columns:minmax(0,1fr)">{said}{room}</div>'


def _small_print(words):
    return f'<p style="line-height:1.4;margin:0"><small>{html.escape(words)}</small></p>'


def _image():
    # No tooltip here: in ipywidgets 8.1 an image that has one cannot be shown at all.
    return widgets.Image(format="png", layout=widgets.Layout(max_width="100%", height="auto", object_fit="contain"))
