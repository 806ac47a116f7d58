"""What an import would change; a framework's items as a flat list to edit, and as a tree again."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ettle.framework.imports.file_reader import Note
from ettle.framework.models import Framework
from ettle.framework.types import FrameworkUse
from ettle.framework.types.specs import FrameworkSpec, ItemSpec, walk_items
from ettle.kit.values.written_text import count_words

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
    """What a file would do. specs: the resulting frameworks, to write only when there are no errors."""

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
    """key -> (its parent's key, the item without its children), parents first."""
    return {item.key: (parent.key if parent else "", item.replace(items=())) for _, item, parent in walk_items(items)}


def build_tree(items: FlatItems, *, in_order: bool = False) -> tuple[ItemSpec, ...]:
    """The items as a tree. in_order: sorted by their numbers, 1.2 before 1.10."""
    under: dict[str, list[ItemSpec]] = defaultdict(list)
    for parent, item in items.values():
        under[parent].append(item)
    if in_order:
        for siblings in under.values():
            siblings.sort(key=lambda item: key_sort_order(item.key))

    def add_children(item: ItemSpec) -> ItemSpec:
        return item.replace(items=tuple(add_children(child) for child in under[item.key]))

    return tuple(add_children(item) for item in under[""])


def key_sort_order(key: str) -> list[tuple[int, str]]:
    """A sort key for an item's key: its numbers as numbers, its words as words."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9]+", key)]


def check_words(preview: ImportPreview, line: int, words: str) -> None:
    """Add a note when a paraphrase is missing, too long, or so long that it may be the official text."""
    count = count_words(words)
    if not words:
        preview.add_error(line, _("Write the words of this item: the cell is empty."))
    elif len(words) > LONGEST_WORDS:
        preview.add_error(
            line,
            _("Make the words shorter: %(count)s characters, and %(longest)s is the most.")
            % {"count": f"{len(words):,}", "longest": LONGEST_WORDS},
        )
    elif count > PASTED_WORDS:
        preview.add_warning(
            line,
            _("This has %(count)s words. Is it pasted? Say it in your own, and link the official text.")
            % {"count": count},
        )


def check_columns(preview: ImportPreview, columns: set[str], needed: tuple[str, ...], known: set[str]) -> bool:
    """Whether the file has the required columns. Adds an error for missing and warnings for unknown columns."""
    missing = [name for name in needed if name not in columns]
    for name in sorted(columns - known):
        preview.add_warning(0, _("The column %(name)s is not used.") % {"name": name})
    if missing:
        words = _("Add the column %(missing)s. The columns are %(needed)s.") % {
            "missing": ", ".join(missing),
            "needed": ", ".join(needed),
        }
        preview.add_error(0, words)
    return not missing


def new_edition(use: FrameworkUse, edition: str, title: str) -> FrameworkSpec:
    """A new, empty edition of the framework that has this use. Its key, title and owner are those of the newest
    edition; on a site without one its key is the use."""
    newest = Framework.objects.filter(use=str(use)).newest_first().first()
    return FrameworkSpec(
        key=newest.key if newest else str(use),
        use=use.value,
        edition=edition,
        title=newest.title if newest else title,
        owner=newest.owner if newest else "Not said",
        licence=newest.licence if newest else "",
        language=newest.language if newest else "en-GB",
        source_url=newest.source_url if newest else "",
        note="This edition was imported from a file by the people who run this site.",
    )
