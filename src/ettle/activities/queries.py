"""What other rooms ask about activities."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ettle.activities.choice_figures.publication_rule import RULES, FigureRules
from ettle.activities.choice_figures.published_figures import list_statistics
from ettle.activities.models import (
    ActivityVersion,
    Completion,
    Invitation,
    InvitationQuerySet,
    InvitedActivity,
    Requirement,
)
from ettle.activities.pack_content.site_lessons import SiteLesson, compare_lessons
from ettle.activities.spec_export import activity_keys, export_activity, export_requirements
from ettle.activities.types.badge_files import BadgeFileSpec
from ettle.activities.types.specs import ActivitySpec
from ettle.badges import queries as badges
from ettle.kit.database.prepared_queries import prepared_query

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User


__all__ = ["activity_keys", "list_statistics"]


@dataclass(frozen=True)
class PublishedBadge:
    """The newest edition of a badge, with the activities that it asks for."""

    spec: BadgeFileSpec
    edition: int


def find_badge(number: str) -> PublishedBadge | None:
    """The newest edition of a badge by its number; None when there is none."""
    version = badges.current_versions().filter(badge__number=number).first()
    if version is None:
        return None
    spec = BadgeFileSpec(**dict(badges.badge_spec(version)), activities=export_requirements(version))
    return PublishedBadge(spec, version.edition)


@dataclass(frozen=True)
class PublishedActivity:
    """The newest edition of an activity."""

    spec: ActivitySpec
    edition: int


def find_published(key: str) -> PublishedActivity | None:
    """The newest edition of an activity with all its words; None when there is no such activity."""
    spec = export_activity(key)
    return PublishedActivity(spec, newest_edition(key)) if spec is not None else None


def newest_edition(key: str) -> int:
    """The number of the newest edition of an activity; 0 when there is none."""
    editions = ActivityVersion.objects.filter(activity__key=key).order_by("-edition")
    return editions.values_list("edition", flat=True).first() or 0


def find_site_lessons(draft: ActivitySpec) -> list[SiteLesson]:
    """What all activities of the site would teach together with a draft that is not to be: one query, or two."""
    return compare_lessons(draft, _newest_editions())


def published_of_kind(kind: str) -> list[ActivityVersion]:
    """The newest edition of every activity of a kind, by title, without what is played. One query."""
    return list(_newest_editions().filter(activity__kind=kind).order_by("title", "pk"))


def figure_rules() -> FigureRules:
    """How many people are needed before figures about choices are shown, and when these change."""
    return RULES


def published_editions(key: str) -> list[ActivityVersion]:
    """Every edition of an activity, the newest first, without what is played. One query."""
    editions = ActivityVersion.objects.filter(activity__key=key).select_related("activity").defer("content")
    return list(editions.order_by("-edition"))


def has_activities(version: BadgeVersion) -> bool:
    """True when a badge version asks for at least one activity."""
    return Requirement.objects.filter(version=version).exists()


def has_done_activities(learner: User, version: BadgeVersion) -> bool:
    """Whether a learner has completed an activity of every group that a badge version asks for. One query."""
    completed = Completion.objects.filter(learner=learner, activity=OuterRef("activity"))
    rows = Requirement.objects.filter(version=version).order_by().values_list("group", Exists(completed))
    done: dict[int, bool] = {}
    for group, is_done in rows:
        done[group] = done.get(group, False) or is_done
    return all(done.values())


def application_invitation(learner: User, version: BadgeVersion) -> Invitation | None:
    """The invitation to activities that are part of a learner's application for this badge; None if there is none."""
    own = Invitation.objects.of(learner).filter(version=version, purpose=Invitation.Purpose.APPLICATION)
    return own.first()


def current_versions(keys: Sequence[str]) -> list[ActivityVersion]:
    """The newest wording of each activity, in the order asked. Keys of no activity are left out."""
    newest = {version.activity.key: version for version in _newest_editions().filter(activity__key__in=keys)}
    return [newest[key] for key in keys if key in newest]


def all_current_versions() -> list[ActivityVersion]:
    """The newest wording of every activity, by title. One query."""
    return sorted(_newest_editions(), key=lambda version: version.title)


def _newest_editions() -> QuerySet[ActivityVersion]:
    """The newest edition of each activity, without what is played, which is long and cached (published_content)."""
    newest = ActivityVersion.objects.filter(activity=OuterRef("activity")).order_by("-edition").values("pk")[:1]
    return ActivityVersion.objects.filter(pk=Subquery(newest)).select_related("activity").defer("content")


@dataclass(frozen=True)
class BadgeWay:
    """A badge that leads to an activity. is_part: it is done within the application; else the badge invites to it.

    roles: those that the badge means it for; empty means everyone.
    """

    badge: BadgeVersion
    is_part: bool
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferedActivity:
    """An activity, and every current badge that leads to it, by number.

    roles: those that its badges mean it for; empty means everyone, which is so when one of its badges means everyone.
    """

    activity: ActivityVersion
    badges: tuple[BadgeVersion, ...]
    roles: frozenset[str]

    def is_meant_for(self, roles: AbstractSet[str]) -> bool:
        """Whether a badge means it for one of these roles, and not just for everyone."""
        return not self.roles.isdisjoint(roles)


def offered_activities(roles: AbstractSet[str]) -> list[OfferedActivity]:
    """Every activity, once: those of current badges, by badge and group, and then those that no badge asks for.

    With roles, what is meant for these comes first, then what is for everyone, and then what is meant for others.
    """
    ways = ways_to_activities()
    offered = [
        OfferedActivity(
            version,
            tuple(sorted({way.badge for way in ways.get(key, ())}, key=lambda badge: badge.badge.number)),
            _join_roles([way.roles for way in ways.get(key, ())]),
        )
        for key, version in _by_first_badge({row.activity.key: row for row in all_current_versions()}, ways)
    ]
    if roles:
        offered.sort(key=lambda activity: (not activity.is_meant_for(roles), bool(activity.roles)))
    return offered


def ways_to_activities() -> dict[str, list[BadgeWay]]:
    """Activity -> how current badges lead to it, in order of badge and group; only those that a badge leads to.

    Those in whose application it is done are before those that ask for it. Three queries.
    """
    current = {version.pk: version for version in badges.current_versions().prefetch_related("criteria")}
    ways: dict[str, list[BadgeWay]] = {}
    for version in current.values():
        for criterion in version.criteria.all():
            if criterion.activity:
                ways.setdefault(criterion.activity, []).append(BadgeWay(version, is_part=True))
    for required in Requirement.objects.filter(version__in=current).select_related("activity"):
        way = BadgeWay(current[required.version_id], is_part=False, roles=tuple(required.roles))
        ways.setdefault(required.activity.key, []).append(way)
    return ways


def badges_with_activities() -> frozenset[str]:
    """The numbers of the current badges that lead to an activity."""
    return frozenset(way.badge.badge.number for ways in ways_to_activities().values() for way in ways)


def _by_first_badge(
    versions: Mapping[str, ActivityVersion], ways: Mapping[str, object]
) -> list[tuple[str, ActivityVersion]]:
    """Keys and versions: first in the order of the ways, and then those that no badge leads to, as they come."""
    ordered = [*(key for key in ways if key in versions), *(key for key in versions if key not in ways)]
    return [(key, versions[key]) for key in ordered]


def _join_roles(meant: Sequence[Sequence[str]]) -> frozenset[str]:
    """The roles of all of these; none, which means everyone, when one of them has none."""
    return frozenset(role for roles in meant for role in roles) if all(meant) else frozenset()


def invitations_of(learner: User) -> QuerySet[Invitation]:
    """A learner's invitations, newest first, with badge and activities. Each has `is_done`."""
    return Invitation.objects.of(learner).with_done().with_activities().order_by("-invited_at", "-pk")


def waiting_activity(learner: User, key: str) -> InvitedActivity | None:
    """Where a learner is invited to an activity and has not completed it; None when they are not. One query."""
    mine = InvitedActivity.objects.of(learner).with_state().filter(activity_version__activity__key=key)
    mine = mine.select_related("invitation__version").defer("activity_version__content")
    return next((invited for invited in mine if not invited.is_done), None)


@prepared_query
def invitation_summaries(learner: User) -> InvitationQuerySet:
    """Those that complete a badge, for a page that shows many things at once: the activities stay behind."""
    invitations = Invitation.objects.of(learner).completing_badges().with_done().select_related("version")
    return invitations.only("uuid", "invited_at", "expires_at", "version__name").order_by("-invited_at", "-pk")


def completed_keys(learner: User, keys: Collection[str]) -> frozenset[str]:
    """Of these activities, those that a learner has finished."""
    done = Completion.objects.filter(learner=learner, activity__key__in=keys)
    return frozenset(done.values_list("activity__key", flat=True)) if keys else frozenset()


@dataclass(frozen=True)
class CompletedActivity:
    """An activity that someone finished. alignments: what its badge is about, "cpl:7"."""

    key: str
    title: str
    at: datetime
    alignments: tuple[str, ...]


def completed_activities(learner: User) -> list[CompletedActivity]:
    """The activities that a person finished, the latest first. One query."""
    about = "attempt__invited__invitation__version__alignments"
    fields = ("activity__key", "attempt__activity_version__title", "at", f"{about}__framework__key")
    done: dict[str, tuple[str, datetime, list[str]]] = {}
    rows = Completion.objects.filter(learner=learner).order_by("-at", "-pk").values_list(*fields, f"{about}__key")
    for activity, title, at, framework, key in rows:
        references = done.setdefault(activity, (title, at, []))[2]
        if key:
            references.append(f"{framework}:{key}")
    return [CompletedActivity(key, title, at, tuple(references)) for key, (title, at, references) in done.items()]
