"""The key to words on this device, form copies, and a form whose token is out of date."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as django_csrf_failure
from django.views.decorators.http import require_POST, require_safe

from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.texts import actions
from ettle.texts.recovery.device_keys import account_owner
from ettle.texts.recovery.form_copies import mark_forged

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def device_key(request: SignedInRequest) -> HttpResponse:
    """The key of this account. It renews the cookie against forged requests too, which a page may have outlived."""
    get_token(request)
    return account_owner(request.user).key_response()


@audience(SIGNED_IN)
@require_POST
def discard(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Delete a form copy."""
    if not actions.delete_form_copy(number, person=request.user):
        raise Http404
    messages.success(request, _("The words were discarded"))
    return redirect("dashboard:my-journey")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was not sent; FormCopiesMiddleware holds it when it came from a page of this site."""
    mark_forged(request)
    return django_csrf_failure(request, reason)
