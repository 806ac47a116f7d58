"""Write the logic model. The same spec twice changes nothing; what a spec leaves out is retired, not deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ettle.framework import queries
from ettle.framework.actions import versions
from ettle.framework.actions.frameworks import FROM_CONTENT_PACK, set_fields
from ettle.framework.models import ChangeCounter, Item, LogicLink, LogicLinkQuerySet, LogicNode, LogicNodeQuerySet
from ettle.framework.types.rows import MODEL
from ettle.framework.types.specs import LogicModelSpec
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_logic_model(
    spec: LogicModelSpec, *, by: User | None, now: datetime, how: str = FROM_CONTENT_PACK, note: str = ""
) -> list[LogicNode]:
    """Make the logic model match the spec: its nodes, its links, and the themes that nodes belong to.

    Nodes and links that the spec leaves out are retired: a person's log or a play of a scenario may name them.
    how, note: what changed it and why, for its history.
    """
    first = versions.rows_before(MODEL)
    nodes, changed = apply_logic_model(spec, now)
    if changed:
        audit.record(by, "put the logic model in place", nodes[0], now=now)
        versions.record_version(MODEL, first, how=how, note=note, by=by, now=now)
    return nodes


def apply_logic_model(spec: LogicModelSpec, now: datetime) -> tuple[list[LogicNode], bool]:
    """Make the rows match the spec. Returns the nodes in order, and whether any row changed."""
    ChangeCounter.objects.lock_row()
    nodes = {node.key: node for node in LogicNode.objects.all()}
    changed = _put_nodes(spec, nodes, now)
    changed |= _put_links(spec, nodes, now)
    changed |= _retire_rows(LogicNode.objects.exclude(key__in=[node.key for node in spec.nodes]), now)
    if _put_item_links(spec, nodes):
        LogicNode.objects.current().update(changed_at=now)
        changed = True
    return [nodes[node.key] for node in spec.nodes], changed


def _put_nodes(spec: LogicModelSpec, nodes: dict[str, LogicNode], now: datetime) -> bool:
    changed = False
    for position, node in enumerate(spec.nodes):
        values = {
            "column": node.column, "position": position, "title": node.title, "spoken": node.spoken,
            "is_first": node.is_first,
        }  # fmt: skip
        if node.key in nodes:
            changed |= _update_row(nodes[node.key], values, now)
        else:
            identity = queries.permanent_identifier("logic-model", "node", node.key)
            nodes[node.key] = LogicNode.objects.create(uuid=identity, key=node.key, changed_at=now, **values)
            changed = True
    return changed


def _put_links(spec: LogicModelSpec, nodes: dict[str, LogicNode], now: datetime) -> bool:
    links = {link.key: link for link in LogicLink.objects.all()}
    changed = False
    # Links that lead on come first, because the links that hinder point to them.
    for link in sorted(spec.links, key=lambda link: bool(link.blocks)):
        values = {
            "origin_id": nodes[link.origin].pk,
            "destination_id": nodes[link.destination].pk if link.destination else None,
            "blocks_id": links[link.blocks].pk if link.blocks else None,
            "why": link.why, "assumption": link.assumption, "strength": link.strength, "source": link.source,
        }  # fmt: skip
        if link.key in links:
            changed |= _update_row(links[link.key], values, now)
        else:
            identity = queries.permanent_identifier("logic-model", "link", link.key)
            links[link.key] = LogicLink.objects.create(uuid=identity, key=link.key, changed_at=now, **values)
            changed = True
    return changed | _retire_rows(LogicLink.objects.exclude(key__in=[link.key for link in spec.links]), now)


def _update_row(row: LogicNode | LogicLink, values: dict[str, Any], now: datetime) -> bool:
    """Set a row's values and make it part of the model again. Returns whether that changed it."""
    if not set_fields(row, values | {"retired_at": None}):
        return False
    row.changed_at = now
    row.save()
    return True


def _retire_rows(rows: LogicNodeQuerySet | LogicLinkQuerySet, now: datetime) -> bool:
    return bool(rows.current().update(retired_at=now, changed_at=now))


def _put_item_links(spec: LogicModelSpec, nodes: dict[str, LogicNode]) -> bool:
    items = {item.key: item.pk for item in Item.objects.of_newest(spec.framework)}
    themes, capabilities = set(), set()
    for place, node in enumerate(spec.nodes):
        pk = nodes[node.key].pk
        themes |= {(pk, item) for item in _item_pks(items, node.themes, spec, f"nodes.{place}.themes")}
        capabilities |= {
            (pk, item) for item in _item_pks(items, node.capabilities, spec, f"nodes.{place}.capabilities")
        }
    return _set_pairs(LogicNode.themes.through, themes) | _set_pairs(LogicNode.capabilities.through, capabilities)


def _item_pks(items: dict[str, int], keys: tuple[str, ...], spec: LogicModelSpec, path: str) -> list[int]:
    for place, key in enumerate(keys):
        if key not in items:
            words = _("There is no item %(key)s in %(framework)s. Correct the key, or add the item.") % {
                "key": key,
                "framework": spec.framework,
            }
            raise Refused(words, field=f"{path}.{place}")
    return [items[key] for key in keys]


def _set_pairs(table: type[models.Model], pairs: set[tuple[int, int]]) -> bool:
    """Make a link table contain exactly these (node, item) pairs. Pairs of retired nodes stay."""
    current = table._base_manager.filter(logicnode__retired_at=None)
    rows = {(node, item): pk for node, item, pk in current.values_list("logicnode_id", "item_id", "pk")}
    new = [table(logicnode_id=node, item_id=item) for node, item in sorted(pairs - set(rows))]
    table._base_manager.bulk_create(new)
    removed = [pk for pair, pk in rows.items() if pair not in pairs]
    table._base_manager.filter(pk__in=removed).delete()
    return bool(new or removed)
