"""A pack’s files are about nobody."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(model="packs.LoadedSpec", not_personal=("id", "kind", "key", "digest")),
    Declaration(model="packs.LoadedFile", not_personal=("id", "pack", "path", "content_hash", "is_kept", "loaded_at")),
]
