"""The Permissions-Policy header: which parts of a device a page may use. None, unless its view says so.

It is the browser that enforces it, also against a script that someone managed to add to a page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

HEADER = "Permissions-Policy"
# Passkeys need `publickey-credentials-*`; their default is this site alone, which is what we want.
NEVER_USED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "idle-detection", "magnetometer", "midi", "payment", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
NOTHING = ", ".join(f"{feature}=()" for feature in ("microphone", *NEVER_USED))
MICROPHONE = NOTHING.replace("microphone=()", "microphone=(self)")
WAKE_LOCK = NOTHING.replace("screen-wake-lock=()", "screen-wake-lock=(self)")
View = Callable[..., HttpResponseBase]


class DevicePermissionsMiddleware:
    """Sends the header with every response whose view did not send its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response


def allow_microphone(view: View) -> View:
    """Decorate the view of a page on which people record their voice."""
    return _send_policy(view, MICROPHONE)


def allow_wake_lock(view: View) -> View:
    """Decorate the view of a page that may keep the screen on while a timer runs."""
    return _send_policy(view, WAKE_LOCK)


def _send_policy(view: View, policy: str) -> View:
    @wraps(view)
    def permitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers[HEADER] = policy
        return response

    return permitted
