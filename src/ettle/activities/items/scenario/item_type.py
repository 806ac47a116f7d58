"""A story with decisions: each leads on by routes, to one of several endings, and a reflection closes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem, first_choices
from ettle.activities.items.decisions import Decision
from ettle.activities.items.item_type import ItemType, OpenReflection
from ettle.activities.items.scenario.attempt_progress import REFLECTION, Act, ScenarioProgress
from ettle.activities.items.scenario.checks import check_paths, check_scenario
from ettle.activities.items.scenario.lessons import list_decisions
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from ettle.activities.models import Response


class ScenarioType(ItemType[ScenarioSpec]):
    key = "scenario"
    label = _("Scenario")
    spec = ScenarioSpec
    views = "ettle.activities.items.scenario.views"
    urls = "ettle.activities.items.scenario.urls"

    def check(self, part: ScenarioSpec) -> Iterator[Problem]:
        return check_scenario(part)

    def check_paths(self, part: ScenarioSpec) -> Iterator[Problem]:
        return check_paths(part)

    def list_decisions(self, part: ScenarioSpec) -> Iterator[Decision]:
        return list_decisions(part)

    def list_choice_items(self, part: ScenarioSpec) -> Sequence[ChoiceItem]:
        return [
            ChoiceItem(
                node.key,
                node.title,
                node.question,
                tuple((option.key, option.text) for option in node.options),
                attractive=frozenset(option.key for option in node.options),
            )
            for node in part.nodes
        ]

    def read_first_choices(self, part: ScenarioSpec, responses: Sequence[Response]) -> Mapping[str, str]:
        """Of each decision the first choice, also where it was undone: what people say before they see what it does."""
        return first_choices(responses, Act.CHOSE)

    def count_steps(self, part: ScenarioSpec) -> int:
        return ScenarioProgress(part, ()).steps

    def needed_names(self, part: ScenarioSpec) -> Iterator[ResourceName]:
        for place, node in enumerate(part.model_nodes):
            yield ResourceName("node", node.key, f"scenario.model_nodes.{place}.key")
        for place, variant in enumerate(part.variants):
            for number, role in enumerate(variant.roles):
                yield ResourceName("learning role", role, f"scenario.variants.{place}.roles.{number}")
            for number, setting in enumerate(variant.settings):
                yield ResourceName("setting", setting, f"scenario.variants.{place}.settings.{number}")

    def read_progress(self, part: ScenarioSpec, seed: int, responses: Sequence[Response]) -> ScenarioProgress:
        return ScenarioProgress(part, responses)

    def find_reflection(
        self, part: ScenarioSpec, seed: int, responses: Sequence[Response], step: str
    ) -> OpenReflection | None:
        progress = ScenarioProgress(part, responses)
        is_open = step == REFLECTION and progress.has_ended and not progress.has_reflected
        return OpenReflection("reflect", {}) if is_open else None


ITEM_TYPE = ScenarioType()
