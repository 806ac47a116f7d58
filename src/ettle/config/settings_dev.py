"""What `./ettle dev` changes: templates and styles are read afresh, and an error shows where it arose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ettle.config import settings
from ettle.config.settings import *  # noqa: F403

DEBUG = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
_templates: dict[str, Any] = settings.TEMPLATES[0]
_templates["APP_DIRS"] = False
_templates["OPTIONS"]["loaders"] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
MIDDLEWARE = ["ettle.config.settings_dev.fresh_pages", *settings.MIDDLEWARE]


def fresh_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let no request be answered with what was rendered before a template changed."""

    def answer(request: HttpRequest) -> HttpResponse:
        from ettle.config.process_caches import clear_process_caches  # noqa: PLC0415 - settings are read first

        clear_process_caches()
        return get_response(request)

    return answer
