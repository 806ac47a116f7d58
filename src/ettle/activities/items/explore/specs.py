"""A question about the logic model: what a story shows, what people see in their own work, what helps and hinders."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.spec_fields import Key, ModelNodeSpec, Text
from ettle.kit.input.specs import Rule, Spec, YamlBool


class ModelPartSpec(Spec):
    """Some nodes of one part of the model, such as what leaders bring, in the order of the drawing."""

    translated = frozenset({"title"})

    title: Text
    nodes: Annotated[tuple[ModelNodeSpec, ...], Rule("Name at least one node", min_length=1)]


Parts = Annotated[tuple[ModelPartSpec, ...], Rule("Give at least one part of the model", min_length=1)]


class SpotSpec(Spec):
    """Spot it: which node does the story show? right: every node that it may be. why: said after the answer."""

    translated = frozenset({"why"})

    parts: Parts
    right: Annotated[tuple[str, ...], Rule("Say which node is right", min_length=1)]
    why: Text


class MarkSpec(Spec):
    """Mark yours: which nodes do people see in their own work? after: said after the answer; may be empty."""

    translated = frozenset({"after"})

    parts: Parts
    after: str = ""


class CircumstanceSpec(Spec):
    """Something that helps a node or gets in its way. why: said after the answer."""

    translated = frozenset({"text", "why"})

    key: Key
    text: Text
    helps: YamlBool
    why: Text


class EnablersSpec(Spec):
    """Enablers and barriers: for one node, what helps and what gets in the way?"""

    node: ModelNodeSpec
    circumstances: Annotated[tuple[CircumstanceSpec, ...], Rule("Give at least two circumstances", min_length=2)]


class ExploreSpec(BaseQuestionSpec):
    """It has one of the three."""

    spot: SpotSpec | None = None
    mark: MarkSpec | None = None
    enablers: EnablersSpec | None = None
