"""Things to put into categories, one after another; what we say comes after each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem, first_choices
from ettle.activities.items.item_type import ItemType
from ettle.activities.items.sort.attempt_progress import Act, SortProgress
from ettle.activities.items.sort.specs import SortSpec, check_sort
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from ettle.activities.models import Response


class SortType(ItemType[SortSpec]):
    key = "sort"
    label = _("Sort into categories")
    spec = SortSpec
    views = "ettle.activities.items.sort.views"
    urls = "ettle.activities.items.sort.urls"

    def check(self, part: SortSpec) -> Iterator[Problem]:
        return check_sort(part)

    def needed_names(self, part: SortSpec) -> Iterator[ResourceName]:
        for place, card in enumerate(part.cards):
            for number, role in enumerate(card.roles):
                yield ResourceName("learning role", role, f"sort.cards.{place}.roles.{number}")

    def list_choice_items(self, part: SortSpec) -> Sequence[ChoiceItem]:
        options = tuple((category.key, category.label) for category in part.categories)
        return [ChoiceItem(card.key, card.text, part.question, options) for card in part.cards]

    def read_first_choices(self, part: SortSpec, responses: Sequence[Response]) -> Mapping[str, str]:
        return first_choices(responses, Act.CHOSE)

    def count_steps(self, part: SortSpec) -> int:
        return part.draw or len(part.cards)

    def read_progress(self, part: SortSpec, seed: int, responses: Sequence[Response]) -> SortProgress:
        return SortProgress(part, seed, responses)


ITEM_TYPE = SortType()
