"""What the workshop knows of people: who did what with a draft."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

# What every `SpecDraft` has. What people wrote in a note is about a draft, as a step's words are.
SPEC_DRAFT_FIELDS = (
    "id", "subject", "title", "spec", "note", "live", "has_unpublished_changes", "first_published_at",
    "last_published_at", "live_revision", "latest_revision", "go_live_at", "expire_at", "expired", "locked",
    "locked_at", "locked_by",
)  # fmt: skip

DECLARATIONS = [
    Declaration(
        model="workshop.Draft",
        not_personal=(
            "id", "uuid", "subject", "base", "rows", "revision", "due_at", "opened_at", "changed_at", "closed_at",
        ),
    ),
    Declaration(
        model="workshop.FrameworkDraft",
        not_personal=(*SPEC_DRAFT_FIELDS, "base"),
    ),
    Declaration(model="workshop.DraftStep", not_personal=("id", "draft", "act", "words", "by", "at")),
]  # fmt: skip
