"""The limits of this room: invitations to organisations, changes of address, codes, and the forms of signing in.

Codes: nobody can lock a named person out by asking for codes in their name. A browser that the person has used before
has a count of its own, and the count of an address is wider than what one network may ask for it in a day. Passkeys
need no code.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit

INVITATIONS = Limit(
    "people/invitations", "person", 2_000, timedelta(days=1), _("You have invited as many people as you can in a day.")
)
PEOPLE_IMPORTS = Limit(
    "people/imports", "person", 50, timedelta(days=1), _("You have uploaded as many files as you can in a day.")
)
ADDRESS_CHANGES = Limit(
    "people/address-changes",
    "person",
    5,
    timedelta(days=1),
    _("You have asked to change your address as often as you can in a day."),
)
DATA_EXPORTS = Limit(
    "people/data-exports",
    "person",
    3,
    timedelta(days=1),
    _("You have asked for as many downloads as you can in a day."),
)
# A small download is made while the person waits, and takes a process for a second or more.
DOWNLOADS = Limit(
    "people/downloads",
    "person",
    6,
    timedelta(hours=1),
    _("You have downloaded this as many times as you can in an hour."),
)
MEMBERSHIP_REQUESTS = Limit(
    "people/membership-requests",
    "person",
    5,
    timedelta(days=1),
    _("You have asked to join as many organisations as you can in a day."),
)
# Beyond it the request is on the page of the organisation, without an email.
MEMBERSHIP_REQUEST_EMAILS = Limit(
    "people/membership-request-emails",
    "recipient",
    10,
    timedelta(days=1),
    _("{key} has had many requests to join in a day."),
)
REQUESTS_TO_ORGANISATION = Limit(
    "people/requests-to-organisation",
    "organisation",
    200,
    timedelta(days=1),
    _("This organisation has had many requests in a day. Its lead can send you an invitation."),
)
CODES_TO_NEW_BROWSERS = Limit(
    "people/codes",
    "address",
    200,
    timedelta(days=1),
    _("This address was sent many codes. Sign in with a passkey, or in a browser that you have used here before."),
)
CODES_IN_NETWORK = Limit(
    "people/codes-network",
    "address in one network",
    20,
    timedelta(hours=6),
    _(
        "Your network has asked for many codes for this address. Use the newest email from us, sign in with a passkey, "
        "or use a browser that you have used here before."
    ),
)
CODES_IN_KNOWN_BROWSER = Limit(
    "people/codes-browser",
    "address in a browser it was used in",
    20,
    timedelta(hours=1),
    _("You have asked for many codes. Use the newest email from us."),
)
SIGN_UPS = Limit(
    "people/sign-ups", "network", 600, timedelta(days=1), _("Many people have signed up from your network today.")
)
# A whole care home may sit behind one address on a training day; each person sends three forms or so to sign in.
SIGN_IN_FORMS = Limit(
    "people/sign-in-forms",
    "network",
    3_000,
    timedelta(hours=1),
    _("Many people have signed in or signed up from your network in an hour."),
)
SECOND_STEPS = Limit(
    "people/second-steps", "person", 10, timedelta(minutes=5), _("You have tried the second step many times.")
)
LIMITS = [
    INVITATIONS, PEOPLE_IMPORTS, ADDRESS_CHANGES, DATA_EXPORTS, DOWNLOADS, MEMBERSHIP_REQUESTS,
    MEMBERSHIP_REQUEST_EMAILS, REQUESTS_TO_ORGANISATION, CODES_TO_NEW_BROWSERS, CODES_IN_NETWORK,
    CODES_IN_KNOWN_BROWSER,
    SIGN_UPS, SIGN_IN_FORMS, SECOND_STEPS,
]  # fmt: skip
