"""The published schema is the specs, and what is published as a pack keeps to it."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.conf import settings

from ettle.packs.export import json_schema
from ettle.packs.reader.pack_reader import find_source_files
from ettle.packs.tests.starter_rows import STARTER

PUBLISHED: Path = settings.BASE_DIR / "docs" / "reference" / "pack.schema.json"
# Pictures, drawings and films are no data: the schema has no definition for them.
FILES = {source.path: source for source in find_source_files(STARTER)[0] if source.kind.raw is None}


def test_the_published_schema_is_in_step() -> None:
    assert PUBLISHED.read_text() == json_schema.schema_text(), f"write it anew: ./ettle pack schema > {PUBLISHED}"


@pytest.mark.parametrize("path", FILES)
def test_every_file_of_the_starter_pack_keeps_to_the_schema(path: str) -> None:
    whole = json.loads(PUBLISHED.read_text())
    checker = jsonschema.Draft202012Validator(whole | {"$ref": f"#/$defs/{FILES[path].kind.label}"})

    assert [fault.message for fault in checker.iter_errors(data(path))] == []


def data(path: str) -> Any:
    """A file as an editor reads it, which knows nothing of our specs."""
    text = FILES[path].content.decode()
    if path.endswith(".toml"):
        return tomllib.loads(text)
    if path.endswith(".md"):
        _, front, body = text.split("---\n", 2)
        return as_json(yaml.safe_load(front)) | {"body": body}
    return as_json(yaml.safe_load(text))


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
