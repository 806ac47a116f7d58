"""What this room knows of people, and why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.cpl.actions import forget_verifier
from ettle.kit.personal_data import Declaration, EmailReference, PersonalField

YEAR = PersonalField(_("so that your learning year and your topics are right"))
COUNTED = PersonalField(_("so that you can see and show what you learned"), _("until you remove it"))
SHOWN = PersonalField(_("so that you have a record of what you showed to your employer"))
ANSWER = PersonalField(_("so that you have the answer of your employer, signed"))

DECLARATIONS = [
    Declaration(model="cpl.Scheme", not_personal=("id", "framework", "content", "changed_at")),
    Declaration(
        model="cpl.CplProfile",
        owner="person",
        personal={"person": YEAR, "registered_on": YEAR, "groups": YEAR, "changed_at": YEAR},
        not_personal=("id",),
    ),
    Declaration(
        model="cpl.Learning",
        owner="person",
        personal=dict.fromkeys(
            (
                "person",
                "source",
                "source_key",
                "happened_on",
                "title",
                "learned",
                "changed",
                "counts_for",
                "counted_at",
            ),
            COUNTED,
        ),
        not_personal=("id", "uuid"),
    ),
    Declaration(
        model="cpl.Verification",
        owner="person",
        personal=dict.fromkeys(
            ("person", "verifier_name", "verifier_email", "shown", "sent_at", "withdrawn_at"), SHOWN
        ),
        not_personal=("id", "uuid"),
    ),
    Declaration(
        model="cpl.VerificationAnswer",
        owner="verification__person",
        personal=dict.fromkeys(
            ("name", "job_title", "is_confirmed", "missing", "answered_at", "code", "record", "signature"), ANSWER
        ),
        not_personal=("id", "verification", "key"),
    ),
]
VERIFIER = PersonalField(_("so that someone can ask you to verify their learning"))
EMAIL_REFERENCES = [
    EmailReference(
        model="cpl.Verification",
        email="verifier_email",
        personal=dict.fromkeys(("verifier_name", "verifier_email", "sent_at"), VERIFIER),
        forget=forget_verifier,
        retention_reason=_(
            "Records of learning that you verified: each stays with the person who learned, with the name and "
            "the job title that you wrote. Your email address is not in it."
        ),
    )
]
