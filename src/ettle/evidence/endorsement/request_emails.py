"""The emails about endorsements: to the endorser with their link, and to the learner that there is news."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.evidence.endorsement.queries import endorsement_path
from ettle.evidence.limits import ENDORSER_EMAILS
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ENDORSEMENTS, FROM_OTHERS
from ettle.kit.mail.email_limits import EMAILS_TO_ADDRESS, WORK_NOTICES
from ettle.kit.values.names import safe_name

if TYPE_CHECKING:
    from ettle.evidence.models import Endorsement


def send_request(endorsement: Endorsement, now: datetime) -> None:
    """Send the endorser their link."""
    delivery.send_email(
        "evidence/mail/endorse.txt",
        to=endorsement.endorser_email,
        kind=FROM_OTHERS,
        key=f"endorse/{endorsement.uuid}",
        limit=ENDORSER_EMAILS,
        now=now,
        **_describe_request(endorsement),
    )


def send_reminder(endorsement: Endorsement, now: datetime) -> None:
    """Send the link again, unless others have had as many emails sent to this address as it gets in a day."""
    delivery.send_notice(
        "evidence/mail/endorse_reminder.txt",
        to=endorsement.endorser_email,
        kind=FROM_OTHERS,
        key=f"endorse/{endorsement.uuid}/{endorsement.reminders}",
        limit=EMAILS_TO_ADDRESS,
        now=now,
        **_describe_request(endorsement),
    )


def _describe_request(endorsement: Endorsement) -> dict[str, Any]:
    return {
        "about": safe_name(endorsement.application.learner.name, fallback=_("Someone")),
        "name": safe_name(endorsement.endorser_name, fallback=_("there")),
        "badge": endorsement.application.version.name,
        "link": delivery.absolute_url(endorsement_path(endorsement)),
        "answer_by": endorsement.answer_by,
    }


def notify_of_answer(endorsement: Endorsement, key: str, now: datetime) -> None:
    """Tell the learner that there is news, not which: it is on their page. key: of the answer."""
    delivery.send_notice(
        "evidence/mail/endorsement_answered.txt",
        to=endorsement.application.learner.email,
        kind=ENDORSEMENTS,
        key=f"endorsement/answered/{key}",
        limit=WORK_NOTICES,
        now=now,
        **_describe_page(endorsement),
    )


def notify_of_end(endorsement: Endorsement, now: datetime) -> None:
    """Tell the learner that the time of the person they asked is over."""
    delivery.send_notice(
        "evidence/mail/endorsement_late.txt",
        to=endorsement.application.learner.email,
        kind=ENDORSEMENTS,
        key=f"endorsement/late/{endorsement.uuid}",
        limit=WORK_NOTICES,
        now=now,
        **_describe_page(endorsement),
    )


def _describe_page(endorsement: Endorsement) -> dict[str, Any]:
    application = endorsement.application
    page = delivery.absolute_url(reverse("evidence:endorsement", args=[application.uuid]))
    return {"badge": application.version.name, "page": page}
