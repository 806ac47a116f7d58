"""Catalogues of translations: begun, brought up to date, checked and compiled, and up to date in the repository."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from launcher.inside import messages


@pytest.fixture
def gaelic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source of one template and one module, with the catalogue that `update` begins."""
    source = tmp_path / "ettle"
    (source / "templates").mkdir(parents=True)
    (source / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Save" %} {% blocktranslate trimmed count n=rows|length %}{{ n }} row'
        '{% plural %}{{ n }} rows{% endblocktranslate %} <a title="{% translate "Delete it" %}">x</a>'
    )
    (source / "forms.py").write_text(
        'from x import gettext as _\n# Translators: a button.\nwords = _("Hello %(name)s")\n'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(messages, "SOURCE", source)
    assert messages.update_catalogue("gd") == 0
    return tmp_path / "locale" / "gd" / "LC_MESSAGES" / "django.po"


def fill(path: Path, message: str, translation: str) -> None:
    path.write_text(
        path.read_text().replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"')
    )


def test_a_new_catalogue_has_every_message_and_the_plurals_of_its_language(gaelic: Path) -> None:
    text = gaelic.read_text()

    assert 'msgid "Save"' in text
    assert 'msgid "Delete it"' in text
    assert 'msgid_plural "%(n)s rows"' in text
    assert "nplurals=4" in text
    assert "#. Translators: a button." in text
    assert "python-format" in text


def test_bringing_up_to_date_keeps_what_is_translated(gaelic: Path) -> None:
    fill(gaelic, "Save", "Sàbhail")
    page = messages.SOURCE / "templates" / "page.html"
    page.write_text(page.read_text() + '{% translate "New words" %}')

    assert messages.update_catalogue("gd") == 0

    assert 'msgid "Save"\nmsgstr "Sàbhail"' in gaelic.read_text()
    assert 'msgid "New words"\nmsgstr ""' in gaelic.read_text()


def test_what_is_compiled_is_what_a_site_reads(gaelic: Path) -> None:
    fill(gaelic, "Save", "Sàbhail")

    assert messages.compile_catalogues() == 0

    compiled = gettext.GNUTranslations(io.BytesIO(gaelic.with_suffix(".mo").read_bytes()))
    assert compiled.gettext("Save") == "Sàbhail"
    assert compiled.gettext("Delete it") == "Delete it", "English where there is nothing"


@pytest.mark.parametrize("translation", ["Halò", "Halò %(ainm)s", "Halò %(name)s <b>"])
def test_other_placeholders_or_tags_than_the_english_are_refused(
    gaelic: Path, translation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(gaelic, "Hello %(name)s", translation)

    assert messages.compile_catalogues() == 1

    assert "has other placeholders or tags than the English" in capsys.readouterr().err
    assert not gaelic.with_suffix(".mo").exists()


@pytest.mark.parametrize("language", ["gaelic", "xx", "../gd", ""])
def test_what_is_no_language_is_refused(gaelic: Path, language: str) -> None:
    assert messages.update_catalogue(language) == 1


def test_every_marked_message_of_the_source_is_found() -> None:
    found = {text for message in messages.read_messages() for text in messages.list_forms(message.id)}

    assert len(found) > 1_000
    assert {"Skip to main content", "Save", "Only an administrator can do this."} <= found


def test_compiled_catalogues_are_those_of_their_translations() -> None:
    for path in messages.list_catalogues():
        with path.open("rb") as source, path.with_suffix(".mo").open("rb") as compiled:
            wanted = {message.id: message.string for message in read_po(source) if message.id and message.string}
            assert {message.id: message.string for message in read_mo(compiled) if message.id} == wanted
