"""The file of a content pack that this room takes: what learning is recorded under."""

from __future__ import annotations

from collections.abc import Iterator

from ettle.cpl import actions, queries
from ettle.cpl.types.specs import SchemeSpec, check_scheme
from ettle.kit.input.pack_kinds import ResourceName, single_file_kind


def _needed_names(spec: SchemeSpec) -> Iterator[ResourceName]:
    for place, topic in enumerate(spec.topics):
        yield ResourceName("item", f"{spec.framework}:{topic.item}", f"topics.{place}.item")


KINDS = [
    single_file_kind(
        "cpl.yaml",
        spec=SchemeSpec,
        check=check_scheme,
        load=actions.put_scheme,
        export=queries.find_scheme,
        needed_sorts=frozenset({"item"}),
        needed_names=_needed_names,
    )
]
