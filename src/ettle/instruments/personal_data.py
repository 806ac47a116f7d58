"""What this room knows of people: nothing. What is asked, and how answers spread, names nobody."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(model="instruments.Instrument", not_personal=("id", "key")),
    Declaration(
        model="instruments.InstrumentVersion",
        not_personal=(
            "id",
            "uuid",
            "instrument",
            "edition",
            "title",
            "minutes",
            "framework_key",
            "framework_edition",
            "question",
            "scale",
            "uncounted",
            "importance_question",
            "importance_scale",
            "reason_question",
            "follow_ups",
            "content_hash",
            "published_at",
        ),
    ),
    Declaration(model="instruments.StatementSet", not_personal=("id", "version", "role", "content", "content_hash")),
    Declaration(
        model="instruments.Norm",
        not_personal=("id", "imprint", "people", "sd", "consistency", "pairs", "retest", "measured_at"),
    ),
    Declaration(
        model="instruments.FeedbackVersion",
        not_personal=("id", "uuid", "instrument", "edition", "content", "content_hash", "published_at"),
    ),
    Declaration(
        model="instruments.FeedbackStatementSet", not_personal=("id", "version", "role", "content", "content_hash")
    ),
]
