"""The checks of the kit, as a table."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core import mail
from django.db.models import Min
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from ettle.kit.checks import backup_checks, machine_checks
from ettle.kit.checks.site_checks import Found, Problem, SiteCheck
from ettle.kit.files import virus_scanner
from ettle.kit.models import SecretKeyCheck, WaitingTask
from ettle.kit.operations import health_check, site_address, startup_checks
from ettle.kit.tasks import task_queue

# A worker takes a task within seconds; one that has been due this long waits for something.
LATE = timedelta(minutes=5)
MAIL_SECONDS = 10


def find_settings_problem(now: datetime) -> Found:
    faults = startup_checks.find_faults()
    step = _("Change the settings: docs/reference/settings.md lists them all.")
    return Problem(" ".join(faults), step) if faults else None


def find_database_problem(now: datetime) -> Found:
    fault = startup_checks.find_database_problem()
    step = _("Start the database server, or correct the address, the user and the password of ETTLE_DATABASE_URL.")
    return Problem(fault, step) if fault else None


def find_migration_problem(now: datetime) -> Found:
    if not health_check.has_waiting_migrations():
        return None
    step = _("Run: manage.py prepare. `./ettle run` does it by itself.")
    return Problem(_("The database is waiting for migrations."), step)


def find_cache_problem(now: datetime) -> Found:
    fault = startup_checks.find_cache_problem()
    step = _("Start the cache, or correct ETTLE_CACHE_URL.")
    return Problem(fault, step) if fault else None


def find_secret_problem(now: datetime) -> Found:
    row = SecretKeyCheck.objects.first()
    if row is None or not startup_checks.find_secret_fault(row.digest):
        return None
    words = _("The secret key is not the one that this site was prepared with.")
    return Problem(words, _("Put the site's own secret.key back from the copy that you keep apart from the backups."))


def find_address_problem(now: datetime) -> Found:
    stored = site_address.current_address()
    if not startup_checks.find_address_fault(stored):
        return None
    words = _("The data belongs to %(stored)s, and ETTLE_PUBLIC_URL is %(given)s.")
    step = _("Set ETTLE_PUBLIC_URL to %(stored)s; if the site has moved: ./ettle address change NEW")
    return Problem(words % {"stored": stored, "given": settings.PUBLIC_URL}, step % {"stored": stored})


def find_worker_problem(now: datetime) -> Found:
    if task_queue.is_worker_running(now):
        return None
    step = _("Start one: manage.py work. `./ettle run` starts one with the site.")
    return Problem(_("No worker is running: emails and badges wait."), step)


def find_queue_problem(now: datetime) -> Found:
    due = WaitingTask.objects.unfinished().filter(run_after__lte=now)
    since = due.aggregate(since=Min("run_after"))["since"]
    if since is None or now - since < LATE:
        return None
    words = _("The oldest task has waited for %(time)s.") % {"time": timesince(since, now)}
    return Problem(words, _("See whether a worker runs and what its log says, and start more workers."))


def find_failed_tasks(now: datetime) -> Found:
    failed = WaitingTask.objects.given_up().filter(finished_at=None).count()
    if not failed:
        return None
    words = ngettext("%(count)s task did not work.", "%(count)s tasks did not work.", failed) % {"count": failed}
    return Problem(words, _("Remove the cause, then try again on the page ‘Manage the site’."))


def find_mail_problem(now: datetime) -> Found:
    """Return a problem when the mail server refuses a connection or a sign-in, or the sender is of no real domain."""
    if not settings.MAIL_SERVER:
        return None  # at a public address this is a fault of the settings
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if sender.endswith("@localhost"):
        words = _("Emails are sent from %(sender)s, which many servers refuse.") % {"sender": sender}
        return Problem(words, _("Set ETTLE_MAIL_FROM to an address of your own domain."))
    try:
        with mail.get_connection(timeout=MAIL_SECONDS):
            return None
    except (OSError, smtplib.SMTPException) as fault:
        words = _("The email server does not accept us: %(fault)s.") % {"fault": startup_checks.first_line(fault)}
        return Problem(words, _("Correct ETTLE_EMAIL_URL, or ask who runs the email server."))


def find_scanner_problem(now: datetime) -> Found:
    fault = virus_scanner.find_problem()
    return Problem(fault, _("Start clamd, or correct ETTLE_CLAMD.")) if fault else None


SETTINGS_CHECK = SiteCheck("settings", _lazy("Settings"), find_settings_problem, needs_database=False)
DATABASE_CHECK = SiteCheck("database", _lazy("Database"), find_database_problem, needs_database=False)
SITE_CHECKS = [
    SETTINGS_CHECK,
    DATABASE_CHECK,
    SiteCheck("migrations", _lazy("Migrations"), find_migration_problem),
    SiteCheck("cache", _lazy("Cache"), find_cache_problem, needs_database=False),
    SiteCheck("secret", _lazy("Secret key"), find_secret_problem),
    SiteCheck("address", _lazy("Public address"), find_address_problem),
    SiteCheck("worker", _lazy("Worker"), find_worker_problem),
    SiteCheck("queue", _lazy("Tasks that wait"), find_queue_problem),
    SiteCheck("failed-tasks", _lazy("Failed tasks"), find_failed_tasks, is_noticed=True),
    SiteCheck("mail", _lazy("Email server"), find_mail_problem, needs_database=False),
    SiteCheck("scanner", _lazy("Virus scanner"), find_scanner_problem, needs_database=False),
    SiteCheck("backup", _lazy("Last backup"), backup_checks.find_backup_problem, is_noticed=True),
    SiteCheck(
        "backup-key", _lazy("Encryption of backups"), backup_checks.find_encryption_problem, needs_database=False
    ),
    SiteCheck("backup-file", _lazy("File of the last backup"), backup_checks.find_backup_fault, needs_database=False),
    SiteCheck("disk", _lazy("Disk"), machine_checks.find_disk_problem, needs_database=False, is_noticed=True),
    SiteCheck(
        "certificate",
        _lazy("Certificate"),
        machine_checks.find_certificate_problem,
        needs_database=False,
        is_noticed=True,
    ),
    SiteCheck("permissions", _lazy("File permissions"), machine_checks.find_permission_problem, needs_database=False),
    SiteCheck("clock", _lazy("Clock"), machine_checks.find_clock_problem),
]
