"""The file of a content pack that this room takes: what learning is recorded under."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.cpl import actions, queries
from ettle.cpl.types.specs import SchemeSpec, check_scheme
from ettle.kit.input.pack_kinds import PackKind, ResourceName

SCHEME = "cpl"


def _needed_names(spec: SchemeSpec) -> Iterator[ResourceName]:
    for place, topic in enumerate(spec.topics):
        yield ResourceName("item", f"{spec.framework}:{topic.item}", f"topics.{place}.item")


KINDS = [
    PackKind(
        place="cpl.yaml",
        suffix=".yaml",
        spec=SchemeSpec,
        check=check_scheme,
        key=lambda spec: SCHEME,
        load=actions.put_scheme,
        list_keys=lambda: [SCHEME],
        find_spec=lambda key: queries.find_scheme(),
        needed_sorts=frozenset({"item"}),
        needed_names=_needed_names,
    )
]
