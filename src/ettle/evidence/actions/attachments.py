"""Add recordings and files to an answer, remove them, and put them back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.evidence.actions.answers import lock_own_application, refuse_unless_open
from ettle.evidence.models import AnswerFile, Application
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.texts.attachments import AttachmentSet

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.people.models import User
    from ettle.texts.queries import PreparedAttachment


@transaction.atomic
def attach(
    application: Application,
    *,
    criterion: Criterion,
    prepared: PreparedAttachment,
    name: str,
    shows: str = "",
    by: User,
    now: datetime,
) -> AnswerFile:
    """Store a file with an answer. Raises Refused."""
    application = lock_own_application(application, by)
    refuse_unless_open(application, criterion)
    files = AttachmentSet(AnswerFile, {"application": application, "criterion": criterion})
    audit.record(by, f"put a {prepared.kind} to an answer", application, now=now)
    return files.add(prepared, name=name, shows=shows, person=by, now=now)


@transaction.atomic
def detach(application: Application, *, criterion: Criterion, number: uuid.UUID, by: User, now: datetime) -> None:
    """Remove a file from an answer. For a day it can be put back; what was sent with it stays with what was sent."""
    application = lock_own_application(application, by)
    refuse_unless_open(application, criterion)
    if not AttachmentSet(AnswerFile, {"application": application, "criterion": criterion}).remove(number, now=now):
        raise Refused(_("This file is not there any more."))
    audit.record(by, "took a file off an answer", application, now=now)


@transaction.atomic
def reattach(application: Application, *, criterion: Criterion, number: uuid.UUID, by: User, now: datetime) -> None:
    """Put a removed file back."""
    application = lock_own_application(application, by)
    refuse_unless_open(application, criterion)
    if not AttachmentSet(AnswerFile, {"application": application, "criterion": criterion}).restore(number, now=now):
        raise Refused(_("This file is not there any more."))
    audit.record(by, "put a file back to an answer", application, now=now)
