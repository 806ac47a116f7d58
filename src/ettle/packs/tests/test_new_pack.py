"""A new pack is small, whole and valid, and a site with it shows its name."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from ettle.kit.refusal import Refused
from ettle.packs import actions
from ettle.packs.kinds import list_kinds
from ettle.packs.scaffold.new_pack import write_new_pack
from ettle.people.tests import cast

TODAY = date(2026, 10, 5)


@pytest.mark.django_db
def test_a_new_pack_is_valid_and_its_front_page_shows_its_name(tmp_path: Path, now: datetime, client: Client) -> None:
    cast.forget_roles()
    folder = tmp_path / "night-nurses"

    call_command("pack", "new", str(folder), verbosity=0)

    assert actions.check(folder) == []
    report = actions.load(folder, by=None, now=now)
    assert report.problems == []
    page = client.get("/").content.decode()
    assert "<h1>Night nurses</h1>" in page
    assert "Asking first" in page
    assert client.get("/areas/asking-first/").status_code == 200
    assert client.get("/me/self-assessment/", follow=True).status_code == 200


def test_every_file_of_it_points_at_its_schema(tmp_path: Path) -> None:
    written = write_new_pack(tmp_path / "pack", today=TODAY)
    definitions = json.loads((tmp_path / "pack" / "pack.schema.json").read_text())["$defs"]
    labels = {kind.label for kind in list_kinds()}

    for path in written:
        if path.suffix == ".yaml":
            file = tmp_path / "pack" / path
            schema, _, name = file.read_text().partition("\n")[0].partition("$schema=")[2].partition("#/$defs/")
            assert (file.parent / schema).resolve() == tmp_path / "pack" / "pack.schema.json", path
            assert name in definitions, path
            assert name in labels, path
            assert name in {path.stem, path.parent.name}


def test_what_depends_on_the_pack_is_filled_in(tmp_path: Path) -> None:
    written = write_new_pack(tmp_path / "Pflege im Haus", today=TODAY)

    texts = [(tmp_path / "Pflege im Haus" / path).read_text() for path in written]
    assert not [text for text in texts if "PACK_" in text or "2026-01-01" in text]
    assert 'key = "pflege-im-haus"' in (tmp_path / "Pflege im Haus" / "pack.toml").read_text()


@pytest.mark.parametrize(("name", "words"), [("there", "is there already"), ("---", "has no letter from a to z")])
def test_a_folder_that_cannot_be_a_new_pack_is_a_sentence(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("mine")

    with pytest.raises(Refused, match=words):
        write_new_pack(tmp_path / name, today=TODAY)
    assert [path.name for path in tmp_path.rglob("*")] == ["there", "file"]
