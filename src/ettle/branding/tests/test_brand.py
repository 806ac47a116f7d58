"""An administrator gives the site its name, logo and colours; what could not be read is not taken."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ettle.branding import palette
from ettle.branding.contrast import contrast_ratio, has_contrast, nearest_colour
from ettle.branding.logo import sanitise_logo
from ettle.branding.models import Brand
from ettle.kit.models import AuditLine
from ettle.kit.pages import brand
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GOOD: dict[str, Any] = {
    "name": "Care in Fife",
    "strapline": "Leading well",
    "footer": "Run by Care in Fife",
    "brand": "#5b2a6b",
    "link": "#5b2a6b",
    "accent": "#f0b12c",
    "brand_dark": "",
    "link_dark": "",
    "radius": "4",
}


def save(client: Client, **changes: Any) -> Any:
    return client.post(reverse("branding:brand"), GOOD | changes)


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    client.force_login(cast.dougal())
    return client


def test_the_ratio_is_the_one_of_wcag() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast_ratio("#777777", "#777777") == 1


@given(COLOUR, COLOUR)
def test_the_order_of_two_colours_does_not_matter(first: str, second: str) -> None:
    assert contrast_ratio(first, second) == contrast_ratio(second, first)
    assert 1 <= contrast_ratio(first, second) <= 21


@given(COLOUR)
def test_the_nearest_colour_offered_can_be_read(colour: str) -> None:
    offered = nearest_colour(colour, ["#ffffff", "#f2f0ea"], 4.5)

    assert offered is not None
    assert has_contrast(offered, ["#ffffff", "#f2f0ea"], 4.5)


@given(COLOUR, COLOUR, COLOUR)
def test_a_look_made_of_offered_colours_is_always_taken(brand_colour: str, link: str, accent: str) -> None:
    look = palette.Colours(
        brand=palette.corrected_colour("brand", brand_colour) or "",
        brand_dark=palette.dark_scheme_colour(brand_colour),
        link=palette.corrected_colour("link", link) or "",
        link_dark=palette.dark_scheme_colour(link),
        accent=palette.corrected_colour("accent", accent) or "",
        radius=8,
    )

    assert [pair for pair in palette.colour_pairs(look) if not pair.is_readable] == []


def test_our_own_look_can_be_read() -> None:
    assert palette.is_readable(palette.DEFAULT_COLOURS)


@pytest.mark.parametrize("scheme", palette.SCHEMES)
def test_every_text_colour_can_be_read_on_its_background(scheme: str) -> None:
    named = palette.colour_tokens(scheme)
    words = ("ink", "ink-soft", "link", "brand", "error", "good", "wait", "focus")
    faint = [
        (word, ground)
        for word in words
        for ground in ("page", "surface", "sunken")
        if contrast_ratio(named[word], named[ground]) < 4.5
    ]
    faint += [(w, f"{w}-tint") for w in ("good", "wait", "error") if contrast_ratio(named[w], named[f"{w}-tint"]) < 4.5]
    faint += [
        ("ink", tint) for tint in named if tint.endswith("-tint") and contrast_ratio(named["ink"], named[tint]) < 4.5
    ]
    faint += [("edge", ground) for ground in ("page", "surface") if contrast_ratio(named["edge"], named[ground]) < 3]

    assert faint == []
    assert contrast_ratio(named["on-accent"], named["accent"]) >= 4.5
    assert contrast_ratio(named["on-brand"], named["brand"]) >= 4.5


def test_a_new_look_is_on_the_next_page(administrator: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = save(administrator)

    assert response.status_code == 302
    page = administrator.get(reverse("kit:more")).content.decode()
    address = brand.current_brand().stylesheet
    assert "Care in Fife" in page
    assert "Run by Care in Fife" in page
    assert f'href="{address}"' in page
    css = administrator.get(address)
    assert css.headers["Content-Type"] == "text/css"
    assert "immutable" in css.headers["Cache-Control"]
    assert "--colour-brand:#5b2a6b" in css.content.decode()
    assert AuditLine.objects.latest("pk").act == "changed the look of the site"


def test_a_colour_nobody_could_read_is_refused_and_a_near_one_offered(administrator: Client) -> None:
    response = save(administrator, brand="#f0b12c")

    assert response.status_code == 422
    assert "The nearest colour that can be read is #" in response.content.decode()
    assert not Brand.objects.exists()


def test_the_form_begins_with_the_words_that_pages_show(administrator: Client) -> None:
    page = administrator.get(reverse("branding:brand")).content.decode()

    assert 'value="Learning for your work"' in page
    assert "What you write here is yours." in page.partition("<main")[2].partition("</main>")[0]


def test_words_that_are_no_colour_are_refused_with_an_example(administrator: Client) -> None:
    response = save(administrator, brand="heather")

    assert "like #0e4f58" in response.content.decode()


def test_only_an_administrator_finds_the_page(client: Client, db: None) -> None:
    for person in (cast.isla(), cast.freya(), cast.agnes()):
        client.force_login(person)
        for name in ("branding:brand", "kit:manage", "branding:components"):
            assert client.get(reverse(name)).status_code == 404
        assert save(client).status_code == 404


def test_a_picture_is_re_encoded_without_hidden_data(administrator: Client) -> None:
    out = io.BytesIO()
    Image.new("RGB", (2000, 500), "purple").save(out, "JPEG", comment=b"taken at home")

    save(administrator, logo=SimpleUploadedFile("logo.jpg", out.getvalue()))

    saved = Brand.objects.get()
    assert (saved.logo_kind, saved.logo_width, saved.logo_height) == ("png", 720, 180)
    assert b"taken at home" not in bytes(saved.logo)
    response = administrator.get(reverse("branding:logo", args=[saved.logo_digest, "png"]))
    assert response.headers["Content-Type"] == "image/png"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_the_logo_stays_when_only_the_name_changes(administrator: Client) -> None:
    save(administrator, logo=SimpleUploadedFile("logo.svg", drawing("<circle r='4'/>")))
    save(administrator, name="Fife")
    save(administrator, name="Fife", no_logo="on")

    assert [bool(look.logo_digest) for look in Brand.objects.order_by("pk")] == [True, True, False]


def drawing(inside: str, settings: str = "viewBox='0 0 10 10'") -> bytes:
    return f"<svg xmlns='http://www.w3.org/2000/svg' {settings}>{inside}</svg>".encode()


def test_a_drawing_keeps_its_shapes_and_loses_all_else() -> None:
    logo = sanitise_logo(
        drawing(
            "<metadata>me</metadata><path d='M0 0h9' style='fill:#123456;behavior:url(x)' onclick='alert(1)'"
            " fill-opacity='.5'/><rect fill='url(https://example.org/x)'/><rect fill='url(#g)'/>"
        )
    )

    text = logo.content.decode()
    assert 'fill="#123456"' in text
    assert 'fill="url(#g)"' in text
    for gone in ("onclick", "style", "behavior", "example.org", "me<"):
        assert gone not in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (drawing("<script>alert(1)</script>"), "script"),
        (drawing("<foreignObject/>"), "foreignObject"),
        (drawing("<image href='x'/>"), "image"),
        (drawing("<circle r='4'/>", ""), "viewBox"),
        (drawing("<circle r='4'/>", "viewBox='0 0 nan inf'"), "viewBox"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "plain SVG"),
        (b"<svg", "plain SVG"),
        (b"<html></html>", "not a drawing"),
        (drawing("<g>" * 60 + "</g>" * 60), "groups inside groups"),
        (b"GIF89a", "PNG, JPEG or SVG"),
        (b"\x89PNG\r\n\x1a\nrubbish", "PNG, JPEG or SVG"),
        (b"x" * 1_000_001, "1 MB"),
    ],
)
def test_a_logo_we_cannot_show_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        sanitise_logo(content)


def test_a_bomb_of_pixels_is_refused_before_it_is_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")

    with pytest.raises(Refused):
        sanitise_logo(out.getvalue())
