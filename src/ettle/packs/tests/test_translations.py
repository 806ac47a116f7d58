"""Texts of a pack in another language: begun by a command, checked, loaded, shown, marked, exported again."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from ettle.framework.models import Item
from ettle.kit.models import PackTranslation
from ettle.kit.testing.client import CheckedClient
from ettle.kit.translations.actions import TranslatedFile, TranslatedText, put_translations
from ettle.kit.translations.pack_texts import PackText, TextOfMoment
from ettle.library.models import StatementPage
from ettle.packs import actions
from ettle.packs.tests import small_pack
from ettle.packs.tests.starter_rows import STARTER
from ettle.packs.translations.pack_kinds import load_translation
from ettle.packs.translations.writer import list_translations
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
FILE = "translations/gd/frameworks-capabilities-1.yaml"
GAELIC = """\
kind: frameworks
key: capabilities@1
language: gd
texts:
  - path: items.0.title
    english: Vision
    text: Lèirsinn
  - path: items.0.statement
    english: Seeing.
    text: A’ faicinn.
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    pack = small_pack.folder(tmp_path / "pack")
    (pack / FILE).parent.mkdir(parents=True)
    (pack / FILE).write_text(GAELIC)
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
def test_a_reader_gets_what_is_translated_and_the_rest_is_marked_as_english(pack: Path, client: CheckedClient) -> None:
    load(pack)
    english = client.get("/capabilities/").content.decode()
    client.get("/choose/?language=gd")

    page = client.get("/capabilities/").content.decode()

    assert "Vision" in english
    assert '<span lang="en-gb">' not in english
    assert "Lèirsinn" in page
    assert "A’ faicinn." in page
    assert "Vision" not in page
    assert '<span lang="en-gb">Knowing.</span>' in page


@pytest.mark.usefixtures("gaelic")
def test_the_database_holds_english_whatever_the_reader_has_chosen(pack: Path) -> None:
    load(pack)

    with translation.override("gd"):
        item = Item.objects.get(key="vis")
        shown = f"{item.title}"
        item.save()

    assert shown == "Lèirsinn"
    assert item.title == "Vision"
    assert Item.objects.filter(title="Vision").exists()


@pytest.mark.usefixtures("gaelic")
def test_a_replaced_translation_stays_with_the_english_of_its_time(pack: Path) -> None:
    load(pack)
    small_pack.reword(pack, "title: Vision", "title: Foresight")
    small_pack.reword(pack, "english: Vision", "english: Foresight")
    small_pack.reword(pack, "Lèirsinn", "Ro-shealladh")
    load(pack)

    with translation.override("gd"):
        shown = Item.objects.get(key="vis").title
        assert str(shown) == "Ro-shealladh"
        assert str(type(shown)("Vision")) == "Lèirsinn", "an answer to the earlier wording shows that wording"


def test_loading_twice_changes_nothing_and_an_export_gives_it_back(pack: Path, tmp_path: Path) -> None:
    load(pack)
    before = list(PackTranslation.objects.values_list("pk", "text"))
    actions.load(pack, by=None, now=cast.NOW.replace(year=2027), overwrite=True, again=True)
    again = list(PackTranslation.objects.values_list("pk", "text"))

    actions.export(tmp_path / "copy")
    PackTranslation.objects.all().delete()
    load(tmp_path / "copy")

    assert again == before
    assert (tmp_path / "copy" / FILE).exists()
    assert [text for _, text in before] == list(PackTranslation.objects.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("language: gd", "language: Gaelic", "3: Write the code of a language"),
        ("kind: frameworks", "kind: areas", "1: There is no kind areas"),
        ("key: capabilities@1", "key: others@1", "2: There is no file of the kind frameworks with the key others@1"),
        ("path: items.0.title", "path: items.7.title", "5: capabilities@1 has no text at items.7.title"),
        ("english: Vision", "english: Sight", "6: The English at items.0.title has changed"),
        (
            "items.0.statement\n    english: Seeing.",
            "items.0.title\n    english: Vision",
            "8: items.0.title is translated above",
        ),
        (
            "text: A’ faicinn.",
            "text: A’ faicinn.\n  - {path: title, english: Vision, text: Sealladh}",
            "‘Vision’ is translated as ‘Lèirsinn’ in translations/gd/frameworks-capabilities-1.yaml",
        ),
    ],
)
def test_faults_are_named_with_file_and_line(pack: Path, old: str, new: str, words: str) -> None:
    path = pack / FILE
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    assert any(words in fault and FILE in fault for fault in faults(pack)), faults(pack)


def test_a_placeholder_that_is_missing_is_named(pack: Path) -> None:
    small_pack.reword(pack, "Seeing.", "Seeing %(name)s.")

    assert any("10: The English has %(name)s" in fault for fault in faults(pack)), faults(pack)


def test_the_command_begins_a_translation_and_brings_it_up_to_date(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small_pack.reword(pack, "title: Vision", "title: Foresight")

    call_command("pack", "translate", str(pack), "gd")

    text = (pack / FILE).read_text()
    assert "english: Foresight\n" in text
    assert "text: A’ faicinn." in text
    assert "Lèirsinn" not in text, "its English has changed"
    assert f"{FILE}: 1 of 5 translated" in capsys.readouterr().out
    assert faults(pack) == []


@pytest.mark.usefixtures("gaelic", "starter_pack")
def test_every_statement_of_the_starter_pack_can_be_shown_in_another_language(client: CheckedClient) -> None:
    for spec in list_translations(STARTER, "gd"):
        if spec.kind == "statements":
            texts = (text.replace(text=f"Gàidhlig {spec.key} {text.path}") for text in spec.texts)
            load_translation(
                spec.replace(texts=tuple(text for text in texts if text.path != "summary")), by=None, now=cast.NOW
            )
    client.get("/choose/?language=gd")

    for page in StatementPage.objects.live():
        shown = client.get(f"/statements/{page.slug}/").content.decode()
        assert f"Gàidhlig {page.slug} body" in shown, page.slug
        assert f"<h1>Gàidhlig {page.slug} title</h1>" in shown
        assert '<span lang="en-gb">' in shown, "the summary"


@pytest.mark.usefixtures("gaelic")
def test_what_was_answered_keeps_the_translation_of_its_time(pack: Path) -> None:
    load(pack)
    small_pack.reword(pack, "Lèirsinn", "Sealladh")
    report = actions.load(pack, by=None, now=cast.NOW.replace(year=2027), overwrite=True)

    with translation.override("gd"):
        # From a row, as a result has it: what is taken is its English, and not the translation of now.
        before = TextOfMoment(PackText("Vision"), cast.NOW.replace(month=12))
        assert (str(before), str(PackText("Vision"))) == ("Lèirsinn", "Sealladh")
        assert str(pickle.loads(pickle.dumps(before))) == "Lèirsinn"  # noqa: S301 - our own
    assert str(before) == "Vision"
    assert FILE in report.changed


@pytest.mark.usefixtures("gaelic", "starter_pack")
@pytest.mark.parametrize("path", ["/", "/me/", "/me/suggestions/", "/me/log/", "/me/goals/", "/badges/", "/me/cpl/"])
def test_a_signed_in_page_in_another_language_takes_ten_queries_at_most(
    path: str, client: CheckedClient, django_assert_max_num_queries: Any
) -> None:
    texts = [TranslatedText("roles.0.title", "Roles", "Dreuchdan")]
    put_translations(TranslatedFile("roles", "roles", "gd"), texts, by=None, now=cast.NOW)
    User.objects.filter(pk=cast.isla().pk).update(language="gd")
    client.force_login(cast.isla())
    client.get(path)

    with django_assert_max_num_queries(10):
        response = client.get(path)

    assert response.status_code == 200
    assert '<html lang="gd"' in response.content.decode()
