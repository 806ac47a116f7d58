"""Types for other rooms: the parts of an entry and their labels."""

from __future__ import annotations

# The boxes of an entry, in their order: key -> label.
PARTS = {
    "happened": "What happened",
    "learned": "What I learned",
    "next": "What I will do",
    "changed": "What changed for people",
}
# The transcript of a voice note is a part of its own: this prefix and the file's identifier.
VOICE_NOTE_PREFIX = "said-"
VOICE_NOTE_LABEL = "What the voice note says"


class EntryNotFound(Exception):
    """There is no such entry, or it is someone else's; the two must look the same."""
