"""Personal data of endorsements: of the learner, and of the person they asked."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ettle.evidence.endorsement.actions import forget_endorser
from ettle.evidence.models import EndorsementAnswer
from ettle.kit.personal_data import Declaration, EmailReference, PersonalField

_ASKED = PersonalField(_("so that someone you name can endorse your work"))
_UNTIL_ANSWER = PersonalField(_("to write to the person you ask"), _("until they answer, or you withdraw it"))
_ANSWERED = PersonalField(_("so that you have what your endorser said, and can show it"))
_REQUIRED = PersonalField(_("so that you know by when your badge needs an endorsement"))

_LATER_ANSWERS = EndorsementAnswer.objects.filter(endorsement=OuterRef("endorsement"), pk__gt=OuterRef("pk"))

DECLARATIONS = [
    Declaration(
        model="evidence.Endorsement",
        owner="application__learner",
        personal={
            **dict.fromkeys(
                ("endorser_name", "relationship", "shown", "asked_at", "answer_by", "withdrawn_at"), _ASKED
            ),
            "endorser_email": _UNTIL_ANSWER,
            "closed_at": _ASKED,
        },
        not_personal=("id", "uuid", "application", "address_hash", "reminders", "next_reminder_at"),
    ),
    Declaration(
        model="evidence.EndorsementAnswer",
        owner="endorsement__application__learner",
        personal=dict.fromkeys(
            ("kind", "name", "job_title", "relationship", "words", "is_name_public", "claim", "answered_at"), _ANSWERED
        ),
        not_personal=("id", "uuid", "endorsement"),
        # As on the learner's page: what an endorser changed or took back is theirs.
        readable=Q(~Exists(_LATER_ANSWERS)),
    ),
    Declaration(
        model="evidence.EndorsementDuty",
        owner="application__learner",
        personal=dict.fromkeys(("begins_at", "due_at"), _REQUIRED),
        not_personal=("id", "application", "reminders", "next_reminder_at"),
    ),
    Declaration(
        model="evidence.EndorsementShown",
        owner="endorsement__application__learner",
        personal={"shown_at": PersonalField(_("so that the page of your badge shows what you chose"))},
        not_personal=("id", "endorsement"),
    ),
]
_ENDORSER = PersonalField(_("so that someone can ask you to endorse their work"))
EMAIL_REFERENCES = [
    EmailReference(
        model="evidence.Endorsement",
        email="endorser_email",
        personal=dict.fromkeys(("endorser_name", "endorser_email", "relationship", "asked_at"), _ENDORSER),
        forget=forget_endorser,
        retention_reason=_(
            "Endorsements that you gave: each stays with the person who has the badge, with the name, the job title "
            "and the words that you wrote. Your email address is not in it. You can withdraw one by the link you got."
        ),
    )
]
