"""A change of a person's email address: the one that waits, and what the links in its emails stand for."""

from __future__ import annotations

from datetime import datetime

from ettle.kit.mail.signed_links import read_token
from ettle.people import models
from ettle.people.models import AddressChange, User
from ettle.people.queries import CONFIRM_ADDRESS, UNDO_ADDRESS


def waiting_address_change(person: User, now: datetime) -> AddressChange | None:
    """Return the change of email address that waits for one of its two addresses."""
    waiting = AddressChange.objects.waiting().filter(person=person).first()
    return waiting if waiting is not None and waiting.is_open(now) else None


def find_address_change(token: str) -> tuple[AddressChange, str] | None:
    """Return the change that the link in an email confirms, and which address it was sent to: old or new."""
    value = read_token(CONFIRM_ADDRESS, token, lasts=models.ADDRESS_LINK_LASTS)
    return _address_change_of(value) if value else None


def find_address_undo(token: str) -> AddressChange | None:
    """Return the change that the link in an email to the old address undoes."""
    value = read_token(UNDO_ADDRESS, token, lasts=models.ADDRESS_UNDO_LASTS)
    found = _address_change_of(value) if value else None
    return found[0] if found else None


def _address_change_of(value: str) -> tuple[AddressChange, str] | None:
    key, _space, address = value.partition(" ")
    change = AddressChange.objects.select_related("person").filter(uuid=key).first()
    return (change, address) if change else None
