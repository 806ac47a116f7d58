"""Which kinds of email an address does not want, and the link by which it says so.

The choice belongs to the address: people who have no account get invitations too. Its link needs no sign-in, so it is
for one address and one kind, and can do nothing but stop these emails. An email is forwarded and lies in inboxes for
years, so the link alone does not resume them: the page that has just stopped them can, for an hour; later a person
signs in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from ettle.kit.mail.email_kinds import EmailKind, find_kind
from ettle.kit.mail.signed_links import make_token, read_token
from ettle.kit.models import StoppedEmail

PURPOSE = "stop-emails"
# An email may lie in an inbox for years; its link can only stop emails, so it need not end soon.
LINK_LASTS = timedelta(days=3 * 365)
UNDO_PURPOSE = "resume-emails"
UNDO_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Choice:
    """An address and a kind of email, as a link names them."""

    email: str
    kind: EmailKind


def is_stopped(email: str, kind: EmailKind) -> bool:
    """Whether this address has turned these emails off. Kinds that are needed cannot be turned off."""
    return kind.is_optional and StoppedEmail.objects.filter(email=email.lower(), kind=kind.key).exists()


def stopped_kinds(email: str) -> set[str]:
    """Return the keys of the kinds that this address has turned off."""
    return set(StoppedEmail.objects.filter(email=email.lower()).values_list("kind", flat=True))


def stop_link(email: str, kind: EmailKind) -> str:
    """Return the full address of the page that stops these emails to this address."""
    token = make_token(PURPOSE, f"{kind.key} {email.lower()}")
    return settings.PUBLIC_URL + reverse("kit:stop-emails", args=[token])


def read_choice(token: str) -> Choice | None:
    """Return what a link names; None when it was changed, is too old, or is of a kind that is needed."""
    key, _, email = (read_token(PURPOSE, token, lasts=LINK_LASTS) or "").partition(" ")
    kind = find_kind(key)
    return Choice(email, kind) if kind is not None and kind.is_optional else None


def undo_token(choice: Choice) -> str:
    """What the page that has just stopped emails sends to get them again."""
    return make_token(UNDO_PURPOSE, _describe_stop(choice))


def is_undo_of(token: str, choice: Choice) -> bool:
    """Whether this token was made for this stop. One that came later needs its own."""
    return read_token(UNDO_PURPOSE, token, lasts=UNDO_LASTS) == _describe_stop(choice)


def _describe_stop(choice: Choice) -> str:
    stopped = StoppedEmail.objects.filter(email=choice.email, kind=choice.kind.key).first()
    return f"{choice.kind.key} {choice.email} {stopped.stopped_at.isoformat() if stopped else ''}"
