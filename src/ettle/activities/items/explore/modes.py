"""The three ways to work on the logic model, each with its form, its score and its words after the answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from ettle.activities.forms import RadioForm, TickForm
from ettle.activities.items.answer_values import join_keys, join_pairs, split_keys, split_pairs
from ettle.activities.items.explore.forms import HELPS, HINDERS, EnablersForm
from ettle.activities.items.explore.specs import EnablersSpec, ExploreSpec, MarkSpec, ModelPartSpec, SpotSpec
from ettle.activities.items.published_content import shuffle_items
from ettle.activities.items.spec_fields import ModelNodeSpec, find_repeated_keys, join_path
from ettle.activities.scoring import FULL, score_match, score_single
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.values.problems import Problem


class Mode(ABC):
    """name: of its field in the spec, and of its template."""

    name: str
    is_scored = True

    @abstractmethod
    def check(self) -> Iterator[Problem]: ...

    @abstractmethod
    def list_nodes(self) -> Iterator[tuple[str, ModelNodeSpec]]:
        """The path of each node, and the node."""

    @abstractmethod
    def build_form(self, question: str, *, seed: int, data: Any) -> forms.Form: ...

    @abstractmethod
    def read_answer(self, cleaned: Mapping[str, Any]) -> str: ...

    def score(self, answer: str) -> Decimal | None:
        return None

    @abstractmethod
    def describe_answer(self, answer: str) -> dict[str, object]: ...


@dataclass(frozen=True)
class Spot(Mode):
    spec: SpotSpec
    name = "spot"

    def check(self) -> Iterator[Problem]:
        yield from _check_parts(self)
        known = {node.key for _path, node in self.list_nodes()}
        for place, key in enumerate(self.spec.right):
            if key not in known:
                yield Problem(join_path(self.name, "right", place), f"There is no node {key} in the parts")

    def list_nodes(self) -> Iterator[tuple[str, ModelNodeSpec]]:
        return _list_nodes(self.name, self.spec.parts)

    def build_form(self, question: str, *, seed: int, data: Any) -> forms.Form:
        return RadioForm(data, question=question, choices=_group_choices(self.spec.parts))

    def read_answer(self, cleaned: Mapping[str, Any]) -> str:
        return str(cleaned["answer"])

    def score(self, answer: str) -> Decimal:
        return score_single(answer, dict.fromkeys(self.spec.right, FULL))

    def describe_answer(self, answer: str) -> dict[str, object]:
        nodes = [node for _path, node in self.list_nodes()]
        return {
            "chosen": next((node for node in nodes if node.key == answer), None),
            "right": [node for node in nodes if node.key in self.spec.right],
            "is_right": answer in self.spec.right,
            "why": self.spec.why,
        }


@dataclass(frozen=True)
class Mark(Mode):
    spec: MarkSpec
    name = "mark"
    is_scored = False

    def check(self) -> Iterator[Problem]:
        return _check_parts(self)

    def list_nodes(self) -> Iterator[tuple[str, ModelNodeSpec]]:
        return _list_nodes(self.name, self.spec.parts)

    def build_form(self, question: str, *, seed: int, data: Any) -> forms.Form:
        return TickForm(data, question=question, choices=_group_choices(self.spec.parts), is_required=False)

    def read_answer(self, cleaned: Mapping[str, Any]) -> str:
        return join_keys(node.key for _path, node in self.list_nodes() if node.key in cleaned["answer"])

    def describe_answer(self, answer: str) -> dict[str, object]:
        ticked = split_keys(answer)
        marked = [node for _path, node in self.list_nodes() if node.key in ticked]
        return {"marked": marked, "after": self.spec.after}


@dataclass(frozen=True)
class Enablers(Mode):
    spec: EnablersSpec
    name = "enablers"

    def check(self) -> Iterator[Problem]:
        path = join_path(self.name, "circumstances")
        yield from find_repeated_keys(path, self.spec.circumstances)
        if len({circumstance.helps for circumstance in self.spec.circumstances}) == 1:
            yield Problem(path, "Give at least one that helps and one that gets in the way")

    def list_nodes(self) -> Iterator[tuple[str, ModelNodeSpec]]:
        yield join_path(self.name, "node"), self.spec.node

    def build_form(self, question: str, *, seed: int, data: Any) -> forms.Form:
        circumstances = shuffle_items(self.spec.circumstances, seed)
        words = [(circumstance.key, circumstance.text) for circumstance in circumstances]
        return EnablersForm(data, question=question, circumstances=words)

    def read_answer(self, cleaned: Mapping[str, Any]) -> str:
        return join_pairs(EnablersForm.read_forces(cleaned))

    def score(self, answer: str) -> Decimal:
        right = {row.key: HELPS if row.helps else HINDERS for row in self.spec.circumstances}
        return score_match(split_pairs(answer), right)

    def describe_answer(self, answer: str) -> dict[str, object]:
        given = split_pairs(answer)
        rows = [
            {
                "circumstance": circumstance,
                "is_same": (given.get(circumstance.key) == HELPS) == circumstance.helps,
            }
            for circumstance in self.spec.circumstances
        ]
        return {"node": self.spec.node, "rows": rows}


def list_modes(question: ExploreSpec) -> list[Mode]:
    """The modes that a question has; one that may be published has one."""
    modes: list[Mode] = []
    if question.spot is not None:
        modes.append(Spot(question.spot))
    if question.mark is not None:
        modes.append(Mark(question.mark))
    if question.enablers is not None:
        modes.append(Enablers(question.enablers))
    return modes


def needed_nodes(question: ExploreSpec) -> Iterator[ResourceName]:
    for mode in list_modes(question):
        for path, node in mode.list_nodes():
            yield ResourceName("node", node.key, join_path(path, "key"))


def _list_nodes(name: str, parts: tuple[ModelPartSpec, ...]) -> Iterator[tuple[str, ModelNodeSpec]]:
    for number, part in enumerate(parts):
        for place, node in enumerate(part.nodes):
            yield join_path(name, "parts", number, "nodes", place), node


def _group_choices(parts: tuple[ModelPartSpec, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(part.title, [(node.key, node.words) for node in part.nodes]) for part in parts]


def _check_parts(mode: Mode) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, node in mode.list_nodes():
        if node.key in seen:
            yield Problem(join_path(path, "key"), f"{node.key} is already used above")
        seen.add(node.key)
