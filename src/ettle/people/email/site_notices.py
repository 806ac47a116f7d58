"""Emails to administrators about problems of the site, and a message to the operator's webhook.

The checks are those of `./ettle doctor` that say so (`is_noticed`). Each problem is told at most once a day. The words
name no person: only counts, hosts, files and times.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone, translation

from ettle.kit.checks.site_checks import Outcome, Result, SiteCheck, list_checks, run_check
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import SITE_PROBLEMS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.operations import guarded_client
from ettle.kit.tasks.task_queue import enqueue_once, task
from ettle.people.queries import active_administrators


@task
def send_site_notices(*, at: str) -> None:
    """Make the checks that administrators are told of, and enqueue what there is to tell."""
    now = datetime.fromisoformat(at)
    for check in list_checks():
        if check.is_noticed:
            result = run_check(check, now)
            if result.outcome is Outcome.PROBLEM:
                _announce(check, result, now)


def _announce(check: SiteCheck, result: Result, now: datetime) -> None:
    key = f"site-problem/{check.key}/{timezone.localtime(now).date()}"
    for person in active_administrators():
        delivery.send_notice(
            "people/mail/site_problem.txt",
            to=person.email,
            kind=SITE_PROBLEMS,
            key=f"{key}/{person.uuid}",
            limit=WORK_NOTICES,
            now=now,
            problem=_in_each_language(check, now),
        )
    if settings.NOTICE_WEBHOOK:
        enqueue_once(post_site_notice, key=key, now=now, text=f"{result.title}: {result.wrong} {result.step}")


def _in_each_language(check: SiteCheck, now: datetime) -> Callable[[], Result]:
    """Return what the template of an email calls: the result, made once for each language."""

    @cache
    def run(_language: str | None) -> Result:
        return run_check(check, now)

    return lambda: run(translation.get_language())


@task
def post_site_notice(*, text: str) -> None:
    """Send a message to the operator's webhook, as Slack, Mattermost and others read it. Raises NotFetched."""
    if settings.NOTICE_WEBHOOK:
        guarded_client.post_json(settings.NOTICE_WEBHOOK, {"text": f"{settings.PUBLIC_URL}: {text}"})
