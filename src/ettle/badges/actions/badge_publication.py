"""Publish a badge: a new edition where its content has changed."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges import spec_export
from ettle.badges.models import Badge, BadgeVersion, Criterion, Prerequisite
from ettle.badges.types import specs
from ettle.badges.types.specs import BadgeSpec
from ettle.framework import queries as framework
from ettle.framework.queries import item_reference
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content

if TYPE_CHECKING:
    from ettle.framework.models import Item
    from ettle.people.models import User


@transaction.atomic
def publish(spec: BadgeSpec, *, by: User | None, now: datetime) -> BadgeVersion:
    """Return the badge version with this content: the current one if nothing changed, a new edition otherwise.

    Raises Refused for content with problems (`specs.check_badge`), an unknown alignment or an unknown prerequisite.
    """
    problems = specs.check_badge(spec)
    if problems:
        raise Refused(" ".join(f"{problem.path}: {problem.words}." for problem in problems))
    badge = _lock_badge(spec)
    content_hash = hash_content(spec.model_dump())
    current = badge.versions.order_by("edition").last()
    if current is not None and (current.content_hash == content_hash or _has_same_content(current, spec)):
        return current
    version = _create_version(
        spec, badge, edition=current.edition + 1 if current else 1, content_hash=content_hash, now=now
    )
    version.alignments.set(_alignment_items(spec.alignments))
    _create_criteria(spec, version)
    _create_prerequisites(spec, version)
    audit.record(by, "published a badge", version, now=now)
    return version


def _lock_badge(spec: BadgeSpec) -> Badge:
    badge, _created = Badge.objects.get_or_create(number=spec.number, defaults={"slug": spec.slug})
    if badge.slug != spec.slug:
        raise Refused(
            _("The address of %(number)s is %(slug)s. It cannot change, because signed badges contain it.")
            % {"number": spec.number, "slug": badge.slug}
        )
    return Badge.objects.select_for_update().get(pk=badge.pk)


def _has_same_content(version: BadgeVersion, spec: BadgeSpec) -> bool:
    """Whether a version has this content already, only written in another way (an alignment without its edition)."""
    place = operator.attrgetter("framework.key", "framework.edition", "position")
    aligned = tuple(map(item_reference, sorted(_alignment_items(spec.alignments), key=place)))
    criteria = tuple(map(spec_export.sort_places, spec.criteria))
    return spec_export.version_to_spec(version) == spec.replace(alignments=aligned, criteria=criteria)


def _create_version(spec: BadgeSpec, badge: Badge, *, edition: int, content_hash: str, now: datetime) -> BadgeVersion:
    return BadgeVersion.objects.create(
        badge=badge,
        edition=edition,
        name=spec.name,
        summary=spec.summary,
        why=spec.why,
        emblem=spec.emblem,
        easy_read=spec.easy_read,
        roles=list(spec.roles),
        minutes=spec.minutes,
        order=spec.order,
        endorsement=spec.endorsement,
        endorsement_days=spec.endorsement_days,
        endorsement_roles=list(spec.endorsement_roles),
        endorsement_by=list(spec.endorsement_by),
        endorsement_from=spec.endorsement_from,
        endorsement_missed=spec.endorsement_missed,
        valid_for_months=spec.valid_for_months,
        sample_percent=spec.sample_percent,
        not_accepted=spec.not_accepted,
        assessor_guidance=spec.assessor_guidance,
        content_hash=content_hash,
        published_at=now,
    )


def _alignment_items(refs: Sequence[str]) -> list[Item]:
    return framework.items_by_key([specs.split_alignment(ref) for ref in refs])


def _create_criteria(spec: BadgeSpec, version: BadgeVersion) -> None:
    Criterion.objects.bulk_create(
        Criterion(
            version=version,
            position=position,
            kind=criterion.kind,
            title=criterion.title,
            question=criterion.question,
            hint=criterion.hint,
            easy_read=criterion.easy_read,
            about_words=criterion.about_words,
            max_words=criterion.max_words,
            may_be_spoken=criterion.may_be_spoken,
            automatic=criterion.automatic,
            shows_met=criterion.shows_met,
            not_yet_when=criterion.not_yet_when,
            met_example=criterion.met_example,
            not_yet_example=criterion.not_yet_example,
            activity=criterion.activity,
            material=specs.material_to_data(criterion.material),
        )
        for position, criterion in enumerate(spec.criteria, start=1)
    )


def _create_prerequisites(spec: BadgeSpec, version: BadgeVersion) -> None:
    known = {badge.number: badge for badge in Badge.objects.filter(number__in=[p.badge for p in spec.prerequisites])}
    for prerequisite in spec.prerequisites:
        if prerequisite.badge not in known:
            raise Refused(
                _("Publish %(badge)s first: %(number)s requires it.")
                % {"badge": prerequisite.badge, "number": spec.number}
            )
        Prerequisite.objects.create(version=version, badge=known[prerequisite.badge], is_required=prerequisite.required)
