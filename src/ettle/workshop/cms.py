"""Wagtail's admin at /cms/, behind our own sign-in and with a security policy of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import dropwhile
from pathlib import Path
from traceback import walk_tb
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import BadRequest, FieldError, ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.response import SimpleTemplateResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, include, path, re_path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.clickjacking import xframe_options_sameorigin
from modelsearch.backends.base import FieldError as NotIndexed
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import urlpatterns as admin_urls
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from ettle.kit.http.audience import AUTHORS, EVERYONE, SIGNED_IN, audience
from ettle.kit.refusal import Refused
from ettle.workshop import actions, widget_starts
from ettle.workshop.authors.author_roles import find_role
from ettle.workshop.authors.page_comments import PageEditView

View = Callable[..., HttpResponseBase]
logger = logging.getLogger(__name__)
# What Wagtail raises when parts of a form or a query are missing or of the wrong type, and the method in which widgets
# and blocks read their input. With code of ours in the traceback it is a fault of the program.
MALFORMED_REQUEST_ERRORS = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, OverflowError, FieldError,
    NotIndexed, NoReverseMatch, ObjectDoesNotExist,
)  # fmt: skip
NOT_SEARCHED = str.maketrans({'"': " ", "\\": " "})
FORM_READER_NAME = "value_from_datadict"
SOURCE_ROOT = str(Path(__file__).parent.parent)
# Laxer than the site's, for /cms/ only: Wagtail's editor sets styles in attributes, and previews are in a frame. Its
# inline scripts are replaced (widget_starts.py), so scripts are held to the same rule as on the site.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}


# Modules of ours that Wagtail calls while it reads and draws a form.
READERS = {__file__, widget_starts.__file__}


def open_to_authors(view: View) -> View:
    """Open one of Wagtail's views to authors. is_staff decides who is one; Wagtail's groups are assigned."""

    def gated(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if not person.is_superuser and find_role(person) is None:
            actions.assign_default_role(person, now=timezone.now())
        _clean_search(request)
        return handle_refusals(view, request, *args, **kwargs)

    policed: View = csp_replace(POLICY)(xframe_options_sameorigin(gated))
    return audience(AUTHORS)(policed)


def _clean_search(request: HttpRequest) -> None:
    """Leave quotation marks and backslashes out of a search: Wagtail's for SQLite makes a broken query of both."""
    words = request.GET.get("q", "")
    if words.translate(NOT_SEARCHED) != words:
        query = request.GET.copy()
        query["q"] = words.translate(NOT_SEARCHED)
        request.GET = query  # type: ignore[assignment]  # Django sets it once, before any view


def handle_refusals(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Show a refusal on the page that sent the request; answer a malformed form with 400."""
    try:
        answer = view(request, *args, **kwargs)
        # Rendered here, so that a fault of the request is handled as one.
        return answer.render() if isinstance(answer, SimpleTemplateResponse) else answer
    except Refused as refusal:
        messages.error(request, str(refusal))
        if "json" in request.headers.get("Accept", ""):
            return JsonResponse({"success": False, "error_message": str(refusal)}, status=400)
        if request.headers.get("X-Requested-With"):  # one of Wagtail's modal windows, which then follows the redirect
            return JsonResponse({"step": "success", "redirect": _previous_address(request)})
        return HttpResponseRedirect(_previous_address(request))
    except MALFORMED_REQUEST_ERRORS as fault:
        if not (request.method == "POST" or request.GET) or _is_own_fault(fault):
            raise
        logger.exception("What was asked of the workshop could not be read: %s", type(fault).__name__)
        raise BadRequest from fault


def lock_page(view: View) -> View:
    """Let one save of a page wait for another: nothing of the page is read before the save under way is written.

    Wagtail compares what it is sent with the newest revision and writes later. A page that saves itself while its
    Publish button is pressed was compared before the publication and written after it: the page had a newer draft
    again, without the words typed last.
    """

    def locked(request: HttpRequest, page_id: int) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, page_id)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            return view(request, page_id)

    return locked


def _is_own_fault(fault: BaseException) -> bool:
    """Whether code of ours raised it: below the reading of a form, or anywhere if no form was read."""
    on_the_way = [frame.f_code for frame, _ in walk_tb(fault.__traceback__)]
    below = list(dropwhile(lambda code: code.co_name != FORM_READER_NAME, on_the_way)) or on_the_way
    return any(code.co_filename.startswith(SOURCE_ROOT) and code.co_filename not in READERS for code in below)


def _previous_address(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else reverse("wagtailadmin_home")


@audience(EVERYONE)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Redirect to our own sign-in page, the only one."""
    return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('wagtailadmin_home')}")


@audience(SIGNED_IN)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Hand the request on to our own sign-out: 307 keeps the method, so that the button of the side menu signs out."""
    return HttpResponse(status=307, headers={"Location": reverse("account_logout")})


@audience(SIGNED_IN)
def hide_admin_page(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer 404: people, groups and passwords are managed in their own room, not here."""
    raise Http404


@audience(SIGNED_IN)
def redirect_to_settings(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Redirect to the settings, where people change their name and ways to sign in."""
    return HttpResponseRedirect("/me/settings/")


urlpatterns: list[URLPattern | URLResolver] = [
    path("cms/login/", sign_in, name="wagtailadmin_login"),
    path("cms/logout/", sign_out, name="wagtailadmin_logout"),
    path("cms/account/", redirect_to_settings, name="wagtailadmin_account"),
    re_path(
        r"^cms/(?:password_reset|users|groups)/(?P<rest>.*)$",
        hide_admin_page,
        name="workshop_elsewhere",
    ),
    path("cms/pages/<int:page_id>/edit/", open_to_authors(lock_page(require_admin_access(PageEditView.as_view())))),
    path("cms/", include(decorate_urlpatterns(admin_urls, open_to_authors))),
]
