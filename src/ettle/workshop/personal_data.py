"""What the workshop knows of people: who did what with a draft."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(
        model="workshop.Draft",
        not_personal=(
            "id", "uuid", "subject", "base", "rows", "revision", "due_at", "opened_at", "changed_at", "closed_at",
        ),
    ),
    Declaration(model="workshop.DraftStep", not_personal=("id", "draft", "act", "words", "by", "at")),
]  # fmt: skip
