"""The JSON Schema of a pack's files, made by pydantic from the specs, so that an editor can help authors."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from ettle.packs.kinds import PACK, list_kinds

DESCRIPTION = (
    "One definition for each kind of file. Point an editor at the one you need: "
    "‘# yaml-language-server: $schema=pack.schema.json#/$defs/badges’. A Markdown file is described by its front "
    "matter and its text as ‘body’."
)


def schema_text() -> str:
    """Return the whole schema as published."""
    return json.dumps(build_schema(), indent=1, ensure_ascii=False) + "\n"


def build_schema() -> dict[str, Any]:
    """A definition for the label of each kind ("badges", "logic-model"), and one for each model."""
    kinds = [kind for kind in (PACK, *list_kinds()) if kind.raw is None]
    references, schema = models_json_schema([(kind.spec, "validation") for kind in kinds])
    labels = {kind.label: references[kind.spec, "validation"] for kind in kinds}
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": "A content pack for Ettle",
        "description": DESCRIPTION,
        "$defs": labels | schema["$defs"],
    }
