"""Nothing that an earlier test's visitor was shown is shown again."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from ettle.framework import threads
from ettle.framework.views.codes import codes_by_theme_shown, codes_shown
from ettle.framework.views.reading import capability_shown


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()
    threads.forget()
    codes_shown.cache_clear()
    codes_by_theme_shown.cache_clear()
    capability_shown.cache_clear()
