"""What search may find of this room: its pages and the badges that can be earned."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.badges import queries
from ettle.kit.search_items import SearchItem, SearchKind, tool_item


def list_search_items() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("badges:catalogue"),
        _("Badges you can earn"),
        _("What each badge asks for"),
        _(
            "badges; earn a badge; get a badge; apply for a badge; open badges; how badges work; which badge; "
            "start a badge; list of badges; first badge; proof of learning"
        ),
    )
    yield tool_item(
        reverse("badges:mine"),
        _("Your badges"),
        _("What you have earned, to share or download"),
        _(
            "my badges; put a badge on my CV; badges I have earned; share my badge; download my badge; badge "
            "image; add badge to wallet; put my badge on LinkedIn; print my badge; where is my badge; show my "
            "manager my badge; name on badge"
        ),
    )
    yield tool_item(
        reverse("badges:verify"),
        _("Verify a badge"),
        _("Is it real, and what does it mean?"),
        _(
            "verify a badge; check a badge is real; is this badge genuine; fake badge; badge checker; confirm a "
            "badge; validate credential"
        ),
    )
    yield from _badges()


def _badges() -> Iterator[SearchItem]:
    for version in queries.current_versions():
        criteria = queries.version_criteria(version)
        yield SearchItem(
            SearchKind.BADGE,
            version.badge.slug,
            reverse("badges:definition", args=[version.badge.slug]),
            version.name,
            names=(version.badge.number,),
            phrases=(f"{version.name} badge",),
            about=_("Badge {number}").format(number=version.badge.number),
            text=(
                version.summary,
                version.why,
                *(f"{criterion.title}. {criterion.question}" for criterion in criteria),
            ),
        )
