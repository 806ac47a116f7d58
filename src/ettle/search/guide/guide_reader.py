"""The guide of this site, read again when it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from ettle.search.guide.vocabulary import Vocabulary
from ettle.search.models import SearchGuide
from ettle.search.types.specs import SearchGuideSpec

WHOLE = "whole"


def read_files() -> dict[str, SearchGuideSpec]:
    """The files of the guide by their keys, in order; none before a pack has brought any."""
    row = SearchGuide.objects.order_by("pk").first()
    files = [SearchGuideSpec.from_stored(stored) for stored in row.spec["files"]] if row else []
    return {file.key: file for file in sorted(files, key=lambda file: file.key)}


def read_guide() -> SearchGuideSpec:
    """The whole guide as one file."""
    return _join_files(read_files().values())


def load_vocabulary() -> Vocabulary:
    """The guide ready to use. Costs one small query while it has not changed."""
    version = SearchGuide.objects.order_by("pk").values_list("version", flat=True).first()
    return _compile(version)


@lru_cache(maxsize=2)
def _compile(version: str | None) -> Vocabulary:
    return Vocabulary(read_guide())


def _join_files(files: Iterable[SearchGuideSpec]) -> SearchGuideSpec:
    every = list(files)
    return SearchGuideSpec(
        key=WHOLE,
        synonyms=tuple(chain.from_iterable(file.synonyms for file in every)),
        slips=tuple(chain.from_iterable(file.slips for file in every)),
        pages=tuple(chain.from_iterable(file.pages for file in every)),
        signposts=tuple(chain.from_iterable(file.signposts for file in every)),
        harmless=tuple(chain.from_iterable(file.harmless for file in every)),
    )
