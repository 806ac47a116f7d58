"""The summary of a session for one of the two, and the page of a team session, as documents to print or download."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument
from ettle.kit.values.dates import operator_time

if TYPE_CHECKING:
    from ettle.together.queries import Seat
    from ettle.together.team_sheets import TeamSheet


def session_summary(seat: Seat, *, now: datetime, with_private: bool = False) -> PrintableDocument:
    """What both shared and agreed. with_private: also what this participant kept to themself.

    Two people sit side by side when one of them opens it, so it is left out until they ask for it.
    """
    day = date_format(operator_time(now), "j F Y")
    names = [participant.name for participant in (seat.me, seat.other) if participant]
    about = (day, _("%(names)s. For %(me)s.") % {"names": _(" and ").join(names), "me": seat.me.name})
    return PrintableDocument(
        seat.plan.title, about, tuple(_summary_sections(seat, with_private=with_private)), seat.plan.record
    )


def team_page(sheet: TeamSheet) -> PrintableDocument:
    """The page that a team session needs, for one sheet of A4."""
    return PrintableDocument(
        _("%(title)s: %(area)s") % {"title": sheet.title, "area": sheet.area.title},
        sheet.lead,
        tuple(_team_sections(sheet)),
    )


def format_span(first: int, last: int) -> str:
    """The minutes of a part, as a plan shows them: "2 to 5"."""
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _summary_sections(seat: Seat, *, with_private: bool) -> Iterator[DocumentSection]:
    acts = tuple(f"{name}: {act}" for name, act in seat.acts())
    yield DocumentSection(_("What we agreed"), () if acts else (_("Nothing yet."),), acts)
    for part in seat.talk():
        shared = tuple(f"{answer.ask} {answer.name}: {answer.words}" for answer in part.shared)
        if shared:
            yield DocumentSection(part.planned.part.title, (), shared)
    own = tuple(f"{answer.question.ask} {answer.words}" for answer in seat.own_answers() if not answer.is_shared)
    if own and with_private:
        yield DocumentSection(_("What I kept to myself"), (), own)


def _team_sections(sheet: TeamSheet) -> Iterator[DocumentSection]:
    for part in sheet.parts:
        minutes = ngettext("%(many)s minute", "%(many)s minutes", part.planned.minutes) % {"many": part.planned.minutes}
        heading = f"{format_span(part.planned.first, part.planned.last)}  {part.planned.part.title} ({minutes})"
        yield DocumentSection(heading, (part.planned.part.words, *part.paragraphs), part.points)
    if sheet.close:
        yield DocumentSection(_("Write down"), tuple(f"{line}: {'_' * 36}" for line in sheet.close))
    if sheet.best_answer:
        yield DocumentSection(_("Best answer"), (sheet.best_answer,))
