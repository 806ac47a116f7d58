"""Badges as the specs they would be handed in with: for packs that are written from a site."""

from __future__ import annotations

from dataclasses import replace

from ettle.badges.models import Badge, BadgeVersion, Criterion
from ettle.badges.queries import current_versions, version_criteria
from ettle.badges.specs import BadgeSpec, CriterionSpec, MaterialSpec, PrerequisiteSpec
from ettle.framework.queries import item_reference
from ettle.kit.values.dataclass_conversion import mapping_to_dataclass, row_to_fields


def badge_numbers() -> list[str]:
    """The numbers of every badge."""
    return list(Badge.objects.order_by("number").values_list("number", flat=True))


def find_badge_spec(number: str) -> BadgeSpec | None:
    """The newest version of a badge as a spec, every alignment with its edition."""
    version = current_versions().filter(badge__number=number).first()
    return version_to_spec(version) if version else None


def version_to_spec(version: BadgeVersion) -> BadgeSpec:
    aligned = version.alignments.select_related("framework")
    apart = {
        "number": version.badge.number,
        "slug": version.badge.slug,
        "roles": tuple(version.roles),
        "criteria": tuple(map(_criterion_to_spec, version_criteria(version))),
        "prerequisites": tuple(
            PrerequisiteSpec(held.badge.number, required=held.is_required)
            for held in version.prerequisites.select_related("badge").order_by("pk")
        ),
        "alignments": tuple(map(item_reference, aligned.order_by("framework__key", "framework__edition", "position"))),
    }
    return BadgeSpec(**row_to_fields(BadgeSpec, version, but=apart))


def _criterion_to_spec(row: Criterion) -> CriterionSpec:
    material = mapping_to_dataclass(MaterialSpec, row.material) if row.material else None
    return CriterionSpec(**row_to_fields(CriterionSpec, row, but={"material": material}))


def sort_places(spec: CriterionSpec) -> CriterionSpec:
    """A criterion as it is kept: the marked places in the order of the account."""
    if spec.material is None:
        return spec
    text = spec.material.text
    places = sorted(spec.material.places, key=lambda place: text.index(place.text))
    return replace(spec, material=replace(spec.material, places=tuple(places)))
