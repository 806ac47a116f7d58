"""The addresses of the authors' workshop, loaded on the first request for it.

Wagtail's admin is a third of what a web process would load at its start, and most processes never show it. It reverses
its addresses without a namespace; so the workshop has a URLconf of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.urls import get_urlconf, set_urlconf

from ettle.kit.translations.catalogue import show_english

CMS_PATH = "/cms/"
# What is edited there is the English of a pack: shown in another language, it would be saved in that language.
EDITING_PATHS = (CMS_PATH, "/manage/")
WORKSHOP_URLCONF = "ettle.config.workshop_urls"


class WorkshopMiddleware:
    """Resolves requests for the workshop with its own URLconf. Where packs are edited they are shown in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(CMS_PATH):
            request.urlconf = WORKSHOP_URLCONF
        if request.path_info.startswith(EDITING_PATHS):
            with show_english():
                return self.get_response(request)
        return self.get_response(request)


@contextmanager
def workshop_addresses() -> Iterator[None]:
    """Activate the workshop's URLconf: Wagtail's emails about a review link to pages that only it has."""
    before = get_urlconf()
    set_urlconf(WORKSHOP_URLCONF)
    try:
        yield
    finally:
        set_urlconf(before)
