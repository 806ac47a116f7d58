"""Write a new pack that is small, whole and valid, to begin with."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from ettle.kit.refusal import Refused
from ettle.packs.export import json_schema

FILES = Path(__file__).parent / "files"
SCHEMA = "pack.schema.json"
# What stands in the files, in place of what depends on the pack.
TITLE, KEY, REVIEWED = "PACK_TITLE", "PACK_KEY", "2026-01-01"


def write_new_pack(folder: Path, *, today: date) -> list[Path]:
    """Write the files of a new pack into a folder, which is made; return their paths in it.

    The key and the title are made from the name of the folder. Raises Refused when something is there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there already. Name a new folder.")
    name = folder.resolve().name
    key = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60].strip("-")
    if not key:
        raise Refused(f"A pack is named after its folder, and ‘{name}’ has no letter from a to z. Name another folder.")
    title = " ".join(re.split(r"[-_\s]+", name)).strip().capitalize()
    try:
        written = [
            _write_file(folder, path, {KEY: key, TITLE: title, REVIEWED: today.isoformat()}) for path in _list_files()
        ]
        (folder / SCHEMA).write_text(json_schema.schema_text())
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}.") from error
    return [*written, Path(SCHEMA)]


def _list_files() -> list[Path]:
    return sorted(path.relative_to(FILES) for path in FILES.rglob("*") if path.is_file())


def _write_file(folder: Path, path: Path, values: dict[str, str]) -> Path:
    text = (FILES / path).read_text()
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
    return path
