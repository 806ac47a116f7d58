"""An area rendered to HTML with placeholders, which each request fills."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.library.content_checks.cross_references import resolve_alignments
from ettle.library.markup.anchors import heading_anchor
from ettle.library.media_files import image_sizes
from ettle.library.presentation.citations import CITATION_FORMATS
from ettle.people.queries import offered_roles

if TYPE_CHECKING:
    from ettle.library.models import AreaPage
    from ettle.people.types import LearningRole

SELF_ASSESSMENT = "/me/self-assessment/"


@dataclass(frozen=True)
class Section:
    anchor: str
    words: str


ROLES_SECTION = Section("in-your-role", "In your role")
CLOSING_SECTIONS = (
    Section("try-this-week", "Try this week"),
    Section("reflect", "Reflect"),
    Section("sources", "Sources"),
)


@dataclass(frozen=True)
class Tool:
    words: str
    address: str
    about: str = ""


COMMON_TOOLS = (
    Tool("Where am I now? 24 short lines", SELF_ASSESSMENT),
    Tool("The Leadership Logic Model", "/logic-model/"),
    Tool("The Codes of Practice", "/codes/"),
)


@dataclass(frozen=True)
class LinkedActivity:
    """An activity that goes with the area. when: how a learner gets an invitation to it."""

    title: str
    summary: str
    minutes: int
    when: str


@dataclass(frozen=True)
class RoleText:
    role: LearningRole
    text: str


def render_article(page: AreaPage, role: str) -> SafeString:
    """Render the article, with placeholders for what depends on the reader."""
    aligned = resolve_alignments(page.alignments)
    context = {
        "page": page,
        "body": _ordered_blocks(page, role),
        "sections": list_sections(page),
        "has_roles_in_body": _has_roles_block(page),
        "chosen": _chosen_text(page, role),
        "roles": [text.role for text in _role_texts(page)],
        "others": _other_texts(page, role),
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
    sections = []
    for block in page.body:
        if block.block_type == "heading":
            sections.append(Section(heading_anchor(str(block.value)), str(block.value)))
        elif block.block_type == "roles":
            sections.append(ROLES_SECTION)
    return [*sections, *([] if ROLES_SECTION in sections else [ROLES_SECTION]), *CLOSING_SECTIONS]


def _has_roles_block(page: AreaPage) -> bool:
    return any(block.block_type == "roles" for block in page.body)


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
    return named + [tool for tool in COMMON_TOOLS if tool.address not in addresses]


def _linked_activities(page: AreaPage) -> list[LinkedActivity]:
    versions = activities.current_versions(page.activities)
    return [
        LinkedActivity(
            match.title, match.summary, match.minutes, _describe_invitation(activities.badges_requiring(match))
        )
        for match in versions
    ]


def _describe_invitation(versions: list[Any]) -> str:
    """Which badges lead to an invitation, and when. versions: the badges that require the activity."""
    if not versions:
        return "It opens by invitation. No badge asks for it yet."
    numbers = " or ".join(version.badge.number for version in versions)
    if versions[0].order == "activity-evidence":
        return f"You are invited to it before you write for badge {numbers}."
    return f"You are invited to it once an assessor has found your evidence for badge {numbers} met."


def _current_badges(page: AreaPage) -> list[Any]:
    """The current version of each badge the area names."""
    if not page.badges:
        return []
    return list(badges.current_versions().filter(badge__number__in=page.badges).select_related("badge"))
