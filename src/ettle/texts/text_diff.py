"""Compare two texts word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\s+|\S+")
_MAX_TOKENS = (
    4_000  # in both texts together; longer ones are shown as all changed, because comparing them takes too long
)


def diff_words(old: str, new: str) -> list[tuple[bool, str]]:
    """Return the new text in runs, each with whether it is new. Joined, the runs are exactly the new text."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if not old or len(before) + len(after) > _MAX_TOKENS:
        return [(bool(old) and old != new, new)] if new else []
    runs: list[tuple[bool, str]] = []
    for kind, _, _, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        words = "".join(after[start:stop])
        if words:
            runs.append((kind != "equal" and bool(words.strip()), words))
    return runs
