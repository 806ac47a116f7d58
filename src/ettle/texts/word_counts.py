"""How long a text may be, and what a page says about its length."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_CHARACTERS = 40_000  # characters; some 6,000 words, seven times the longest answer any badge asks for


def describe_word_count(number: int, least: int, most: int) -> str:
    """Describe how long an answer is and how much more it needs, in the words of written-text.js. 0: no limit."""
    words = ngettext("%(number)s word", "%(number)s words", number) % {"number": number}
    if number < least:
        return _("%(words)s, %(more)s more to write") % {"words": words, "more": least - number}
    if most and number > most:
        return _("%(words)s, %(over)s over") % {"words": words, "over": number - most}
    return words
