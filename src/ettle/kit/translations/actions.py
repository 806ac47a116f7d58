"""Store the translations of one file of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.kit.models import PackTranslation
from ettle.kit.translations.catalogue import clear_catalogues

if TYPE_CHECKING:
    from ettle.people.models import User


@dataclass(frozen=True)
class TranslatedFile:
    """Which file is translated into which language. kind, key: ("badges", "ET-101")."""

    kind: str
    key: str
    language: str


@dataclass(frozen=True)
class TranslatedText:
    """One text. path: in the spec of its file."""

    path: str
    english: str
    text: str


@transaction.atomic
def put_translations(
    file: TranslatedFile, texts: Sequence[TranslatedText], *, by: User | None, now: datetime
) -> list[PackTranslation]:
    """Make these the current translations of a file. Loading the same again changes nothing. Returns the new rows."""
    rows = PackTranslation.objects.filter(kind=file.kind, key=file.key, language=file.language, is_current=True)
    current = {row.path: row for row in rows}
    same = {
        text.path
        for text in texts
        if (row := current.get(text.path)) and (row.english, row.text) == (text.english, text.text)
    }
    replaced = [row.pk for path, row in current.items() if path not in same]
    PackTranslation.objects.filter(pk__in=replaced).update(is_current=False)
    new = [
        PackTranslation(
            kind=file.kind, key=file.key, language=file.language, path=text.path, english=text.english, text=text.text,
            loaded_at=now,
        )
        for text in texts
        if text.path not in same
    ]  # fmt: skip
    created = PackTranslation.objects.bulk_create(new, batch_size=200)
    if new or replaced:
        audit.record(by, f"put {file.kind} {file.key} in another language", created[0] if created else None, now=now)
        transaction.on_commit(clear_catalogues)
        clear_catalogues()
    return created
