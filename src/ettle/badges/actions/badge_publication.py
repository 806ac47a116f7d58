"""Publish a badge: a new edition where its content has changed."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges import spec_export
from ettle.badges.definition import version_rows
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
    edition = current.edition + 1 if current else 1
    version = version_rows.build_version(spec, badge, edition=edition, content_hash=content_hash, now=now)
    version.save()
    version.alignments.set(_alignment_items(spec.alignments))
    Criterion.objects.bulk_create(version_rows.build_criteria(spec, version))
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


def _alignment_items(refs: Sequence[str]) -> list[Item]:
    return framework.items_by_key([specs.split_alignment(ref) for ref in refs])


def _create_prerequisites(spec: BadgeSpec, version: BadgeVersion) -> None:
    known = {badge.number: badge for badge in Badge.objects.filter(number__in=[p.badge for p in spec.prerequisites])}
    for prerequisite in spec.prerequisites:
        if prerequisite.badge not in known:
            raise Refused(
                _("Publish %(badge)s first: %(number)s requires it.")
                % {"badge": prerequisite.badge, "number": spec.number}
            )
        Prerequisite.objects.create(version=version, badge=known[prerequisite.badge], is_required=prerequisite.required)
