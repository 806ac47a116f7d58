"""Which packs a site is prepared with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from ettle.kit.refusal import Refused
from ettle.packs import site_setup
from ettle.packs.models import LoadedFile
from ettle.packs.tests import small_pack

pytestmark = pytest.mark.django_db


def test_a_site_loads_no_pack_unless_it_is_named(now: datetime, tmp_path: Path) -> None:
    said: list[str] = []

    assert site_setup.load_packs([], now=now, say=said.append) == []
    assert said == ["  - no content yet: load a pack with ‘pack load’, or name one with --pack"]
    assert not LoadedFile.objects.exists()

    pack = small_pack.folder(tmp_path)
    assert site_setup.load_packs([pack], now=now, say=said.append) == [pack]
    assert set(LoadedFile.objects.values_list("pack", flat=True)) == {"small"}
    said.clear()
    assert site_setup.load_packs([], now=now, say=said.append) == []
    assert said == []  # what was loaded before stays, and there is nothing to say


def test_a_demonstration_has_the_starter_pack_unless_another_is_named(
    now: datetime, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    starter = small_pack.folder(tmp_path / "starter")
    monkeypatch.setattr(site_setup, "STARTER_PACK", starter)
    other = small_pack.folder(tmp_path / "other")
    small_pack.reword(other, 'key = "small"', 'key = "other"')

    assert site_setup.load_packs([], now=now, say=str) == [starter]
    assert site_setup.load_packs([other], now=now, say=str) == [other]
    assert set(LoadedFile.objects.values_list("pack", flat=True)) == {"small", "other"}


def test_a_pack_with_a_fault_stops_the_start_and_names_it(now: datetime, tmp_path: Path) -> None:
    pack = small_pack.folder(tmp_path)
    (pack / "areas" / "listening.md").write_text("nothing")

    with pytest.raises(Refused, match=r"areas/listening\.md[^\n]*\n.*Nothing was loaded"):
        site_setup.load_packs([pack], now=now, say=str)


def test_a_demonstration_shows_what_lies_beside_the_pack_of_that_name(tmp_path: Path) -> None:
    assert site_setup.read_demonstration(site_setup.STARTER_PACK)["roles"]["rona"] == "citizen"
    assert site_setup.read_demonstration(tmp_path / "other") == {}
