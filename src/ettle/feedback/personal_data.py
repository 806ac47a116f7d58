"""What a 360 knows of people, and why.

The ledger holds names and addresses that the person of the 360 wrote; they take those with them. Whether
someone answered is recorded nowhere in the open. Sheets belong to nobody that can be named, which is what observers
were promised: nobody can take one with them, and the pool that has them goes when the report is made, or with the
account of the person they are about.
Who is asked may have an account of their own: they take away that they were asked, and leaving takes their name and
address out of every ledger.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ettle.feedback.actions import forget
from ettle.kit.personal_data import Declaration, EmailReference, PersonalField

INVITED = PersonalField(_("to ask the people you chose how they see your leadership"), _("until the 360 is closed"))
MINE = PersonalField(_("so that you can learn from how others see your leadership"))
SHOWN = PersonalField(_("to show someone what you chose to show them"))

BEING_ASKED = PersonalField(
    _("so that someone can ask you how you see their leadership"), _("until their 360 is closed")
)

EMAIL_REFERENCES = [
    EmailReference(
        model="feedback.Observer",
        email="email",
        personal=dict.fromkeys(
            ("feedback__person__name", "group", "name", "email", "consent_at", "asked_at", "taken_back_at"), BEING_ASKED
        ),
        only=Q(asked_at__isnull=False),
        forget=forget,
        retention_reason=_(
            "Answers that you sent about someone in a 360: they stay among those of others, without a way from you "
            "to them or back. If you would rather take them back, do that by the link in your email before you leave."
        ),
    )
]

DECLARATIONS = [
    Declaration(
        model="feedback.Feedback",
        owner="person",
        personal={
            "person": MINE,
            "lines": MINE,
            "partner": PersonalField(_("so that you remember who to talk to about it; we do not tell them")),
            "partner_email": PersonalField(_("so that what you send them finds its way")),
            "begun_at": MINE,
            "closed_at": MINE,
        },
        not_personal=("id", "uuid", "secret"),
    ),
    Declaration(
        model="feedback.Observer",
        owner="feedback__person",
        personal={
            "group": INVITED,
            "name": INVITED,
            "email": INVITED,
            "consent_at": PersonalField(
                _("to show that people you support agreed to be asked"), _("until the 360 is closed")
            ),
            "asked_at": INVITED,
            "sent_again": INVITED,
            "sent_again_at": INVITED,
            "taken_back_at": INVITED,
        },
        not_personal=("id", "feedback"),
    ),
    Declaration(model="feedback.AnswerPool", owner="feedback__person", not_personal=("feedback", "sealed")),
    Declaration(
        model="feedback.FeedbackReport",
        owner="feedback__person",
        personal={"content": MINE, "made_at": MINE},
        not_personal=("id", "feedback"),
    ),
    Declaration(
        model="feedback.ReadingNote",
        owner="report__feedback__person",
        personal={"step": MINE, "words": MINE, "written_at": MINE},
        not_personal=("id", "report"),
    ),
    Declaration(
        model="feedback.FeedbackSummary",
        owner="report__feedback__person",
        personal={
            "for_name": SHOWN,
            "for_email": SHOWN,
            "capabilities": SHOWN,
            "words": SHOWN,
            "shared_at": SHOWN,
            "taken_back_at": SHOWN,
        },
        not_personal=("id", "uuid", "report"),
    ),
]  # fmt: skip
