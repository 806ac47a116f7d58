"""The body and the files of a page, as a pack contains them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from wagtail.images.models import Image

from ettle.library.markup import block_markdown
from ettle.library.media_files.models import Film, PackFile
from ettle.library.types.illustrations import drawing_path, icon_path

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ettle.library.models import AreaPage, StatementPage


def export_markdown(page: AreaPage | StatementPage) -> str:
    """The body as Markdown."""
    return block_markdown.blocks_to_markdown(export_blocks(page))


def export_blocks(page: AreaPage | StatementPage) -> list[block_markdown.Block]:
    """The body as block_markdown.parse_blocks() returns it."""
    return [_export_block(raw["type"], raw["value"]) for raw in page.body.get_prep_value()]


def export_page_files(page: AreaPage | StatementPage) -> dict[str, FieldFile]:
    """path in a pack -> file, for its drawing, and for every picture, film and captions in the body."""
    files = _drawing_files(getattr(page, "drawing", ""))
    for raw in page.body.get_prep_value():
        if raw["type"] == "image":
            picture = _find_picture(raw["value"])
            if picture is not None:
                files[_pack_path(picture.file, "pictures", picture=picture.pk)] = picture.file
        elif raw["type"] == "video":
            film = Film.objects.filter(pk=raw["value"]["film"]).first()
            for file in (film.file, film.captions) if film else ():
                files[_pack_path(file, "films")] = file
    return files


def _drawing_files(name: str) -> dict[str, FieldFile]:
    paths = [drawing_path(name), icon_path(name)] if name else []
    return {row.path: row.file for row in PackFile.objects.filter(path__in=paths)}


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
    """The value of a list item, which Wagtail stores with an identifier."""
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def _find_picture(value: dict[str, Any]) -> Any:

    return Image.objects.filter(pk=(value["image"] or {}).get("image")).first()


def _export_image(value: dict[str, Any]) -> dict[str, Any]:
    picture = _find_picture(value)
    image = value["image"] or {}
    return {
        "file": _pack_path(picture.file, "pictures", picture=picture.pk) if picture else "pictures/missing.png",
        "alt": image.get("alt_text") or "",
        "decorative": bool(image.get("decorative")),
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
    """The path of a file in the pack it came from, or a new path. No two files have the same path.

    A file that came from no pack is named with its primary key, which is unique. Paths are compared without case,
    because a zip may be opened on a file system that ignores it.
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
