"""The operator's name, colours and logo, as every page needs them: read rarely, because every page asks."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.urls import reverse

from ettle.kit.models import Brand

KEPT_SECONDS = 30.0


@dataclass(frozen=True)
class Look:
    """What the shell shows. stylesheet and logo are addresses, empty when the operator has chosen none."""

    name: str = "Ettle"
    strapline: str = "Leadership learning in social services"
    footer: str = "Ettle is open software. What you write here is yours."
    stylesheet: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0


class _Kept:
    """The look this process last read. Another worker's change is seen within KEPT_SECONDS."""

    look: Look | None = None
    until: float = 0.0


def current_brand() -> Look:
    """Return the site's look, at most KEPT_SECONDS old."""
    if _Kept.look is None or time.monotonic() >= _Kept.until:
        _Kept.look = _read()
        _Kept.until = time.monotonic() + KEPT_SECONDS
    return _Kept.look


def forget() -> None:
    """Read the look again at the next page."""
    _Kept.look = None


def _read() -> Look:
    saved = Brand.objects.defer("logo", "stylesheet").order_by("-pk").first()
    if saved is None:
        return Look()
    return Look(
        name=saved.name,
        strapline=saved.strapline,
        footer=saved.footer,
        stylesheet=reverse("kit:brand-css", args=[saved.stylesheet_digest]),
        logo=reverse("kit:brand-logo", args=[saved.logo_digest, saved.logo_kind]) if saved.logo_digest else "",
        logo_width=saved.logo_width,
        logo_height=saved.logo_height,
    )
