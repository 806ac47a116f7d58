"""Frameworks and the logic model have no personal data. A version names the author who published it, as a record."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(
        model="framework.Framework",
        not_personal=(
            "id", "uuid", "key", "edition", "title", "owner", "description", "note", "source_url", "language",
            "licence", "in_force_on", "is_ours", "use", "slots", "changed_at",
        ),
    ),
    Declaration(
        model="framework.Item",
        not_personal=(
            "id", "uuid", "framework", "kind", "key", "parent", "position", "title", "statement", "third_person",
            "role", "audience", "is_verified", "near_source", "icon", "changed_at", "retired_at",
        ),
    ),
    Declaration(
        model="framework.Association",
        not_personal=(
            "id", "uuid", "origin", "destination", "kind", "strength", "is_ours", "source", "note", "changed_at",
        ),
    ),
    Declaration(
        model="framework.LogicNode",
        not_personal=(
            "id", "uuid", "key", "column", "position", "title", "spoken", "is_first", "themes", "capabilities",
            "changed_at", "retired_at",
        ),
    ),
    Declaration(
        model="framework.LogicLink",
        not_personal=(
            "id", "uuid", "key", "origin", "destination", "blocks", "why", "assumption", "strength", "source",
            "changed_at", "retired_at",
        ),
    ),
    Declaration(
        model="framework.FrameworkImport",
        not_personal=(
            "id", "uuid", "kind", "file_name", "rows", "notes", "may_add_edition", "is_checked", "added_editions",
            "uploaded_at", "confirmed_at", "undone_at",
        ),
    ),
    Declaration(model="framework.ChangeCounter", not_personal=("id", "number")),
    Declaration(
        model="framework.ImportedItem",
        not_personal=("id", "file_import", "framework_key", "edition", "key", "was", "became"),
    ),
    Declaration(
        model="framework.Version",
        not_personal=("id", "uuid", "subject", "rows", "how", "note", "by", "at"),
    ),
]  # fmt: skip
