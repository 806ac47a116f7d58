"""Status lists: allocate a credential's index in a list, and sign the list again when one is cancelled."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from ettle.badges.credential import badge_documents, bitstring, identifiers, proofs, signing_log
from ettle.badges.credential.badge_documents import document_to_bytes
from ettle.badges.keys import key_pairs
from ettle.badges.models import Award, Credential, Issuer, SigningKey, StatusList
from ettle.badges.status import list_files
from ettle.kit import audit
from ettle.kit.operations import site_address

SIZE = bitstring.MIN_SIZE
# A list is signed again long before it ends (LIST_LASTS), so that it does not end while the worker is stopped.
SIGNED_AGAIN_AFTER = timedelta(days=7)


def allocate_index(issuer: Issuer, now: datetime) -> tuple[StatusList, int]:
    """Return a list and a random index in it that was never used. The caller has locked the issuer's row."""
    return find_index(issuer) or _choose_index(_create_list(issuer, now))


def find_index(issuer: Issuer) -> tuple[StatusList, int] | None:
    """Return a list and a random index in it that was never used; None when a new list is needed."""
    row = issuer.status_lists.filter(used__lt=F("size") / 2).order_by("pk").last()
    return _choose_index(row) if row else None


def is_free(row: StatusList, index: int) -> bool:
    return not Credential.objects.filter(status_list=row, status_index=index).exists()


def count_index(row: StatusList) -> None:
    """Count one more index as used. The caller has locked the issuer's row, and stores a credential with it."""
    StatusList.objects.filter(pk=row.pk).update(used=F("used") + 1)


def _choose_index(row: StatusList) -> tuple[StatusList, int]:
    while True:
        index = secrets.randbelow(row.size)
        if is_free(row, index):
            return row, index


def sign_status_list(row: StatusList, now: datetime) -> None:
    """Sign a list, with every cancelled credential in it. The caller has locked the issuer's row."""
    site_address.require_current_address()
    cancelled = Credential.objects.filter(status_list__uuid=row.uuid, cancellation__isnull=False)
    unsigned = badge_documents.build_status_list(row, cancelled.values_list("status_index", flat=True), now)
    key = key_pairs.current_key(row.issuer, SigningKey.Kind.ED25519, now)
    signed = proofs.sign_document(unsigned, key_pairs.unseal_ed25519(key), method=key.identifier, now=now)
    row.document = document_to_bytes(signed)
    row.signed_at = now
    signing_log.record_signature(row.document, key, now)
    # Not `used`, which another signing may have counted meanwhile.
    row.save(update_fields=None if row._state.adding else ["document", "signed_at"])
    audit.record(None, "signed a status list", row, now=now)
    transaction.on_commit(partial(list_files.write_list_file, row.uuid))


def sign_lists_of_award(award: Award, now: datetime) -> None:
    """Sign again every list that has a credential of this award. The caller has locked the issuer's row."""
    for row in StatusList.objects.filter(credentials__award=award).select_related("issuer").distinct():
        sign_status_list(row, now)


def sign_old_lists(now: datetime) -> int:
    """Sign again the lists that were signed a week ago or earlier, so that none ends. Returns how many."""
    due = StatusList.objects.filter(signed_at__lte=now - SIGNED_AGAIN_AFTER).values_list("pk", "issuer")
    signed = 0
    for number, issuer in list(due):
        with transaction.atomic():
            Issuer.objects.select_for_update().get(pk=issuer)
            row = StatusList.objects.select_related("issuer").get(pk=number)
            if row.signed_at <= now - SIGNED_AGAIN_AFTER:
                sign_status_list(row, now)
                signed += 1
    return signed


def _create_list(issuer: Issuer, now: datetime) -> StatusList:
    number = uuid.uuid4()
    named = identifiers.new_status_list_id(issuer.address, number)
    row = StatusList(uuid=number, identifier=named, issuer=issuer, size=SIZE, created_at=now)
    sign_status_list(row, now)
    return row
