"""The links of search on the More page, and what search finds of itself: the signposts to help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.input.spec_texts import show_texts
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.search_items import SearchItem, SearchKind
from ettle.search import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    address = reverse("search:search")
    yield NavigationLink(NavigationGroup.LEARN, _("Search"), address, _("Areas, Codes, badges and sources"))
    urgent = reverse("search:urgent-help")
    yield NavigationLink(NavigationGroup.LEARN, _("Urgent help and advice lines"), urgent, _("Who to ring now"))
    if person.is_authenticated and person.is_superuser:
        signposts = reverse("search:signposts")
        yield NavigationLink(
            NavigationGroup.RUN, _("Signposts to help"), signposts, _("Check the telephone numbers in search")
        )


def list_search_items() -> Iterator[SearchItem]:
    """The page of advice lines, by the names and numbers on it, and the page to change them."""
    signposts = map(show_texts, queries.list_signposts())
    contacts = [contact for signpost in signposts for contact in signpost.contacts]
    phrases = _("urgent help; emergency; help line; helpline; who to ring; advice line; crisis; phone number for help")
    yield SearchItem(
        SearchKind.TOOL,
        "urgent-help",
        reverse("search:urgent-help"),
        _("Urgent help and advice lines"),
        names=tuple(dict.fromkeys(name for c in contacts for name in (c.number, c.number.replace(" ", "")))),
        phrases=(*(phrase.strip() for phrase in phrases.split(";")), *dict.fromkeys(c.name for c in contacts)),
        about=_("Who to ring now"),
        text=tuple(f"{contact.name} {contact.number} {contact.when}" for contact in contacts),
    )
    yield SearchItem(
        SearchKind.TOOL,
        "signposts",
        reverse("search:signposts"),
        _("Signposts to help"),
        phrases=(_("signposts"), _("change help line numbers")),
        about=_("For administrators"),
    )
