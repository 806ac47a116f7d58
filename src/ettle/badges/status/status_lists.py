"""Status lists: allocate a badge's index in a list, and sign the list again when a badge is withdrawn."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import Count, F

from ettle.badges.credential import badge_documents, bitstring, proofs, signing_log
from ettle.badges.credential.badge_documents import document_to_bytes
from ettle.badges.keys import key_pairs
from ettle.badges.models import Credential, Issuer, SigningKey, StatusList
from ettle.kit import audit
from ettle.kit.operations import site_address

SIZE = bitstring.MIN_SIZE


def allocate_index(issuer: Issuer, now: datetime) -> tuple[StatusList, int]:
    """Return a list and a random index in it that was never used. The caller has locked the issuer's row."""
    with_room = issuer.status_lists.annotate(used=Count("credentials")).filter(used__lt=F("size") / 2)
    row = with_room.order_by("pk").last() or _create_list(issuer, now)
    while True:
        index = secrets.randbelow(row.size)
        if not Credential.objects.filter(status_list=row, status_index=index).exists():
            return row, index


def sign_status_list(row: StatusList, now: datetime) -> None:
    """Sign a list, with every withdrawn badge in it. The caller has locked the issuer's row."""
    site_address.require_current_address()
    withdrawn = Credential.objects.filter(status_list__uuid=row.uuid, award__revocation__isnull=False)
    unsigned = badge_documents.build_status_list(row, withdrawn.values_list("status_index", flat=True), now)
    key = key_pairs.current_key(row.issuer, SigningKey.Kind.ED25519, now)
    signed = proofs.sign_document(unsigned, key_pairs.unseal_ed25519(key), method=key.identifier, now=now)
    row.document = document_to_bytes(signed)
    row.signed_at = now
    signing_log.record_signature(row.document, key, now)
    row.save()
    audit.record(None, "signed a status list", row, now=now)


def _create_list(issuer: Issuer, now: datetime) -> StatusList:
    row = StatusList(issuer=issuer, size=SIZE, created_at=now)
    sign_status_list(row, now)
    return row
