"""The cookie with the messages that the next page shows, named like the others."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageStorage(CookieStorage):
    """Django's storage under a name that a browser accepts from this site alone, where the site has https."""

    cookie_name = settings.MESSAGE_COOKIE_NAME
