"""The page shell: what every page shows around its content. It costs no query on visitors' pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from ettle.kit.http.language_choice import list_language_links
from ettle.kit.pages.brand import current_brand
from ettle.kit.pages.session_guard import idle_seconds, person_mark
from ettle.kit.pages.site_contents import has_page
from ettle.kit.room import offered

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class BarItem:
    """An item of the navigation bar. under: addresses that belong to it. drawing: the icon's path in a 24 × 24 box."""

    words: StrOrPromise
    path: str
    under: tuple[str, ...]
    drawing: str
    current: str = ""


@dataclass(frozen=True)
class FootLink:
    words: StrOrPromise
    path: str


UNDER_MORE = (
    *("/more/", "/account/", "/badges/", "/capabilities/", "/codes/", "/logic-model/"),
    *("/review/", "/organisation/", "/manage/", "/verify/", "/statements/"),
)
BAR_ITEMS = (
    BarItem(
        _("Learn"),
        "/",
        ("/areas/", "/search/"),
        "M12 6.5C10 4.7 7 4 3.5 4v14c3.5 0 6.5.7 8.5 2.5 2-1.8 5-2.5 8.5-2.5V4C17 4 14 4.7 12 6.5Zm0 0v14",
    ),
    BarItem(
        _("My journey"),
        "/me/",
        ("/me/", "/activities/"),
        "M6 20.5h9.5a3.5 3.5 0 0 0 0-7h-7a3.5 3.5 0 0 1 0-7H15M18 4.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM4.5 20.5h.01",
    ),
    BarItem(
        _("Evidence"),
        "/evidence/",
        ("/evidence/",),
        "M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5L13.5 3Zm0 0v5.5H19M9 14.5l2.2 2.2L15 12.5",
    ),
    BarItem(
        _("More"),
        "/more/",
        UNDER_MORE,
        "M4 7h16M4 12h16M4 17h16",
    ),
)  # fmt: skip
HELP = "/statements/help/"
FOOT_LINKS = (
    FootLink(_("Help"), HELP),
    FootLink(_("Urgent help"), "/urgent-help/"),
    FootLink(_("Accessibility"), "/statements/accessibility/"),
    FootLink(_("Privacy"), "/statements/privacy/"),
    FootLink(_("Verify a badge"), "/verify/"),
    FootLink(_("Leadership Logic Model"), "/logic-model/"),
)
SETTINGS_PATHS = ("/me/settings/",)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the site's name and brand, the demo banner, and where in the site this page is."""
    match = request.resolver_match
    brand = current_brand()
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "demo": settings.DEMO,
        "brand": brand,
        "site_name": brand.name,
        "room": match.namespace if match else "",
        "head": [part for describe in offered("page_head") if (part := describe(request))],
        "bar": bar_items(request.path),
        "foot": [link for link in FOOT_LINKS if has_page(link.path)],
        "languages": list_language_links(request, signed_in=signed_in),
        # Finding the user of a visitor without a cookie reads no row, but would mark the session as used.
        "signed_in": signed_in,
        "person_mark": person_mark(user),
        "idle_seconds": idle_seconds(request) if signed_in else 0,
        "sign_in": f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.path)}",
    }


def bar_items(path: str) -> list[BarItem]:
    """Return the items of the navigation bar, with the one of this address marked."""
    return [replace(item, current=_aria_current(item, path)) for item in BAR_ITEMS]


def _aria_current(item: BarItem, path: str) -> str:
    if path == item.path:
        return "page"
    if path.startswith(SETTINGS_PATHS):
        return "true" if item.path == "/more/" else ""
    return "true" if path.startswith(item.under) else ""
