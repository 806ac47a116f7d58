"""Checks of the machine: disk, permissions of files, clock, the certificate of the public address."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.kit.checks.site_checks import Found, NotChecked, Problem
from ettle.kit.models import AuditLine
from ettle.kit.operations.startup_checks import is_public_url

LEAST_FREE = 0.1  # of the disk that has the data
CLOCK_MAY_DIFFER = timedelta(minutes=1)
CERTIFICATE_LASTS = timedelta(days=14)  # certificates are renewed a month before they end
CONNECT_SECONDS = 5.0
OTHERS = stat.S_IRWXG | stat.S_IRWXO
HTTPS_PORT = 443


def find_disk_problem(now: datetime) -> Found:
    """Return a problem when less than a tenth of the disk that has the data is free."""
    disk = shutil.disk_usage(settings.DATA_DIR)
    if disk.free >= LEAST_FREE * disk.total:
        return None
    words = _("The disk that has the data is nearly full: %(free)s free of %(total)s.")
    return Problem(
        words % {"free": filesizeformat(disk.free), "total": filesizeformat(disk.total)},
        _("Remove old backups and logs from this disk, or make it larger."),
    )


def find_permission_problem(now: datetime) -> Found:
    """Return a problem when another account of the machine can read the data, or this one cannot write it."""
    for path in _private_files():
        if path.stat().st_mode & OTHERS:
            words = _("Other accounts of this machine may read %(file)s.") % {"file": path}
            return Problem(words, _("Take that from them: chmod go-rwx %(file)s") % {"file": path})
    folder = settings.DATA_DIR
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        words = _("This account cannot write into the data folder %(folder)s.") % {"folder": folder}
        return Problem(words, _("Give the folder to the account that runs the site, with chown."))
    return None


def _private_files() -> Iterator[Path]:
    """Yield what must be for the site's own account alone and is there."""
    database = str(settings.DATABASES["default"]["NAME"])
    names: list[str | Path] = [settings.KEYS_DIR / "secret.key", settings.SEALING_KEY_FILE]
    names += [settings.WITHDRAWALS_FILE, settings.ERASURES_FILE]
    names += [settings.AUDIT_HEADS_FILE, settings.SIGNING_HEADS_FILE]
    names += [settings.MEDIA_ROOT, settings.OUTBOX_DIR]
    if connection.vendor == "sqlite" and database.startswith("/"):
        names += [database, f"{database}-wal"]
    yield from (path for path in map(Path, names) if path.exists())


def find_clock_problem(now: datetime) -> Found:
    """Return a problem when this clock is behind what was stored, or differs from that of the database's machine."""
    step = _("Set the clock of this machine by the network: timedatectl set-ntp true")
    newest = AuditLine.objects.aggregate(newest=Max("at"))["newest"]
    if newest and newest - now > CLOCK_MAY_DIFFER:
        return Problem(_("The clock of this machine is behind what the site has stored already."), step)
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    if abs(theirs - datetime.now(UTC)) > CLOCK_MAY_DIFFER:
        return Problem(_("The clocks of this machine and of the database differ by more than a minute."), step)
    return None


def find_certificate_problem(now: datetime) -> Found:
    """Return a problem when the certificate of the public address is not valid, or ends within two weeks."""
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or ""
    if parts.scheme != "https" or not is_public_url(settings.PUBLIC_URL):
        return NotChecked(_("The address of this site is of this machine alone, and has no certificate."))
    try:
        ends_at = read_certificate_end(host, parts.port or HTTPS_PORT)
    except ssl.SSLCertVerificationError as error:
        words = _("Browsers do not accept the certificate of %(host)s: %(fault)s.")
        step = _("Have the reverse proxy use a valid certificate for this name.")
        return Problem(words % {"host": host, "fault": error.verify_message.rstrip(".")}, step)
    except OSError:
        return NotChecked(_("%(host)s could not be reached from this machine.") % {"host": host})
    if ends_at - now > CERTIFICATE_LASTS:
        return None
    days = max(0, (ends_at - now).days)
    words = ngettext(
        "The certificate of %(host)s ends in %(days)s day.",
        "The certificate of %(host)s ends in %(days)s days.",
        days,
    )
    step = _("Renew it, and see why that does not happen by itself.")
    return Problem(words % {"host": host, "days": days}, step)


def read_certificate_end(host: str, port: int) -> datetime:
    """Return when the certificate that a host shows ends. Raises OSError: SSLCertVerificationError for a bad one."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=CONNECT_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as encrypted,
    ):
        shown = encrypted.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
