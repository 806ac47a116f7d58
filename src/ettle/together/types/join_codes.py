"""The code by which the second person joins a session: read out, typed or scanned.

Eight of 30 letters are 39 bits. A code works once, for a day at most, and a network may try 60 in an hour: with 100
sessions open at once, a network that tries all day finds one with a chance of 1 in 4 million.
"""

from __future__ import annotations

import secrets

# Without letters and digits that are taken for each other.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 8


def make_code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code as it is stored, however it was typed; None when it cannot be a code."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None


def format_code(code: str) -> str:
    """Return the code in two halves, as people read it out."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"
