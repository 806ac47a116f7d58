"""What keeps a badge from being published, each problem with the page and the field where it can be corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from ettle.activities import queries as activities
from ettle.activities.types.badge_files import check_badge_file
from ettle.badges import queries as badges
from ettle.framework import queries as framework
from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem
from ettle.people import queries as people
from ettle.workshop.badges.badge_content import CRITERION, HEAD, BadgeContent
from ettle.workshop.drafts.draft_problems import DraftProblem


def find_badge_problems(content: BadgeContent, *, now: datetime) -> list[DraftProblem]:
    """Return what a pack would be refused for, what there is not on this site, and what could not be signed."""
    problems = [*check_badge_file(content.badge), *_unknown_references(content)]
    if not problems:
        problems = list(_signing_faults(content, now))
    return [_locate(content, problem) for problem in problems]


def _unknown_references(content: BadgeContent) -> Iterator[Problem]:
    spec = content.badge
    for alignment in spec.alignments:
        framework_key, _colon, key = alignment.partition(":")
        try:
            framework.items_by_key([(framework_key, key)])
        except Refused as refused:
            yield Problem("alignments", str(refused))
    numbers = set(badges.list_badge_numbers() if spec.prerequisites else ())
    for prerequisite in spec.prerequisites:
        if prerequisite.badge not in numbers:
            yield Problem("prerequisites", _("There is no badge %(number)s") % {"number": prerequisite.badge})
    asked = {required.key for group in spec.activities for required in group}
    is_asked = asked or any(criterion.activity for criterion in spec.criteria)
    known = set(activities.activity_keys() if is_asked else ())
    for key in sorted(asked - known):
        yield Problem("activities", _("There is no published activity %(key)s") % {"key": key})
    for number, criterion in enumerate(spec.criteria):
        if criterion.activity and criterion.activity not in known:
            words = _("There is no published activity %(key)s") % {"key": criterion.activity}
            yield Problem(f"criteria.{number}.activity", words)
    yield from _unknown_audiences(content)


def _unknown_audiences(content: BadgeContent) -> Iterator[Problem]:
    roles, settings = people.role_titles(), people.setting_titles()
    for required in (required for group in content.badge.activities for required in group):
        unknown = [*(set(required.roles) - roles.keys()), *(set(required.settings) - settings.keys())]
        for key in sorted(unknown):
            yield Problem("activities", _("There is no role or setting %(key)s") % {"key": key})


def _signing_faults(content: BadgeContent, now: datetime) -> Iterator[Problem]:
    """The lint of every signing, on the credential of an example person."""
    for fault in badges.preview_badge(content.badge.badge, now=now).faults:
        yield Problem("", _("A credential of it could not be signed: %(fault)s") % {"fault": fault})


def _locate(content: BadgeContent, problem: Problem) -> DraftProblem:
    parts = problem.path.split(".")
    if parts[0] == "criteria" and len(parts) > 1:
        number = int(parts[1]) + 1
        title = content.badge.criteria[number - 1].title or _("Criterion %(number)s") % {"number": number}
        return DraftProblem(problem.words, f"{CRITERION}{number}", parts[2] if len(parts) > 2 else "", title)
    return DraftProblem(problem.words, HEAD, parts[0], _("The badge"))
