"""What others may hold of this room: the parts of an entry, and how they are called."""

from __future__ import annotations

# The boxes of an entry, in their order: key -> label.
PARTS = {
    "happened": "What happened",
    "learned": "What I learned",
    "next": "What I will do",
    "changed": "What changed for people",
}
# What a voice note says is a part of its own: this, and the file's identifier.
VOICE_NOTE_PREFIX = "said-"
VOICE_NOTE_LABEL = "What the voice note says"


class EntryNotFound(Exception):
    """There is no such entry, or it is somebody else's, which is the same to whoever asks."""
