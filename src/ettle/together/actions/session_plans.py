"""Load how a kind of session runs, from a pack."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.kit.input.specs import Spec
from ettle.together.models import SessionPlan

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_plan(kind: str, spec: Spec, *, by: User | None, now: datetime) -> None:
    """Make the plan of this kind of session match the spec."""
    content = spec.model_dump(mode="json")
    before = SessionPlan.objects.select_for_update().filter(kind=kind).first()
    if before and before.content == content:
        return
    SessionPlan.objects.update_or_create(kind=kind, defaults={"content": content, "changed_at": now})
    audit.record(by, f"put the plan of {kind} sessions in place", None, now=now)
