"""The files of a pack hold no personal data."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(model="packs.LoadedSpec", not_personal=("id", "kind", "key", "digest")),
    Declaration(
        model="packs.LoadedFile", not_personal=("id", "pack", "path", "content_hash", "is_skipped", "loaded_at")
    ),
]
