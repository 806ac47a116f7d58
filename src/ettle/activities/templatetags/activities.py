"""Tags for the pages of activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from ettle.activities import variant_choice

if TYPE_CHECKING:
    from ettle.activities.items.play import Play

register = template.Library()


@register.simple_tag
def play_address(play: Play, page: str, **parts: object) -> str:
    """The address of a page of a play: `{% play_address play "step" number=number %}`."""
    return play.address(page, **parts)


@register.simple_tag
def variant_label(play: Play) -> str:
    """The readers or the place that a play is told for; "" where the activity is the same for everyone."""
    return variant_choice.variant_label(play)
