"""What a record shows of a year, as plain data: made once, then shown, printed and signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ettle.kit.translations.pack_texts import AsWritten

if TYPE_CHECKING:
    from ettle.cpl.models import Learning
    from ettle.cpl.queries import PersonalScheme
    from ettle.cpl.types import LearningYear

Snapshot = dict[str, Any]


def build_snapshot(name: str, scheme: PersonalScheme, year: LearningYear, learning: Sequence[Learning]) -> Snapshot:
    """The chosen learning of a year, with the topics in the wording of today."""
    return {
        "learner": name,
        "regulator": scheme.spec.regulator if scheme.spec else "",
        "first": year.first.isoformat(),
        "last": year.last.isoformat(),
        "topics": [
            {
                "key": topic.key,
                "title": topic.title,
                "parts": [{"key": part.key, "title": part.title} for part in topic.parts],
            }
            for topic in scheme.topics
        ],
        "entries": [
            {
                "day": piece.happened_on.isoformat(),
                "title": piece.title,
                "learned": piece.learned,
                "changed": piece.changed,
                "counts_for": list(piece.counts_for),
            }
            for piece in sorted(learning, key=lambda piece: (piece.happened_on, piece.pk))
        ],
    }


def entries_by_topic(snapshot: Snapshot) -> list[tuple[str, list[dict[str, Any]]]]:
    """(title, entries) of every topic, then those that count for none. An entry may be under several topics."""
    topics = [(topic["key"], topic["title"]) for topic in snapshot["topics"]]
    groups = [(title, [entry for entry in snapshot["entries"] if key in entry["counts_for"]]) for key, title in topics]
    keys = {key for key, _title in topics}
    rest = [entry for entry in snapshot["entries"] if not keys & set(entry["counts_for"])]
    return [*groups, *([("", rest)] if rest else [])]


def part_titles(snapshot: Snapshot, entry: dict[str, Any]) -> list[str]:
    """The titles of the parts that an entry counts for."""
    parts = [part for topic in snapshot["topics"] for part in topic["parts"]]
    return [part["title"] for part in parts if part["key"] in entry["counts_for"]]


def present_snapshot(snapshot: Snapshot) -> Snapshot:
    """The snapshot for a page: its first and last day as dates, which a page writes in words."""
    return {**snapshot, **{name: date.fromisoformat(snapshot[name]) for name in ("first", "last")}}


def shown_groups(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The topics with their entries, for a page: days as dates, parts by their titles. Topics are in the words that are
    signed, whatever the language of the page."""
    return [
        {
            "title": AsWritten(title),
            "entries": [
                {
                    **entry,
                    "day": date.fromisoformat(entry["day"]),
                    "parts": [AsWritten(part) for part in part_titles(snapshot, entry)],
                }
                for entry in entries
            ],
        }
        for title, entries in entries_by_topic(snapshot)
    ]
