"""An area in another language: loaded from a pack beside the English one, shown field by field, exported again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from ettle.kit.testing.client import CheckedClient
from ettle.library.models import AreaPage, AreaTranslation
from ettle.packs import actions
from ettle.packs.tests import small_pack
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
GAELIC = """\
---
key: listening
language: gd
title: Ag èisteachd
summary: Mar a chluinneas tu.
role_paragraphs:
  frontline: Cluinnidh tusa an toiseach e.
---
## Dè th’ ann

Suidh **sìos** an toiseach.
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    pack = small_pack.folder(tmp_path / "pack")
    (pack / "area-translations").mkdir()
    (pack / "area-translations" / "listening.gd.md").write_text(GAELIC)
    return pack


@pytest.fixture
def gaelic(settings: Any) -> Iterator[None]:
    settings.LANGUAGES = [("en-gb", "English"), ("gd", "Gàidhlig")]
    yield
    translation.deactivate()


def load(pack: Path) -> None:
    report = actions.load(pack, by=None, now=cast.NOW, overwrite=True)
    assert not report.problems, [str(problem) for problem in report.problems]


def faults(pack: Path) -> list[str]:
    return [str(problem) for problem in actions.check(pack)]


@pytest.mark.usefixtures("gaelic")
def test_a_reader_gets_what_is_translated_and_the_rest_in_english_marked_as_english(
    pack: Path, client: CheckedClient
) -> None:
    load(pack)
    english = client.get("/areas/listening/").content.decode()
    client.get("/choose/?language=gd")

    page = client.get("/areas/listening/").content.decode()

    assert "<h1>Listening</h1>" in english
    assert "<h1>Ag èisteachd</h1>" in page
    assert "<strong>sìos</strong>" in page
    assert "Cluinnidh tusa" in page
    assert '<div lang="en-gb"><p>Ask.</p></div>' in page.replace("\n", ""), "what to try is not translated"
    assert "Sit down first" not in page
    assert "Ag èisteachd" in client.get("/").content.decode()


@pytest.mark.usefixtures("gaelic")
def test_a_changed_translation_shows_at_once(pack: Path, client: CheckedClient) -> None:
    load(pack)
    client.get("/choose/?language=gd")
    assert "Ag èisteachd" in client.get("/areas/listening/").content.decode()

    small_pack.reword(pack, "title: Ag èisteachd", "title: Èisteachd")
    actions.load(pack, by=None, now=cast.NOW.replace(year=2027), overwrite=True)

    assert "<h1>Èisteachd</h1>" in client.get("/areas/listening/").content.decode()
    assert "Èisteachd" in client.get("/").content.decode()


def test_a_site_gives_its_translations_back(pack: Path, tmp_path: Path) -> None:
    load(pack)

    actions.export(tmp_path / "copy")
    AreaTranslation.objects.all().delete()
    load(tmp_path / "copy")

    assert AreaTranslation.objects.get().content["title"] == "Ag èisteachd"
    assert AreaTranslation.objects.get().language == "gd"
    assert AreaPage.objects.get(slug="listening").title == "Listening"


def test_loading_twice_changes_nothing(pack: Path) -> None:
    load(pack)
    before = AreaTranslation.objects.get().loaded_at

    actions.load(pack, by=None, now=cast.NOW.replace(year=2027), overwrite=True)

    assert AreaTranslation.objects.get().loaded_at == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("language: gd", "language: Gaelic", "3: Write the code of a language"),
        ("language: gd", "language: en-gb", "3: Write the code of a language"),
        ("key: listening\nlanguage", "key: hearing\nlanguage", "2: There is no area hearing"),
        ("  frontline: Cluinnidh", "  boss: Cluinnidh", "There is no learning role boss"),
        ("Suidh **sìos**", "::: nothing\n:::\n", "There is no block ‘nothing’"),
    ],
)
def test_faults_are_named(pack: Path, old: str, new: str, words: str) -> None:
    path = pack / "area-translations" / "listening.gd.md"
    path.write_text(path.read_text().replace(old, new))

    assert any(words in fault and "area-translations/listening.gd.md" in fault for fault in faults(pack)), faults(pack)
