"""The recording of a reflection: store it, remove it, put it back. The words of a reflection are typed all the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.actions.attempts import refuse_expired
from ettle.activities.items.registry import find_reflection
from ettle.activities.models import ReflectionRecording
from ettle.kit.refusal import Refused
from ettle.texts.attachments import AttachmentSet

if TYPE_CHECKING:
    from ettle.activities.items.play import Play
    from ettle.people.models import User
    from ettle.texts.queries import PreparedAttachment


@transaction.atomic
def attach_recording(
    play: Play, step: str, *, prepared: PreparedAttachment, name: str, learner: User, now: datetime
) -> ReflectionRecording:
    """Store what a learner said for the reflection at a step, instead of what they said before. Raises Refused."""
    return _open_recordings(play, step, now).add(prepared, name=name, shows="", person=learner, now=now)


@transaction.atomic
def detach_recording(play: Play, step: str, *, number: UUID, now: datetime) -> None:
    """Remove the recording of a reflection. For a day it can be put back."""
    if not _open_recordings(play, step, now).remove(number, now=now):
        raise Refused(_("This file is not there any more."))


@transaction.atomic
def reattach_recording(play: Play, step: str, *, number: UUID, now: datetime) -> None:
    """Put a removed recording back."""
    if not _open_recordings(play, step, now).restore(number, now=now):
        raise Refused(_("This file is not there any more."))


def _open_recordings(play: Play, step: str, now: datetime) -> AttachmentSet[ReflectionRecording]:
    """The recordings of a reflection that is not saved yet. Raises Refused, and for a visitor always."""
    play.lock()
    if play.attempt is None or find_reflection(play, step) is None:
        raise Refused(_("You have finished this activity. You can do it again from its first page."))
    refuse_expired(play.attempt, now=now)
    return AttachmentSet(ReflectionRecording, {"attempt": play.attempt, "step": step})
