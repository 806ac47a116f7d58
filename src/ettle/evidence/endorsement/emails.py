"""The emails about endorsements: to the endorser with their link, and to the learner that there is news."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.evidence.endorsement.queries import endorsement_path
from ettle.evidence.limits import ENDORSER_EMAILS
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ENDORSEMENTS, FROM_OTHERS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.values.names import safe_name

if TYPE_CHECKING:
    from ettle.evidence.models import Endorsement


def email_endorser(template: str, endorsement: Endorsement, now: datetime) -> None:
    learner, version = endorsement.application.learner, endorsement.application.version
    delivery.send_email(
        template,
        to=endorsement.endorser_email,
        kind=FROM_OTHERS,
        key=f"endorse/{endorsement.uuid}/{endorsement.reminders}",
        limit=ENDORSER_EMAILS,
        now=now,
        about=safe_name(learner.name, fallback=_("Someone")),
        name=safe_name(endorsement.endorser_name, fallback=_("there")),
        badge=version.name,
        link=delivery.absolute_url(endorsement_path(endorsement)),
        answer_by=endorsement.answer_by,
    )


def notify_learner(template: str, endorsement: Endorsement, key: str, now: datetime) -> None:
    """Tell the learner that there is news, not which: it is on their page."""
    application = endorsement.application
    delivery.send_notice(
        template,
        to=application.learner.email,
        kind=ENDORSEMENTS,
        key=f"endorsement/{key}",
        limit=WORK_NOTICES,
        now=now,
        badge=application.version.name,
        page=delivery.absolute_url(reverse("evidence:endorsement", args=[application.uuid])),
    )
