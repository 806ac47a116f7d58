"""Nothing that an earlier test's visitor was shown is shown again."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from ettle.framework.logic_model import graph
from ettle.framework.views.codes import codes_by_theme_context, codes_context
from ettle.framework.views.public_pages import capability_context


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()
    graph.clear_cache()
    codes_context.cache_clear()
    codes_by_theme_context.cache_clear()
    capability_context.cache_clear()
