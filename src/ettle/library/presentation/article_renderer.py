"""An area rendered to HTML with placeholders, which each request fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.kit.http.choice_cookie import Choices
from ettle.kit.pages.site_contents import find_content, has_page
from ettle.library.content_checks.cross_references import resolve_alignments
from ettle.library.media_files import illustrations, image_sizes
from ettle.library.presentation.article_sections import (
    CHECK_SECTION,
    REFLECT_SECTION,
    ROLES_SECTION,
    SETTINGS_SECTION,
    SOURCES_SECTION,
    TRY_SECTION,
    Section,
    Step,
    split_article,
    time_steps,
)
from ettle.library.presentation.citations import CITATION_FORMATS
from ettle.people.queries import offered_roles, setting_titles

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.activities.queries import BadgeWay
    from ettle.library.models import AreaPage
    from ettle.people.types import LearningRole

SELF_ASSESSMENT = "/me/self-assessment/"
# A badge may ask for one out of many activities; all of them would hide what else there is to do.
MOST_OF_BADGES = 3


@dataclass(frozen=True)
class Tool:
    words: StrOrPromise
    address: str
    about: str = ""


COMMON_TOOLS = (
    Tool(_lazy("Where am I now? Rate statements about your work"), SELF_ASSESSMENT),
    Tool(_lazy("The Leadership Logic Model"), "/logic-model/"),
    Tool(_lazy("The Codes of Practice"), "/codes/"),
)


@dataclass(frozen=True)
class LinkedActivity:
    """An activity that goes with the area. address: to practise it. counts: for which badge, in a sentence, or ""."""

    address: str
    title: str
    summary: str
    minutes: int
    counts: str


@dataclass(frozen=True)
class RoleText:
    role: LearningRole
    text: str


@dataclass(frozen=True)
class Example:
    """An example from one setting."""

    key: str
    title: str
    text: str


def render_article(page: AreaPage, choices: Choices, languages: Mapping[str, str] | None = None) -> SafeString:
    """Render the article for a role and a setting, with placeholders for what depends on the reader.

    languages: by field, where its words are in another language than the page.
    """
    aligned = resolve_alignments(page.alignments)
    opening, steps = _build_steps(page, choices)
    closing = _closing_sections(page)
    context = {
        "page": page,
        "lang": {name: format_html(' lang="{}"', code) for name, code in (languages or {}).items()},
        "opening": opening,
        "steps": time_steps(steps, closing, page.minutes - page.short_minutes),
        "sections": [*(step.section for step in steps), *closing],
        "drawing": illustrations.read_drawing(page.drawing),
        "chosen": _chosen_text(page, choices.role),
        "checks": [block.value for block in page.checks],
        "badges": [(version, f"/badges/{version.badge.slug}/") for version in _current_badges(page)],
        "codes": [item for item in aligned if item.is_code],
        "alignments": [item for item in aligned if not item.is_code],
        "activities": _linked_activities(page),
        "related": _related_areas(page),
        "tools": _list_tools(page),
        "log": _log_address(page),
        "downloads": [
            (kind.label, resolve_url("library:sources", page.slug, ending)) for ending, kind in CITATION_FORMATS.items()
        ],
    }
    return mark_safe(render_to_string("library/article.html", context))  # noqa: S308 - rendered by a template


def _build_steps(page: AreaPage, choices: Choices) -> tuple[SafeString, list[Step]]:
    address = resolve_url("library:area", page.slug) if page.slug else "/"
    roles = {
        "chosen": _chosen_text(page, choices.role),
        "roles": [text.role for text in _role_texts(page)],
        "others": _other_texts(page, choices.role),
        "back": f"{address}#{ROLES_SECTION.anchor}",
    }
    examples = _setting_examples(page)
    settings = {
        "chosen": next((example for example in examples if example.key == choices.setting), None),
        "examples": examples,
        "others": [example for example in examples if example.key != choices.setting],
        "back": f"{address}#{SETTINGS_SECTION.anchor}",
    }
    return split_article(
        _ordered_blocks(page, choices.role),
        roles=render_to_string("library/roles.html", roles) if roles["roles"] else "",
        settings=render_to_string("library/settings.html", settings) if examples else "",
    )


def _setting_examples(page: AreaPage) -> list[Example]:
    """The examples from the settings of this site, in their order."""
    texts = {block.value["setting"]: block.value["text"].source for block in page.setting_examples}
    return [Example(key, title, texts[key]) for key, title in setting_titles().items() if texts.get(key)]


def _ordered_blocks(page: AreaPage, role: str) -> list[Any]:
    """The blocks in order; among adjacent examples, that of the reader's role comes first."""
    ordered: list[Any] = []
    image_sizes.attach_sizes(page.body)
    for kind, run in groupby(page.body, key=lambda block: block.block_type):
        blocks = list(run)
        if kind == "example" and role:
            blocks.sort(key=lambda block: block.value["role"] != role)
        ordered += blocks
    return ordered


def _log_address(page: AreaPage) -> str:
    """The address for writing about the area in the learning log; empty on a site without one."""
    try:
        return f"{reverse('learning_log:new')}?area={page.slug}"
    except NoReverseMatch:
        return ""


def list_sections(page: AreaPage) -> list[Section]:
    """The sections of the page, for its contents list and for saving a place."""
    return [*(step.section for step in _build_steps(page, Choices())[1]), *_closing_sections(page)]


def _closing_sections(page: AreaPage) -> list[Section]:
    """What comes after the text. The act and the question of an opening are not repeated."""
    candidates = (
        (CHECK_SECTION, bool(page.checks)), (TRY_SECTION, not page.act), (REFLECT_SECTION, not page.question),
        (SOURCES_SECTION, True),
    )  # fmt: skip
    return [section for section, is_shown in candidates if is_shown]


def _role_texts(page: AreaPage) -> list[RoleText]:
    """The paragraphs for the roles that are offered, in the order of the roles."""
    texts = {block.value["role"]: block.value["text"].source for block in page.role_texts}
    return [RoleText(role, texts[role.key]) for role in offered_roles() if texts.get(role.key)]


def _chosen_text(page: AreaPage, role: str) -> RoleText | None:
    return next((text for text in _role_texts(page) if text.role.key == role), None)


def _other_texts(page: AreaPage, role: str) -> list[RoleText]:
    return [text for text in _role_texts(page) if text.role.key != role]


def _related_areas(page: AreaPage) -> list[AreaPage]:
    """The areas to read next, in the author's order; only live ones."""
    areas = {area.slug: area for area in type(page).objects.live().filter(slug__in=page.related)}
    return [areas[key] for key in page.related if key in areas]


def _list_tools(page: AreaPage) -> list[Tool]:
    """The author's tools, then those that every area shows; no page twice."""
    named = [Tool(block.value["title"], block.value["url"], block.value["words"]) for block in page.tools]
    addresses = {tool.address for tool in named}
    common = [tool for tool in COMMON_TOOLS if tool.address not in addresses]
    return [tool for tool in named + _team_tools(page) + common if has_page(tool.address)]


def _team_tools(page: AreaPage) -> list[Tool]:
    """The page of a team session about the area; none on a site without its plan, or for a draft without address."""
    if find_content("together.team") is None:
        return []
    try:
        return [Tool(_("Team session"), reverse("together:team", args=[page.slug]), _("One page for 20 minutes"))]
    except NoReverseMatch:
        return []


def _linked_activities(page: AreaPage) -> list[LinkedActivity]:
    """The activities that the area names; where it names none, those that its badges lead to."""
    ways = activities.ways_to_activities()
    named = page.activities or _activities_of_badges(page.badges, ways)
    return [
        LinkedActivity(
            reverse("activities:practice", args=[match.activity.key]),
            match.title,
            match.summary,
            match.minutes,
            _describe_ways(ways.get(match.activity.key, [])),
        )
        for match in activities.current_versions(named)
    ]


def _activities_of_badges(numbers: Sequence[str], ways: Mapping[str, Sequence[BadgeWay]]) -> list[str]:
    """The activities within the applications for these badges; where there are none, some of those they invite to."""
    own = [(key, way) for key in ways for way in ways[key] if way.badge.badge.number in numbers]
    parts = [key for key, way in own if way.is_part]
    return parts or list(dict.fromkeys(key for key, _way in own))[:MOST_OF_BADGES]


def _describe_ways(ways: Sequence[BadgeWay]) -> str:
    """How an activity counts for badges: within an application, or by an invitation before or after it."""
    parts = _name_badges(way for way in ways if way.is_part)
    asking = [way for way in ways if not way.is_part]
    first = _name_badges(way for way in asking if way.badge.order == "activity-evidence")
    last = _name_badges(way for way in asking if way.badge.order != "activity-evidence")
    sentences = (
        parts and _("It is also part of the application for %(badges)s.") % {"badges": parts},
        first and _("It is also the first step of %(badges)s.") % {"badges": first},
        last and _("It is also the last step of %(badges)s, after your evidence.") % {"badges": last},
    )
    return " ".join(filter(None, sentences))


def _name_badges(ways: Iterable[BadgeWay]) -> str:
    """The badges by number: "badge ET-101", "badges ET-101, ET-102 and ET-201"; nothing for no badge."""
    numbers = sorted({way.badge.badge.number for way in ways})
    if not numbers:
        return ""
    listed = get_text_list(numbers, pgettext("the last of a list", "and"))
    return ngettext("badge %(numbers)s", "badges %(numbers)s", len(numbers)) % {"numbers": listed}


def _current_badges(page: AreaPage) -> list[Any]:
    """The current version of each badge the area names."""
    if not page.badges:
        return []
    return list(badges.current_versions().filter(badge__number__in=page.badges).select_related("badge"))
