"""English words on a page in another language: marked where an element may be, and plain where none may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.utils import timezone, translation

from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument, render_text
from ettle.kit.translations.actions import TranslatedFile, TranslatedText, put_translations
from ettle.kit.translations.catalogue import show_english
from ettle.kit.translations.language_marks import finish_page, finish_response
from ettle.kit.translations.pack_texts import AsWritten, PackText

pytestmark = pytest.mark.django_db


@pytest.fixture
def gaelic(settings: Any) -> Iterator[None]:
    settings.LANGUAGES = [("en-gb", "English"), ("gd", "Gàidhlig")]
    texts = [TranslatedText("title", "Vision & hope", "Lèirsinn & dòchas")]
    put_translations(TranslatedFile("frameworks", "f@1", "gd"), texts, by=None, now=timezone.now())
    with translation.override("gd"):
        yield


def render(template: str, **context: object) -> str:
    return finish_page(Template(template).render(Context(context)))


@pytest.mark.usefixtures("gaelic")
def test_a_text_is_shown_in_the_readers_language_and_is_english_for_the_code() -> None:
    text = PackText("Vision & hope")

    assert render("{{ text }}", text=text) == "Lèirsinn &amp; dòchas"
    assert f"{text}" == "%s" % text == "Lèirsinn & dòchas"  # noqa: UP031 - how messages are filled
    assert text == "Vision & hope"
    assert json.dumps([text]) == '["Vision & hope"]'
    assert {"Vision & hope": 1}[text] == 1
    with show_english():
        assert str(text) == "Vision & hope"


@pytest.mark.usefixtures("gaelic")
def test_english_is_marked_where_an_element_may_be_and_plain_elsewhere() -> None:
    page = (
        '<title>{{ text }}</title><p title="{{ text }}">{{ text }}</p><select><option>{{ text }}</option></select>'
        "<svg><title>{{ text }}</title><text>{{ text }}</text></svg>{{ text }}"
    )
    marked = '<span lang="en-gb">Self</span>'

    shown = render(page, text=PackText("Self"))

    assert shown == (
        f'<title>Self</title><p title="Self">{marked}</p><select><option>Self</option></select>'
        f'<svg><title>Self</title><text><tspan lang="en-gb">Self</tspan></text></svg>{marked}'
    )


@pytest.mark.usefixtures("gaelic")
def test_paragraphs_and_signed_words_are_marked_too() -> None:
    assert 'lang="en-gb"' in render("{{ text|linebreaks }}", text=PackText("Self"))
    assert 'lang="en-gb"' not in render("{{ text|linebreaks }}", text=PackText("Vision & hope"))
    assert render("{{ text }}", text=AsWritten("Vision & hope")) == '<span lang="en-gb">Vision &amp; hope</span>'


@pytest.mark.usefixtures("gaelic")
def test_no_mark_is_left_in_what_is_sent() -> None:
    response = HttpResponse(Template("{{ a }}").render(Context({"a": PackText("Self")})), content_type="text/plain")

    finish_response(response)

    assert response.content.decode() == "Self"


@pytest.mark.usefixtures("gaelic")
def test_a_document_to_download_is_in_the_readers_language() -> None:
    section = DocumentSection(PackText("Vision & hope"), points=(PackText("Vision & hope"), PackText("Self")))

    text = render_text(PrintableDocument("Title", ("Day",), (section,)))

    assert text.count("Lèirsinn & dòchas") == 2
    assert "- Self" in text


def test_an_english_page_has_no_marks() -> None:
    with translation.override("en-gb"):
        assert Template("{{ a }}").render(Context({"a": PackText("Self")})) == "Self"
