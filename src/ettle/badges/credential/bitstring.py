"""A status list's bits as it is published: compressed, then base64url with its multibase letter u."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable

MIN_SIZE = 131_072
MAX_BYTES = 4_000_000


def encode_bits(indexes: Iterable[int], size: int) -> str:
    """Return the list with these bits set. Index 0 is the leftmost bit of the first byte."""
    bits = bytearray(size // 8)
    for index in indexes:
        if not 0 <= index < size:
            raise ValueError("An index outside the list")
        bits[index // 8] |= 0x80 >> (index % 8)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_bit_set(encoded: object, index: int) -> bool:
    """Whether one bit is set. Raises ValueError for anything that is not such a list, or an index outside it."""
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise ValueError("Not a status list")
    bits = _decompress_bits(encoded[1:])
    if len(bits) * 8 < MIN_SIZE or not 0 <= index < len(bits) * 8:
        raise ValueError("An index outside the list")
    return bool(bits[index // 8] & (0x80 >> (index % 8)))


def _decompress_bits(text: str) -> bytes:
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        bits = unpacker.decompress(packed, MAX_BYTES)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("Not a status list") from error
    if unpacker.unconsumed_tail:
        raise ValueError("The status list is too large")
    return bits
