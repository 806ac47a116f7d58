"""Pages as the specs and the files that would make them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from ettle.library.markup import block_markdown
from ettle.library.media_files.models import Film, PackFile

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.library.models import AreaPage, StatementPage


def export_markdown(page: AreaPage | StatementPage) -> str:
    """The body as Markdown."""
    return block_markdown.blocks_to_markdown(export_blocks(page))


def export_blocks(page: AreaPage | StatementPage) -> list[block_markdown.Block]:
    """The body as writing.blocks() would give it."""
    return [_export_block(raw["type"], raw["value"]) for raw in page.body.get_prep_value()]


def export_page_files(page: AreaPage | StatementPage) -> dict[str, FieldFile]:
    """path in a pack -> file, for everything that the body shows."""
    found: dict[str, FieldFile] = {}
    for raw in page.body.get_prep_value():
        if raw["type"] == "image":
            picture = _find_picture(raw["value"])
            if picture is not None:
                found[_pack_path(picture.file, "pictures", picture=picture.pk)] = picture.file
        elif raw["type"] == "video":
            film = Film.objects.filter(pk=raw["value"]["film"]).first()
            for file in (film.file, film.captions) if film else ():
                found[_pack_path(file, "films")] = file
    return found


def _export_block(kind: str, value: Any) -> block_markdown.Block:
    if kind == "list":
        return kind, {**value, "items": [_unwrap_item(item) for item in value["items"]]}
    if kind == "comparison":
        rows = [[_unwrap_item(cell) for cell in _unwrap_item(row)] for row in value["rows"]]
        return kind, {**value, "columns": [_unwrap_item(cell) for cell in value["columns"]], "rows": rows}
    if kind == "image":
        return kind, _export_image(value)
    if kind == "video":
        return kind, _export_video(value)
    return kind, value


def _unwrap_item(item: Any) -> Any:
    """Wagtail keeps the things of a list with an identifier each."""
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def _find_picture(value: dict[str, Any]) -> Any:
    from wagtail.images.models import Image  # noqa: PLC0415 - asked for when models are ready

    return Image.objects.filter(pk=(value["image"] or {}).get("image")).first()


def _export_image(value: dict[str, Any]) -> dict[str, Any]:
    picture = _find_picture(value)
    said = value["image"] or {}
    return {
        "file": _pack_path(picture.file, "pictures", picture=picture.pk) if picture else "pictures/missing.png",
        "alt": said.get("alt_text") or "",
        "decorative": bool(said.get("decorative")),
        "caption": value["caption"] or "",
    }


def _export_video(value: dict[str, Any]) -> dict[str, Any]:
    film = Film.objects.filter(pk=value["film"]).first()
    if film is None:
        return {"file": "films/missing.mp4", "captions": "films/missing.vtt", "title": "", "transcript": ""}
    captions = _pack_path(film.captions, "films") if film.captions else "films/missing.vtt"
    return {
        "file": _pack_path(film.file, "films"),
        "captions": captions,
        "title": film.title,
        "transcript": film.transcript,
    }


def _pack_path(file: FieldFile, folder: str, *, picture: int | None = None) -> str:
    """Where a file lies in the pack that brought it, or where it would. No two files lie at one path.

    What no pack brought is called by its number, which no other picture, or film, has. Capitals tell no two apart: a
    zip may be opened where they do not count.
    """
    known = PackFile.objects.filter(picture=picture) if picture else PackFile.objects.filter(file=file.name)
    row = known.order_by("pk").first()
    if row and not PackFile.objects.filter(path__iexact=row.path, pk__lt=row.pk).exists():
        return row.path
    stem, _, ending = str(file.name).rpartition("/")[2].rpartition(".")
    name = f"{slugify(stem) or 'file'}-{file.instance.pk}.{ending.lower()}"
    while PackFile.objects.filter(path__iexact=f"{folder}/{name}").exists():
        name = f"own-{name}"
    return f"{folder}/{name}"
