"""Areas, reading marks and saved areas, for views and for other rooms."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeGuard
from urllib.parse import urlsplit

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve
from wagtail.models import Page

from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.translations.catalogue import read_catalogue
from ettle.kit.translations.pack_texts import AsWritten
from ettle.library.markup.anchors import heading_anchor
from ettle.library.models import AreaPage, AreaTranslation, FrontPage, ReadMark, SavedArea, StatementPage
from ettle.library.presentation import area_catalogue, area_languages
from ettle.library.presentation.area_filters import Card

if TYPE_CHECKING:
    from ettle.library.reading_progress import ReadMarkQuerySet
    from ettle.people.models import User

__all__ = [
    "area_cards",
    "area_title",
    "current_reading",
    "heading_anchor",
    "is_area",
    "is_page",
    "live_areas",
    "saved_areas",
]

# The pages that can be searched.
SEARCHABLE_PAGES = (AreaPage, StatementPage)


def translate_page(page: AreaPage | StatementPage) -> None:
    """Put the translation into the reader's language over a page, in memory."""
    if is_area(page):
        area_languages.translate_area(page)
    else:
        area_languages.translate_statement(page)


def translation_stamps(language: str) -> dict[int, int]:
    """The pages that may have a translation into this language, each with a number that changes when it is loaded.

    The number: microseconds since 1970. Texts of statements are translated with all other texts of a pack.
    """
    rows = AreaTranslation.objects.filter(language=language).values_list("area_id", "loaded_at")
    stamps = {area: _microseconds(loaded_at) for area, loaded_at in rows}
    newest = read_catalogue(language).newest
    statements = StatementPage.objects.values_list("pk", flat=True) if newest else ()
    return stamps | dict.fromkeys(statements, _microseconds(newest) if newest else 0)


def _microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def live_areas() -> QuerySet[AreaPage]:
    """Every live area, in the authors' order."""
    shown: QuerySet[AreaPage] = AreaPage.objects.live().order_by("position", "title")
    return shown


def area_cards() -> Sequence[Card]:
    """What the catalogue shows of every area, in its order."""
    return area_catalogue.load_catalogue(area_catalogue.catalogue_version()).cards


def is_area(page: Page) -> TypeGuard[AreaPage]:
    return isinstance(page, AreaPage)


def is_page(address: str) -> bool:
    """Whether one of our views serves this address. Addresses that only Wagtail's catch-all matches do not count."""
    try:
        return resolve(urlsplit(address).path).url_name != "wagtail_serve"
    except (Resolver404, ValueError):
        return False


def area_title(path: str) -> str | None:
    """The title of the area at this path; None when there is no live area."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "library:area":
        return None
    found = AreaPage.objects.live().filter(slug=match.kwargs["slug"]).values_list("pk", "title").first()
    if found is None:
        return None
    pk, title = found
    return area_languages.translated_cards().get(pk, {}).get("title") or AsWritten(title)


def current_reading(reader: User) -> ReadMark | None:
    """The mark of the area this reader last started and has not finished, with its page loaded."""
    return next(iter(_marks_reading_now(reader)), None)


@prepared_query
def _marks_reading_now(reader: User) -> ReadMarkQuerySet:
    return ReadMark.objects.reading_now(reader).only("place", "area__title", "area__slug")[:1]


def find_front_sentence() -> str | None:
    """The sentence on the front page; None when there is no front page yet."""
    return next(iter(_front_sentences()), None)


@prepared_query
def _front_sentences() -> QuerySet[FrontPage, str]:
    shown: QuerySet[FrontPage] = FrontPage.objects.live().order_by("pk")
    return shown.values_list("sentence", flat=True)[:1]


def list_saved_areas(reader: User) -> QuerySet[SavedArea, int]:
    """The primary keys of the areas this reader saved for later."""
    return SavedArea.objects.filter(reader=reader, area__isnull=False).values_list("area_id", flat=True)


def find_read_mark(reader: User, area: int) -> ReadMark | None:
    """How far this reader says they have read in one area."""
    return ReadMark.objects.filter(reader=reader, area=area).first()


def read_marks_of(reader: User) -> QuerySet[ReadMark, tuple[int, datetime | None]]:
    """(area, time read) of every area this reader has started; None when they have not finished it."""
    return ReadMark.objects.filter(reader=reader, area__isnull=False).values_list("area_id", "read_at")


def reading_history(reader: User) -> tuple[list[SavedArea], list[ReadMark]]:
    """All that this reader saved or marked, newest first, with areas (retired ones too) and their successors."""
    related = ("area", "area__retirement__successor")
    saved = SavedArea.objects.filter(reader=reader).select_related(*related).order_by("-saved_at")
    marks = ReadMark.objects.filter(reader=reader).select_related(*related).order_by("-updated_at")
    return list(saved), list(marks)


@dataclass(frozen=True)
class AreaRead:
    """An area that somebody says they have read. title: as it was then. alignments: what it is about, "cpl:7"."""

    pk: int
    title: str
    read_at: datetime
    alignments: tuple[str, ...]


def areas_read(reader: User) -> list[AreaRead]:
    """The areas that this reader has marked as read and that still exist, the latest first. One query."""
    marks = ReadMark.objects.filter(reader=reader, area__isnull=False, read_at__isnull=False).order_by("-read_at")
    rows = marks.values_list("area_id", "title", "area__title", "read_at", "area__alignments")
    return [
        AreaRead(pk, title or now, read_at, tuple(alignments))
        for pk, title, now, read_at, alignments in rows
        if pk is not None and read_at is not None
    ]


@dataclass(frozen=True)
class CheckBrief:
    """A question of a knowledge check. right: the place of the right answer in options, from 0. why: it is right."""

    question: str
    options: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class AreaBrief:
    """What a team needs of an area. in_short, act, question: empty, and check None, where the area has none."""

    slug: str
    title: str
    summary: str
    in_short: tuple[str, ...]
    act: str
    question: str
    reflection: str
    check: CheckBrief | None


def find_brief(slug: str) -> AreaBrief | None:
    """What a team needs of a live area; None when there is no such area."""
    area = live_areas().filter(slug=slug).first()
    if area is None:
        return None
    untranslated = area_languages.translate_area(area)
    checks = (block.value for block in area.checks)
    brief = AreaBrief(
        slug=area.slug,
        title=area.title,
        summary=area.summary,
        in_short=tuple(area.in_short),
        act=area.act,
        question=area.question,
        reflection=area.reflection,
        check=next(filter(None, map(_brief_check, checks)), None),
    )
    return _mark_untranslated(brief, untranslated)


def _mark_untranslated(brief: AreaBrief, untranslated: Container[str]) -> AreaBrief:
    """Mark what a reader of another language is shown in English."""
    marked: dict[str, Any] = {
        name: AsWritten(getattr(brief, name))
        for name in ("title", "summary", "act", "question", "reflection")
        if name in untranslated
    }
    if "in_short" in untranslated:
        marked["in_short"] = tuple(map(AsWritten, brief.in_short))
    if "checks" in untranslated and brief.check is not None:
        check = brief.check
        options = tuple(map(AsWritten, check.options))
        marked["check"] = CheckBrief(AsWritten(check.question), options, check.right, AsWritten(check.why))
    return replace(brief, **marked)


def _brief_check(check: Mapping[str, Any]) -> CheckBrief | None:
    options = list(check["options"])
    right = next((number for number, option in enumerate(options) if option["right"]), None)
    if right is None:
        return None
    texts = tuple(option["text"] for option in options)
    return CheckBrief(check["question"], texts, right, options[right]["why"])


def area_titles() -> list[tuple[str, str]]:
    """(slug, title) of every live area, in the authors' order. One query in English."""
    translated = area_languages.translated_cards()
    rows = live_areas().values_list("pk", "slug", "title")
    return [(slug, translated.get(pk, {}).get("title") or AsWritten(title)) for pk, slug, title in rows]


def saved_areas(reader: User) -> list[AreaPage]:
    """The live areas this reader saved for later, newest first."""
    saved = SavedArea.objects.filter(reader=reader, area__live=True).select_related("area").order_by("-saved_at")
    return [row.area for row in saved if row.area]


def capability_rows(reader: User) -> QuerySet[ReadMark, tuple[str, str, str, int]]:
    """Rows ("read", "", capability keys as JSON, number) of the areas that this reader has read, for a query that reads
    of several rooms at once."""
    read = ReadMark.objects.filter(reader=reader, read_at__isnull=False, area__isnull=False).order_by()
    keys = Cast("area__capabilities", TextField())
    return read.values_list(Value("read", TextField()), Value("", TextField()), keys, "pk")
