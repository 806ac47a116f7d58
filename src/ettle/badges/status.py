"""Status lists: where a badge's place in the list is found, and how the list is signed anew when one is withdrawn."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import Count, F

from ettle.badges import bitstring, documents, keys, log, proofs
from ettle.badges.documents import as_bytes
from ettle.badges.models import Credential, Issuer, SigningKey, StatusList

SIZE = bitstring.SMALLEST


def place(issuer: Issuer, now: datetime) -> tuple[StatusList, int]:
    """Return a list and a random index in it that was never used. The caller holds the issuer's row."""
    with_room = issuer.status_lists.annotate(used=Count("credentials")).filter(used__lt=F("size") / 2)
    row = with_room.order_by("pk").last() or _new_list(issuer, now)
    while True:
        index = secrets.randbelow(row.size)
        if not Credential.objects.filter(status_list=row, status_index=index).exists():
            return row, index


def sign(row: StatusList, now: datetime) -> None:
    """Sign a list, with every withdrawn badge in it. The caller holds the issuer's row."""
    withdrawn = Credential.objects.filter(status_list__uuid=row.uuid, award__revocation__isnull=False)
    unsigned = documents.status_list(row, withdrawn.values_list("status_index", flat=True), now)
    key = keys.current(row.issuer, SigningKey.Kind.ED25519, now)
    signed = proofs.sign(unsigned, keys.open_ed25519(key), method=key.identifier, now=now)
    row.document = as_bytes(signed)
    row.signed_at = now
    log.record(row.document, key, now)
    row.save()


def _new_list(issuer: Issuer, now: datetime) -> StatusList:
    row = StatusList(issuer=issuer, size=SIZE, made_at=now)
    sign(row, now)
    return row
