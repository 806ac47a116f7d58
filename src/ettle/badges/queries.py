"""Queries about badges for other rooms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.badges import spec_export
from ettle.badges.award.badge_preview import BadgePreview, preview_badge
from ettle.badges.award.record_signatures import RecordSignature, is_signed_record
from ettle.badges.definition.emblems import EMBLEMS
from ettle.badges.definition.endorsement_words import describe_endorsement
from ettle.badges.models import Award, Badge, BadgeVersion, Credential, Criterion, Prerequisite, ReissueRequest
from ettle.badges.status import withdrawals
from ettle.framework.types import FrameworkUse, PersonalKind, PersonalLink
from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.values.dates import operator_date
from ettle.kit.values.written_text import normalise_line
from ettle.people import queries as people

__all__ = ["BadgePreview", "RecordSignature", "describe_endorsement", "is_signed_record", "preview_badge"]

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.badges.types.specs import BadgeSpec
    from ettle.people.models import User


def withdrawals_problem() -> str:
    """Why no badge can be called valid at the moment, for the operator; empty when they can."""
    return "" if withdrawals.is_list_available() else str(withdrawals.LIST_MISSING)


def current_versions() -> QuerySet[BadgeVersion]:
    """The newest published version of every badge, by number."""
    newest = (
        BadgeVersion.objects.filter(badge=OuterRef("badge"))
        .order_by()
        .values("badge")
        .annotate(newest=Max("edition"))
        .values("newest")
    )
    return BadgeVersion.objects.filter(edition=Subquery(newest)).select_related("badge").order_by("badge__number")


def list_emblems() -> list[tuple[str, str]]:
    """The key of every emblem and what it shows, in words."""
    return [(key, str(emblem.title)) for key, emblem in EMBLEMS.items()]


def list_orders() -> list[tuple[str, StrOrPromise]]:
    """In which order a badge may ask for evidence and activities: key and words."""
    return list(BadgeVersion.Order.choices)


def list_endorsements() -> list[tuple[str, StrOrPromise]]:
    """Whether a badge may ask for an endorsement: key and words."""
    return list(BadgeVersion.Endorsement.choices)


def list_badge_numbers() -> list[str]:
    """The numbers of every badge, in order."""
    return list(Badge.objects.order_by("number").values_list("number", flat=True))


def badge_spec(version: BadgeVersion) -> BadgeSpec:
    """A version as the spec that it was published from, every alignment with its edition."""
    return spec_export.version_to_spec(version)


def version_by_slug(slug: str) -> BadgeVersion | None:
    """The newest published version of one badge."""
    return current_versions().filter(badge__slug=slug).first()


def version_criteria(version: BadgeVersion) -> list[Criterion]:
    """What a version asks, in order."""
    criteria = _criteria_of(version)
    for criterion in criteria:
        criterion.version = version
    return criteria


@prepared_query
def _criteria_of(version: BadgeVersion) -> QuerySet[Criterion]:
    return Criterion.objects.filter(version=version).order_by("position")


def learner_awards(learner: User) -> QuerySet[Award]:
    """What a person has earned, newest first, withdrawn badges included."""
    return Award.objects.with_related().filter(learner=learner).order_by("-awarded_at", "-pk")


def award_by_uuid(number: UUID) -> Award | None:
    """One award with everything that its pages show."""
    return next(iter(_awards_numbered(number)), None)


@prepared_query
def _awards_numbered(number: UUID) -> QuerySet[Award]:
    return Award.objects.with_related().filter(uuid=number)


def credential_by_number(number: UUID) -> Credential | None:
    """One credential, the newest of an award or an older one, by the number in its id and in its page’s address."""
    return Credential.objects.with_related().filter(uuid=number).first()


def earlier_credentials(award: Award) -> QuerySet[Credential]:
    """The credentials of an award that newer ones have replaced, the newest first, without what was signed."""
    earlier = award.credentials.filter(current_for=None).select_related("issuance").defer("document", "jwt")
    return earlier.order_by("-signed_at", "-pk")


def reissue_requests_for(person: User) -> QuerySet[ReissueRequest]:
    """The requests for a badge with a new name that this person may decide, the oldest first."""
    waiting = ReissueRequest.objects.waiting().exclude(award__learner=person).order_by("asked_at", "pk")
    waiting = waiting.select_related("award__learner", "award__version__badge", "award__credential__issuance")
    if person.is_superuser:
        return waiting
    led = people.organisations_led_by(person).values("organisation")
    return waiting.filter(award__issuer__organisation__in=led)


def can_decide_reissue(person: User, award: Award) -> bool:
    """Whether this person may decide on a new name: leads of the organisation that issued it, and administrators.

    Nobody decides on their own badge.
    """
    if award.learner_id == person.pk:
        return False
    organisation = award.issuer.organisation
    return person.is_superuser or (organisation is not None and people.can_manage_organisation(person, organisation))


def describe_reissue_obstacle(award: Award) -> str:
    """Why no new credential can be signed for an award now; "" when one can."""
    if award.is_revoked:
        return _("This badge was withdrawn, so it cannot be issued again.")
    if not award.is_signed:
        return _("This badge is being made. Try again in a minute.")
    if award.is_suspended:
        return _("This badge is suspended. It can be issued again when that is over.")
    return ""


def describe_new_name_obstacle(award: Award) -> str:
    """Why its holder cannot ask for a badge with the name that their account has now; "" when they can."""
    if obstacle := describe_reissue_obstacle(award):
        return obstacle
    name = normalise_line(award.learner.name)
    if not name:
        return _("Add your name in your settings first.")
    if name == award.credential.issuance.name:
        return _("This badge has the same name as your account. Change your name in your settings first.")
    return ""


def describe_suspension_obstacle(award: Award, person: User) -> str:
    """Why an administrator can neither suspend this badge nor lift its suspension; "" when they can do one of them."""
    if award.learner_id == person.pk:
        return _("You cannot suspend your own badge or lift its suspension. Ask another administrator.")
    if award.is_revoked:
        return _("This badge was withdrawn, so it cannot be suspended, and no suspension of it can be lifted.")
    if not award.is_signed:
        return _("This badge is being made. It can be suspended when it is signed. Try again in a minute.")
    return ""


@prepared_query
def award_summaries(learner: User) -> QuerySet[Award]:
    """The same without documents, for lists: name, day, and whether it is signed or withdrawn."""
    return (
        Award.objects.filter(learner=learner)
        .select_related("version", "credential__cancellation", "revocation", "renewal")
        .only(
            "uuid",
            "awarded_at",
            "valid_until",
            "renewable_at",
            "version__name",
            "version__badge",
            "credential__uuid",
            "credential__cancellation__kind",
            "revocation__award",
            "renewal__renews",
        )
        .order_by("-awarded_at", "-pk")
    )


@dataclass(frozen=True)
class EarnedBadge:
    """A badge that someone has. alignments: what it is about, "cpl:7"."""

    uuid: UUID
    name: str
    awarded_at: datetime
    alignments: tuple[str, ...]


def earned_badges(learner: User) -> list[EarnedBadge]:
    """The badges a person has that are neither withdrawn nor suspended, the latest first. One query."""
    rows = Award.objects.in_force().filter(learner=learner).order_by("-awarded_at", "-pk")
    about = ("version__alignments__framework__key", "version__alignments__key")
    earned: dict[UUID, tuple[str, datetime, list[str]]] = {}
    for uuid, name, awarded_at, framework, key in rows.values_list("uuid", "version__name", "awarded_at", *about):
        references = earned.setdefault(uuid, (name, awarded_at, []))[2]
        if key:
            references.append(f"{framework}:{key}")
    return [EarnedBadge(uuid, name, at, tuple(references)) for uuid, (name, at, references) in earned.items()]


def text_criteria() -> QuerySet[Criterion]:
    """The criteria of all badges that are answered in words, for a query of another room to narrow."""
    return Criterion.objects.filter(kind=Criterion.Kind.TEXT)


def personal_links(learner: User, frameworks: tuple[str, ...]) -> Iterator[PersonalLink]:
    """The badges a person has that count, by the items of these frameworks that they are about."""
    aligned = (
        Award.objects.in_force()
        .filter(learner=learner, version__alignments__framework__key__in=frameworks)
        .order_by("-awarded_at", "-pk")
    )
    about = [f"version__alignments__{name}" for name in ("framework__key", "key", "uuid", "title")]
    for uuid, name, awarded_at, framework, key, item, title in aligned.values_list(
        "uuid", "version__name", "awarded_at", *about
    ):
        path, on = reverse("badges:earned", args=[uuid]), operator_date(awarded_at)
        accounts = frozenset({f"badge:{uuid}"})
        yield PersonalLink(framework, key, name, path, PersonalKind.BADGE, item, title, on, accounts)


@dataclass(frozen=True)
class MissingBadge:
    """A badge that another builds on, and that someone does not have yet. name: its current one."""

    badge: Badge
    name: str
    is_required: bool


def missing_badges(learner: User, version: BadgeVersion) -> list[MissingBadge]:
    """The badges that a version builds on and a person does not have; the required ones first. One query."""
    rows = _missing_rows(learner, version)
    return [MissingBadge(row.badge, row.name, row.is_required) for row in rows]  # type: ignore[attr-defined]  # annotated


@prepared_query
def _missing_rows(learner: User, version: BadgeVersion) -> QuerySet[Prerequisite]:
    earned = Award.objects.in_force().filter(learner=learner).values("version__badge")
    newest = BadgeVersion.objects.filter(badge=OuterRef("badge")).order_by("-edition").values("name")[:1]
    rows = Prerequisite.objects.filter(version=version).exclude(badge__in=earned).select_related("badge")
    return rows.annotate(name=Subquery(newest)).order_by("-is_required", "badge__number")


def versions_for(learner: User, now: datetime) -> QuerySet[BadgeVersion]:
    """The newest version of every badge, by number, each with `first_badge` and `is_earned`. One query.

    first_badge: the primary key of a badge that this person has to earn before they can send work for it, or None.
    is_earned: they have it, and cannot renew it yet.
    """
    earned = Award.objects.in_force().filter(learner=learner)
    missing = Prerequisite.objects.filter(version=OuterRef("pk"), is_required=True)
    missing = missing.exclude(badge__in=earned.values("version__badge")).order_by("badge__number")
    added = {
        "first_badge": Subquery(missing.values("badge")[:1]),
        "is_earned": Exists(earned.not_renewable(now).filter(version__badge=OuterRef("badge"))),
    }
    return current_versions().annotate(**added)


def has_badge(learner: User, badge: Badge) -> bool:
    """Whether a person has a badge that is neither withdrawn nor suspended, in any version."""
    return Award.objects.in_force().filter(learner=learner, version__badge=badge).exists()


def can_earn(learner: User, badge: Badge, *, now: datetime) -> bool:
    """Whether a person does not have a badge, or can renew it by now."""
    earned = Award.objects.in_force().not_renewable(now)
    return not earned.filter(learner=learner, version__badge=badge).exists()


def find_award_since(learner: User, version: BadgeVersion, since: datetime) -> Award | None:
    """The award that came of work begun at this time: the first one of the version from then on."""
    awards = Award.objects.filter(learner=learner, version=version, awarded_at__gte=since)
    return awards.order_by("awarded_at", "pk").first()


def capability_rows(learner: User) -> QuerySet[Award, tuple[str, str, str, int]]:
    """Rows ("badge", key of a capability or a theme, "", number of an award), for a query that reads of several rooms
    at once."""
    awards = Award.objects.in_force().filter(learner=learner, version__alignments__framework__use=FrameworkUse.MAIN)
    empty = Value("", TextField())
    return awards.order_by().values_list(Value("badge", TextField()), "version__alignments__key", empty, "pk")
