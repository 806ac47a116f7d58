"""Types for other rooms: the parts of an entry and their labels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The boxes of an entry, in their order: key -> label.
PARTS = {
    "happened": _("What happened"),
    "learned": _("What I learned"),
    "next": _("What I will do"),
    "changed": _("What changed for people"),
}
# What a file says or shows is a part of its own: the prefix of its kind and the file's identifier.
VOICE_NOTE_PREFIX = "said-"
PICTURE_PREFIX = "shows-"
FILE_LABELS = {VOICE_NOTE_PREFIX: _("What the voice note says"), PICTURE_PREFIX: _("What the picture shows")}


def part_label(part: str) -> str:
    """The label of a part, the transcript of a voice note and the description of a picture included."""
    prefix = f"{part.partition('-')[0]}-"
    label = PARTS.get(part) or FILE_LABELS.get(prefix)
    return str(label or "")


class EntryNotFound(Exception):
    """There is no such entry, or it is someone else's; the two must look the same."""
