"""A pack's files are about nobody."""

from __future__ import annotations

from ettle.kit.personal import Declaration

DECLARATIONS = [
    Declaration(model="packs.LoadedFile", not_personal=("id", "pack", "path", "content_hash", "loaded_at")),
]
