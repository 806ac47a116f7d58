"""The public pages that show a row: where to look at what a draft would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.framework.models import CODE_ADDRESSES
from ettle.framework.queries import permanent_identifier
from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import HEAD, Row, Rows

MOST_PAGES = 8


def find_pages(rows: Rows, names: Iterable[str]) -> list[tuple[str, str]]:
    """Title and address of the pages that show these rows, MOST_PAGES at most, then of those that show the whole."""
    titles = {path: title for name in names if name in rows for title, path in _row_pages(rows, name)}
    whole_pages = dict(_whole_pages(rows))
    shown = [(title, path) for path, title in titles.items()][:MOST_PAGES]
    return shown + [(title, path) for path, title in whole_pages.items() if path not in titles]


def _whole_pages(rows: Rows) -> Iterator[tuple[str, str]]:
    head = rows[HEAD]
    if "edition" not in head:
        yield reverse("framework:logic-model"), _("The whole logic model")
        return
    if head.get("use") == FrameworkUse.MAIN:
        yield reverse("framework:capabilities"), _("All capabilities")
    number = permanent_identifier(head["key"], head["edition"])
    yield reverse("framework:framework", args=[number]), _("The whole framework")


def _row_pages(rows: Rows, name: str) -> Iterator[tuple[str, str]]:
    sort, row = name.partition(":")[0], rows[name]
    if sort in {"node", "link"}:
        node = rows.get(f"node:{row['key'] if sort == 'node' else row['origin']}")
        if node:
            yield f"{node['key']} {node['title']}", f"{reverse('framework:logic-model')}?node={node['key']}"
        return
    key = {"item": "key", "line": "theme", "association": "origin"}.get(sort)
    item = rows.get(f"item:{row[key]}") if key else None
    if item:
        yield from _item_pages(rows, item, row.get("role", ""))


def _item_pages(rows: Rows, item: Row, role: str) -> Iterator[tuple[str, str]]:
    head = rows[HEAD]
    if head.get("use") == FrameworkUse.MAIN:
        top = item
        while top["parent"]:
            top = rows[f"item:{top['parent']}"]
        query = f"?role={role}" if role else ""
        yield (
            _("The page of %(title)s") % {"title": top["title"]},
            reverse("framework:capability", args=[top["key"]]) + query,
        )
    codes = CODE_ADDRESSES.get(head.get("use", ""))
    if codes and item["kind"] == "code":
        yield f"{item['key']} {item['title']}", reverse(f"framework:{codes}", args=[head["edition"], item["key"]])
    else:
        number = permanent_identifier(head["key"], head["edition"], item["key"])
        yield f"{item['key']} {item['title']}", reverse("framework:item", args=[number])
