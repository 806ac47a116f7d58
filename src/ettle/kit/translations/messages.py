"""The site's own words for pages, `gettext`, in the language that the code is written in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import trans_real


def join_catalogues() -> None:
    """Put the messages of all apps in the site's own language into one table.

    Django asks the tables of some twenty apps one after another for each message, and a page has up to a hundred. For
    English nearly every message is in none of them. The other languages ask these tables last, so they gain too.
    """
    messages: Any = trans_real.translation(settings.LANGUAGE_CODE)
    catalogue = messages._catalog
    tables = list(catalogue._catalogs)
    earlier = messages._fallback
    while earlier is not None:
        tables.append(earlier._catalog)
        earlier = earlier._fallback
    joined = {message: words for table in reversed(tables) for message, words in table.items()}
    catalogue._catalogs, catalogue._plurals = [joined], [messages.plural]
    messages._fallback = None
