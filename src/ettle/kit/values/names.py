"""Names of people and organisations, which emails show to strangers: no address, no line break, of a bounded length.

A name is validated where it is typed, with a sentence that says what to change, and made safe again where an email
shows it. Names of every script, with hyphens, apostrophes, initials and full stops before a space, stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_IN_EMAIL = 80
JOINERS = "\u200c\u200d"  # Persian, Urdu and Indic names are written with these
DOTS = ".\u3002\uff0e\uff61\u2024"
# A full stop between two letters, with two or more after it, is what email programs make a link of: "example.org".
DOT_INSIDE = re.compile(rf"(?<=\w)[{DOTS}](?=\w\w)")
SCHEME = re.compile(r"\b(?:https?|ftp|mailto|tel|sms|www)\b[\s:/.]*", re.IGNORECASE)
ADDRESS_SIGNS = re.compile("[@\uff20\ufe6b:\uff1a/\uff0f\\\\<>\\[\\]{}|=%&?#_~^`]")
LONG_NUMBER = re.compile(r"(?:\d[\s().-]*){6,}")
NO_ADDRESS = _("Use the name alone, without a web address, an email address or a telephone number")
SPACE_AFTER_STOP = _("Put a space after each full stop in the name, as in ‘St. John’")
ODD_CHARACTERS = _("The name has characters that cannot be seen. Type it again instead of pasting it")
# In sentences: times and dates are allowed, and a colon.
LINK_IN_WORDS = re.compile(rf"(?:https?|ftp|mailto|tel|sms)\s*:|\bwww[{DOTS}]|//|[@\uff20\ufe6b]", re.IGNORECASE)
DOT_IN_WORDS = re.compile(rf"(?<=\w)[{DOTS}](?=[^\W\d_]\w)")
PHONE_IN_WORDS = re.compile(r"(?:\d[\s().-]*){9,}")
HIDDEN_IN_WORDS = _("The text has characters that cannot be seen. Type it again instead of pasting it")
NO_LINKS = _("Leave out web addresses, email addresses and telephone numbers")
SPACE_IN_WORDS = _("Put a space after each full stop. Web addresses are not allowed here")
HIDDEN_CHARACTERS = _("This has characters that cannot be seen. Type it again instead of pasting it")
NO_ADDRESS_IN_TITLE = _("Use the job title alone, without a web address, an email address or a telephone number")
TURNS_IN_LINE = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORCED_DIRECTION = re.compile("[\u202d\u202e]")
ENCLOSED = ("<circle>", "<square>")  # kinds of Unicode's decompositions
SIGNS_ALLOWED_TYPED = frozenset("&/#?%")


def validate_name(name: str) -> None:
    """A validator of form fields. Raises ValidationError with a sentence for the person."""
    name = _plain_letters(name)
    if any(_is_hidden(letter) for letter in name):
        raise ValidationError(ODD_CHARACTERS)
    if _has_address(name):
        raise ValidationError(NO_ADDRESS)
    if DOT_INSIDE.search(name):
        raise ValidationError(SPACE_AFTER_STOP)


def validate_words_without_links(words: str) -> None:
    """A validator of sentences that a stranger sends to someone. Raises ValidationError with a sentence for them."""
    words = _plain_letters(words)
    if any(_is_hidden(letter) for letter in words if letter not in "\r\n\t"):
        raise ValidationError(HIDDEN_IN_WORDS)
    if LINK_IN_WORDS.search(words) or PHONE_IN_WORDS.search(words):
        raise ValidationError(NO_LINKS)
    if DOT_IN_WORDS.search(words):
        raise ValidationError(SPACE_IN_WORDS)


def validate_job_title(title: str) -> None:
    """The same for a job title, which stands beside a name in what strangers read."""
    title = _plain_letters(title)
    if any(_is_hidden(letter) for letter in title):
        raise ValidationError(HIDDEN_CHARACTERS)
    if _has_address(title) or DOT_INSIDE.search(title):
        raise ValidationError(NO_ADDRESS_IN_TITLE)


def validate_direction(text: str, *, is_single_line: bool) -> None:
    """Refuse characters that turn the direction of what follows, so that it reads as something else.

    In a line all of them. In a longer text only those that force a direction: phones put the others around a name that
    is pasted into Arabic or Hebrew.
    """
    if (TURNS_IN_LINE if is_single_line else FORCED_DIRECTION).search(text):
        raise ValidationError(HIDDEN_CHARACTERS)


def _has_address(words: str) -> bool:
    signs = set(ADDRESS_SIGNS.findall(words)) - SIGNS_ALLOWED_TYPED
    return bool(signs or "//" in words or SCHEME.search(words) or LONG_NUMBER.search(words))


def safe_name(name: str, *, fallback: str) -> str:
    """Return a name as an email to someone else shows it; the fallback when nothing of it is left."""
    line = " ".join("".join(" " if letter.isspace() else letter for letter in name).split())
    visible = "".join(letter for letter in line if not _is_hidden(letter))
    plain = LONG_NUMBER.sub(" ", SCHEME.sub(" ", _plain_letters(visible)))
    plain = DOT_INSIDE.sub(". ", re.sub("//+|[@\uff20\ufe6b:\uff1a\uff0f\\\\<>\\[\\]{}|=_~^`]", " ", plain))
    words = " ".join(plain.split())
    return (words if len(words) <= LONGEST_IN_EMAIL else words[: LONGEST_IN_EMAIL - 1].rstrip() + "…") or fallback


def _plain_letters(text: str) -> str:
    """Replace letters in circles and squares: a browser opens "ⓔxample.ⓒom" as example.com."""
    return "".join(
        unicodedata.normalize("NFKC", letter) if unicodedata.decomposition(letter).startswith(ENCLOSED) else letter
        for letter in text
    )


def _is_hidden(letter: str) -> bool:
    """Control, format and unassigned characters, and those that turn the direction of writing."""
    return letter not in JOINERS and unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
