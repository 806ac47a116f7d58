"""JSON that someone else sends. What it holds can be stored, shown and sent on."""

from __future__ import annotations

import json
from typing import Any


def parse_sent_json(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises ValueError when it is not JSON, nests too deeply, or has a string that no database and no page can hold: half
    of a surrogate pair, which JSON can write as an escape, or U+0000.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    check_strings(value)
    return value


def check_strings(value: Any) -> None:
    """Raise ValueError when a string in a JSON value has half of a surrogate pair or U+0000."""
    plain = json.dumps(value, ensure_ascii=False)
    plain.encode()
    if "\\u0000" in plain.replace("\\\\", ""):
        raise ValueError("a string has U+0000")
