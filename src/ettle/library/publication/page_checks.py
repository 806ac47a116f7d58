"""The checks that every page must pass before it is published, and warnings for its author.

The author's form checks the same for each field; this checks the revision that is about to be published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from ettle.kit.refusal import Refused
from ettle.kit.values.contexts import set_inside
from ettle.kit.values.problems import Problem
from ettle.library.content_checks import accessibility_checks, readability
from ettle.library.content_checks.cross_references import REFERENCE_FIELDS, find_key_fault, find_missing
from ettle.library.editor.blocks import PageBody
from ettle.library.editor.page_forms import RICH_TEXT_FIELDS
from ettle.library.publication import page_export
from ettle.library.types.specs import CHECK_QUESTIONS, MAX_READING_GRADE, find_short_faults

if TYPE_CHECKING:
    from ettle.library.models import AreaPage, StatementPage

_references_skipped: ContextVar[bool] = ContextVar("references_skipped", default=False)
REVIEW_EVERY = timedelta(days=365)
REQUIRED_FIELDS = ("title", "summary", "try_this", "reflection", "roles")


@contextmanager
def skip_reference_checks() -> Iterator[None]:
    """Skip the checks of references to areas, activities and badges: a pack is checked as a whole before it is loaded,
    and two areas that refer to each other cannot both be loaded first."""
    with set_inside(_references_skipped, True):
        yield


def refuse_faults(page: AreaPage | StatementPage) -> None:
    """Raises Refused, with the first fault, when a page must not be published."""
    refuse_first_fault(page, find_faults(page))


def refuse_first_fault(page: AreaPage | StatementPage, faults: Iterable[Problem]) -> None:
    for fault in faults:
        raise Refused(
            _("‘%(title)s’ cannot be published yet. %(words)s.") % {"title": page.title, "words": fault.words},
            field=fault.path.partition(".")[0],
        )


def find_faults(page: AreaPage | StatementPage) -> Iterator[Problem]:
    yield from find_own_faults(page)
    yield from find_reference_faults(page)


def check_own_faults(page: AreaPage | StatementPage) -> StreamValue:
    """Return the body, cleaned. Raises Refused with the first fault that can be found in the page itself."""
    bodies: list[StreamValue] = []
    refuse_first_fault(page, find_own_faults(page, bodies.append))
    return bodies[0]


def find_own_faults(
    page: AreaPage | StatementPage, take_body: Callable[[StreamValue], None] = lambda _body: None
) -> Iterator[Problem]:
    """Faults that can be found in the page itself. take_body: is handed the body, cleaned, where that has none."""
    for name in REQUIRED_FIELDS:
        if not getattr(page, name, True):
            yield Problem(name, _("Write something here"))
    try:
        take_body(clean_body(page))
    except ValidationError as wrong:
        yield from (Problem("body", words) for words in _error_messages(wrong))
    for name in RICH_TEXT_FIELDS:
        yield from (
            Problem(name, words) for words in accessibility_checks.find_link_faults(getattr(page, name, "") or "")
        )
    for name in ("role_texts", "setting_examples"):
        for block in getattr(page, name, ()):
            for words in accessibility_checks.find_link_faults(block.value["text"].source):
                yield Problem(name, words)
    yield from _opening_faults(page)


def _opening_faults(page: AreaPage | StatementPage) -> Iterator[Problem]:
    """Faults of what a reader meets first, and of the knowledge check."""
    if getattr(page, "drawing", "") and not page.drawing_alt.strip():
        yield Problem("drawing_alt", _("Say in a sentence or two what the drawing shows, for people who cannot see it"))
    for words in find_short_faults(getattr(page, "in_short", ())):
        yield Problem("in_short", words)
    least, most = CHECK_QUESTIONS
    count = len(getattr(page, "checks", ()))
    if count and not least <= count <= most:
        yield Problem("checks", f"Ask {least} or {most} questions; there are {count}")


def find_reference_faults(page: AreaPage | StatementPage) -> Iterator[Problem]:
    """References of the page to things that do not exist."""
    for reference in find_missing(getattr(page, "alignments", [])):
        yield Problem(
            "alignments",
            _("There is no %(reference)s here. Check the framework, its edition and the number")
            % {"reference": reference},
        )
    for name in () if _references_skipped.get() else REFERENCE_FIELDS:
        if words := find_key_fault(name, getattr(page, name, []), own=page.slug):
            yield Problem(name, words)


def clean_body(page: AreaPage | StatementPage) -> StreamValue:
    """The body of a page, cleaned. Raises ValidationError."""
    # New blocks, because validation may be deferred on those of the page, as for a draft.
    blocks = PageBody()
    return blocks.clean(blocks.to_python(list(page.body.get_prep_value())))


def _error_messages(wrong: Any) -> Iterator[str]:
    """Every message in an error of nested blocks."""
    inside = getattr(wrong, "block_errors", None)
    if isinstance(inside, dict):
        inside = list(inside.values())
    for item in [*(inside or []), *getattr(wrong, "non_block_errors", [])]:
        yield from _error_messages(item) if isinstance(item, ValidationError) else [str(item)]
    if inside is None:
        yield from wrong.messages


def find_warnings(page: AreaPage | StatementPage, today: date) -> list[str]:
    """Warnings for the author of a page that may be published."""
    warnings = []
    grade = readability.reading_grade(page_export.export_markdown(page))
    if grade > MAX_READING_GRADE:
        warnings.append(
            _("This reads at grade %(grade)s. Shorten sentences and words to reach %(most)s or less.")
            % {"grade": f"{grade:.0f}", "most": MAX_READING_GRADE}
        )
    if page.reviewed_on and page.reviewed_on + REVIEW_EVERY < today:
        warnings.append(
            _("This page was last revised more than a year ago. Check that it is still true, then change the date.")
        )
    if not getattr(page, "references", True):
        warnings.append(_("No source is named. Name at least one."))
    return warnings
