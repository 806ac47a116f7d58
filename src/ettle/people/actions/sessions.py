"""End sessions: a person each of their own, an administrator anyone's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.http.permissions import refuse_non_administrators
from ettle.kit.refusal import Refused
from ettle.people.models import User


@transaction.atomic
def sign_out_elsewhere(*, person: User, this_session: str, now: datetime) -> int:
    """End every other signed-in browser of this person and return how many there were.

    this_session: the key of its row (sign_in.sessions.stored_key).
    """
    ended, _by_model = person.sessions.exclude(session_key=this_session).delete()
    audit.record(person, "signed out everywhere else", person, now=now)
    return ended


@transaction.atomic
def end_session(*, person: User, session: str, by: User, now: datetime) -> None:
    """End one session of a person. session: the key of its row.

    Raises Refused if it is someone else's, and if it has ended.
    """
    if by != person:
        refuse_non_administrators(by)
    ended, _by_model = person.sessions.filter(session_key=session).delete()
    if not ended:
        raise Refused(_("This session has ended already"))
    audit.record(by, "ended a session", person, now=now)


@transaction.atomic
def end_all_sessions(*, person: User, by: User, now: datetime) -> int:
    """Sign a person out everywhere and return how many sessions there were. For administrators."""
    refuse_non_administrators(by)
    ended, _by_model = person.sessions.all().delete()
    audit.record(by, "signed someone out everywhere", person, now=now)
    return ended
