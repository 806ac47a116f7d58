"""The scheme of the site, and when a person's year begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.cpl.models import CplProfile, Scheme
from ettle.framework import queries as framework
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.cpl.types.specs import SchemeSpec
    from ettle.people.models import User


@transaction.atomic
def put_scheme(spec: SchemeSpec, *, by: User | None, now: datetime) -> None:
    """Make the scheme of the site match the spec, whatever it was. Raises Refused for an element that is missing."""
    elements = {item.key for item in framework.items_of(framework=spec.framework, kind="element")}
    for topic in spec.topics:
        if topic.item not in elements:
            raise Refused(
                _("The framework %(framework)s has no element %(item)s. Correct it, or load it first.")
                % {"framework": spec.framework, "item": topic.item}
            )
    content = spec.model_dump(mode="json")
    before = Scheme.objects.select_for_update().order_by("pk").first()
    if before and before.content == content:
        return
    Scheme.objects.all().delete()
    Scheme.objects.create(framework=spec.framework, content=content, changed_at=now)
    audit.record(by, "put the CPL topics in place", None, now=now)


@transaction.atomic
def describe_year(*, person: User, registered_on: date | None, groups: Sequence[str], now: datetime) -> None:
    """Store when a person's year begins, and the groups that they are in."""
    values = {"registered_on": registered_on, "groups": list(groups), "changed_at": now}
    CplProfile.objects.update_or_create(person=person, defaults=values)
