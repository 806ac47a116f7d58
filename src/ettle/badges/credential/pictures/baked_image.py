"""A badge inside its picture: one uncompressed iTXt chunk before the end of a PNG, as Open Badges 3.0 says."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
MAX_BYTES = 5_000_000


class InvalidPng(ValueError):
    """Not a whole PNG picture."""


def bake_credential(picture: bytes, credential: str) -> bytes:
    """Return the picture with the credential in it. It replaces an earlier one."""
    text = KEYWORD + b"\0\0\0\0\0" + credential.encode()
    baked = [SIGNATURE]
    for kind, content in read_chunks(picture):
        if _is_baked(kind, content):
            continue
        if kind == b"IEND":
            baked.append(_build_chunk(b"iTXt", text))
        baked.append(_build_chunk(kind, content))
    return b"".join(baked)


def extract_credential(picture: bytes) -> str | None:
    """Return the credential in a picture, or None. Raises InvalidPng, also when there is more than one."""
    credentials = [_decode_credential(content) for kind, content in read_chunks(picture) if _is_baked(kind, content)]
    if len(credentials) > 1:
        raise InvalidPng(_("There is more than one badge in this picture"))
    return credentials[0] if credentials else None


def read_chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk of a PNG, to its end. Raises InvalidPng where it is damaged."""
    if not picture.startswith(SIGNATURE) or len(picture) > MAX_BYTES:
        raise InvalidPng(_("Not a PNG picture of at most 5 MB"))
    place = len(SIGNATURE)
    while True:
        length, kind = _read_chunk_header(picture, place)
        content = picture[place + 8 : place + 8 + length]
        checksum = picture[place + 8 + length : place + 12 + length]
        if checksum != struct.pack(">I", zlib.crc32(kind + content)):
            raise InvalidPng(_("The picture is damaged"))
        yield kind, content
        if kind == b"IEND":
            return
        place += 12 + length


def _read_chunk_header(picture: bytes, place: int) -> tuple[int, bytes]:
    try:
        length, kind = struct.unpack_from(">I4s", picture, place)
    except struct.error:
        raise InvalidPng(_("The picture is not complete")) from None
    return length, kind


def _build_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _is_baked(kind: bytes, content: bytes) -> bool:
    return kind == b"iTXt" and content.startswith(KEYWORD + b"\0")


def _decode_credential(content: bytes) -> str:
    rest = content[len(KEYWORD) + 1 :]
    compressed, _method, rest = rest[:1], rest[1:2], rest[2:]
    parts = rest.split(b"\0", 2)
    if compressed != b"\0" or len(parts) != 3:
        raise InvalidPng(_("The badge in this picture is compressed in a way that we cannot read"))
    try:
        return parts[2].decode()
    except UnicodeDecodeError:
        raise InvalidPng(_("The badge in this picture is not text")) from None
