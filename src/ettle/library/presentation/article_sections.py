"""The sections of an article: each is opened on its own, says how long the rest takes, and leads to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ettle.kit.values.written_text import count_words
from ettle.library.markup.anchors import heading_anchor

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# In roles.html and settings.html: what is not for this reader, and what is.
OTHERS = re.compile(r"<details data-other>.*?</details>", re.S)
CHOSEN = " data-chosen>"


@dataclass(frozen=True)
class Section:
    """A part of an article that has an address of its own."""

    anchor: str
    words: str | StrPromise


ROLES_SECTION = Section("in-your-role", _("In your role"))
SETTINGS_SECTION = Section("where-you-work", _("Where you work"))
CHECK_SECTION = Section("check-yourself", _("Check yourself"))
TRY_SECTION = Section("try-this-week", _("Try this week"))
REFLECT_SECTION = Section("reflect", _("Reflect"))
SOURCES_SECTION = Section("sources", _("Sources"))


@dataclass(frozen=True)
class Step:
    """A section as a reader opens it. minutes: to read it. left: minutes from its end to the end of the article.

    following: the section after it; None for the last.
    """

    section: Section
    html: SafeString
    minutes: int = 0
    left: int = 0
    following: Section | None = None


@dataclass
class StepBuilder:
    """Collects rendered HTML under the heading that it follows."""

    opening: str = ""
    steps: list[Step] | None = None

    def begin(self, section: Section) -> None:
        self.steps = [*(self.steps or []), Step(section, mark_safe(""))]

    def add(self, html: str) -> None:
        if not self.steps:
            self.opening += html
        else:
            last = self.steps[-1]
            self.steps[-1] = replace(last, html=mark_safe(last.html + html))  # noqa: S308 - rendered by templates


def split_article(blocks: Iterable[Any], *, roles: str, settings: str) -> tuple[SafeString, list[Step]]:
    """What stands before the first heading, and the sections. roles, settings: rendered, each where its block stands.

    Without a block for them the roles are a section at the end, and the settings follow the roles.
    """
    builder = StepBuilder()
    blocks = list(blocks)
    kinds = {block.block_type for block in blocks}
    for block in blocks:
        if block.block_type == "heading":
            builder.begin(Section(heading_anchor(str(block.value)), str(block.value)))
        elif block.block_type == "roles":
            builder.begin(ROLES_SECTION)
            builder.add(roles + ("" if "settings" in kinds else settings))
        elif block.block_type == "settings":
            builder.add(settings)
        else:
            builder.add(str(block.render()))
    if roles and "roles" not in kinds:
        builder.begin(ROLES_SECTION)
        builder.add(roles + ("" if "settings" in kinds else settings))
    elif settings and not kinds & {"roles", "settings"}:
        builder.begin(SETTINGS_SECTION)
        builder.add(settings)
    return mark_safe(builder.opening), builder.steps or []  # noqa: S308 - rendered by templates


def _count_read_words(html: str) -> int:
    """The words one reader reads: of the paragraphs for each role or setting their own; without one, the longest."""
    own, others = OTHERS.sub("", html), OTHERS.findall(html)
    longest = 0 if CHOSEN in html else max((count_words(strip_tags(other)) for other in others), default=0)
    return count_words(strip_tags(own)) + longest


def time_steps(steps: Sequence[Step], closing: Sequence[Section], minutes: int) -> list[Step]:
    """The sections with how long each takes and what is left after it. They share minutes, to the last one.

    A section with 0 takes less than one. closing: the sections that come after these.
    """
    shares = _share_minutes([max(1, _count_read_words(step.html)) for step in steps], minutes)
    order = [step.section for step in steps] + list(closing)
    timed = []
    for place, step in enumerate(steps):
        following = order[place + 1] if place + 1 < len(order) else None
        timed.append(replace(step, minutes=shares[place], left=sum(shares[place + 1 :]), following=following))
    return timed


def _share_minutes(words: Sequence[int], minutes: int) -> list[int]:
    """Whole minutes in proportion to the words, that add up to the minutes: the largest remainders are rounded up."""
    exact = [minutes * count / sum(words) for count in words]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(words)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: minutes - sum(shares)]:
        shares[place] += 1
    return shares
