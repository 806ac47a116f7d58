"""Answers of the API that say what went wrong, as problem details (RFC 9457), and the wrapper that makes them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ettle.badges.api import responses
from ettle.badges.api.schemas import ProblemDetails
from ettle.kit.http.page_limits import client_network, count_request
from ettle.kit.limits.counters import Limit

PROBLEM_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is not answered as it was meant. detail: what happened and what to do, for people."""

    def __init__(self, status: HTTPStatus, detail: str, *, retry_after: int = 0) -> None:
        super().__init__(detail)
        self.status, self.detail, self.retry_after = status, detail, retry_after


View = Callable[..., HttpResponse]


def api_view(limit: Limit, *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """Answer every refusal of a view with problem details, also a wrong method and too many requests of a network."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
            try:
                _check_request(request, limit, methods)
                return view(request, *args, **options)
            except Http404:
                if responses.is_page_request(request):
                    raise  # a person who follows an old link gets a page
                return problem_response(Problem(HTTPStatus.NOT_FOUND, _("There is nothing at this address.")))
            except RequestDataTooBig:
                return problem_response(Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _say_most_bytes()))
            except Problem as problem:
                response = problem_response(problem)
                if problem.status is HTTPStatus.METHOD_NOT_ALLOWED:
                    response.headers["Allow"] = ", ".join(methods)
                return response

        return answer

    return wrap


def _check_request(request: HttpRequest, limit: Limit, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, _("This address does not take requests of this method."))
    wait = count_request(limit, client_network(request))
    if wait:
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, str(limit.words), retry_after=wait)


def _say_most_bytes() -> str:
    return _("Send less than %(size)s.") % {"size": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}


def problem_response(problem: Problem) -> HttpResponse:
    """Return problem details: a title by the status, and the detail."""
    details = ProblemDetails(title=problem.status.phrase, status=int(problem.status), detail=problem.detail)
    response = HttpResponse(details.model_dump_json().encode(), content_type=PROBLEM_TYPE, status=problem.status)
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response
