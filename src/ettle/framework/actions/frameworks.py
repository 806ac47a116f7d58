"""Write a framework from a content pack or an import. Writing the same spec twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from ettle.framework import queries
from ettle.framework.actions import versions
from ettle.framework.models import Association, ChangeCounter, Framework, Item
from ettle.framework.types.rows import subject_of
from ettle.framework.types.specs import FrameworkSpec, ItemSpec, indicator_key, walk_items
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

FROM_CONTENT_PACK = "Put in place from a content pack"
HEAD_FIELDS = (
    "title", "owner", "language", "licence", "description", "note", "source_url", "in_force_on", "is_ours", "use",
)  # fmt: skip
MEANING_FIELDS = ("kind", "title", "statement", "third_person", "role")


@transaction.atomic
def put_framework(
    spec: FrameworkSpec, *, by: User | None, now: datetime, how: str = FROM_CONTENT_PACK, note: str = ""
) -> Framework:
    """Add an edition of a framework, or change it to match the spec, and store the result as a version.

    how, note: what changed it and why, for its history. Raises Refused when an item that other rooms point to is
    reworded. Items that the spec leaves out are retired while anything points to them, and deleted otherwise.
    """
    subject = subject_of(spec)
    first = versions.rows_before(subject)
    framework, changed = apply_framework(spec, now)
    if changed:
        audit.record(by, "put a framework in place", framework, now=now)
        versions.record_version(subject, first, how=how, note=note, by=by, now=now)
    return framework


def apply_framework(spec: FrameworkSpec, now: datetime) -> tuple[Framework, bool]:
    """Make the rows match the spec. Returns the framework and whether any row changed."""
    ChangeCounter.objects.lock_row()
    framework, changed = _put_head(spec, now)
    changed |= _put_items(framework, spec, now)
    changed |= _put_associations(framework, spec, now)
    if changed:
        Framework.objects.filter(pk=framework.pk).update(changed_at=now)
        framework.changed_at = now
    return framework, changed


def _put_head(spec: FrameworkSpec, now: datetime) -> tuple[Framework, bool]:
    _refuse_second_use(spec)
    values: dict[str, Any] = {name: getattr(spec, name) for name in HEAD_FIELDS}
    values["slots"] = [slot.model_dump() for slot in spec.slots]
    framework = Framework.objects.filter(key=spec.key, edition=spec.edition).first()
    if framework is None:
        identity = queries.permanent_identifier(spec.key, spec.edition)
        framework = Framework(uuid=identity, key=spec.key, edition=spec.edition, changed_at=now, **values)
        framework.save(force_insert=True)
        return framework, True
    return framework, set_fields(framework, values, save=True)


def _refuse_second_use(spec: FrameworkSpec) -> None:
    other = Framework.objects.filter(use=spec.use).exclude(key=spec.key).first() if spec.use else None
    if other is not None:
        words = f"The framework {other.key} of this site has the use {spec.use}, and only one can have it. Take it out."
        raise Refused(words, field="use")


def _expected_items(spec: FrameworkSpec) -> dict[str, tuple[str, dict[str, Any]]]:
    """key -> (parent's key, fields), parents first; a theme's indicators come after it."""
    expected: dict[str, tuple[str, dict[str, Any]]] = {}
    for _path, item, parent in walk_items(spec.items):
        expected[item.key] = (parent.key if parent else "", _item_fields(item) | {"position": len(expected)})
        for line in item.indicators:
            fields: dict[str, Any] = {
                "kind": Item.Kind.INDICATOR, "title": line.first_person, "statement": line.first_person,
                "third_person": line.third_person, "role": line.role, "audience": "", "is_verified": True,
                "near_source": "", "icon": "", "position": len(expected),
            }  # fmt: skip
            expected[indicator_key(item.key, line.role)] = (item.key, fields)
    return expected


def _item_fields(item: ItemSpec) -> dict[str, Any]:
    names = ("kind", "title", "statement", "audience", "is_verified", "near_source", "icon")
    return {name: getattr(item, name) for name in names} | {"third_person": "", "role": ""}


def _put_items(framework: Framework, spec: FrameworkSpec, now: datetime) -> bool:
    expected = _expected_items(spec)
    current = {item.key: item for item in framework.items.all()}
    added = _add_items(framework, {key: row for key, row in expected.items() if key not in current}, current, now)
    edited, reworded = [], []
    for key, (parent, fields) in expected.items():
        item = current[key]
        before = {name: getattr(item, name) for name in MEANING_FIELDS}
        place = {"parent_id": current[parent].pk if parent else None, "retired_at": None}
        if set_fields(item, fields | place):
            item.changed_at = now
            edited.append(item)
            reworded += [item] if before != {name: getattr(item, name) for name in MEANING_FIELDS} else []
    _refuse_rewording(reworded, spec)
    names = [
        *MEANING_FIELDS,
        "position",
        "parent",
        "audience",
        "is_verified",
        "near_source",
        "icon",
        "changed_at",
        "retired_at",
    ]
    Item.objects.bulk_update(edited, names, batch_size=100)
    removed = [item for key, item in current.items() if key not in expected]
    return bool(added or edited) | _remove_items(removed, now)


def _add_items(
    framework: Framework, new: dict[str, tuple[str, dict[str, Any]]], current: dict[str, Item], now: datetime
) -> bool:
    """Add items level by level, because a child needs its parent's row. The new items are added to `current`."""
    waiting = dict(new)
    while waiting:
        level = {key: row for key, row in waiting.items() if not row[0] or row[0] in current}
        items = [
            Item(
                uuid=queries.permanent_identifier(framework.key, framework.edition, key), framework=framework, key=key,
                parent=current[parent] if parent else None, changed_at=now, **fields,
            )
            for key, (parent, fields) in level.items()
        ]  # fmt: skip
        current.update({item.key: item for item in Item.objects.bulk_create(items)})
        waiting = {key: row for key, row in waiting.items() if key not in level}
    return bool(new)


def set_fields(row: models.Model, values: dict[str, Any], *, save: bool = False) -> bool:
    """Set the fields whose values differ. Returns whether any did."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    if different and save:
        row.save(update_fields=list(different))
    return bool(different)


def _refuse_rewording(items: list[Item], spec: FrameworkSpec) -> None:
    used = used_elsewhere([item.pk for item in items])
    for item in items:
        if item.pk in used:
            words = f"{item.key} is in use, so its words stay as they are. Give the framework a new edition instead."
            raise Refused(words, field=_spec_path(spec, item.key))


def _spec_path(spec: FrameworkSpec, key: str) -> str:
    """The path of a key in the spec: an item's own, or that of its indicator for a role."""
    for path, item, _parent in walk_items(spec.items):
        if item.key == key:
            return path
        for place, line in enumerate(item.indicators):
            if indicator_key(item.key, line.role) == key:
                return f"{path}.indicators.{place}"
    return ""


def used_elsewhere(pks: list[int]) -> set[int]:
    """Which of these items a row of another room points to, now or through a link table."""
    return set(users_of(pks))


def users_of(pks: list[int]) -> dict[int, list[str]]:
    """The names of the models of other rooms whose rows point to these items, by item."""
    used: dict[int, list[str]] = defaultdict(list)
    for relation in Item._meta.get_fields(include_hidden=True) if pks else ():
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            model = relation.related_model
            if isinstance(model, type) and model._meta.app_label != Item._meta.app_label:
                name = relation.field.attname  # type: ignore[union-attr]  # a reverse relation has its field
                for pk in set(model._base_manager.filter(**{f"{name}__in": pks}).values_list(name, flat=True)):
                    used[pk].append(str(model._meta.verbose_name))
    return used


def _remove_items(items: Iterable[Item], now: datetime) -> bool:
    """Delete the items that nothing points to; retire those that something points to, and their parents."""
    removed = {item.pk: item for item in items if item.retired_at is None}
    under = list(Item.objects.filter(parent__in=removed).values_list("pk", "parent_id"))
    used = used_elsewhere(list(removed))
    while more := {parent for pk, parent in under if pk in used or pk not in removed} - used:
        used |= more
    Item.objects.filter(pk__in=used & set(removed)).update(retired_at=now, changed_at=now)
    deletable = set(removed) - used
    Association.objects.filter(models.Q(origin__in=deletable) | models.Q(destination__in=deletable)).delete()
    while deletable:
        parents = {removed[pk].parent_id for pk in deletable}
        Item.objects.filter(pk__in=deletable - parents).delete()
        deletable &= parents
    return bool(removed)


def _put_associations(framework: Framework, spec: FrameworkSpec, now: datetime) -> bool:
    own = {item.key: item for item in framework.items.all()}
    targets = _target_items([(new.framework, new.item) for new in spec.associations])
    rows = Association.objects.filter(origin__framework=framework)
    current = {(row.origin_id, row.destination_id, row.kind): row for row in rows}
    changed = False
    for new, destination in zip(spec.associations, targets, strict=True):
        origin = own[new.origin]
        values = {"strength": new.strength, "source": new.source, "note": new.note, "is_ours": not new.source}
        row = current.pop((origin.pk, destination.pk, new.kind), None)
        if row is None:
            identity = queries.permanent_identifier(str(origin.uuid), new.kind, str(destination.uuid))
            Association.objects.create(
                uuid=identity, origin=origin, destination=destination, kind=new.kind, changed_at=now, **values
            )
            changed = True
        elif set_fields(row, values):
            row.changed_at = now
            row.save()
            changed = True
    Association.objects.filter(pk__in=[row.pk for row in current.values()]).delete()
    return changed or bool(current)


def _target_items(refs: list[tuple[str, str]]) -> list[Item]:
    """The items that associations point to; a missing one is refused at its own place in the spec."""
    try:
        return queries.items_by_key(refs)
    except Refused:
        for place, ref in enumerate(refs):
            try:
                queries.items_by_key([ref])
            except Refused as refusal:
                raise Refused(str(refusal), field=f"associations.{place}.item") from refusal
        raise
