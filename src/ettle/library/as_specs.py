"""Areas and statements as the specs they would be handed in with: for packs that are written from a site."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet
from wagtail.blocks import StreamValue

from ettle.kit.stored import columns, read_back
from ettle.library import outgoing, retiring, writing
from ettle.library.models import AreaPage, PackCopy, PackFile, StatementPage
from ettle.library.putting import rows
from ettle.library.specs import AreaSpec, RoleParagraphs, StatementSpec

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

Spec = TypeVar("Spec", AreaSpec, StatementSpec)


def area_names() -> list[str]:
    """The keys of every area that is shown or retired."""
    return list(_told_of().order_by("slug").values_list("slug", flat=True))


def statement_names() -> list[str]:
    return list(StatementPage.objects.live().order_by("slug").values_list("slug", flat=True))


def area(key: str) -> AreaSpec | None:
    """An area as it is shown, or was when it was retired, in Markdown; a draft is nobody else's."""
    page = AreaPage.objects.called(key)
    if page is None:
        return None
    paragraphs = {field.name: writing.unrich(getattr(page, field.name)) for field in fields(RoleParagraphs)}
    told = {
        "try_this": writing.unrich(page.try_this), "role_paragraphs": paragraphs, "retired": retiring.as_spec(page),
    }  # fmt: skip
    return _spec(AreaSpec, page, told)


def statement(key: str) -> StatementSpec | None:
    page = StatementPage.objects.filter(slug=key).first()
    return _spec(StatementSpec, page, {}) if page else None


def is_edited(key: str) -> bool:
    """Has an author changed this page, if only in a draft, or taken it off or brought it back, since a pack put it?

    Yes if no pack did.
    """
    copy = PackCopy.objects.filter(page__slug=key).select_related("page").first()
    return copy is None or copy.revision != copy.page.latest_revision_id or copy.page.live == copy.is_retired


@dataclass(frozen=True)
class FileHeld:
    """A file of a pack as it is here. digest: of what the pack held. stored: another when an author replaced it."""

    path: str
    digest: str
    stored: str


def file_held(path: str) -> FileHeld | None:
    kept = PackFile.objects.filter(path=path).select_related("picture").first()
    if kept is None:
        return None
    return FileHeld(path, kept.digest, str(kept.picture.file.name if kept.picture else kept.file.name))


def files() -> dict[str, FieldFile]:
    """path in a pack -> file, for every picture, film and captions that a page shows, or showed when it was retired."""
    pages = chain(_told_of().iterator(200), StatementPage.objects.live())
    return {path: file for page in pages for path, file in outgoing.files(page).items()}


def _told_of() -> QuerySet[AreaPage]:
    shown: QuerySet[AreaPage] = AreaPage.objects.filter(Q(live=True) | Q(retirement__isnull=False))
    return shown


def _spec(kind: type[Spec], page: AreaPage | StatementPage, told: dict[str, Any]) -> Spec:
    stored = columns(kind, page, but={"key": page.slug, "body": outgoing.words(page), **told})
    streams = {name: value for name, value in stored.items() if isinstance(value, StreamValue)}
    lists = {name: [value for _, value in rows(stream)] for name, stream in streams.items()}
    return read_back(kind, stored | lists)
