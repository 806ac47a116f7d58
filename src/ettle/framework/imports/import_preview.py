"""A framework's items as a flat list, to put new ones in or to take some out, and as a tree again."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from ettle.framework.imports.file_reader import Note
from ettle.framework.models import Framework
from ettle.framework.specs import FrameworkSpec, ItemSpec, walk_items

FlatItems = dict[str, tuple[str, ItemSpec]]
PASTED_WORDS = 40
LONGEST_WORDS = 600


@dataclass(frozen=True)
class ImportChange:
    """What one line does: "new", "changed" or "same". before and after: its words."""

    line: int
    edition: str
    key: str
    title: str
    what: str
    before: str
    after: str


@dataclass
class ImportPreview:
    """What a file would do. specs: the frameworks as they would be; there to be put only when nothing is wrong."""

    notes: list[Note] = field(default_factory=list)
    changes: list[ImportChange] = field(default_factory=list)
    specs: list[FrameworkSpec] = field(default_factory=list)

    @property
    def errors(self) -> list[Note]:
        return [note for note in self.notes if note.is_error]

    @property
    def warnings(self) -> list[Note]:
        return [note for note in self.notes if not note.is_error]

    def count_changes(self, what: str) -> int:
        return sum(change.what == what for change in self.changes)

    def add_warning(self, line: int, words: str) -> None:
        self.notes.append(Note(line, words, is_error=False))

    def add_error(self, line: int, words: str) -> None:
        self.notes.append(Note(line, words))


def flatten_items(items: tuple[ItemSpec, ...]) -> FlatItems:
    """key -> (its parent's key, the item without what is under it), parents first."""
    return {item.key: (parent.key if parent else "", item.replace(items=())) for _, item, parent in walk_items(items)}


def build_tree(items: FlatItems, *, in_order: bool = False) -> tuple[ItemSpec, ...]:
    """The items as a tree. in_order: sorted by their numbers, 1.2 before 1.10."""
    under: dict[str, list[ItemSpec]] = defaultdict(list)
    for parent, item in items.values():
        under[parent].append(item)
    if in_order:
        for siblings in under.values():
            siblings.sort(key=lambda item: key_sort_order(item.key))

    def grown(item: ItemSpec) -> ItemSpec:
        return item.replace(items=tuple(grown(one) for one in under[item.key]))

    return tuple(grown(item) for item in under[""])


def key_sort_order(key: str) -> list[tuple[int, str]]:
    """What to sort a key by: its numbers as numbers, its words as words."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9]+", key)]


def check_words(preview: ImportPreview, line: int, words: str) -> None:
    """Whether a paraphrase is one: there, short, and not somebody's official text."""
    count = len(words.split())
    if not words:
        preview.add_error(line, "Write the words of this item: the cell is empty.")
    elif len(words) > LONGEST_WORDS:
        preview.add_error(line, f"Make the words shorter: {len(words):,} characters, and {LONGEST_WORDS} is the most.")
    elif count > PASTED_WORDS:
        preview.add_warning(
            line, f"This has {count} words. Is it pasted? Say it in your own, and link the official text."
        )


def check_columns(preview: ImportPreview, given: set[str], needed: tuple[str, ...], known: set[str]) -> bool:
    """Whether the file has the columns it must have; columns that we do not know are named."""
    missing = [name for name in needed if name not in given]
    for name in sorted(given - known):
        preview.add_warning(0, f"The column {name} is not used.")
    if missing:
        words = f"Add the column {', '.join(missing)}. The columns are {', '.join(needed)}."
        preview.add_error(0, words)
    return not missing


def new_edition(key: str, edition: str, title: str) -> FrameworkSpec:
    """An edition that is not here yet: what it is called and whose it is follow the newest edition."""
    like = Framework.objects.filter(key=key).newest_first().first()
    return FrameworkSpec(
        key=key,
        edition=edition,
        title=like.title if like else title,
        owner=like.owner if like else "Not said",
        licence=like.licence if like else "",
        language=like.language if like else "en-GB",
        source_url=like.source_url if like else "",
        note="This edition was brought in from a file by whoever runs this site.",
    )
