"""How long a text may be, and what a page says about its length."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_CHARACTERS = 40_000  # characters; some 6,000 words, seven times the longest answer any badge asks for


def describe_word_count(number: int, about: int, most: int) -> str:
    """Describe how long an answer is, in the words of written-text.js. about: how many are asked for. 0: no limit."""
    words = ngettext("%(number)s word", "%(number)s words", number) % {"number": number}
    if number < about:
        return _("%(words)s of about %(about)s") % {"words": words, "about": about}
    if most and number > most:
        return _("%(words)s, %(over)s over") % {"words": words, "over": number - most}
    return words
