"""Forms that a page sends by itself (texts/js/form-post.js), so that words stay on the page until they are saved.

A script cannot see a redirect, and following it would use up the messages of the next page. So a redirect becomes
200 with the address in X-Location; for the script that is the acknowledgement. A form or an automatic save whose
session has ended, or whose page belongs to another account than the one that is signed in now, gets 401 and changes
nothing.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import resolve_url

from ettle.kit.http.middleware import GetResponse
from ettle.texts.recovery.device_keys import ACCOUNT, account_owner

FROM_SCRIPT, WRITER = "X-Fetched-Form", "X-Writer"
UNAUTHORISED = 401


class ScriptFormsMiddleware:
    """Answers forms that a script has sent. It comes after the middleware that finds the person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_of_another_writer(request):
            return HttpResponse(status=UNAUTHORISED, headers={"X-Problem": _describe_problem(request)})
        response = self.get_response(request)
        if FROM_SCRIPT in request.headers and isinstance(response, HttpResponseRedirectBase):
            _acknowledge(request, response)
        return response


def _is_of_another_writer(request: HttpRequest) -> bool:
    """Whether the page was made for an account that is not signed in (any more)."""
    writer = request.headers.get(WRITER, "")
    if not writer.startswith(f"{ACCOUNT}-"):
        return False
    return not request.user.is_authenticated or account_owner(request.user).tag != writer


def _describe_problem(request: HttpRequest) -> str:
    return "someone-else" if request.user.is_authenticated else "signed-out"


def _acknowledge(request: HttpRequest, response: HttpResponseRedirectBase) -> None:
    address = response.headers["Location"]
    del response.headers["Location"]
    if not request.user.is_authenticated and address.startswith(resolve_url(settings.LOGIN_URL)):
        response.status_code = UNAUTHORISED
        response.headers["X-Problem"] = "signed-out"
        return
    response.status_code = 200
    response.headers["X-Location"] = address
    response.headers["Cache-Control"] = "no-store"
