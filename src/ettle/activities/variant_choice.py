"""Choosing for which role or setting an activity is told: what the form that begins it offers, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.activities.actions.attempts import refuse_unknown_variant
from ettle.activities.items.part_variants import OfferedVariant, Reader
from ettle.activities.items.registry import choose_variant, list_variants
from ettle.people import queries as people

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ettle.activities.items.play import Play
    from ettle.activities.models import ActivityVersion

FIELD = "variant"


@dataclass(frozen=True)
class VariantChoice:
    """One entry of the list to choose from. is_chosen: it fits the reader, or they chose it."""

    key: str
    label: str
    is_chosen: bool


def list_choices(request: HttpRequest, version: ActivityVersion) -> list[VariantChoice]:
    """What a reader may choose from, with the one that fits their role and setting chosen; nothing without variants."""
    offered = list_variants(version)
    chosen = choose_variant(version, _find_reader(request)) if offered else ""
    return [VariantChoice(variant.key, _label(variant), variant.key == chosen) for variant in offered]


def read_choice(request: HttpRequest, version: ActivityVersion) -> str:
    """The variant that a form was sent with; without one, what fits the reader. Raises Refused for one there is not."""
    sent = request.POST.get(FIELD)
    if sent is None:
        return choose_variant(version, _find_reader(request))
    refuse_unknown_variant(version, sent)
    return sent


def variant_label(play: Play) -> str:
    """The readers or the place that the play is told for; "" where the activity is the same for everyone."""
    offered = {variant.key: variant for variant in list_variants(play.version)}
    return _label(offered[play.variant]) if play.variant in offered else ""


def _find_reader(request: HttpRequest) -> Reader:
    shown = people.shown_roles(request)
    person = request.user if request.user.is_authenticated else None
    roles = tuple(role.key for role in shown.offered if role.key in shown.keys)
    return Reader(roles, people.shown_setting(request, person))


def _label(variant: OfferedVariant) -> str:
    if variant.label:
        return str(variant.label)
    return people.role_title(variant.key) if variant.key else _("Every role")
