"""Checks of the last backup: how old it is, and whether it is still what was written."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from ettle.kit.checks.site_checks import Found, NotChecked, Problem
from ettle.kit.database import backup_encryption
from ettle.kit.database.last_backup import hash_file, read_last_backup
from ettle.kit.models import SiteAddress
from ettle.kit.operations.startup_checks import is_public_url


def find_backup_problem(now: datetime) -> Found:
    """Return a problem when there is no backup, or when the last one is older than ETTLE_BACKUP_DAYS."""
    if not settings.BACKUP_DAYS or not is_public_url(settings.PUBLIC_URL):
        return NotChecked(_("Nobody expects backups of this site."))
    step = _("Make one: ./ettle backup FILE, and have that done every day by itself.")
    oldest_allowed = now - timedelta(days=settings.BACKUP_DAYS)
    last = read_last_backup()
    if last is None:
        begun = SiteAddress.objects.aggregate(begun=Min("since"))["begun"]
        is_new = begun is None or begun > oldest_allowed
        return None if is_new else Problem(_("No backup was ever made of this data."), step)
    if last.made_at > oldest_allowed:
        return None
    return Problem(_("The last backup is %(time)s old.") % {"time": timesince(last.made_at, now)}, step)


def find_encryption_problem(now: datetime) -> Found:
    """Return a problem when backups are to be encrypted and gpg or the key cannot be used, such as one that expired."""
    fault = backup_encryption.find_key_fault(settings.BACKUP_KEY) if settings.BACKUP_KEY else ""
    step = _("Install gpg, or put a public key into the file of ETTLE_BACKUP_KEY that is valid for encryption.")
    return Problem(fault, step) if fault else None


def find_backup_fault(now: datetime) -> Found:
    """Return a problem when the last backup cannot be read or was changed since it was written. Reads all of it."""
    last = read_last_backup()
    if last is None:
        return NotChecked(_("No backup is recorded."))
    if not last.path.exists():
        return NotChecked(_("The last backup is no longer at %(file)s: check the copy.") % {"file": last.path})
    try:
        is_whole = last.path.stat().st_size == last.size and hash_file(last.path) == last.digest
    except OSError:
        is_whole = False
    if is_whole:
        return None
    words = _("The last backup, %(file)s, cannot be read or was changed.") % {"file": last.path}
    return Problem(words, _("Make another one: ./ettle backup FILE, and check the disk that it is on."))
