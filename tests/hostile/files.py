"""Files that a hostile or broken program uploads: bombs, truncated, empty, of another type than they say."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image

SIZE = (40, 30)


@cache
def picture(kind: str) -> bytes:
    """Return a small picture that is fine."""
    out = io.BytesIO()
    Image.effect_noise(SIZE, 50).save(out, kind)
    return out.getvalue()


def _png_bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that takes gigabytes when it is decoded."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 2_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _text_bomb() -> bytes:
    """Return a PNG with a compressed text of a hundred megabytes."""
    whole = picture("PNG")
    content = b"Comment\0\0" + zlib.compress(b"x" * 100_000_000, 9)
    chunk = struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    return whole[:33] + chunk + whole[33:]


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../pack.yaml", b"x" * 20_000_000)
    return out.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>%s</svg>"
ENTITIES = b"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>"


def _list_files() -> tuple[tuple[str, str, bytes], ...]:
    """Return file name, content type and content of each."""
    whole = {kind: picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO")}
    return (
        ("empty.png", "image/png", b""),
        ("text.png", "image/png", b"This is no picture."),
        ("bomb.png", "image/png", _png_bomb(60_000, 60_000)),
        ("long.png", "image/png", _png_bomb(1, 2_000_000_000)),
        ("nothing.png", "image/png", _png_bomb(0, 0)),
        ("words.png", "image/png", _text_bomb()),
        *((f"cut.{kind}", f"image/{kind}", content[: len(content) // 2]) for kind, content in whole.items()),
        *((f"head.{kind}", f"image/{kind}", content[:20]) for kind, content in whole.items()),
        ("flipped.jpg", "image/jpeg", whole["JPEG"][:300] + bytes(range(256)) + whole["JPEG"][556:]),
        ("other.jpg", "image/jpeg", whole["PNG"]),
        ("small.png", "image/png", whole["PNG"]),
        ("small.ico", "image/x-icon", whole["ICO"]),
        ("entities.svg", "image/svg+xml", ENTITIES + SVG % b"<text>&c;</text>"),
        ("deep.svg", "image/svg+xml", SVG % (b"<g>" * 5_000)),
        ("numbers.svg", "image/svg+xml", SVG.replace(b"0 0 9 9", b"NaN 1e999") % b""),
        ("half.svg", "image/svg+xml", b"\xff\xfe<svg"),
        ("film.mp4", "video/mp4", b"\0\0\0\x18ftypisom\xff\xff\xff\xffmoov"),
        ("endless.mp4", "video/mp4", b"\0\0\0\x18ftypisom\0\0\0\0isom" + b"\0\0\0\x01moov" + b"\xff" * 8),
        ("sound.webm", "audio/webm", b"\x1a\x45\xdf\xa3\xff\xff"),
        ("captions.vtt", "text/vtt", b"WEBVTT\n\n\xff\xfe --> \x00"),
        ("bomb.zip", "application/zip", _zip_bomb()),
        ("cut.zip", "application/zip", _zip_bomb()[:100]),
        ("bomb.gz", "application/gzip", gzip.compress(b"x" * 20_000_000)),
        ("deep.json", "application/json", b"[" * 50_000),
        ("surrogate.json", "application/json", b'{"CFDocument": {"title": "\\ud83d"}, "@context": ["\\udc00"]}'),
        ("list.json", "application/json", b"[1, null, [{}]]"),
        ("aliases.yaml", "text/yaml", b"a: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b,*b]\n"),
        ("table.csv", "text/csv", b"key,kind\n\x00,\xff\n\"unclosed"),
        ("formula.csv", "text/csv", b"=cmd|' /C calc'!A0,,,,,,,\n" * 50),
        ("file.pdf", "application/pdf", b"%PDF-1.7\n%\xff\xff"),
        ("n" * 300 + ".png", "image/png", whole["PNG"]),
        ("..", "image/png", whole["PNG"]),
        ("no-ending", "", whole["PNG"]),
        ("\u202egnp.exe\x00.png", "image/png; charset=nonsense", whole["PNG"]),
    )  # fmt: skip


FILES = _list_files()
