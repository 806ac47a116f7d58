"""What this room knows of people: whose a draft is. What is asked, and how answers spread, names nobody."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration, PersonalField

DRAFT = PersonalField(
    "so that what you write for authors is not lost; other authors read it", retention="until it is published or let go"
)

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
            "content_hash",
            "published_at",
        ),
    ),
    Declaration(
        model="instruments.Draft",
        owner="writer",
        personal={"instrument": DRAFT, "said": DRAFT, "kept_at": DRAFT, "handed_at": DRAFT},
        not_personal=("id", "uuid", "writer", "after"),
    ),
    Declaration(model="instruments.StatementSet", not_personal=("id", "version", "role", "content", "content_hash")),
    Declaration(model="instruments.Norm", not_personal=("id", "imprint", "people", "sd", "reliability", "measured_at")),
    Declaration(
        model="instruments.FeedbackVersion",
        not_personal=("id", "uuid", "instrument", "edition", "content", "content_hash", "published_at"),
    ),
    Declaration(
        model="instruments.FeedbackStatementSet", not_personal=("id", "version", "role", "content", "content_hash")
    ),
]
