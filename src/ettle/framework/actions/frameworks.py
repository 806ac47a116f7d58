"""Put a framework in place, from a content pack or an import. Putting the same twice changes nothing."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from ettle.framework import queries
from ettle.framework.actions import versions
from ettle.framework.models import Association, ChangeCounter, Framework, Item
from ettle.framework.specs import FrameworkSpec, ItemSpec, indicator_key, walk_items
from ettle.framework.versions.rows import subject_of
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

# Fixed for ever: every identifier of every site is made from it, so that two sites that load a pack agree.
NAMESPACE = uuid.UUID("5b1f2f6e-3c56-5b0e-9a53-4f0d0c9b7e11")
FROM_CONTENT_PACK = "Put in place from a content pack"
MEANING_FIELDS = ("kind", "title", "statement", "third_person", "role")


@transaction.atomic
def put_framework(
    spec: FrameworkSpec, *, by: User | None, now: datetime, how: str = FROM_CONTENT_PACK, note: str = ""
) -> Framework:
    """Add an edition of a framework, or bring it to what the spec says, and keep that as a version.

    how, note: what changed it and why, for its history. Items that other rooms point to keep their wording (Refused);
    items that are left out are retired while anything points to them, and deleted otherwise.
    """
    subject = subject_of(spec)
    first = versions.rows_before(subject)
    framework, changed = apply_framework(spec, now)
    if changed:
        audit.record(by, "put a framework in place", framework, now=now)
        versions.record_version(subject, first, how=how, note=note, by=by, now=now)
    return framework


def apply_framework(spec: FrameworkSpec, now: datetime) -> tuple[Framework, bool]:
    """Bring the rows to what the spec says, and say whether that changed any."""
    ChangeCounter.objects.lock_row()
    framework, changed = _put_head(spec, now)
    changed |= _put_items(framework, spec, now)
    changed |= _put_associations(framework, spec, now)
    if changed:
        Framework.objects.filter(pk=framework.pk).update(changed_at=now)
        framework.changed_at = now
    return framework, changed


def permanent_identifier(*names: str) -> uuid.UUID:
    """The permanent identifier of what these names name."""
    return uuid.uuid5(NAMESPACE, "/".join(names))


def _put_head(spec: FrameworkSpec, now: datetime) -> tuple[Framework, bool]:
    names = ("title", "owner", "language", "licence", "description", "note", "source_url", "in_force_on", "is_ours")
    values: dict[str, Any] = {name: getattr(spec, name) for name in names}
    values["slots"] = [slot.model_dump() for slot in spec.slots]
    framework = Framework.objects.filter(key=spec.key, edition=spec.edition).first()
    if framework is None:
        identity = permanent_identifier(spec.key, spec.edition)
        made = Framework(uuid=identity, key=spec.key, edition=spec.edition, changed_at=now, **values)
        made.save(force_insert=True)
        return made, True
    return framework, set_fields(framework, values, save=True)


def _expected_items(spec: FrameworkSpec) -> dict[str, tuple[str, dict[str, Any]]]:
    """key -> (parent's key, fields), parents first; a theme's indicators come after it."""
    wanted: dict[str, tuple[str, dict[str, Any]]] = {}
    for _path, item, parent in walk_items(spec.items):
        wanted[item.key] = (parent.key if parent else "", _item_fields(item) | {"position": len(wanted)})
        for line in item.indicators:
            fields: dict[str, Any] = {
                "kind": Item.Kind.INDICATOR, "title": line.first_person, "statement": line.first_person,
                "third_person": line.third_person, "role": line.role, "audience": "", "is_verified": True,
                "near_source": "", "position": len(wanted),
            }  # fmt: skip
            wanted[indicator_key(item.key, line.role)] = (item.key, fields)
    return wanted


def _item_fields(item: ItemSpec) -> dict[str, Any]:
    names = ("kind", "title", "statement", "audience", "is_verified", "near_source")
    return {name: getattr(item, name) for name in names} | {"third_person": "", "role": ""}


def _put_items(framework: Framework, spec: FrameworkSpec, now: datetime) -> bool:
    wanted = _expected_items(spec)
    held = {item.key: item for item in framework.items.all()}
    added = _add_items(framework, {key: what for key, what in wanted.items() if key not in held}, held, now)
    edited, reworded = [], []
    for key, (parent, fields) in wanted.items():
        item = held[key]
        before = {name: getattr(item, name) for name in MEANING_FIELDS}
        place = {"parent_id": held[parent].pk if parent else None, "retired_at": None}
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
        "changed_at",
        "retired_at",
    ]
    Item.objects.bulk_update(edited, names, batch_size=100)
    gone = [item for key, item in held.items() if key not in wanted]
    return bool(added or edited) | _remove_items(gone, now)


def _add_items(
    framework: Framework, new: dict[str, tuple[str, dict[str, Any]]], held: dict[str, Item], now: datetime
) -> bool:
    """Add items level by level, because a child needs its parent's row; `held` grows as it goes."""
    waiting = dict(new)
    while waiting:
        level = {key: what for key, what in waiting.items() if not what[0] or what[0] in held}
        made = [
            Item(
                uuid=permanent_identifier(framework.key, framework.edition, key), framework=framework, key=key,
                parent=held[parent] if parent else None, changed_at=now, **fields,
            )
            for key, (parent, fields) in level.items()
        ]  # fmt: skip
        held.update({item.key: item for item in Item.objects.bulk_create(made)})
        waiting = {key: what for key, what in waiting.items() if key not in level}
    return bool(new)


def set_fields(row: models.Model, values: dict[str, Any], *, save: bool = False) -> bool:
    """Set what is different and say whether anything was."""
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
    """Where a key is in the spec: an item's own, or the line of one of its roles."""
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
    """For each of these items that a row of another room points to: what the rows are called."""
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
    """Delete what nothing points to; retire what something points to, and whatever that belongs under."""
    gone = {item.pk: item for item in items if item.retired_at is None}
    under = list(Item.objects.filter(parent__in=gone).values_list("pk", "parent_id"))
    kept = used_elsewhere(list(gone))
    while more := {parent for pk, parent in under if pk in kept or pk not in gone} - kept:
        kept |= more
    Item.objects.filter(pk__in=kept & set(gone)).update(retired_at=now, changed_at=now)
    lost = set(gone) - kept
    Association.objects.filter(models.Q(origin__in=lost) | models.Q(destination__in=lost)).delete()
    while lost:
        parents = {gone[pk].parent_id for pk in lost}
        Item.objects.filter(pk__in=lost - parents).delete()
        lost &= parents
    return bool(gone)


def _put_associations(framework: Framework, spec: FrameworkSpec, now: datetime) -> bool:
    own = {item.key: item for item in framework.items.all()}
    targets = _target_items([(one.framework, one.item) for one in spec.associations])
    held = {
        (one.origin_id, one.destination_id, one.kind): one
        for one in Association.objects.filter(origin__framework=framework)
    }
    changed = False
    for one, target in zip(spec.associations, targets, strict=True):
        origin = own[one.origin]
        values = {"strength": one.strength, "source": one.source, "note": one.note, "is_ours": not one.source}
        row = held.pop((origin.pk, target.pk, one.kind), None)
        if row is None:
            identity = permanent_identifier(str(origin.uuid), one.kind, str(target.uuid))
            Association.objects.create(
                uuid=identity, origin=origin, destination=target, kind=one.kind, changed_at=now, **values
            )
            changed = True
        elif set_fields(row, values):
            row.changed_at = now
            row.save()
            changed = True
    Association.objects.filter(pk__in=[row.pk for row in held.values()]).delete()
    return changed or bool(held)


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
