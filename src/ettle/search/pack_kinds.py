"""The files of a content pack that this room takes: the search guide, in as many files as its authors like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ettle.kit.input.pack_kinds import PackKind, ResourceName
from ettle.search import actions, queries
from ettle.search.types.specs import SearchGuideSpec, check_guide

_AREA = re.compile(r"/areas/([a-z0-9-]+)/([?#].*)?")


def _file_key(spec: SearchGuideSpec) -> str:
    return spec.key


def _signpost_names(spec: SearchGuideSpec) -> Iterator[ResourceName]:
    for place, signpost in enumerate(spec.signposts):
        yield ResourceName("signpost", signpost.key, f"signposts.{place}.key")


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
    PackKind(
        place="search",
        suffix=".yaml",
        spec=SearchGuideSpec,
        check=check_guide,
        key=_file_key,
        load=actions.put_guide,
        list_keys=queries.list_guide_files,
        find_spec=queries.find_guide_file,
        sorts=frozenset({"signpost"}),
        defined_names=_signpost_names,
        needed_names=_needed_names,
    )
]
