"""`pack qti` and `pack import-qti` write one activity in the format of other systems, and read it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from ettle.activities.exchange.tests.h5p_files import pack_file
from ettle.activities.exchange.tests.test_h5p import scenario
from tests.house.rooms import ROOT

ACTIVITIES = ROOT / "content" / "leadership" / "activities"


def without_drawing(activity: dict[str, Any]) -> dict[str, Any]:
    """The activity as QTI can say it: a sort of all its cards, each with what we say and nothing beside it."""
    sort = activity.get("sort", {})
    sort.pop("draw", None)
    for card in sort.get("cards", []):
        card.pop("roles", None)
        card.pop("arguable", None)
    return activity


@pytest.mark.parametrize("name", ["hand-over", "sort-20"])
def test_an_activity_goes_out_and_comes_back(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package, back, again = (tmp_path / file for file in ("a.zip", "back.yaml", "again.zip"))
    source = tmp_path / f"{name}.yaml"
    source.write_text(yaml.safe_dump(without_drawing(yaml.safe_load((ACTIVITIES / source.name).read_text()))))

    call_command("pack", "qti", str(source), output=package)
    call_command("pack", "import-qti", str(package), output=back)
    call_command("pack", "qti", str(back), output=again)

    assert "imsmanifest.xml" in zipfile.ZipFile(package).namelist()
    assert again.read_bytes() == package.read_bytes()
    assert f"Written to {back}." in capsys.readouterr().out


def test_no_file_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there.zip"
    there.write_text("mine")

    with pytest.raises(SystemExit):
        call_command("pack", "qti", str(ACTIVITIES / "hand-over.yaml"), output=there)

    assert "There is already a file" in capsys.readouterr().err
    assert there.read_text() == "mine"


def test_what_cannot_go_out_is_named_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.zip"

    with pytest.raises(SystemExit):
        call_command("pack", "qti", str(ACTIVITIES / "s3-rota.yaml"), output=out)

    assert "an activity of the kind ‘scenario’ has no counterpart in QTI" in capsys.readouterr().err
    assert not out.exists()


def test_a_zip_bomb_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", b" " * 20_000_000)

    with pytest.raises(SystemExit):
        call_command("pack", "import-qti", str(bomb), output=tmp_path / "out.yaml")

    assert "unpacks to far more than it holds" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_a_file_that_is_no_zip_is_refused(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)

    with pytest.raises(SystemExit):
        call_command("pack", "import-qti", str(path), output=tmp_path / "out.yaml")

    assert "x.zip is no zip" in capsys.readouterr().err


def test_a_branching_scenario_becomes_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package, out = tmp_path / "a.h5p", tmp_path / "out.yaml"
    package.write_bytes(pack_file(json.loads(scenario(behaviour={"x": True}))))
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("H5P.Video-1.6/video.js", b"x" * 2_000_000)

    call_command("pack", "import-h5p", str(package), output=out)

    printed = capsys.readouterr().out
    assert "Not taken over:\nThe setting x is not taken over." in printed
    assert "scenario.nodes.0.options.0.was" in printed
    assert yaml.safe_load(out.read_text())["scenario"]["start"] == "the-phone"
