"""The address that gives an account's pages the key to its words on this device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET

from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.texts.device_keys import account_owner

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_GET
def device_key(request: SignedInRequest) -> HttpResponse:
    """The key of this account. It renews the cookie against forged requests too, which a page may have outlived."""
    get_token(request)
    return account_owner(request.user).key_response()
