"""The files of a content pack that this room takes: how each kind of session runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ettle.kit.input.pack_kinds import PackKind
from ettle.kit.input.specs import Spec
from ettle.kit.values.problems import Problem
from ettle.together import actions, queries
from ettle.together.types import specs


def _build_kind(kind: str, spec: type[Spec], check: Callable[..., Sequence[Problem]]) -> PackKind:
    return PackKind(
        place=f"sessions/{kind}.yaml",
        suffix=".yaml",
        spec=spec,
        check=check,
        key=lambda _spec: kind,
        load=partial(actions.put_plan, kind),
        list_keys=lambda: [kind],
        find_spec=lambda key: queries.find_plan(key, spec),
    )


KINDS = [
    _build_kind(queries.SUPERVISION, specs.SupervisionSpec, specs.check_supervision),
    _build_kind(queries.TEAM, specs.TeamSpec, specs.check_team),
    _build_kind(queries.ACTION_LEARNING, specs.ActionLearningSpec, specs.check_action_learning),
]
