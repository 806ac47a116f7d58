"""The site at a glance, for administrators: each state in words, whether it needs someone, and where to look."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q
from django.template.defaultfilters import filesizeformat
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.kit.checks.kit_checks import LATE
from ettle.kit.checks.machine_checks import find_disk_problem
from ettle.kit.mail.delivery import deliver_email
from ettle.kit.models import WaitingTask
from ettle.kit.operations import health_check
from ettle.kit.pages.brand import current_brand
from ettle.kit.room import offered


@dataclass(frozen=True)
class SiteState:
    """One line: what it is about, how it is, whether it needs someone, and the page that says more."""

    title: str
    words: str
    is_good: bool
    path: str = ""


def list_states(now: datetime) -> Iterator[SiteState]:
    """Yield readiness, tasks, email, what rooms offer as `site_states`, disk and how people reach the operator."""
    problems = health_check.find_problems()
    yield SiteState(
        _("Ready for visitors"),
        " ".join(problems) or _("Yes: the database, the worker, the keys and the settings are in order"),
        not problems,
    )
    yield from _task_states(now)
    for list_room_states in offered("site_states"):
        yield from list_room_states(now)
    yield _disk_state(now)
    contact = current_brand().contact
    words = (
        _("At the foot of every page") if contact else _("People cannot find how to reach you: give an email address")
    )
    yield SiteState(_("How people reach you"), words, bool(contact), "/manage/brand/")


def _task_states(now: datetime) -> Iterator[SiteState]:
    due, email = Q(given_up_at=None, run_after__lte=now), Q(function=deliver_email.module_path)
    waiting = WaitingTask.objects.filter(finished_at=None).aggregate(
        failed=Count("pk", filter=Q(given_up_at__isnull=False)),
        tasks=Count("pk", filter=due & ~email),
        tasks_since=Min("run_after", filter=due & ~email),
        emails=Count("pk", filter=due & email),
        emails_since=Min("run_after", filter=due & email),
    )
    failed = waiting["failed"]
    failed_words = ngettext("%(count)s task did not work", "%(count)s tasks did not work", failed) % {"count": failed}
    yield SiteState(_("Failed tasks"), failed_words if failed else _("None"), not failed, "#tasks")
    for title, name in ((_("Email to send"), "emails"), (_("Tasks to do"), "tasks")):
        since = waiting[f"{name}_since"]
        yield SiteState(title, _describe_wait(waiting[name], since, now), since is None or now - since < LATE)


def _describe_wait(count: int, since: datetime | None, now: datetime) -> str:
    if since is None:
        return _("Nothing waits")
    words = ngettext("%(count)s waits, for %(time)s", "%(count)s wait, the oldest for %(time)s", count)
    return words % {"count": count, "time": timesince(since, now)}


def _disk_state(now: datetime) -> SiteState:
    disk = shutil.disk_usage(settings.DATA_DIR)
    free, total = filesizeformat(disk.free), filesizeformat(disk.total)
    words = _("%(free)s free of %(total)s") % {"free": free, "total": total}
    return SiteState(_("Disk"), words, find_disk_problem(now) is None)
