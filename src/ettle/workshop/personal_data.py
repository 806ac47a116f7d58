"""Personal data of the workshop: who did what with a draft."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.kit.personal_data import Declaration, PersonalField

# What every `SpecDraft` has. A note is about the draft, not about a person.
SPEC_DRAFT_FIELDS = (
    "id", "subject", "title", "spec", "note", "live", "has_unpublished_changes", "first_published_at",
    "last_published_at", "live_revision", "latest_revision", "go_live_at", "expire_at", "expired", "locked",
    "locked_at", "locked_by",
)  # fmt: skip

COMMENTED_KINDS = ("Badge", "Framework", "Instrument", "Story")

DECLARATIONS = [
    Declaration(
        model="workshop.FrameworkDraft",
        not_personal=(*SPEC_DRAFT_FIELDS, "uuid", "base", "opened_at"),
    ),
    Declaration(
        model="workshop.InstrumentDraft",
        not_personal=("after", *(name for name in SPEC_DRAFT_FIELDS if name != "id")),
    ),
    Declaration(model="workshop.BadgeDraft", not_personal=(*SPEC_DRAFT_FIELDS, "uuid", "after")),
    Declaration(model="workshop.StoryDraft", not_personal=(*SPEC_DRAFT_FIELDS, "uuid", "after")),
    *(
        Declaration(
            model=f"workshop.{kind}Comment",
            owner="written_by",
            personal={
                "words": PersonalField(_("to say to other authors what should change in a draft")),
                "written_at": PersonalField(_("to say when")),
            },
            not_personal=("id", "uuid", "draft", "part", "field", "written_by", "resolved_at"),
        )
        for kind in COMMENTED_KINDS
    ),
]  # fmt: skip
