"""Every address of the site, room by room. What is not listed here does not exist."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = [
    "kit",
    "branding",
    "people",
    "framework",
    "badges",
    "activities",
    "learning_log",
    "journey",
    "feedback",
    "evidence",
    "dashboard",
    "search",
    "workshop",
    "library",
]

# Each room names its own addresses; the library comes last because its pages take whatever is left.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ettle.people.account_urls")),
    *(path("", include(f"ettle.{room}.urls")) for room in ROOMS if find_spec(f"ettle.{room}.urls")),
]

handler400 = "ettle.kit.views.bad_request"
handler500 = "ettle.kit.views.server_error"
