"""Public keys and signatures as short texts: multibase base58btc, and the multicodec prefixes of the two key kinds."""

from __future__ import annotations

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC = b"\xed\x01"
P256_PUBLIC = b"\x80\x24"
MAX_LENGTH = 200


def encode_multibase(data: bytes) -> str:
    """Return data as base58btc with its multibase letter z."""
    number = int.from_bytes(data, "big")
    letters = ""
    while number:
        number, rest = divmod(number, 58)
        letters = ALPHABET[rest] + letters
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + letters


def decode_multibase(text: str) -> bytes:
    """Return the bytes of a multibase base58btc text of at most 200 letters. Raises ValueError for anything else."""
    if not text.startswith("z") or len(text) > MAX_LENGTH:
        raise ValueError("Not a base58btc text")
    number = 0
    for letter in text[1:]:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
