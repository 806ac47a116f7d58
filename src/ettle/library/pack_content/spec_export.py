"""Areas and statements as specs, for packs that are exported from a site."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet
from wagtail.blocks import StreamValue

from ettle.kit.input.specs import Spec
from ettle.library.markup import block_markdown
from ettle.library.models import AreaGroup, AreaPage, PackCopy, PackFile, StatementPage
from ettle.library.pack_content import pack_retirement
from ettle.library.pack_content.page_loader import list_blocks
from ettle.library.publication import page_export
from ettle.library.types.specs import AreaSpec, GroupSpec, GroupsSpec, StatementSpec

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

PageSpec = TypeVar("PageSpec", AreaSpec, StatementSpec)


def list_area_keys() -> list[str]:
    """The keys of every area that is live or retired."""
    return list(_exportable_areas().order_by("slug").values_list("slug", flat=True))


def list_statement_keys() -> list[str]:
    return list(StatementPage.objects.live().order_by("slug").values_list("slug", flat=True))


def export_area(key: str) -> AreaSpec | None:
    """An area as it is live, or was when it was retired, in Markdown; drafts are not exported."""
    page = AreaPage.objects.find_by_slug(key)
    if page is None:
        return None
    converted = {
        "try_this": block_markdown.html_to_markdown(page.try_this),
        "role_paragraphs": _export_texts(page.role_texts, "role"),
        "setting_examples": _export_texts(page.setting_examples, "setting"),
        "retired": pack_retirement.export_retirement(page),
    }
    return _build_spec(AreaSpec, page, converted)


def _export_texts(stream: StreamValue, name: str) -> dict[str, str]:
    """Paragraphs by the key of their role or setting, in Markdown."""
    return {block.value[name]: block_markdown.html_to_markdown(block.value["text"].source) for block in stream}


def export_groups() -> GroupsSpec | None:
    """The groups of areas as a pack has them; None on a site without any."""
    groups = [GroupSpec(**row) for row in AreaGroup.objects.values("key", "title")]
    return GroupsSpec(groups=tuple(groups)) if groups else None


def export_statement(key: str) -> StatementSpec | None:
    page = StatementPage.objects.filter(slug=key).first()
    return _build_spec(StatementSpec, page, {}) if page else None


def is_edited(key: str) -> bool:
    """Whether an author has changed, drafted, unpublished or restored this page since a pack loaded it.

    True also if no pack has loaded it.
    """
    copy = PackCopy.objects.filter(page__slug=key).select_related("page").first()
    return copy is None or copy.revision != copy.page.latest_revision_id or copy.page.live == copy.is_retired


class StoredFile(Spec):
    """A stored file of a pack. digest: of the pack's file. stored: a file name; an author may replace it."""

    path: str
    digest: str
    stored: str


def find_stored_file(path: str) -> StoredFile | None:
    row = PackFile.objects.filter(path=path).select_related("picture").first()
    if row is None:
        return None
    stored = row.picture.file if row.picture else row.file
    return StoredFile(path=path, digest=row.digest, stored=str(stored.name))


def export_files() -> dict[str, FieldFile]:
    """path in a pack -> file, for every picture, film and captions of a live or retired page."""
    pages = chain(_exportable_areas().iterator(200), StatementPage.objects.live())
    return {path: file for page in pages for path, file in page_export.export_page_files(page).items()}


def _exportable_areas() -> QuerySet[AreaPage]:
    shown: QuerySet[AreaPage] = AreaPage.objects.filter(Q(live=True) | Q(retirement__isnull=False))
    return shown


def _build_spec(kind: type[PageSpec], page: AreaPage | StatementPage, converted: dict[str, Any]) -> PageSpec:
    stored = kind.row_values(page, {"key": page.slug, "body": page_export.export_markdown(page), **converted})
    streams = {name: value for name, value in stored.items() if isinstance(value, StreamValue)}
    lists = {name: [value for _, value in list_blocks(stream)] for name, stream in streams.items()}
    return kind.from_stored(stored | lists)
