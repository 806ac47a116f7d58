"""Addresses of endorsers: whose they are, and the hash that is left of one after the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac

from ettle.kit.values.email_addresses import is_same_mailbox, mailbox_of

if TYPE_CHECKING:
    from ettle.people.models import User

PURPOSE = "evidence.endorser-address"


def hash_address(address: str) -> str:
    """The same for an address in any letter case and with any tag. It cannot be guessed without the key of the site."""
    return salted_hmac(PURPOSE, mailbox_of(address), algorithm="sha256").hexdigest()


def hashes_of(person: User) -> frozenset[str]:
    """The hashes of the addresses that an account has or had."""
    return frozenset(hash_address(address) for address in _addresses_of(person))


def is_own_address(learner: User, address: str) -> bool:
    """Whether an address is the learner's: of their account, one they have or had, or of an account with their name."""
    if any(is_same_mailbox(address, mine) for mine in _addresses_of(learner)):
        return True
    holders = get_user_model().objects.filter(email__iexact=address.strip())
    return any(is_own_account(learner, holder) for holder in holders)


def is_own_account(learner: User, other: User) -> bool:
    """Whether an account is the learner's, or another with the same name."""
    return learner.pk == other.pk or (bool(learner.name) and _plain(learner.name) == _plain(other.name))


def _addresses_of(person: User) -> list[str]:
    """Of their account, and those they have or had besides."""
    addresses = [person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)]
    for pair in person.address_changes.values_list("old_email", "new_email"):
        addresses += pair
    return addresses


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
