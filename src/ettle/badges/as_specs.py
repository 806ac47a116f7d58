"""Badges as the specs they would be handed in with: for packs that are written from a site."""

from __future__ import annotations

from dataclasses import replace

from ettle.badges.models import Badge, BadgeVersion, Criterion
from ettle.badges.queries import criteria_of, current_versions
from ettle.badges.specs import BadgeSpec, CriterionSpec, MaterialSpec, PrerequisiteSpec
from ettle.framework.as_specs import reference
from ettle.kit.stored import columns, read_back


def names() -> list[str]:
    """The numbers of every badge."""
    return list(Badge.objects.order_by("number").values_list("number", flat=True))


def badge(number: str) -> BadgeSpec | None:
    """The newest version of a badge as a spec, every alignment with its edition."""
    version = current_versions().filter(badge__number=number).first()
    return of_version(version) if version else None


def of_version(version: BadgeVersion) -> BadgeSpec:
    aligned = version.alignments.select_related("framework")
    apart = {
        "number": version.badge.number,
        "slug": version.badge.slug,
        "roles": tuple(version.roles),
        "criteria": tuple(map(_criterion, criteria_of(version))),
        "prerequisites": tuple(
            PrerequisiteSpec(held.badge.number, required=held.is_required)
            for held in version.prerequisites.select_related("badge").order_by("pk")
        ),
        "alignments": tuple(map(reference, aligned.order_by("framework__key", "framework__edition", "position"))),
    }
    return BadgeSpec(**columns(BadgeSpec, version, but=apart))


def _criterion(row: Criterion) -> CriterionSpec:
    material = read_back(MaterialSpec, row.material) if row.material else None
    return CriterionSpec(**columns(CriterionSpec, row, but={"material": material}))


def with_places_in_order(spec: CriterionSpec) -> CriterionSpec:
    """A criterion as it is kept: the marked places in the order of the account."""
    if spec.material is None:
        return spec
    text = spec.material.text
    places = sorted(spec.material.places, key=lambda place: text.index(place.text))
    return replace(spec, material=replace(spec.material, places=tuple(places)))
