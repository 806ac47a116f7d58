"""The file of a content pack that this room takes: the search guide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ettle.kit.input.pack_kinds import ResourceName, single_file_kind
from ettle.search import actions, queries
from ettle.search.types.specs import SearchGuideSpec, check_guide

_AREA = re.compile(r"/areas/([a-z0-9-]+)/([?#].*)?")


def _needed_names(spec: SearchGuideSpec) -> Iterator[ResourceName]:
    """The areas and other pages that the guide names."""
    addresses = [(f"pages.{place}.address", page.address) for place, page in enumerate(spec.pages)]
    for place, signpost in enumerate(spec.signposts):
        addresses += [
            (f"signposts.{place}.read.{number}.address", further.address)
            for number, further in enumerate(signpost.read)
        ]
    for path, address in addresses:
        area = _AREA.fullmatch(address)
        sort, key = ("area", area[1]) if area else ("page", address)
        yield ResourceName(sort, key, path, comes_first=False)


KINDS = [
    single_file_kind(
        "search.yaml",
        spec=SearchGuideSpec,
        check=check_guide,
        load=actions.put_guide,
        export=queries.export_guide,
        needed_names=_needed_names,
    )
]
