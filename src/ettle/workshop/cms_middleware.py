"""The way into the authors' workshop, which is brought in when somebody first asks for it.

Wagtail's admin is a third of what a web process would load at its start, and most processes never show it. It wants its
addresses by bare name, so they cannot hide in a namespace; instead the workshop has a list of addresses of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CMS_PATH = "/cms/"
WORKSHOP_URLCONF = "ettle.config.workshop_urls"


class WorkshopMiddleware:
    """Requests for the workshop are answered from its own list of addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(CMS_PATH):
            request.urlconf = WORKSHOP_URLCONF
        return self.get_response(request)
