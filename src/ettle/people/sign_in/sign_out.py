"""Signing out of a browser, which is then asked to forget the pages it has stored."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from ettle.kit.http.choice_cookie import forget_choices

Response = TypeVar("Response", bound=HttpResponse)
# Only the cache. ‘storage’ would also delete words that were not sent yet, which wait on the device for their person.
FORGET_PAGES = '"cache"'


def sign_out(request: HttpRequest, response: Response) -> Response:
    """End the session of this browser, and return the response with the request to forget its pages."""
    auth.logout(request)
    return forget_pages(request, response)


def forget_pages(request: HttpRequest, response: Response) -> Response:
    forget_choices(request, response)
    return forget_stored_pages(response)


def forget_stored_pages(response: Response) -> Response:
    response.headers["Clear-Site-Data"] = FORGET_PAGES
    return response
