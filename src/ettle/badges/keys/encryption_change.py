"""A new sealing key: every signing key is encrypted under it, then it takes the place of the old one.

The order makes a crash harmless: the new key is on disk before anything is encrypted with it, and the old one stays
beside it. Run again after a crash, it finds the new key and finishes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ettle.badges.keys import key_encryption, key_pairs
from ettle.badges.models import SigningKey


@dataclass(frozen=True)
class Resealed:
    """resealed, lost: numbers of keys. path: where the new sealing key is. old: where the old one is, if in a file."""

    resealed: int
    lost: int
    path: Path
    old: Path | None


def reseal(path: Path | None) -> Resealed:
    """Encrypt every signing key under a new sealing key. path: of its file, where ETTLE_SEALING_KEY has the old one.

    Otherwise the new key takes the place of SEALING_KEY_FILE. Raises CannotUnseal; then nothing has changed.
    """
    key_encryption.check_sealing_key()
    if settings.SEALING_KEY:
        if path is None:
            raise key_encryption.CannotUnseal("Name a file for the new sealing key with --to")
        return _reseal_to(path, None)
    current: Path = settings.SEALING_KEY_FILE
    new, old = current.with_name(f"{current.name}.new"), current.with_name(f"{current.name}.old")
    done = _reseal_to(new, old)
    old.unlink(missing_ok=True)
    os.link(current, old)  # a second name, so that at no moment there is no key at its place
    os.replace(new, current)
    return Resealed(done.resealed, done.lost, current, old)


def _reseal_to(path: Path, old: Path | None) -> Resealed:
    key_encryption.write_new_key(path)  # one that is there is of a run that was cut off
    sealing_key = key_encryption.read_key_file(path)
    if _is_sealed_with(sealing_key):
        return Resealed(SigningKey.objects.count(), 0, path, old)
    return Resealed(*key_pairs.reseal_keys(sealing_key), path, old)


def _is_sealed_with(sealing_key: bytes) -> bool:
    """Whether the newest key is encrypted with this sealing key already."""
    newest = SigningKey.objects.order_by("-pk").first()
    if newest is None:
        return False
    try:
        key_encryption.unseal_secret(bytes(newest.sealed_private), belongs_to=str(newest.uuid), sealing_key=sealing_key)
    except key_encryption.CannotUnseal:
        return False
    return True
