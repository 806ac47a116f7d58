"""A scenario as data: what is happening, what may be chosen, and where each choice leads."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.part_variants import OfferedVariant, Reader, VariedSpec
from ettle.activities.items.scenario.text_variants import TextVariantSpec, put_texts
from ettle.activities.items.spec_fields import Key, ModelNodeSpec, Text
from ettle.kit.input.specs import Rule, Spec, YamlBool, YamlInt


class VariableSpec(Spec):
    """Something that choices raise and lower, such as trust. It is kept between lowest and highest."""

    translated = frozenset({"label"})

    key: Key
    label: Text
    start: YamlInt = 0
    lowest: YamlInt = -5
    highest: YamlInt = 5


class ConditionSpec(Spec):
    """True when a variable is at least and at most so much."""

    variable: str
    at_least: YamlInt | None = None
    at_most: YamlInt | None = None


class EffectSpec(Spec):
    variable: str
    by: YamlInt


class RouteSpec(Spec):
    """Where a choice leads. The first route whose conditions all hold is taken; the last has none."""

    to: str
    when: tuple[ConditionSpec, ...] = ()


class PassageSpec(Spec):
    """Words shown only when every condition holds."""

    translated = frozenset({"text"})

    text: str
    when: tuple[ConditionSpec, ...]


class OptionSpec(Spec):
    """was: management, leadership or both. nodes: keys of the logic model that it touches. why: in what way.

    skips_duty: the duty that this leaves undone, such as "to report possible harm"; the story then stops, and says why.
    """

    translated = frozenset({"text", "consequence", "why", "skips_duty"})

    key: Key
    text: Text
    consequence: Text
    was: Annotated[str, Rule("Use management, leadership or both", choices=("management", "leadership", "both"))]
    why: Text
    nodes: Annotated[tuple[str, ...], Rule("Say which part of the logic model this touches", min_length=1)]
    routes: tuple[RouteSpec, ...]
    effects: tuple[EffectSpec, ...] = ()
    skips_duty: str = ""


class NodeSpec(Spec):
    """One decision point: what is happening, what is asked, and two or more ways to go."""

    translated = frozenset({"title", "text", "question"})

    key: Key
    title: Text
    text: Text
    question: Text
    options: Annotated[tuple[OptionSpec, ...], Rule("Give at least two ways to go", min_length=2)]
    passages: tuple[PassageSpec, ...] = ()


class EndingSpec(Spec):
    """Where a path ends and what it means: done well, a link that may have been missed, a question to take away.

    stops: the story ends early here, because a duty was left undone.
    """

    translated = frozenset({"title", "text", "did_well", "missed_link", "question"})

    key: Key
    title: Text
    text: Text
    did_well: Text
    missed_link: Text
    question: Text
    passages: tuple[PassageSpec, ...] = ()
    stops: YamlBool = False


class ScenarioSpec(VariedSpec):
    """label: for which readers or where the story is told as it is. variants: texts for other roles and settings."""

    translated = frozenset({"opening", "reflection", "label"})

    start: str
    opening: Text
    variables: tuple[VariableSpec, ...]
    model_nodes: tuple[ModelNodeSpec, ...]
    nodes: tuple[NodeSpec, ...]
    endings: Annotated[tuple[EndingSpec, ...], Rule("Give at least one ending", min_length=1)]
    reflection: Text
    reflection_about_words: Annotated[YamlInt, Rule("Use a number from 0 to 500", ge=0, le=500)] = 25
    label: str = ""
    variants: tuple[TextVariantSpec, ...] = ()

    def list_variants(self) -> tuple[OfferedVariant, ...]:
        own = tuple(OfferedVariant(variant.key, variant.label) for variant in self.variants)
        return (OfferedVariant("", self.label), *own) if own else ()

    def choose_variant(self, reader: Reader) -> str:
        fitting = max(self.variants, key=lambda variant: variant.rate_fit(reader), default=None)
        return fitting.key if fitting is not None and fitting.rate_fit(reader) else ""

    def in_variant(self, key: str) -> ScenarioSpec:
        """The story with the texts of a variant, and with its own where the variant has none."""
        own = next((variant for variant in self.variants if variant.key == key), None)
        if own is None:
            return self
        nodes, endings = put_texts(self.nodes, own.nodes), put_texts(self.endings, own.endings)
        return self.model_copy(update={**own.changes, "nodes": nodes, "endings": endings, "label": self.label})
