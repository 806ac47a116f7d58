"""What this room offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.landing_pages import LandingPage
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.search_items import SearchItem, tool_item
from ettle.people.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if not person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.ACCOUNT, _("Sign in"), reverse("account_login"), _("With a code by email, no password")
        )
        yield NavigationLink(NavigationGroup.ACCOUNT, _("Create an account"), reverse("account_signup"))
        return
    yield NavigationLink(
        NavigationGroup.ACCOUNT, _("Your settings"), reverse("people:settings"), _("Name, roles, your data")
    )
    yield NavigationLink(NavigationGroup.ACCOUNT, _("Passkeys and safety"), reverse("mfa_index"))
    yield NavigationLink(NavigationGroup.ACCOUNT, _("Sign out"), reverse("account_logout"))
    if person.is_superuser or Membership.Role.LEAD in person.current_roles:
        yield NavigationLink(
            NavigationGroup.WORK,
            _("Your organisation"),
            reverse("people:organisations"),
            _("Who belongs, invite people"),
        )
    if person.is_superuser:
        yield NavigationLink(NavigationGroup.RUN, _("Organisations"), reverse("people:manage-organisations"))
        yield NavigationLink(NavigationGroup.RUN, _("People"), reverse("people:manage-people"), _("Sign someone out"))
        yield NavigationLink(NavigationGroup.RUN, _("Assessors for the whole site"), reverse("people:manage-assessors"))


def list_landing_pages(person: User) -> Iterator[LandingPage]:
    if Membership.Role.LEAD in person.current_roles:
        yield LandingPage(
            "organisation", _("Your organisation"), reverse("people:organisations"), 3, under="/organisation/"
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield from _sign_in_items()
    yield from _account_items()
    yield from _email_items()
    yield from _organisation_items()


def _sign_in_items() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("account_login"),
        _("Sign in"),
        _("With a code by email, no password"),
        _(
            "sign in; log in; login; cannot sign in; forgot my password; no code arrived; no email with the code; "
            "the code does not work; code not working; sign in code; reset password; lost my phone"
        ),
    )
    yield tool_item(
        reverse("account_signup"),
        _("Create an account"),
        _("Free, with your email address"),
        _("create an account; make an account; sign up; register; join the site; new account; open an account"),
    )
    yield tool_item(
        reverse("people:settings"),
        _("Your settings"),
        _("Name, roles and your data"),
        _(
            "settings; my account; change my name; change my role; edit my profile; time "
            "zone; where am I signed in; sign out everywhere"
        ),
    )


def _account_items() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("people:change-address"),
        _("Change your email address"),
        _("Both addresses confirm it"),
        _(
            "change email address; change my email; new email address; update my email; wrong email address; "
            "different email; I have a new job and a new email"
        ),
    )
    yield tool_item(
        reverse("people:download"),
        _("Download everything we have about you"),
        _("One file with all your data"),
        _(
            "download my data; download everything; export my data; copy of my data; data portability; subject "
            "access request; take my data with me"
        ),
    )
    yield tool_item(
        reverse("people:leave"),
        _("Delete my account"),
        _("What is erased, and what stays and why"),
        _(
            "delete my account; remove my account; close my account; erase my data; leave the site; cancel my "
            "account; unsubscribe from the site; right to be forgotten"
        ),
    )
    yield tool_item(
        reverse("mfa_index"),
        _("Passkeys and security"),
        _("Sign in with your finger, face or screen lock"),
        _(
            "passkeys; security; two-step sign in; second factor; fingerprint; face recognition; authenticator "
            "app; recovery codes; sign in without a code"
        ),
    )


def _email_items() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("people:emails"),
        _("Your emails"),
        _("Choose which emails you get"),
        _(
            "stop emails; stop reminders; unsubscribe; too many emails; turn off emails; email settings; emails you "
            "send me; choose emails; no more emails; notifications"
        ),
    )


def _organisation_items() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("people:join-organisation"),
        _("Join an organisation"),
        _("Ask, and a lead accepts or declines"),
        _("join an organisation; join my employer; join my team; ask to join; add my workplace; find my organisation"),
    )
    yield tool_item(
        reverse("people:manage-people"),
        _("People"),
        _("Find a person, sign them out"),
        _("people; manage people; manage users; users; find a person; reset sign-in"),
    )
    yield tool_item(
        reverse("people:manage-organisations"),
        _("Organisations"),
        _("Add and change organisations"),
        _("organisations; add an organisation"),
    )
    yield tool_item(
        reverse("people:manage-assessors"),
        _("Assessors for the whole site"),
        _("Who may assess"),
        _("assessors; add an assessor"),
    )
    yield tool_item(
        reverse("people:organisations"),
        _("Your organisation"),
        _("For its leads: who belongs, and invitations"),
        _("my organisation; invite staff; add a colleague; team members; organisation totals"),
    )
