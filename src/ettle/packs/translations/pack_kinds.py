"""Translations as a kind of file of a pack: translations/gd/badges-et-101.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ettle.kit.input.pack_kinds import PackKind
from ettle.kit.input.spec_texts import walk_texts
from ettle.kit.models import PackTranslation
from ettle.kit.translations import actions
from ettle.kit.translations.actions import TranslatedFile, TranslatedText
from ettle.packs.kinds import list_kinds
from ettle.packs.translations.specs import TextSpec, TranslationSpec, check_translation

if TYPE_CHECKING:
    from ettle.people.models import User


def _translation_key(spec: TranslationSpec) -> str:
    return f"{spec.language}/{spec.kind}.{spec.key}"


def load_translation(spec: TranslationSpec, *, by: User | None, now: datetime) -> None:
    file = TranslatedFile(spec.kind, spec.key, spec.language)
    stored = _stored_english(spec)
    texts = [
        TranslatedText(text.path, stored.get(text.path, text.english), text.text) for text in spec.texts if text.text
    ]
    actions.put_translations(file, texts, by=by, now=now)


def _stored_english(spec: TranslationSpec) -> Mapping[str, str]:
    """Return path -> English of a page as this site has it: blocks give the same text in another Markdown."""
    kind = next((kind for kind in list_kinds() if kind.label == spec.kind and kind.prepare is not None), None)
    page = kind.find_spec(spec.key) if kind else None
    return dict(walk_texts(page)) if page else {}


def list_translation_keys() -> list[str]:
    names = ("language", "kind", "key")
    rows = PackTranslation.objects.filter(is_current=True).order_by(*names).values_list(*names).distinct()
    return [f"{language}/{kind}.{key}" for language, kind, key in rows]


def export_translation(name: str) -> TranslationSpec | None:
    language, _, file = name.partition("/")
    kind, _, key = file.partition(".")
    rows = PackTranslation.objects.filter(kind=kind, key=key, language=language, is_current=True).order_by("pk")
    texts = tuple(TextSpec(path=row.path, english=row.english, text=row.text) for row in rows)
    return TranslationSpec(kind=kind, key=key, language=language, texts=texts) if texts else None


TRANSLATIONS = PackKind(
    place="translations",
    suffix=".yaml",
    spec=TranslationSpec,
    check=check_translation,
    key=_translation_key,
    load=load_translation,
    list_keys=list_translation_keys,
    find_spec=export_translation,
    needed_sorts=frozenset({"statement"}),  # their English is stored as the site has it
    has_folders=True,
)

KINDS = [TRANSLATIONS]
