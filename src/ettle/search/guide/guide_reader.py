"""The guide of this site, read again when it has changed."""

from __future__ import annotations

from functools import lru_cache

from ettle.search.guide.vocabulary import Vocabulary
from ettle.search.models import SearchGuide
from ettle.search.types.specs import SearchGuideSpec


def read_guide() -> SearchGuideSpec:
    """The guide; an empty one before a pack has brought any."""
    row = SearchGuide.objects.order_by("pk").first()
    return SearchGuideSpec.from_stored(row.spec) if row else SearchGuideSpec()


def load_vocabulary() -> Vocabulary:
    """The guide ready to use. Costs one small query while it has not changed."""
    version = SearchGuide.objects.order_by("pk").values_list("version", flat=True).first()
    return _compile(version)


@lru_cache(maxsize=2)
def _compile(version: str | None) -> Vocabulary:
    return Vocabulary(read_guide())
