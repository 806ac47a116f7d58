"""The page of a team session: the plan of the pack, filled from an area. An area without a part is right without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.together.types import PlannedPart, plan_parts

if TYPE_CHECKING:
    from ettle.library.queries import AreaBrief
    from ettle.together.types.specs import TeamPartSpec, TeamSpec


@dataclass(frozen=True)
class Material:
    """What an area gives to a part: paragraphs, then points to choose from."""

    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeamPart:
    """A part of the session, with what it takes from the area."""

    planned: PlannedPart[TeamPartSpec]
    material: Material

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.material.paragraphs

    @property
    def points(self) -> tuple[str, ...]:
        return self.material.points


@dataclass(frozen=True)
class TeamSheet:
    """The page. lead: what people read before they begin. best_answer: of the check, "" without one."""

    area: AreaBrief
    title: str
    minutes: int
    lead: tuple[str, ...]
    parts: Sequence[TeamPart] = field(default_factory=list)
    close: tuple[str, ...] = ()
    best_answer: str = ""


def build_sheet(area: AreaBrief, plan: TeamSpec) -> TeamSheet:
    """Fill the plan from the area. The summary is read where an area has no sentences ‘In short’."""
    material = _gather_material(area)
    without = {part.key for part in plan.parts if part.shows and part.shows not in material}
    planned = plan_parts(plan.parts, main=plan.main, without=without)
    parts = [TeamPart(part, material.get(part.part.shows, Material())) for part in planned]
    shows_check = any(part.planned.part.shows == "check" for part in parts)
    return TeamSheet(
        area=area,
        title=plan.title,
        minutes=plan.minutes,
        lead=(plan.about, plan.before),
        parts=parts,
        close=plan.close,
        best_answer=_best_answer(area) if shows_check else "",
    )


def _gather_material(area: AreaBrief) -> Mapping[str, Material]:
    material = {"short": Material(area.in_short or (area.summary,))}
    if area.question or area.reflection:
        material["question"] = Material((area.question or area.reflection,))
    if area.act:
        material["act"] = Material((area.act,))
    if area.check:
        options = tuple(f"{_letter(number)}. {option}" for number, option in enumerate(area.check.options))
        material["check"] = Material((area.check.question,), options)
    return material


def _best_answer(area: AreaBrief) -> str:
    if area.check is None:
        return ""
    words = {"letter": _letter(area.check.right), "why": area.check.why}
    return _("%(letter)s. %(why)s") % words


def _letter(number: int) -> str:
    return "ABCDEFGH"[number]
