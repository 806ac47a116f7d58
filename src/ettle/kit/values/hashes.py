"""Hashes of content."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def hash_content(content: Any) -> str:
    """The same for the same content, whatever the order of its keys. content: what JSON holds, and dates."""
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
