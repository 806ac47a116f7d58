"""How much there is of a person, and the download that was made of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import slugify

from ettle.kit import personal_data
from ettle.kit.pages.brand import current_brand
from ettle.people.actions import personal_files
from ettle.people.models import DataExport, User

# Below these a download is made while the person waits, in about a second.
MOST_FILES_AT_ONCE, MOST_BYTES_AT_ONCE, MOST_ROWS_AT_ONCE = 20, 20 * 1024 * 1024, 3_000
EXPORT_LASTS = timedelta(days=7)
# A download that is not ready after a day has failed; it may be asked for again.
PREPARATION_LASTS = timedelta(days=1)
LONGEST_NAME = 60


def is_large(person: User, files: list[str]) -> bool:
    """Whether a download takes too long to wait for. files: the person's files."""
    if len(files) > MOST_FILES_AT_ONCE or _count_rows(person) > MOST_ROWS_AT_ONCE:
        return True
    return sum(default_storage.size(name) for name in files if default_storage.exists(name)) > MOST_BYTES_AT_ONCE


def _count_rows(person: User) -> int:
    owned = [declaration for declaration in personal_data.all_declarations() if declaration.owner]
    return sum(
        apps.get_model(declaration.model)._default_manager.filter(**{declaration.owner: person.pk}).count()
        for declaration in owned
    )


def current_export(person: User, now: datetime) -> DataExport | None:
    """Return the download that is ready or in preparation; None where there is none, or it has expired."""
    newest = DataExport.objects.filter(person=person).order_by("-asked_at", "-pk").first()
    return newest if newest is not None and now < expires_at(newest) else None


def expires_at(export: DataExport) -> datetime:
    """Return when a download is deleted."""
    return export.ready_at + EXPORT_LASTS if export.ready_at else export.asked_at + PREPARATION_LASTS


def files_of(person: User) -> list[str]:
    return list(personal_files(person))


def file_name(person: User, at: datetime, ending: str) -> str:
    """Return what the file is called on the person's computer: of which site, whose, and of which day."""
    whose = slugify(person.name)[:LONGEST_NAME] or "my-data"
    return f"{slugify(current_brand().name) or 'ettle'}-{whose}-{timezone.localdate(at).isoformat()}.{ending}"
