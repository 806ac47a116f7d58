"""Publish activities, and say which of them a badge asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.items.registry import find_item_type
from ettle.activities.models import Activity, ActivityVersion, Requirement
from ettle.activities.types.badge_files import BadgeFileSpec
from ettle.activities.types.specs import ActivitySpec, RequiredActivity, check_activity, spec_to_content
from ettle.badges import actions as badges
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User


@transaction.atomic
def publish(spec: ActivitySpec, *, by: User | None, now: datetime) -> ActivityVersion:
    """Publish an activity. The same words give the version there is; changed words give the next edition.

    Raises Refused, naming every problem, for an activity that may not be published.
    """
    problems = check_activity(spec)
    if problems:
        raise Refused(" ".join(f"{problem.path}: {problem.words}." for problem in problems))
    activity = _lock_activity(spec)
    stored = spec_to_content(spec)
    values = {"title": spec.title, "summary": spec.summary, "minutes": spec.minutes, "content": stored}
    content_hash = hash_content(values)
    newest = activity.versions.order_by("-edition").first()
    if newest is not None and newest.content_hash == content_hash:
        return newest
    edition = newest.edition + 1 if newest else 1
    version = ActivityVersion.objects.create(
        activity=activity, edition=edition, content_hash=content_hash, published_at=now, **values
    )
    audit.record(by, "published an activity", version, now=now)
    return version


def _lock_activity(spec: ActivitySpec) -> Activity:
    activity, _created = Activity.objects.select_for_update().get_or_create(key=spec.key, defaults={"kind": spec.kind})
    if activity.kind != spec.kind:
        label = str(find_item_type(activity.kind).label).lower()
        raise Refused(
            _("The key %(key)s is used already, by another kind: %(label)s. Give this one another key.")
            % {"key": spec.key, "label": label}
        )
    return activity


@transaction.atomic
def require(
    version: BadgeVersion, groups: Sequence[Sequence[RequiredActivity]], *, by: User | None, now: datetime
) -> None:
    """Say which activities a badge version asks for: one out of each group. Replaces what was asked before.

    Invitations that were already sent keep their activities. Raises Refused for an activity that is not published.
    """
    keys = {required.key for group in groups for required in group}
    known = {activity.key: activity for activity in Activity.objects.filter(key__in=keys)}
    unknown = sorted(keys - known.keys())
    if unknown:
        raise Refused(_("There is no published activity %(unknown)s.") % {"unknown": ", ".join(unknown)})
    requirements = [
        (number, known[required.key].pk, list(required.roles), list(required.settings))
        for number, group in enumerate(groups, start=1)
        for required in group
    ]
    asked = Requirement.objects.filter(version=version)
    if list(asked.values_list("group", "activity", "roles", "settings")) == [tuple(row) for row in requirements]:
        return
    asked.delete()
    for number, activity, roles, settings in requirements:
        Requirement.objects.create(version=version, group=number, activity_id=activity, roles=roles, settings=settings)
    audit.record(by, "set the activities of a badge", version, now=now)


@transaction.atomic
def publish_badge(spec: BadgeFileSpec, *, by: User | None, now: datetime) -> BadgeVersion:
    """Publish a badge with the activities that it asks for. Raises Refused as `badges.publish` and `require` do."""
    version = badges.publish(spec.badge, by=by, now=now)
    require(version, spec.activities, by=by, now=now)
    return version
