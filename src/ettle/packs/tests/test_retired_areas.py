"""A pack may say that an area is retired, and where its readers are led."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from ettle.library import actions as library
from ettle.library import queries
from ettle.packs import actions
from ettle.packs.tests import small_pack
from ettle.packs.tests.test_pack_export import a_site, site_specs, written
from ettle.people.tests import cast

RETIRED = "retired: {successor: asking, why: Asking says it better.}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Two areas that name each other; "asking" comes first by its name."""
    root = small_pack.folder(tmp_path / "pack")
    other = small_pack.AREA.replace("key: listening", "key: asking\nrelated: [listening]").replace(
        "Listening", "Asking"
    )
    (root / "areas" / "asking.md").write_text(other)
    return root


def retire(pack: Path) -> None:
    small_pack.reword(pack, "key: listening\n", f"key: listening\n{RETIRED}")


def test_an_area_that_a_pack_retires_leads_on_until_a_pack_brings_it_back(
    db: None, pack: Path, now: datetime, client: Client
) -> None:
    actions.load(pack, by=None, now=now)
    retire(pack)

    changed = actions.load(pack, by=None, now=now)
    response = client.get("/areas/listening/")
    again = actions.load(pack, by=None, now=now, again=True)
    small_pack.reword(pack, RETIRED, "")
    back = actions.load(pack, by=None, now=now)

    assert changed.changed == ["areas/listening.md"]
    assert (response.status_code, b'href="/areas/asking/"' in response.content) == (410, True)
    assert b"Asking says it better." in response.content
    assert (again.changed, again.skipped) == ([], [])
    assert back.changed == ["areas/listening.md"]
    assert client.get("/areas/listening/").status_code == 200


def test_a_site_with_retired_areas_comes_out_and_makes_the_same_site(
    db: None, pack: Path, now: datetime, tmp_path: Path
) -> None:
    """One is new and retired at once; its successor is retired too, by a person, and leads nowhere."""
    retire(pack)
    with a_site():
        assert actions.load(pack, by=None, now=now).problems == []
        asking = queries.live_areas().get(slug="asking")
        library.retire(asking, successor=None, why="Nobody asked.", by=cast.dougal(), now=now)
        actions.export(tmp_path / "first")
        before = site_specs()
    with a_site():
        assert actions.load(tmp_path / "first", by=None, now=now).problems == []
        actions.export(tmp_path / "second")

        assert site_specs() == before
        assert not queries.live_areas().exists()
        assert written(tmp_path / "first") == written(tmp_path / "second")
        assert b"successor: asking" in written(tmp_path / "first")["areas/listening.md"]


def test_an_area_that_an_author_brought_back_stays(db: None, pack: Path, now: datetime) -> None:
    retire(pack)
    actions.load(pack, by=None, now=now)
    listening = queries.live_areas().model.objects.get(slug="listening")
    library.restore_area(listening, by=cast.dougal(), now=now)

    report = actions.load(pack, by=None, now=now, again=True)

    assert report.skipped == ["areas/listening.md"]
    assert queries.live_areas().filter(slug="listening").exists()


def test_a_successor_must_be_another_area_that_is_there(db: None, pack: Path) -> None:
    retire(pack)
    small_pack.reword(pack, "successor: asking", "successor: nobody")
    nobody = [str(problem) for problem in actions.check(pack)]
    small_pack.reword(pack, "successor: nobody", "successor: listening")

    assert nobody == ["areas/listening.md:3: There is no area nobody. Correct it, or add what it names."]
    assert [str(problem) for problem in actions.check(pack)] == [
        "areas/listening.md:3: Name another area; this is the area itself"
    ]
