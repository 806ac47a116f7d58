"""The page shell: what every page shows around its own words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template the site's name, the demo banner and where in the site this page is."""
    match = request.resolver_match
    return {
        "demo": settings.DEMO,
        "site_name": "Ettle",
        "room": match.namespace if match else "",
    }
