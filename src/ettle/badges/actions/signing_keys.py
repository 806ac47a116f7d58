"""The keys with which an issuer signs: make, replace, retire, mark as compromised; on a page, by two administrators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges.award.record_signatures import CANNOT_SIGN
from ettle.badges.award.reissue import replace_unsafe_award
from ettle.badges.keys import key_encryption, key_pairs
from ettle.badges.models import Award, Issuer, KeyChange, SigningKey
from ettle.badges.status import status_lists
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue

if TYPE_CHECKING:
    from ettle.people.models import User

NOT_CURRENT = "This key is not in use any more."


@transaction.atomic
def make_keys(issuer: Issuer, *, by: User | None, now: datetime) -> list[SigningKey]:
    """Make the keys that an issuer has not; returns them. The first signing does the same. Raises Refused."""
    Issuer.objects.select_for_update().get(pk=issuer.pk)
    kinds = set(SigningKey.objects.current().filter(issuer=issuer).values_list("kind", flat=True))
    missing = [kind for kind in SigningKey.Kind if kind not in kinds]
    return [_create_key(issuer, kind, by, now) for kind in missing]


@transaction.atomic
def rotate_key(key: SigningKey, *, by: User | None, now: datetime) -> SigningKey:
    """Replace a key in use with a new one, which is returned, and sign the issuer's status lists with it.

    The old one stays listed: what it signed stays valid. Raises Refused for a key that is not in use.
    """
    key = _lock_key(key)
    if not key.is_current:
        raise Refused(_(NOT_CURRENT))
    _retire(key, by, now)
    new = _create_key(key.issuer, SigningKey.Kind(key.kind), by, now)
    _sign_lists(key, now)
    return new


@transaction.atomic
def retire_key(key: SigningKey, *, by: User | None, now: datetime) -> None:
    """Use a key no more; the next signing of its issuer makes a new one. Raises Refused for one that is not in use."""
    key = _lock_key(key)
    if not key.is_current:
        raise Refused(_(NOT_CURRENT))
    _retire(key, by, now)


@transaction.atomic
def mark_compromised(key: SigningKey, *, since: datetime, by: User | None, now: datetime) -> int:
    """Believe nothing that a key signed from a date on. Returns how many badges are signed again with a new key.

    What this site recorded before that date stays valid, and says so. The issuer's status lists are signed again at
    once, the badges by tasks. A date can only be moved back. Raises Refused for another date.
    """
    key = _lock_key(key)
    _check_since(key, since, now)
    if key.compromised_at is not None and since >= key.compromised_at:
        raise Refused(_("This key is marked as compromised from an earlier date already."), field="since")
    key.compromised_at = since
    key.save(update_fields=["compromised_at"])
    audit.record(by, "marked a signing key as compromised", key, now=now)
    _sign_lists(key, now)
    unsafe = list(_signed_since(key, since))
    for uuid in unsafe:
        task_queue.enqueue_once(replace_unsafe_award, key=f"safe-key/{uuid}/{key.pk}", now=now, award=uuid)
    return len(unsafe)


@transaction.atomic
def request_key_change(
    key: SigningKey, *, act: str, since: datetime | None, reason: str, by: User, now: datetime
) -> KeyChange:
    """Ask another administrator to confirm a change of a key. Raises Refused for who may not, and while one waits."""
    _refuse_others(by)
    key = _lock_key(key)
    if act != KeyChange.Act.COMPROMISE and not key.is_current:
        raise Refused(_(NOT_CURRENT))
    if act == KeyChange.Act.COMPROMISE:
        _check_since(key, since, now)
    if key.changes.waiting(now).exists():
        raise Refused(_("A change of this key was asked for already. Another administrator decides on it."))
    key.changes.filter(decided_at=None).update(decided_at=now)  # nobody decided on it for a week
    asked = {"act": act, "since": since if act == KeyChange.Act.COMPROMISE else None, "reason": reason.strip()}
    change = KeyChange.objects.create(key=key, asked_by=by, asked_at=now, **asked)
    audit.record(by, "asked for a change of a signing key", key, now=now)
    return change


@transaction.atomic
def decide_key_change(change: KeyChange, *, confirmed: bool, by: User, now: datetime) -> KeyChange:
    """Confirm a change of a key, which is made at once, or refuse it. Raises Refused for the one who asked to confirm.

    The one who asked may take it back, which is refusing it.
    """
    _refuse_others(by)
    _lock_key(change.key)
    waiting = KeyChange.objects.waiting(now).select_related("key__issuer").filter(pk=change.pk).first()
    if waiting is None:
        raise Refused(_("This was decided already, or it was asked for more than a week ago."))
    if confirmed and waiting.asked_by_id == by.pk:
        raise Refused(_("A second administrator has to confirm this. You can take it back."))
    waiting.decided_by, waiting.decided_at, waiting.is_confirmed = by, now, confirmed
    waiting.save(update_fields=["decided_by", "decided_at", "is_confirmed"])
    if not confirmed:
        audit.record(by, "refused a change of a signing key", waiting.key, now=now)
    elif waiting.act == KeyChange.Act.ROTATE:
        rotate_key(waiting.key, by=by, now=now)
    elif waiting.act == KeyChange.Act.RETIRE:
        retire_key(waiting.key, by=by, now=now)
    elif waiting.since is not None:
        mark_compromised(waiting.key, since=waiting.since, by=by, now=now)
    return waiting


def _lock_key(key: SigningKey) -> SigningKey:
    """Lock everything that is signed by the key's issuer, and read the key again."""
    Issuer.objects.select_for_update().get(pk=key.issuer_id)
    return SigningKey.objects.select_related("issuer").get(pk=key.pk)


def _check_since(key: SigningKey, since: datetime | None, now: datetime) -> None:
    if since is None or not key.created_at <= since <= now:
        raise Refused(_("Choose a date between the day on which the key was made and today"), field="since")


def _create_key(issuer: Issuer, kind: SigningKey.Kind, by: User | None, now: datetime) -> SigningKey:
    try:
        key = key_pairs.create_key(issuer, kind, now)
    except key_encryption.CannotUnseal:
        raise Refused(CANNOT_SIGN) from None
    audit.record(by, "made a signing key", key, now=now)
    return key


def _retire(key: SigningKey, by: User | None, now: datetime) -> None:
    key.retired_at = now
    key.save(update_fields=["retired_at"])
    audit.record(by, "retired a signing key", key, now=now)


def _sign_lists(key: SigningKey, now: datetime) -> None:
    """Sign the issuer's status lists again, which are not believed with an unsafe key. Makes a key if need be."""
    if key.kind != SigningKey.Kind.ED25519:
        return
    try:
        for row in key.issuer.status_lists.select_related("issuer"):
            status_lists.sign_status_list(row, now)
    except key_encryption.CannotUnseal:
        raise Refused(CANNOT_SIGN) from None


def _signed_since(key: SigningKey, since: datetime) -> Iterator[str]:
    """The uuids of the awards whose newest credential was signed while this key was in use and not safe any more."""
    signed = Award.objects.filter(issuer=key.issuer_id, revocation=None, credential__signed_at__gte=since)
    if key.retired_at is not None:
        signed = signed.filter(credential__signed_at__lte=key.retired_at)
    return map(str, signed.order_by("pk").values_list("uuid", flat=True).iterator())


def _refuse_others(by: User) -> None:
    if not by.is_superuser:
        raise Refused(_("Only administrators can change the keys that sign badges."))
