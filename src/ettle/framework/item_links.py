"""Links from what a person wrote to items of frameworks, nodes of the logic model and areas.

Each room has a table of its own for them, so that a link goes with what it is of. The person alone sees them.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from ettle.framework.types import LinkTarget
from ettle.kit.refusal import Refused

MAX_LINKS = 60  # of one account
_WORDING = ("framework", "edition", "key", "title", "words", "path")


class ItemLinkQuerySet(models.QuerySet[Any]):
    def shown(self) -> ItemLinkQuerySet:
        """Without the suggestions that the person turned down."""
        return self.filter(is_declined=False)


class ItemLink(models.Model):
    """The person says that one account shows one item; is_declined: that it does not, so that we do not ask again.

    The item is identified permanently; the edition and the wording are those of the day it was linked.
    """

    framework = models.CharField(max_length=60)
    edition = models.CharField(max_length=40, blank=True)
    item = models.UUIDField()
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    path = models.CharField(max_length=300)
    linked_at = models.DateTimeField()
    is_declined = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["framework", "pk"]


L = TypeVar("L", bound=ItemLink)


@dataclass(frozen=True)
class ItemLinkSet(Generic[L]):
    """The links of one account. Call its methods within the transaction that has locked the account.

    model: of the room. fields: what says which account it is.
    """

    model: type[L]
    fields: dict[str, Any]

    def rows(self) -> ItemLinkQuerySet:
        rows: Any = self.model._default_manager.filter(**self.fields)
        found: ItemLinkQuerySet = rows
        return found

    def choose(self, offered: Collection[LinkTarget], selected: Collection[uuid.UUID], *, now: datetime) -> None:
        """Link to the selected targets, and remove the links to the others offered.

        Raises Refused for an item that was not offered, and above MAX_LINKS.
        """
        if not set(selected) <= {target.item for target in offered}:
            raise Refused(_("Choose from the list: something on it has changed"), field="item")
        left_out = [target.item for target in offered if target.item not in selected]
        self.rows().shown().filter(item__in=left_out).delete()
        self.add([target for target in offered if target.item in selected], now=now)

    def add(self, targets: Iterable[LinkTarget], *, now: datetime) -> None:
        """Link to these, unless they are linked already. Raises Refused above MAX_LINKS."""
        linked = set(self.rows().shown().values_list("item", flat=True))
        new = {target.item: target for target in targets if target.item not in linked}
        if len(linked) + len(new) > MAX_LINKS:
            raise Refused(_("You can add %(most)s links here. Remove some first") % {"most": MAX_LINKS}, field="item")
        self._replace(new.values(), is_declined=False, now=now)

    def decline(self, target: LinkTarget, *, now: datetime) -> None:
        """Remember that the account does not show this."""
        self._replace([target], is_declined=True, now=now)

    def remove(self, item: uuid.UUID) -> None:
        """Remove a link. It may be suggested again."""
        self.rows().filter(item=item).delete()

    def _replace(self, targets: Iterable[LinkTarget], *, is_declined: bool, now: datetime) -> None:
        targets = list(targets)
        self.rows().filter(item__in=[target.item for target in targets]).delete()
        self.model._default_manager.bulk_create(
            self.model(
                **self.fields,
                item=target.item,
                linked_at=now,
                is_declined=is_declined,
                **{name: getattr(target, name) for name in _WORDING},
            )
            for target in targets
        )
