"""Hold a form whose session had ended, encrypted, and delete what is no longer wanted."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit.room import offered
from ettle.kit.tasks.task_queue import task
from ettle.texts.attachments import delete_with_files
from ettle.texts.models import FormCopy
from ettle.texts.recovery import form_encryption

if TYPE_CHECKING:
    from ettle.people.models import User

MOST_COPIED = 5  # of one person; the oldest goes


@dataclass(frozen=True)
class Ticket:
    """What the browser gets for a form that is held. secret: its half of the key, which the server does not store."""

    uuid: uuid.UUID
    secret: str


@transaction.atomic
def copy_form(form: form_encryption.SentForm, *, person: User, now: datetime) -> Ticket:
    """Store a form for an hour. Raises FormTooLong."""
    ticket = Ticket(uuid.uuid4(), secrets.token_urlsafe(32))
    sealed = form_encryption.encrypt_form(form, person, ticket.uuid, ticket.secret)
    older = FormCopy.objects.filter(person=person).order_by("-copied_at").values_list("pk", flat=True)
    FormCopy.objects.filter(pk__in=list(older[MOST_COPIED - 1 :])).delete()
    FormCopy.objects.create(uuid=ticket.uuid, person=person, sealed=sealed, copied_at=now)
    return ticket


def delete_form_copy(number: uuid.UUID, *, person: User) -> bool:
    """Delete a form that was saved or is not wanted, and return whether there was one; another person's stays."""
    count, _ = FormCopy.objects.filter(uuid=number, person=person).delete()
    return bool(count)


@task
def delete_expired_forms(*, at: str) -> None:
    FormCopy.objects.expired(datetime.fromisoformat(at)).delete()


@task
def delete_removed_files(*, at: str) -> None:
    """Delete the files of every room that were removed so long ago that nobody can undo it, and were never sent."""
    now = datetime.fromisoformat(at)
    for model in offered("texts.attachments"):
        with transaction.atomic():
            delete_with_files(model.objects.deletable(now))
