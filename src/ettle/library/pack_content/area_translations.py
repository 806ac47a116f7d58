"""Areas in other languages: loaded from packs, exported, and put over the English page when it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.library.markup import block_markdown
from ettle.library.models import AreaPage, AreaTranslation
from ettle.library.pack_content.prepared_pages import body_json, texts_json
from ettle.library.types.translation_specs import AreaTranslationSpec

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

    from ettle.library.editor.block_field import BlocksField
    from ettle.people.models import User

PLAIN_FIELDS = ("title", "summary", "outcome", "drawing_alt", "act", "question", "reflection")


@transaction.atomic
def put_translation(spec: AreaTranslationSpec, *, by: User | None, now: datetime) -> AreaTranslation:
    """Create or replace an area in one language. Loading the same again changes nothing. Raises Refused."""
    area = AreaPage.objects.find_by_slug(spec.key)
    if area is None:
        raise Refused(f"There is no area {spec.key}. Correct the key, or load the area first.", field="key")
    # The empty line between front matter and text is the file's: stored, it would grow with every export.
    spec = spec.replace(body=spec.body.strip("\n"))
    content = spec.model_dump(mode="json", exclude={"key", "language"}, exclude_defaults=True)
    row = AreaTranslation.objects.filter(area=area, language=spec.language).first()
    if row is None:
        row = AreaTranslation(area=area, language=spec.language)
    elif row.content == content:
        return row
    row.content, row.body, row.loaded_at = content, body_json(spec.body) if spec.body else "", now
    row.save()
    audit.record(by, "put an area in another language", row, now=now)
    return row


def translation_key(spec: AreaTranslationSpec) -> str:
    return f"{spec.key}.{spec.language}"


def list_translation_keys() -> list[str]:
    rows = AreaTranslation.objects.order_by("area__slug", "language").values_list("area__slug", "language")
    return [f"{slug}.{language}" for slug, language in rows]


def export_translation(key: str) -> AreaTranslationSpec | None:
    slug, _, language = key.rpartition(".")
    row = AreaTranslation.objects.filter(area__slug=slug, language=language).first()
    return AreaTranslationSpec(key=slug, language=language, **row.content) if row else None


def apply_translation(page: AreaPage, row: AreaTranslation) -> frozenset[str]:
    """Put what is translated over the fields of a page that is about to be rendered, and return the names of the fields
    that are whole in the other language."""
    content = row.content
    for name in (*PLAIN_FIELDS, "in_short"):
        if content.get(name):
            setattr(page, name, content[name])
    if content.get("try_this"):
        page.try_this = block_markdown.markdown_to_html(content["try_this"])
    if content.get("checks"):
        page.checks = cast("BlocksField", [("question", check) for check in content["checks"]])
    if row.body:
        page.body = cast("BlocksField", row.body)
    whole = {name for name, value in content.items() if value}
    for name, field, stream in (
        ("role_paragraphs", "role", page.role_texts), ("setting_examples", "setting", page.setting_examples)
    ):  # fmt: skip
        if not set(_english_texts(stream, field)) <= set(content.get(name, {})):
            whole.discard(name)
    page.role_texts = _merged_texts(page.role_texts, "role", content.get("role_paragraphs", {}))
    page.setting_examples = _merged_texts(page.setting_examples, "setting", content.get("setting_examples", {}))
    return frozenset(whole)


def _english_texts(stream: StreamValue, name: str) -> dict[str, str]:
    return {block.value[name]: block.value["text"].source for block in stream}


def _merged_texts(stream: StreamValue, name: str, translated: Mapping[str, str]) -> Any:
    """The paragraphs of each role, or the examples of each setting: translated where there is one."""
    if not translated:
        return stream
    texts = {key: block_markdown.markdown_to_html(text) for key, text in translated.items()}
    return texts_json(name, _english_texts(stream, name) | texts)
