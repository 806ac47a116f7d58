"""The brand is cached for half a minute; no test may see another's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ettle.kit.pages import brand


@pytest.fixture(autouse=True)
def _nobodys_brand() -> Iterator[None]:
    brand.clear_brand_cache()
    yield
    brand.clear_brand_cache()
