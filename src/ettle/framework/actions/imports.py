"""Bring items in from a file, look before saying yes, and take a whole import back while nothing depends on it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from ettle.framework.actions import versions
from ettle.framework.actions.frameworks import put_framework, users_of
from ettle.framework.imports import capabilities, codes, import_preview
from ettle.framework.imports.file_reader import FileRow, FileRows, Note, read_rows
from ettle.framework.imports.import_preview import ImportPreview
from ettle.framework.models import Association, Framework, FrameworkImport, ImportedItem, Item
from ettle.framework.spec_export import framework_spec
from ettle.framework.specs import FrameworkSpec, IndicatorSpec, ItemSpec, check_framework
from ettle.kit import audit
from ettle.kit.input.document_reader import Unreadable
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

PREVIEWS = {
    FrameworkImport.Kind.CODES: codes.preview_rows,
    FrameworkImport.Kind.CAPABILITIES: capabilities.preview_rows,
}
UNCONFIRMED_LIFETIME = timedelta(days=1)


def require_author(person: User) -> None:
    if not person.is_staff:
        raise Refused("Only an author or an administrator can do this.")


@transaction.atomic
def upload_import(
    *, kind: str, file_name: str, content: bytes, may_add_edition: bool, is_checked: bool, by: User, now: datetime
) -> FrameworkImport:
    """Keep a file's rows, to be looked at. Nothing is brought in yet. Raises Refused for a file we cannot read."""
    require_author(by)
    try:
        found = read_rows(file_name, content)
    except Unreadable as fault:
        place = f"Line {fault.line}: " if fault.line else ""
        raise Refused(f"{place}{fault.words}", field="file") from fault
    FrameworkImport.objects.filter(confirmed_at=None, handed_in_at__lt=now - UNCONFIRMED_LIFETIME).delete()
    return FrameworkImport.objects.create(
        kind=kind,
        file_name=PurePath(file_name.replace("\0", "")).name[-100:] or "file",
        rows=[[row.line, row.cells] for row in _without_nul(found).rows],
        notes=[asdict(note) for note in found.notes],
        may_add_edition=may_add_edition,
        is_checked=is_checked,
        handed_in_at=now,
    )


def _without_nul(found: FileRows) -> FileRows:
    """NUL is said to be wrong in the notes; no database would keep it."""
    clean = [
        FileRow(row.line, {name.replace("\0", ""): text.replace("\0", "") for name, text in row.cells.items()})
        for row in found.rows
    ]
    return FileRows(clean, found.notes)


def preview_import(handed_in: FrameworkImport, *, now: datetime) -> ImportPreview:
    """What the import would do as things are now, tried out and undone; everything that is wrong with it."""
    rows = [FileRow(line, cells) for line, cells in handed_in.rows]
    make = PREVIEWS[FrameworkImport.Kind(handed_in.kind)]
    made = make(rows, may_add_edition=handed_in.may_add_edition, is_checked=handed_in.is_checked)
    made.notes = [*(Note(**note) for note in handed_in.notes), *made.notes]
    for spec in made.specs:
        for problem in check_framework(spec):
            made.add_error(0, problem.words)
    if not made.errors:
        _try_import(made, now)
    made.notes.sort(key=lambda note: note.line)
    return made


def _try_import(made: ImportPreview, now: datetime) -> None:
    with transaction.atomic():
        for spec in made.specs:
            try:
                put_framework(spec, by=None, now=now)
            except Refused as refusal:
                own = (change.line for change in made.changes if str(refusal).startswith(f"{change.key} "))
                made.add_error(next(own, 0), str(refusal))
        transaction.set_rollback(True)


@transaction.atomic
def confirm_import(handed_in: FrameworkImport, *, by: User, now: datetime) -> None:
    """Bring the items in, all of them. Raises Refused when something is wrong by now."""
    require_author(by)
    waiting = FrameworkImport.objects.filter(pk=handed_in.pk, confirmed_at=None)
    if not waiting.update(confirmed_at=now):
        raise Refused("This file has been brought in already.")
    made = preview_import(handed_in, now=now)
    if made.errors:
        raise Refused(f"Nothing was brought in. {made.errors[0].words}")
    for spec in made.specs:
        there = Framework.objects.filter(key=spec.key, edition=spec.edition).first()
        before = framework_spec(there) if there else spec.replace(items=())
        if there is None:
            handed_in.made.append(f"{spec.key}@{spec.edition}")
        put_framework(spec, by=by, now=now, how="Items brought in from a file", note=handed_in.file_name)
        _record_items(handed_in, before, spec)
    handed_in.confirmed_at = now
    handed_in.save(update_fields=["made", "confirmed_at"])
    audit.record(by, "brought items in from a file", handed_in, now=now)


def _record_items(handed_in: FrameworkImport, before: FrameworkSpec, after: FrameworkSpec) -> None:
    was, became = import_preview.flatten_items(before.items), import_preview.flatten_items(after.items)
    ImportedItem.objects.bulk_create(
        ImportedItem(
            brought_by=handed_in,
            framework_key=after.key,
            edition=after.edition,
            key=key,
            was=_item_to_data(*was[key]) if key in was else None,
            became=_item_to_data(parent, item),
        )
        for key, (parent, item) in became.items()
        if was.get(key) != (parent, item)
    )


def _item_to_data(parent: str, item: ItemSpec) -> dict[str, Any]:
    data = item.model_dump()
    return data | {"items": [], "indicators": [dict(line) for line in data["indicators"]], "parent": parent}


def _data_to_item(data: dict[str, Any]) -> tuple[str, ItemSpec]:
    fields = {name: value for name, value in data.items() if name != "parent"}
    lines = tuple(IndicatorSpec(**line) for line in data["indicators"])
    return data["parent"], ItemSpec(**fields | {"indicators": lines, "items": ()})


def find_undo_obstacles(handed_in: FrameworkImport) -> list[str]:
    """Why an import cannot be taken back, a sentence for each reason; empty when it can."""
    return [words for own in _group_by_framework(handed_in) for words in _framework_obstacles(own)]


def _group_by_framework(handed_in: FrameworkImport) -> list[list[ImportedItem]]:
    groups: dict[tuple[str, str], list[ImportedItem]] = {}
    for one in handed_in.items.order_by("pk"):
        groups.setdefault((one.framework_key, one.edition), []).append(one)
    return list(groups.values())


def _framework_obstacles(own: list[ImportedItem]) -> list[str]:
    framework = _find_framework(own)
    if framework is None:
        return []
    now_held = import_preview.flatten_items(framework_spec(framework).items)
    brought = {one.key for one in own}
    reasons = [
        f"{one.key} has been changed since it came in."
        for one in own
        if one.key in now_held and _item_to_data(*now_held[one.key]) != one.became
    ]
    new = {one.key for one in own if one.was is None}
    reasons += [
        f"{parent} holds {key}, which came in another way."
        for key, (parent, _item) in now_held.items()
        if parent in new and key not in brought
    ]
    return reasons + _usage_obstacles(framework, brought, new)


def _usage_obstacles(framework: Framework, brought: set[str], new: set[str]) -> list[str]:
    """Other rooms' rows that name what came in, and links from or to what is new."""
    found = framework.items.filter(models.Q(key__in=brought) | models.Q(parent__key__in=brought, kind="indicator"))
    items = {item.pk: item for item in found}
    reasons = [f"{items[pk].key} is in use: {', '.join(names)}." for pk, names in users_of(list(items)).items()]
    fresh = [item.pk for item in items.values() if item.key in new]
    links = Association.objects.filter(models.Q(origin__in=fresh) | models.Q(destination__in=fresh)).for_display()
    return reasons + [f"{link.origin.key} is linked with {link.destination.key}." for link in links]


def _find_framework(own: list[ImportedItem]) -> Framework | None:
    return Framework.objects.filter(key=own[0].framework_key, edition=own[0].edition).first()


@transaction.atomic
def undo_import(handed_in: FrameworkImport, *, by: User, now: datetime) -> None:
    """Undo a whole import: what was new goes, what was changed is as it was. Raises Refused, saying what depends."""
    require_author(by)
    open_still = FrameworkImport.objects.filter(pk=handed_in.pk, taken_back_at=None).exclude(confirmed_at=None)
    if not open_still.update(taken_back_at=now):
        raise Refused("This import has been taken back already.")
    if depending := find_undo_obstacles(handed_in):
        raise Refused(f"This import cannot be taken back. {' '.join(depending[:5])}")
    for own in _group_by_framework(handed_in):
        framework = _find_framework(own)
        if framework is not None:
            _restore_items(framework, own, by=by, now=now)
    _remove_added_editions(handed_in)
    handed_in.taken_back_at = now
    audit.record(by, "took an import back", handed_in, now=now)


def _restore_items(framework: Framework, own: list[ImportedItem], *, by: User, now: datetime) -> None:
    spec = framework_spec(framework)
    items = import_preview.flatten_items(spec.items)
    for one in own:
        if one.was is None:
            items.pop(one.key, None)
        elif one.key in items:
            items[one.key] = _data_to_item(one.was)
    put_framework(spec.replace(items=import_preview.build_tree(items)), by=by, now=now, how="An import taken back")


def _remove_added_editions(handed_in: FrameworkImport) -> None:
    for name in handed_in.made:
        key, _, edition = name.partition("@")
        Framework.objects.filter(key=key, edition=edition, items=None, slots=[]).delete()


@transaction.atomic
def discard_import(handed_in: FrameworkImport, *, by: User) -> None:
    """Throw a file away that nobody said yes to."""
    require_author(by)
    if not FrameworkImport.objects.filter(pk=handed_in.pk, confirmed_at=None).delete()[0]:
        raise Refused("This file has been brought in already. You can take it back instead.")


@transaction.atomic
def mark_checked(framework: Framework, keys: list[str], *, by: User, now: datetime) -> int:
    """Say that somebody compared these items with the owner's text; return how many were not checked before."""
    require_author(by)
    named = [key for key in keys if "\0" not in key]
    first = versions.rows_before(framework.subject)
    unchecked = Item.objects.current().filter(framework=framework, key__in=named, is_verified=False)
    count = unchecked.update(is_verified=True, changed_at=now)
    if count:
        Framework.objects.filter(pk=framework.pk).update(changed_at=now)
        audit.record(by, f"said that {count} items are checked", framework, now=now)
        versions.record_version(framework.subject, first, how="Items marked as checked", by=by, now=now)
    return count


@transaction.atomic
def close_gap(framework: Framework, title: str, *, by: User, now: datetime) -> None:
    """Take away a named gap that has been filled."""
    require_author(by)
    left = [slot for slot in framework.slots if slot["title"] != title]
    if len(left) == len(framework.slots):
        raise Refused("This gap is not named any more.")
    first = versions.rows_before(framework.subject)
    Framework.objects.filter(pk=framework.pk).update(slots=left, changed_at=now)
    audit.record(by, "said that a gap is filled", framework, now=now)
    versions.record_version(framework.subject, first, how="A gap taken off the list", note=title, by=by, now=now)
