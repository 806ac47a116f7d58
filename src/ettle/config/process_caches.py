"""Empty what a process remembers between requests: for tests and for development, where it would be out of date."""

from __future__ import annotations

import functools
import sys
from types import ModuleType
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache

CachedFunction = functools._lru_cache_wrapper
_found: dict[str, list[CachedFunction[Any]]] = {}  # by module


def clear_process_caches() -> None:
    """Empty Django's cache, the content types, and every cached function of our modules but those of tests."""
    cache.clear()
    ContentType.objects.clear_cache()
    for name, module in list(sys.modules.items()):
        if name.startswith("ettle.") and ".tests." not in name:
            if name not in _found:
                _found[name] = _cached_functions(module)
            for function in _found[name]:
                function.cache_clear()


def _cached_functions(module: ModuleType) -> list[CachedFunction[Any]]:
    return [value for value in vars(module).values() if isinstance(value, CachedFunction)]
