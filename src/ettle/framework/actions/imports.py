"""Import items from a file, with a preview before, and undo a whole import while nothing depends on it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from ettle.framework.actions import versions
from ettle.framework.actions.frameworks import put_framework, users_of
from ettle.framework.imports import capabilities, codes, import_preview
from ettle.framework.imports.file_reader import FileRow, FileRows, Note, read_rows
from ettle.framework.imports.import_preview import ImportPreview
from ettle.framework.models import Association, Framework, FrameworkImport, ImportedItem, Item
from ettle.framework.queries.spec_export import framework_spec
from ettle.framework.types.specs import FrameworkSpec, IndicatorSpec, ItemSpec, check_framework
from ettle.kit import audit
from ettle.kit.files.file_names import shorten_file_name
from ettle.kit.input.document_reader import Unreadable
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

PREVIEWS = {
    FrameworkImport.Kind.CODES: codes.preview_rows,
    FrameworkImport.Kind.CAPABILITIES: capabilities.preview_rows,
}
FILE_NAME_LENGTH = 100
UNCONFIRMED_LIFETIME = timedelta(days=1)


def require_author(person: User) -> None:
    if not person.is_staff:
        raise Refused(_("Only an author or an administrator can do this."))


@transaction.atomic
def upload_import(
    *, kind: str, file_name: str, content: bytes, may_add_edition: bool, is_checked: bool, by: User, now: datetime
) -> FrameworkImport:
    """Store a file's rows for a preview. No item is added yet. Raises Refused for a file that cannot be read."""
    require_author(by)
    try:
        file_rows = read_rows(file_name, content)
    except Unreadable as error:
        place = _("Line %(line)s: ") % {"line": error.line} if error.line else ""
        raise Refused(f"{place}{error.words}", field="file") from error
    FrameworkImport.objects.filter(confirmed_at=None, uploaded_at__lt=now - UNCONFIRMED_LIFETIME).delete()
    return FrameworkImport.objects.create(
        kind=kind,
        file_name=shorten_file_name(PurePath(file_name.replace("\0", "")).name, FILE_NAME_LENGTH) or "file",
        rows=[[row.line, row.cells] for row in _without_nul(file_rows).rows],
        notes=[asdict(note) for note in file_rows.notes],
        may_add_edition=may_add_edition,
        is_checked=is_checked,
        uploaded_at=now,
    )


def _without_nul(file_rows: FileRows) -> FileRows:
    """The rows without NUL characters, which PostgreSQL cannot store. The notes report them as errors."""
    clean = [
        FileRow(row.line, {name.replace("\0", ""): text.replace("\0", "") for name, text in row.cells.items()})
        for row in file_rows.rows
    ]
    return FileRows(clean, file_rows.notes)


def preview_import(file_import: FrameworkImport, *, now: datetime) -> ImportPreview:
    """What the import would do now and every error in it. It is run in a transaction that is rolled back."""
    rows = [FileRow(line, cells) for line, cells in file_import.rows]
    preview_rows = PREVIEWS[FrameworkImport.Kind(file_import.kind)]
    preview = preview_rows(rows, may_add_edition=file_import.may_add_edition, is_checked=file_import.is_checked)
    preview.notes = [*(Note(**note) for note in file_import.notes), *preview.notes]
    for spec in preview.specs:
        for problem in check_framework(spec):
            preview.add_error(0, problem.words)
    if not preview.errors:
        _try_import(preview, now)
    preview.notes.sort(key=lambda note: note.line)
    return preview


def _try_import(preview: ImportPreview, now: datetime) -> None:
    with transaction.atomic():
        for spec in preview.specs:
            try:
                put_framework(spec, by=None, now=now)
            except Refused as refusal:
                own = (change.line for change in preview.changes if str(refusal).startswith(f"{change.key} "))
                preview.add_error(next(own, 0), str(refusal))
        transaction.set_rollback(True)


@transaction.atomic
def confirm_import(file_import: FrameworkImport, *, by: User, now: datetime) -> None:
    """Import all the items. Raises Refused when the preview has an error by now."""
    require_author(by)
    unconfirmed = FrameworkImport.objects.filter(pk=file_import.pk, confirmed_at=None)
    if not unconfirmed.update(confirmed_at=now):
        raise Refused(_("This file has been imported already."))
    preview = preview_import(file_import, now=now)
    if preview.errors:
        raise Refused(_("Nothing was imported. %(words)s") % {"words": preview.errors[0].words})
    for spec in preview.specs:
        framework = Framework.objects.filter(key=spec.key, edition=spec.edition).first()
        before = framework_spec(framework) if framework else spec.replace(items=())
        if framework is None:
            file_import.added_editions.append(f"{spec.key}@{spec.edition}")
        put_framework(spec, by=by, now=now, how="Items imported from a file", note=file_import.file_name)
        _record_items(file_import, before, spec)
    file_import.confirmed_at = now
    file_import.save(update_fields=["added_editions", "confirmed_at"])
    audit.record(by, "brought items in from a file", file_import, now=now)


def _record_items(file_import: FrameworkImport, before: FrameworkSpec, after: FrameworkSpec) -> None:
    was, became = import_preview.flatten_items(before.items), import_preview.flatten_items(after.items)
    ImportedItem.objects.bulk_create(
        ImportedItem(
            file_import=file_import,
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


def find_undo_obstacles(file_import: FrameworkImport) -> list[str]:
    """Why an import cannot be undone, a sentence for each reason; empty when it can."""
    return [words for group in _group_by_framework(file_import) for words in _framework_obstacles(group)]


def _group_by_framework(file_import: FrameworkImport) -> list[list[ImportedItem]]:
    groups: dict[tuple[str, str], list[ImportedItem]] = {}
    for imported in file_import.items.order_by("pk"):
        groups.setdefault((imported.framework_key, imported.edition), []).append(imported)
    return list(groups.values())


def _framework_obstacles(imported_items: list[ImportedItem]) -> list[str]:
    framework = _find_framework(imported_items)
    if framework is None:
        return []
    current = import_preview.flatten_items(framework_spec(framework).items)
    brought = {imported.key for imported in imported_items}
    reasons = [
        _("%(key)s has been changed since it came in.") % {"key": imported.key}
        for imported in imported_items
        if imported.key in current and _item_to_data(*current[imported.key]) != imported.became
    ]
    new = {imported.key for imported in imported_items if imported.was is None}
    reasons += [
        _("%(parent)s holds %(key)s, which came in another way.") % {"parent": parent, "key": key}
        for key, (parent, _item) in current.items()
        if parent in new and key not in brought
    ]
    return reasons + _usage_obstacles(framework, brought, new)


def _usage_obstacles(framework: Framework, brought: set[str], new: set[str]) -> list[str]:
    """Rows of other rooms that point to imported items, and associations from or to new items."""
    rows = framework.items.filter(models.Q(key__in=brought) | models.Q(parent__key__in=brought, kind="indicator"))
    items = {item.pk: item for item in rows}
    reasons = [
        _("%(key)s is in use: %(places)s.") % {"key": items[pk].key, "places": ", ".join(names)}
        for pk, names in users_of(list(items)).items()
    ]
    new_pks = [item.pk for item in items.values() if item.key in new]
    links = Association.objects.filter(models.Q(origin__in=new_pks) | models.Q(destination__in=new_pks)).for_display()
    return reasons + [
        _("%(key)s is linked with %(key_2)s.") % {"key": link.origin.key, "key_2": link.destination.key}
        for link in links
    ]


def _find_framework(imported_items: list[ImportedItem]) -> Framework | None:
    return Framework.objects.filter(key=imported_items[0].framework_key, edition=imported_items[0].edition).first()


@transaction.atomic
def undo_import(file_import: FrameworkImport, *, by: User, now: datetime) -> None:
    """Undo a whole import: remove its new items, restore the changed ones. Raises Refused with what depends on it."""
    require_author(by)
    confirmed = FrameworkImport.objects.filter(pk=file_import.pk, undone_at=None).exclude(confirmed_at=None)
    if not confirmed.update(undone_at=now):
        raise Refused(_("This import has been undone already."))
    if obstacles := find_undo_obstacles(file_import):
        raise Refused(_("This import cannot be undone. %(reasons)s") % {"reasons": " ".join(obstacles[:5])})
    for imported_items in _group_by_framework(file_import):
        framework = _find_framework(imported_items)
        if framework is not None:
            _restore_items(framework, imported_items, by=by, now=now)
    _remove_added_editions(file_import)
    file_import.undone_at = now
    audit.record(by, "took an import back", file_import, now=now)


def _restore_items(framework: Framework, imported_items: list[ImportedItem], *, by: User, now: datetime) -> None:
    spec = framework_spec(framework)
    items = import_preview.flatten_items(spec.items)
    for imported in imported_items:
        if imported.was is None:
            items.pop(imported.key, None)
        elif imported.key in items:
            items[imported.key] = _data_to_item(imported.was)
    put_framework(spec.replace(items=import_preview.build_tree(items)), by=by, now=now, how="An import taken back")


def _remove_added_editions(file_import: FrameworkImport) -> None:
    for name in file_import.added_editions:
        key, _, edition = name.partition("@")
        Framework.objects.filter(key=key, edition=edition, items=None, slots=[]).delete()


@transaction.atomic
def discard_import(file_import: FrameworkImport, *, by: User) -> None:
    """Delete an uploaded file that was not confirmed."""
    require_author(by)
    if not FrameworkImport.objects.filter(pk=file_import.pk, confirmed_at=None).delete()[0]:
        raise Refused(_("This file has been imported already. You can undo the import instead."))


@transaction.atomic
def mark_checked(framework: Framework, keys: list[str], *, by: User, now: datetime) -> int:
    """Mark items as compared with the owner's text. Returns how many were not marked before."""
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
    """Remove a named gap that has been filled."""
    require_author(by)
    left = [slot for slot in framework.slots if slot["title"] != title]
    if len(left) == len(framework.slots):
        raise Refused(_("This gap is not named any more."))
    first = versions.rows_before(framework.subject)
    Framework.objects.filter(pk=framework.pk).update(slots=left, changed_at=now)
    audit.record(by, "said that a gap is filled", framework, now=now)
    versions.record_version(framework.subject, first, how="A gap taken off the list", note=title, by=by, now=now)
