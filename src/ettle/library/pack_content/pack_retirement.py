"""Areas that are retired by a pack instead of by a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.library.models import AreaPage, Retirement
from ettle.library.types.specs import RetiredSpec

if TYPE_CHECKING:
    from ettle.people.models import User


def apply_retirement(area: AreaPage, retired: RetiredSpec | None, *, by: User | None, now: datetime) -> None:
    """Retire an area, or end its retirement, as the pack says. Raises Refused for a successor that does not exist.

    The successor may be retired itself; readers see a link only to a live area.
    """
    if retired is None:
        Retirement.objects.filter(area=area).delete()
        return
    details = {"successor": _find_successor(retired), "why": retired.why.strip()}
    row = Retirement.objects.filter(area=area).first()
    if row is None or any(getattr(row, name) != value for name, value in details.items()):
        Retirement.objects.update_or_create(area=area, defaults={**details, "retired_by": by, "retired_at": now})
        audit.record(by, "retired an area", area, now=now)
    if area.live:
        area.unpublish(user=by)


def export_retirement(area: AreaPage) -> RetiredSpec | None:
    """None for an area that is live, or unpublished without being retired."""
    row = None if area.live else Retirement.objects.filter(area=area).select_related("successor").first()
    if row is None:
        return None
    successor = row.successor
    leads = successor is not None and (successor.live or Retirement.objects.filter(area=successor).exists())
    return RetiredSpec(successor=successor.slug if successor and leads else "", why=row.why)


def _find_successor(retired: RetiredSpec) -> AreaPage | None:
    if not retired.successor:
        return None
    successor: AreaPage | None = AreaPage.objects.find_by_slug(retired.successor)
    if successor is None:
        words = f"There is no area {retired.successor} to lead to. Correct the key, or add the area."
        raise Refused(words, field="retired.successor")
    return successor
