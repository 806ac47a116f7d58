"""A form that was sent without a script after its session had ended is not lost.

Instead of dropping it, we hold it encrypted for an hour for the account whose page it was on, and lead the person to
sign in and from there to the same page, with their words in it again. Nothing is saved until they press the button. A
form whose token is of an earlier sign-in is held in the same way.

So is a form that a page shows again before anything is saved, with what in it could identify someone: a page that
answers a post cannot be opened again, so that Back to it would ask to send the form once more. The post leads to the
page of the form instead, and its view reads there what was sent (`read_shown_form`).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseRedirectBase
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone

from ettle.kit.http.audience import LINK_HOLDERS, is_asked_to_sign_in
from ettle.kit.http.middleware import GetResponse
from ettle.kit.values.web_addresses import split_address
from ettle.texts import actions
from ettle.texts.models import COPY_LASTS
from ettle.texts.recovery import form_values, writer_cookie
from ettle.texts.recovery.form_encryption import FormTooLong, SentForm
from ettle.texts.recovery.script_forms import FROM_SCRIPT
from ettle.texts.recovery.shown_forms import SHOWN, SHOWN_AT, parse_number, read_copy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

QUERY = form_values.FIELD
OK, TOO_LONG = 200, 413


class FormCopiesMiddleware:
    """Holds forms that could not be taken, and gives them back. It comes before the check against forged requests."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        user = getattr(request, "user", None)
        if user is None or FROM_SCRIPT in request.headers:
            return response
        if request.method == "POST":
            return _answer_post(request, response, user)
        if user.is_authenticated:
            if QUERY in request.GET:
                response = _give_back(request, response, user)
            if response.headers.get("Content-Type", "").startswith("text/html"):
                writer_cookie.remember_writer(request, response, user)
        return response


def mark_forged(request: HttpRequest) -> None:
    """Note that the check against forged requests has refused this one."""
    request.META["ettle.is_forged"] = True


def _answer_post(request: HttpRequest, response: HttpResponseBase, user: User | AnonymousUser) -> HttpResponseBase:
    if is_asked_to_sign_in(request) or (request.META.get("ettle.is_forged") and _is_from_here(request)):
        return _hold(request, response, user)
    is_shown = SHOWN_AT in request.META and response.status_code == OK
    # Behind a link nobody is known by an account, also when somebody is signed in.
    if is_shown and user.is_authenticated and getattr(request, "audience", None) != LINK_HOLDERS:
        return _lead_to_shown(request, response, user)
    number = parse_number(request.POST.get(form_values.FIELD, "")) or parse_number(_shown_before(request))
    if number and user.is_authenticated and isinstance(response, HttpResponseRedirectBase):
        actions.delete_form_copy(number, person=user)
        response.delete_cookie(settings.FORM_COPY_COOKIE_NAME, samesite="Lax")
    return response


def _hold(request: HttpRequest, response: HttpResponseBase, user: User | AnonymousUser) -> HttpResponseBase:
    """Hold the form, and lead to its page: by way of signing in, unless its writer is signed in already."""
    try:
        account = writer_cookie.find_writer(request)
        form = _read_form(request)
    except (BadRequest, RequestDataTooBig, SuspiciousOperation):
        return response
    writer = get_user_model().objects.filter(uuid=account, is_active=True).first() if account else None
    if writer is None or form is None:
        return response
    try:
        ticket = actions.copy_form(form, person=writer, now=timezone.now())
    except FormTooLong:
        return render(request, "texts/too_long.html", {"words": form_values.list_words(form)}, status=TOO_LONG)
    address = f"{form.page}{'&' if '?' in form.page else '?'}{QUERY}={ticket.uuid}"
    if user.is_authenticated and user.pk != writer.pk:
        return render(request, "texts/someone_else.html", status=403)
    if not user.is_authenticated:
        address = f"{resolve_url('account_login')}?next={quote(address)}"
    return _redirect_with_secret(address, ticket)


def _lead_to_shown(request: HttpRequest, response: HttpResponseBase, writer: User) -> HttpResponseBase:
    """Lead to the page of a form that is shown again; the page itself where what was sent is too long to hold."""
    form = _read_form(request)
    if form is None:
        return response
    try:
        ticket = actions.copy_form(form, person=writer, now=timezone.now())
    except FormTooLong:
        return response
    page = split_address(request.META[SHOWN_AT])
    query = QueryDict(page.query, mutable=True)
    query[SHOWN] = str(ticket.uuid)
    return _redirect_with_secret(f"{page.path}?{query.urlencode()}", ticket)


def _shown_before(request: HttpRequest) -> str:
    """The number of the form that the page showed from which this one was sent."""
    before = QueryDict(split_address(request.headers.get("Referer", "")).query)
    return str(request.GET.get(SHOWN) or before.get(SHOWN, ""))


def _redirect_with_secret(address: str, ticket: actions.Ticket) -> HttpResponseRedirect:
    redirect = HttpResponseRedirect(address)
    redirect.set_cookie(
        settings.FORM_COPY_COOKIE_NAME,
        f"{ticket.uuid}:{ticket.secret}",
        max_age=int(COPY_LASTS.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return redirect


def _give_back(request: HttpRequest, response: HttpResponseBase, person: User) -> HttpResponseBase:
    """Return the page with the words in its form, or the words alone when the page has no such form any more."""
    form, number = _find_form(request, person)
    if form is None or number is None or not isinstance(response, HttpResponse):
        return response
    if response.status_code == 200:
        html = response.content.decode()
        if form_values.fill_page(html, form, number, "") and not form_values.has_words(html, form):
            return response
        context = {"number": number, "csrf_token": get_token(request)}
        filled = form_values.fill_page(html, form, number, render_to_string("texts/given_back.html", context))
        if filled is not None:
            response.content = filled.encode()
            response.headers["Cache-Control"] = "private, no-store"
            return response
    words = form_values.list_words(form)
    return render(request, "texts/words_alone.html", {"words": words, "number": number}) if words else response


def _find_form(request: HttpRequest, person: User) -> tuple[SentForm | None, uuid.UUID | None]:
    number = parse_number(request.GET.get(QUERY, ""))
    form = read_copy(request, number, person) if number else None
    return (form, number) if form else (None, None)


def _read_form(request: HttpRequest) -> SentForm | None:
    """The posted form with the page it was on; None for a form in which nothing can be written."""
    fields = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    if not form_values.list_words(SentForm("", "", fields)):
        return None
    referer = split_address(request.headers.get("Referer", ""))
    page = request.get_full_path()
    if referer.netloc == request.get_host() and referer.path:
        page = referer.path + (f"?{referer.query}" if referer.query else "")
    return SentForm(page, request.path, fields)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this site, as the browser says."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return split_address(origin).netloc == request.get_host()
