"""Search in another language than English: what is translated is found in that language, the rest in English."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from ettle.kit.testing.client import CheckedClient
from ettle.kit.translations.actions import TranslatedFile, TranslatedText, put_translations
from ettle.library.actions import put_translation
from ettle.library.tests import sample_areas
from ettle.library.types.translation_specs import AreaTranslationSpec
from ettle.people.tests import cast
from ettle.search import actions
from ettle.search.models import SearchEntry
from ettle.search.queries import search_entries

pytestmark = [pytest.mark.django_db, pytest.mark.locks]
TITLE, BODY = "Gwrando’n dŷner", "Arhoswch nes iddyn nhw orffen."


@pytest.fixture(autouse=True)
def _offer_welsh(settings: Any) -> None:
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]


def translate_area(title: str = TITLE, days: int = 0) -> None:
    spec = AreaTranslationSpec(key="listening", language="cy", title=title, body=f"## {BODY}\n\n{BODY}\n")
    put_translation(spec, by=None, now=cast.NOW + timedelta(days=days))


def search(typed: str, language: str = "cy", kind: str = "") -> list[tuple[str, str]]:
    """The addresses and titles that a reader of a language finds."""
    with translation.override(language):
        hits = search_entries(typed, reader=AnonymousUser(), kind=kind).hits
        return [(hit.address, "".join(piece.text for piece in hit.title)) for hit in hits]


def test_a_reader_finds_what_is_translated_once_and_in_their_language() -> None:
    sample_areas.area()
    sample_areas.area(key="rotas", title="Listening to the rota")
    translate_area()
    actions.refresh_search()

    translated, english = ("/areas/listening/", TITLE), ("/areas/rotas/", "Listening to the rota")
    assert search("gwrando", kind="area") == search("arhoswch", kind="area") == [translated]
    assert set(search("listening", kind="area")) == {translated, english}
    assert search("gwrando", "en-gb") == []
    assert set(search("listening", "en-gb", kind="area")) == {("/areas/listening/", "Listening well"), english}


def test_a_word_without_its_marks_finds_the_word_that_has_them() -> None:
    sample_areas.area()
    translate_area()
    actions.refresh_search()

    assert search("dyner", kind="area") == search("dŷner", kind="area") == [("/areas/listening/", TITLE)]


def test_the_index_follows_a_translation_that_is_loaded_again() -> None:
    sample_areas.area()
    translate_area()
    actions.refresh_search()
    before = SearchEntry.objects.filter(language="cy").count()

    translate_area("Clywed", days=1)
    actions.refresh_search()

    assert search("clywed", kind="area") == [("/areas/listening/", "Clywed")]
    assert SearchEntry.objects.filter(language="cy").count() == before


def test_texts_of_a_pack_are_found_in_their_language_too(starter_search: None) -> None:
    texts = [TranslatedText("name", "Management and leadership", "Rheoli ac arwain")]
    put_translations(TranslatedFile("badges", "ET-101", "cy"), texts, by=None, now=cast.NOW)

    actions.refresh_search()

    assert search("arwain", kind="badge")[0] == ("/badges/management-and-leadership/", "Rheoli ac arwain")
    assert search("ET-101", kind="badge")[0][1] == "Rheoli ac arwain"
    assert search("ET-101", "en-gb", kind="badge")[0][1] == "Management and leadership"


def test_the_page_marks_as_english_only_what_is_english(client: CheckedClient) -> None:
    sample_areas.area()
    sample_areas.area(key="rotas", title="The rota")
    translate_area()
    actions.refresh_search()
    client.get("/choose/?language=cy")

    translated = client.get("/search/?q=gwrando").content.decode().partition('<ul class="plain hits">')[2]
    english = client.get("/search/?q=rota").content.decode().partition('<ul class="plain hits">')[2]

    assert "dŷner" in translated
    assert '<span lang="en-gb">' not in translated.partition("</a>")[0]
    assert '<span lang="en-gb">' in english


def test_a_site_in_english_alone_has_entries_in_english_alone(settings: Any) -> None:
    settings.LANGUAGES = [("en-gb", "English")]
    sample_areas.area()
    translate_area()

    actions.refresh_search()

    assert not SearchEntry.objects.exclude(language="").exists()
