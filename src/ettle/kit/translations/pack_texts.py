"""Texts of a content pack, as a row or a spec holds them: English to the code, the reader's language to the reader.

A PackText is the English text: it is compared, stored, hashed, signed and put into JSON as English, so that nothing in
another language can come back into the database as the pack's own words. Where it is shown (in a template, in an
f-string, as a part of a message, by `str()`) it is the translation into the reader's language, if there is one.

`"".join`, `+` and methods of `str` such as `lower()` work on the English; call `str()` first.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.operations.environment import ENGLISH
from ettle.kit.translations.catalogue import find_earlier_translation, find_translation, foreign_language
from ettle.kit.translations.language_marks import mark_english


class PackText(str):
    """English words of a pack that are shown in the reader's language."""

    __slots__ = ()

    def __str__(self) -> str:
        return find_translation(self.english) or self.english

    def __html__(self) -> str:
        """What a template shows: where a page in another language has to show English, it is marked as English."""
        if not foreign_language():  # most readers; a page shows hundreds of these
            return escape(self.english)
        text = escape(str(self))
        return mark_english(text) if self.is_shown_in_english else text

    @property
    def english(self) -> str:
        """The text as the pack has it, as an ordinary string."""
        return str.__str__(self)

    @property
    def is_shown_in_english(self) -> bool:
        """Whether the reader has another language and this text no translation."""
        return bool(self and foreign_language() and find_translation(self.english) is None)


class TextOfMoment(PackText):
    """A text as it was shown at a moment: what someone answered then, in the translation of then."""

    moment: datetime

    def __new__(cls, english: str, moment: datetime) -> TextOfMoment:
        # Of a PackText its English: made a string in the ordinary way, it would be the translation of now.
        text = super().__new__(cls, str.__str__(english))
        text.moment = moment
        return text

    def __str__(self) -> str:
        return find_earlier_translation(self.english, self.moment) or self.english

    def __getnewargs__(self) -> tuple[str, datetime]:  # type: ignore[override]  # how it is pickled
        return self.english, self.moment


class AsWritten(PackText):
    """English words that are shown as they are in every language, and marked as English: what was signed, for one."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.english

    @property
    def is_shown_in_english(self) -> bool:
        return bool(self and foreign_language())


def english_attribute(text: object) -> SafeString:
    """Return ` lang="en-gb"` for the element around a text that is shown in English to a reader of another language."""
    return mark_safe(f' lang="{ENGLISH}"' if isinstance(text, PackText) and text.is_shown_in_english else "")  # noqa: S308 - a constant


class _PackTextMixin:
    """A column with a text of a pack. In migrations it is the plain field: the database knows no difference."""

    def from_db_value(self, value: str | None, *_: object) -> PackText | None:
        return None if value is None else PackText(value)

    def deconstruct(self) -> Any:
        name, _, args, options = super().deconstruct()  # type: ignore[misc]  # of the field that this is mixed into
        return name, f"django.db.models.{self.plain_class}", args, options  # type: ignore[attr-defined]  # the same


class PackCharField(_PackTextMixin, models.CharField):  # type: ignore[type-arg]  # generic for the checker alone
    plain_class = "CharField"


class PackTextField(_PackTextMixin, models.TextField):  # type: ignore[type-arg]  # generic for the checker alone
    plain_class = "TextField"
