"""Short notations in the fields of a badge: what comes first, what it is aligned to, which activities follow. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ettle.activities.types.specs import RequiredActivity
from ettle.badges.types.specs import PrerequisiteSpec

ADVISED = "advised"
PREREQUISITE = re.compile(r"([A-Za-z]{1,8}-?[0-9]{1,6}) *(?:\((required|advised)\))?")
ACTIVITY = re.compile(r"([a-z0-9][a-z0-9-]*) *(?:\(([^();]*)(?:;([^();]*))?\))?")


def split_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def parse_prerequisites(text: str) -> tuple[PrerequisiteSpec, ...]:
    """Read "ET-101" or "ET-101 (advised)" in each line. Raises ValidationError for the first that cannot be read."""
    found = []
    for line in split_lines(text):
        match = PREREQUISITE.fullmatch(line)
        if match is None:
            raise ValidationError(_("Write ‘%(line)s’ like this: ET-101, or ET-101 (advised)") % {"line": line})
        found.append(PrerequisiteSpec(badge=match[1], required=match[2] != ADVISED))
    return tuple(found)


def format_prerequisites(prerequisites: Sequence[PrerequisiteSpec]) -> str:
    return "\n".join(p.badge if p.required else f"{p.badge} ({ADVISED})" for p in prerequisites)


def parse_activities(text: str) -> tuple[tuple[RequiredActivity, ...], ...]:
    """Read a group in each line, its choices between slashes: "s8-voice (citizen, frontline; care-home) / s2-handover".

    In brackets are the roles that a choice is meant for and, after a semicolon, the settings it takes place in.
    """
    return tuple(tuple(map(_parse_activity, line.split("/"))) for line in split_lines(text))


def _parse_activity(words: str) -> RequiredActivity:
    match = ACTIVITY.fullmatch(words.strip())
    if match is None:
        raise ValidationError(
            _("Write ‘%(words)s’ like this: s8-voice (citizen, frontline; care-home)") % {"words": words.strip()}
        )
    return RequiredActivity(key=match[1], roles=_split_keys(match[2]), settings=_split_keys(match[3]))


def _split_keys(words: str | None) -> tuple[str, ...]:
    return tuple(key.strip() for key in (words or "").split(",") if key.strip())


def format_activities(groups: Sequence[Sequence[RequiredActivity]]) -> str:
    return "\n".join(" / ".join(map(_format_activity, group)) for group in groups)


def _format_activity(required: RequiredActivity) -> str:
    roles, settings = ", ".join(required.roles), ", ".join(required.settings)
    if settings:
        return f"{required.key} ({roles}; {settings})"
    return f"{required.key} ({roles})" if roles else required.key
