"""How people do each activity, for those who write it: which options they choose, and where they stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ettle.activities import queries as activities
from ettle.kit.files.csv_files import csv_response
from ettle.kit.http.audience import AUTHORS, audience
from ettle.people import queries as people
from ettle.people.types import SignedInRequest

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion
    from ettle.activities.types.choice_statistics import RoleStatistics


@audience(AUTHORS)
@require_safe
def figures(request: SignedInRequest) -> HttpResponse:
    """Every activity, with a link to its figures."""
    return render(request, "workshop/figures/list.html", {"versions": activities.all_current_versions()})


@audience(AUTHORS)
@require_safe
def version_figures(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """The figures of one edition, about everyone or about one role."""
    editions, version = _find_edition(key, edition)
    statistics = activities.list_statistics(version)
    chosen = next((each for each in statistics if each.role == request.GET.get("role", "")), None)
    shown = chosen or next(iter(statistics), None)
    context = {
        "version": version,
        "others": [other for other in editions if other.pk != version.pk],
        "shown": shown,
        "role": _role_words(shown) if shown else "",
        "roles": [(each.role, _role_words(each), each is shown) for each in statistics],
        "rules": activities.figure_rules(),
    }
    return render(request, "workshop/figures/version.html", context)


@audience(AUTHORS)
@require_safe
def figures_file(request: SignedInRequest, key: str, edition: int) -> HttpResponse:
    """The figures of one edition as a table, about everyone and each role."""
    _editions, version = _find_edition(key, edition)
    return csv_response(_list_rows(version), name=f"{slugify(version.activity.key)}-{version.edition}-figures")


def _find_edition(key: str, edition: int) -> tuple[list[ActivityVersion], ActivityVersion]:
    """All editions, and the one of this number. Raises Http404 when there is none."""
    editions = activities.published_editions(key)
    found = next((version for version in editions if version.edition == edition), None)
    if found is None:
        raise Http404
    return editions, found


def _role_words(statistics: RoleStatistics) -> str:
    return people.role_title(statistics.role) or _("Everyone")


def _list_rows(version: ActivityVersion) -> Iterator[list[object]]:
    yield [
        _("Role"),
        _("People, at least"),
        _("Counted on"),
        _("Step"),
        _("Question"),
        _("Option"),
        _("Share"),
    ]
    for statistics in activities.list_statistics(version):
        on = date_format(localtime(statistics.published_at), "DATE_FORMAT")
        about = [_role_words(statistics), statistics.people, on]
        for item in statistics.items:
            for option in item.options:
                yield [*about, item.title, item.question, option.words, option.share]
        for step in statistics.steps:
            yield [*about, _("Step %(number)d") % {"number": step.number}, _("Came this far"), "", step.share]
        if statistics.steps:
            yield [*about, _("The end"), _("Came this far"), "", statistics.ended_share]
