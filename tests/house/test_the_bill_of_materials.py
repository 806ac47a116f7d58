"""`./ettle sbom` lists every library that a site installs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from launcher import sbom
from launcher.main import main
from tests.house.rooms import ROOT

LOCK = (ROOT / "locks" / "run.txt").read_text()


def test_every_locked_package_is_in_it_with_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    locked = {line.split(" ")[0].split(";")[0].strip() for line in LOCK.splitlines() if "==" in line.split(" ")[0]}

    assert main(["sbom"]) == 0

    bill = json.loads(capsys.readouterr().out)
    listed = {f"{component['name']}=={component['version']}" for component in bill["components"]}
    assert len(locked) > 40
    assert listed == {name.split("==")[0].split("[")[0] + "==" + name.split("==")[1] for name in locked}
    assert all(component["purl"].startswith("pkg:pypi/") for component in bill["components"])
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "ettle"


def test_the_same_lock_makes_the_same_bill_and_another_lock_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = sbom.make_bill()
    assert sbom.make_bill() == first

    (tmp_path / "run.txt").write_text(LOCK + "\nother-package==1.0 \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(sbom, "LOCKS", tmp_path)

    assert sbom.make_bill()["serialNumber"] != first["serialNumber"]


def test_names_are_as_the_index_writes_them_and_markers_are_told() -> None:
    lock = "Some_Thing[extra]==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n# a comment\n"

    (component,) = sbom.list_components(lock)

    assert (component["name"], component["purl"]) == ("some-thing", "pkg:pypi/some-thing@1.0")
    assert component["properties"][0]["value"] == "sys_platform == 'win32'"


def test_it_is_written_to_a_file_and_a_fault_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom", "-o", str(tmp_path / "sbom.json")]) == 0
    assert json.loads((tmp_path / "sbom.json").read_text())["components"]

    assert main(["sbom", "-o", str(tmp_path / "none" / "sbom.json")]) == 1
    assert "cannot be written: No such file" in capsys.readouterr().err
