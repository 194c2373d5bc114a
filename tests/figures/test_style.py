"""One visual language: told apart by colour-blind readers, readable on both pages, and described in words."""

import base64
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


def test_text_reads_as_well_on_either_page_as_one_colour_can():
    light, dark = contrast(style.TEXT, style.LIGHT_PAGE), contrast(style.TEXT, style.DARK_PAGE)
    best = np.sqrt(contrast(style.LIGHT_PAGE, style.DARK_PAGE))
    assert min(light, dark) > 0.98 * best


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
    modules = {*figures.rglob("*.py"), *(figures.parent / "explorers").rglob("*.py")} - {Path(style.__file__)}
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
    assert figure.get_facecolor()[3] == 0 and ax.get_facecolor()[3] == 0


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


def test_a_picture_is_transparent_where_nothing_is_drawn():
    picture = np.asarray(opened(style.png(diagonal())))
    assert picture.shape == (100, 200, 4)
    assert picture[0, -1, 3] == 0
    assert picture[..., 3].max() == 255


def test_a_picture_can_be_sharper_or_smaller():
    figure = diagonal()
    assert opened(style.png(figure, dpi=150)).size == (300, 150)
    assert len(style.png(figure, compress_level=9)) < len(style.png(figure, compress_level=0)) / 4


def test_a_picture_is_the_same_bytes_every_time_and_names_no_software():
    first, second = (style.png(diagonal(), dpi=150) for _ in range(2))
    assert first == second
    assert b"atplotlib" not in first


def test_encoding_loses_nothing():
    pixels = np.random.default_rng(0).integers(0, 256, size=(7, 5, 4), dtype=np.uint8)
    assert np.array_equal(np.asarray(opened(style.encode_png(pixels))), pixels)


class Images(HTMLParser):
    """The attributes of each <img> in a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.found.append(dict(attributes))


def test_a_bundle_says_in_every_form_what_the_picture_shows():
    data, alt = style.png(diagonal()), 'A "line" & more < that'
    bundle, metadata = style.picture_bundle(data, alt, 200)
    (image,) = Images(bundle["text/html"]).found
    assert (image["alt"], image["width"]) == (alt, "200")
    assert base64.b64decode(image["src"].removeprefix("data:image/png;base64,")) == data
    assert base64.b64decode(bundle["image/png"]) == data
    assert bundle["text/plain"] == alt
    assert metadata["image/png"] == {"alt": alt, "width": 200}


@pytest.fixture
def shown(monkeypatch):
    """What reaches the notebook, as (bundle, metadata) pairs."""
    displayed = []
    monkeypatch.setattr("IPython.get_ipython", lambda: "a notebook")
    monkeypatch.setattr(
        "IPython.display.display", lambda bundle, metadata, raw: displayed.append((bundle, metadata)) or raw or 1 / 0
    )
    return displayed


def test_a_shown_figure_is_half_as_sharp_again_as_its_place_on_the_page(shown):
    style.show(diagonal(), "A line.")
    ((bundle, metadata),) = shown
    assert metadata["image/png"] == {"alt": "A line.", "width": 200}
    assert opened(base64.b64decode(bundle["image/png"])).size == (300, 150)


def test_a_figure_made_with_pyplot_is_not_shown_a_second_time(shown):
    figure, _ = pyplot.subplots()
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
