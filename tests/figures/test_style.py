"""One visual language: told apart by colour-blind readers, readable on both pages, and described in words."""

import base64
import colorsys
import configparser
import doctest
import io
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.figures import style
from helpers.figures.paper import encode, pages

ROLES = {"first": style.FIRST, "second": style.SECOND, "highlight": style.HIGHLIGHT}

# Machado, Oliveira and Fernandes (2009), severity 1: what a reader without one kind of receptor sees, in linear RGB.
VISION = {
    "typical": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour):
    """sRGB to linear light (IEC 61966-2-1)."""
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(colour, vision="typical"):
    """CIELAB under D65, as a reader with this vision sees it."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    t = xyz @ seen / xyz.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one, other, vision="typical"):
    return np.linalg.norm(lab(one, vision) - lab(other, vision))


def contrast(one, other):
    """The contrast ratio of the Web Content Accessibility Guidelines."""
    bright, dark = sorted((linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


# ---- the ruler itself -----------------------------------------------------------------------------------------------


def test_the_ruler_agrees_with_published_values():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    for vision in VISION:
        assert lab("#ffffff", vision) == pytest.approx([100, 0, 0], abs=0.01)


def test_the_ruler_sees_that_a_common_pair_is_confused():
    # Okabe and Ito's orange, darkened until it reads on white, beside their vermilion: a deuteranope sees one colour.
    assert distance("#c48700", "#d55e00") > 25
    assert distance("#c48700", "#d55e00", "deuteranopia") < 6


# ---- colours --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*style.COLOURS, *ROLES])
def test_every_line_stands_out_from_the_light_and_the_dark_page(name):
    colour = {**style.COLOURS, **ROLES}[name]
    assert min(contrast(colour, style.LIGHT_PAGE), contrast(colour, style.DARK_PAGE)) >= 3


@pytest.mark.parametrize("page", [pages.LIGHT, pages.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", [*style.COLOURS, *ROLES, "text", "grid"])
def test_words_in_any_colour_of_the_course_have_a_contrast_of_7_to_1_on_either_page(name, page):
    colour = {**style.COLOURS, **ROLES, "text": style.TEXT, "grid": style.GRID}[name]
    figure = style.blank(2, 1)
    # A block letter of the font, thick enough to hold pixels of nothing but its own colour.
    figure.text(0.3, 0.3, "\N{FULL BLOCK}", fontsize=30, color=colour)
    seen, counts = np.unique(pages.pixels(figure, page)[..., :3].reshape(-1, 3), axis=0, return_counts=True)
    background, letter = seen[np.argsort(counts)[::-1][:2]]
    assert tuple(background) == tuple(np.round(255 * np.array(to_rgb(page.colour))))
    assert contrast(letter / 255, page.colour) >= 7


def test_words_in_a_hue_keep_their_hue():
    for colour in [*style.COLOURS.values(), *ROLES.values()]:
        if colour == style.COLOURS["identity"]:
            continue
        hue = colorsys.rgb_to_hsv(*to_rgb(colour))[0]
        for page in (pages.LIGHT, pages.DARK):
            turned = abs(colorsys.rgb_to_hsv(*pages.word_colour(to_rgb(colour), page))[0] - hue)
            assert min(turned, 1 - turned) < 0.02, (colour, page)


def drawn_in_ink():
    """One of every kind of thing that is drawn in the ink of the page."""
    figure = style.blank(3, 1)
    axes = [figure.add_axes([k / 6, 0, 1 / 6, 1], xlim=(0, 1), ylim=(0, 1)) for k in range(6)]
    for ax in axes:
        ax.set_axis_off()
    ink = to_rgb(style.TEXT)
    axes[0].plot([0, 1], [0.5, 0.5], color=style.TEXT, lw=9)
    axes[1].plot([0.5], [0.5], "s", color=style.TEXT, ms=12)
    axes[2].scatter([0.5], [0.5], marker="s", s=150, color=style.TEXT)
    axes[3].add_patch(matplotlib.patches.Rectangle((0.2, 0.2), 0.6, 0.6, color=style.TEXT))
    axes[4].imshow(np.full((2, 2, 4), (*ink, 1.0)), extent=(0, 1, 0, 1), aspect="auto")
    axes[5].add_patch(
        matplotlib.patches.Rectangle((0.1, 0.1), 0.8, 0.8, fill=False, ec=style.TEXT, hatch="xxxxxxxxxxxxxx")
    )
    return figure


def test_everything_in_ink_is_in_the_ink_of_its_page():
    figure = drawn_in_ink()
    for page, other in ((pages.LIGHT, pages.DARK), (pages.DARK, pages.LIGHT)):
        picture = pages.pixels(figure, page)[..., :3].astype(int)
        own, strange = (np.round(255 * np.array(to_rgb(colour))) for colour in (page.ink, other.ink))
        for part in np.split(picture, 6, axis=1):
            assert np.any(np.all(part == own, axis=-1))
        if page == pages.DARK:
            assert not np.any(np.all(picture == strange, axis=-1))


def test_a_photograph_and_a_map_look_the_same_on_both_pages():
    figure = style.blank(2, 1)
    for left, colours, values in ((0, "gray", np.linspace(0, 1, 256)), (0.5, style.SEQUENTIAL, np.linspace(0, 1, 256))):
        ax = figure.add_axes([left, 0, 0.5, 1])
        ax.set_axis_off()
        ax.imshow(values.reshape(16, 16), cmap=colours, aspect="auto")
    assert np.array_equal(pages.pixels(figure, pages.LIGHT), pages.pixels(figure, pages.DARK))


def test_a_figure_is_left_as_it_was_after_it_was_drawn_for_another_page():
    figure = drawn_in_ink()
    before = pages.pixels(figure)
    pages.pixels(figure, pages.DARK, 150)
    assert figure.dpi == style.DPI and np.array_equal(pages.pixels(figure), before)


@pytest.mark.parametrize("vision", VISION)
def test_any_two_activations_are_told_apart_by_colour_alone(vision):
    for one, other in itertools.combinations(style.COLOURS.values(), 2):
        assert distance(one, other, vision) >= 20, (one, other)


def test_any_two_activations_also_differ_in_line_and_marker():
    for looks in (style.LINE_STYLES, style.MARKERS, style.LABELS):
        assert looks.keys() == style.COLOURS.keys()
        assert len(set(looks.values())) == len(looks)


@pytest.mark.parametrize("vision", VISION)
def test_the_two_classes_are_told_apart_by_colour_alone(vision):
    assert distance(style.FIRST, style.SECOND, vision) >= 25


@pytest.mark.parametrize("role", ROLES)
def test_no_role_wears_the_hue_of_an_activation(role):
    nearest = min(style.COLOURS, key=lambda name: distance(ROLES[role], style.COLOURS[name]))
    assert distance(ROLES[role], style.COLOURS[nearest]) >= 25, nearest


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("scale", [style.SEQUENTIAL, style.DIVERGING], ids=["sequential", "diverging"])
def test_a_scale_grows_lighter_all_the_way_so_that_order_survives_without_colour(scale, vision):
    lightness = [lab(scale(value)[:3], vision)[0] for value in np.linspace(0, 1, 65)]
    # The neutral middle of the diverging scale is a short plateau between two rising arms.
    assert np.all(np.diff(lightness) > -0.5)
    assert lightness[0] < lightness[len(lightness) // 2] - 15 < lightness[-1] - 30


def test_zero_is_a_neutral_grey_on_the_diverging_scale():
    red, green, blue = style.DIVERGING(0.5)[:3]
    assert max(red, green, blue) - min(red, green, blue) < 0.01


def test_no_module_that_draws_has_colours_of_its_own():
    figures = Path(style.__file__).parent
    modules = {*figures.rglob("*.py"), *(figures.parent / "explorers").rglob("*.py")} - {
        Path(style.__file__),
        Path(pages.__file__),
    }
    assert len(modules) > 30
    for path in modules:
        assert re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8")) == [], path.name


# ---- lines and figures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", style.COLOURS)
def test_a_line_always_has_the_look_of_its_activation(name):
    _, ax = style.figure(2, 2)
    drawn = ax.plot([0, 1], [0, 1], **style.line(name))[0]
    assert (drawn.get_color(), drawn.get_label()) == (style.COLOURS[name], style.LABELS[name])


def test_a_name_that_is_no_activation_is_refused():
    with pytest.raises(ValueError, match="expected one of identity, sigmoid.*got 'swish'"):
        style.line("swish")


def test_a_learners_own_curves_differ_in_dashes_and_keep_off_the_activations_hues():
    figure, ax = pyplot.subplots()
    lines = [ax.plot([0, 1], [k, k])[0] for k in range(4)]
    pyplot.close(figure)
    assert len({line.get_linestyle() for line in lines}) == 4
    assert not {line.get_color() for line in lines} & set(style.COLOURS.values())
    # Its own white goes along to a dark page, with ink that reads on it.
    assert figure.get_facecolor() == (1, 1, 1, 1) and ax.get_facecolor()[3] == 0


def test_a_figure_has_the_size_asked_for_and_nothing_keeps_it_alive():
    before = pyplot.get_fignums()
    figure, axes = style.figure(4, 3, 2, 3)
    assert figure.get_size_inches().tolist() == [4, 3]
    assert axes.shape == (2, 3)
    assert pyplot.get_fignums() == before


def test_the_style_can_be_put_back():
    with matplotlib.rc_context({"axes.spines.top": True, "text.color": "red"}):
        style.use()
        assert matplotlib.rcParams["axes.spines.top"] is False
        assert matplotlib.rcParams["text.color"] == style.TEXT


# ---- pictures -------------------------------------------------------------------------------------------------------


def opened(png):
    return Image.open(io.BytesIO(png))


def diagonal():
    figure, ax = style.figure(2, 1)
    ax.plot([0, 1], [0, 1], color=style.FIRST)
    return figure


@pytest.mark.parametrize("page", [pages.LIGHT, pages.DARK], ids=["light", "dark"])
def test_a_picture_brings_the_colour_of_its_page_along(page):
    picture = pages.pixels(diagonal(), page)
    assert picture.shape == (100, 200, 4) and np.all(picture[..., 3] == 255)
    assert tuple(picture[0, -1, :3] / 255) == pytest.approx(to_rgb(page.colour))


def test_a_picture_can_be_sharper_or_smaller():
    figure = diagonal()
    assert opened(style.png(figure, dpi=150)).size == (300, 150)
    assert len(style.png(figure, compress_level=9)) < len(style.png(figure, compress_level=0)) / 4


def test_a_picture_is_the_same_bytes_every_time_and_names_no_software():
    first, second = (style.png(diagonal(), dpi=150) for _ in range(2))
    assert first == second
    assert b"atplotlib" not in first


def test_encoding_loses_nothing():
    for depth in (3, 4):
        pixels = np.random.default_rng(0).integers(0, 256, size=(7, 5, depth), dtype=np.uint8)
        assert np.array_equal(np.asarray(opened(encode.quick(pixels))), pixels)


def test_what_is_kept_is_smaller_and_to_the_eye_the_same():
    pixels = pages.pixels(diagonal(), dpi=200)
    small = encode.small(pixels)
    assert len(small) < len(encode.quick(pixels)) / 2
    seen = np.asarray(opened(small).convert("RGB")).astype(int)
    assert np.abs(seen - pixels[..., :3]).max() <= 8


class Images(HTMLParser):
    """The attributes of each <img> in a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.found.append(dict(attributes))


def test_a_bundle_holds_both_pictures_and_says_in_every_form_what_they_show():
    light, dark = (encode.small(pages.pixels(diagonal(), page)) for page in (pages.LIGHT, pages.DARK))
    alt = 'A "line" & more < that'
    bundle, metadata = style.picture_bundle(light, dark, alt, 200)
    (image,) = Images(bundle["text/html"]).found
    assert (image["alt"], image["width"]) == (alt, "200")
    # What stays where styles are removed is the light picture.
    assert base64.b64decode(image["src"].removeprefix("data:image/png;base64,")) == light
    assert base64.b64decode(image["style"].removeprefix("--dark:url(data:image/png;base64,").removesuffix(")")) == dark
    assert base64.b64decode(bundle["image/png"]) == light
    assert bundle["text/plain"] == alt
    assert metadata["image/png"] == {"alt": alt, "width": 200}


def test_a_comparison_of_outputs_does_not_look_at_the_bytes_of_either_picture():
    sanitised = []
    rules = configparser.RawConfigParser()
    rules.read(Path(__file__).parents[1] / "nbval_sanitize.cfg")
    for reach in (1, 2):
        figure = diagonal()
        figure.axes[0].plot([0, reach], [1, 0])
        light, dark = (encode.small(pages.pixels(figure, page)) for page in (pages.LIGHT, pages.DARK))
        text = style.picture_bundle(light, dark, "A line.", 200)[0]["text/html"]
        for rule in rules.sections():
            text = re.sub(rules[rule]["regex"], rules[rule]["replace"], text)
        sanitised.append(text)
    assert sanitised[0] == sanitised[1] and "A line." in sanitised[0] and len(sanitised[0]) < 400


@pytest.fixture
def shown(monkeypatch):
    """What reaches the notebook, as (bundle, metadata) pairs."""
    displayed = []
    monkeypatch.setattr("IPython.get_ipython", lambda: "a notebook")
    monkeypatch.setattr(
        "IPython.display.display", lambda bundle, metadata, raw: displayed.append((bundle, metadata)) or raw or 1 / 0
    )
    return displayed


def test_a_shown_figure_has_two_pixels_to_one_of_the_page(shown):
    style.show(diagonal(), "A line.")
    ((bundle, metadata),) = shown
    assert metadata["image/png"] == {"alt": "A line.", "width": 200}
    assert opened(base64.b64decode(bundle["image/png"])).size == (400, 200)


def test_a_figure_made_with_pyplot_is_not_shown_a_second_time(request):
    # Before the notebook is put in place: the first figure of a process asks a real one for its hooks.
    figure, _ = pyplot.subplots()
    shown = request.getfixturevalue("shown")
    style.show(figure, "Nothing.")
    assert figure.number not in pyplot.get_fignums()
    assert len(shown) == 1


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_a_figure_without_words_is_refused(alt, shown):
    with pytest.raises(ValueError, match="alt: expected a sentence"):
        style.show(diagonal(), alt)
    assert shown == []


def test_outside_a_notebook_the_words_are_printed(capsys):
    style.show(diagonal(), "A line that rises.")
    assert capsys.readouterr().out == "A line that rises.\n"


def test_the_examples_in_the_module_hold():
    result = doctest.testmod(style)
    assert result.attempted > 0 and result.failed == 0
