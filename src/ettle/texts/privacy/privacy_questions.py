"""Findings as a page shows them, each with its question, and what a writer answers to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ettle.texts.privacy.check import find_personal_details
from ettle.texts.privacy.findings import PrivacyFinding
from ettle.texts.recovery.shown_forms import show_again

LOOKED_AT = "looked-at"  # the field with what the page has shown before
WORDS, WHY = "safe-words-", "safe-why-"
SALT = "ettle.texts.privacy.privacy_questions"


@dataclass(frozen=True)
class ListedFinding:
    """number: from 1, for the names of its fields. reason: why it is safe, as it was typed and could not be stored."""

    number: int
    finding: PrivacyFinding
    reason: str = ""

    @property
    def more_places(self) -> int:
        """How often a name or number occurs again."""
        return 0 if self.finding.is_combination else len(self.finding.places) - 1

    @property
    def mark(self) -> str:
        """What tells this finding from others in a form, without its words."""
        return salted_hmac(SALT, self.finding.words).hexdigest()[:16]


@dataclass(frozen=True)
class SafeWords:
    """Words that a writer says are safe, and why."""

    words: str
    reason: str


def list_findings(text: str, cleared: Collection[str] = (), posted: QueryDict | None = None) -> list[ListedFinding]:
    """Return the findings of a text for its page. posted: the form whose reasons could not be stored, to keep them."""
    answered = {safe.words: safe.reason for safe in read_safe_words(posted)} if posted is not None else {}
    return [
        ListedFinding(number, finding, answered.get(finding.words, ""))
        for number, finding in enumerate(find_personal_details(text, cleared), start=1)
    ]


def read_safe_words(posted: QueryDict) -> list[SafeWords]:
    """Return each finding for which a writer gave a reason, whichever button was pressed."""
    names = [name.removeprefix(WHY) for name in posted if name.startswith(WHY) and str(posted[name]).strip()]
    return [SafeWords(str(posted.get(f"{WORDS}{name}", "")), str(posted[f"{WHY}{name}"])) for name in names]


def list_unseen_findings(texts: Iterable[str], posted: QueryDict, cleared: Collection[str] = ()) -> list[ListedFinding]:
    """Return the findings of the texts of a form, unless its page has shown every one of them before.

    A page shows what to look at once, and the next press goes on: what is typed may have been saved long before.
    """
    findings = [finding for text in texts for finding in find_personal_details(text, cleared)]
    listed = [ListedFinding(number, finding) for number, finding in enumerate(findings, start=1)]
    seen = frozenset(posted.getlist(LOOKED_AT))
    return [] if all(row.mark in seen for row in listed) else listed


def ask_to_look(
    request: HttpRequest, texts: Iterable[str], cleared: Collection[str] = (), page: str = ""
) -> list[ListedFinding]:
    """Return what a page must show before the writer of a form goes on, and point to it at the top of the page.

    Empty when there is nothing, or when the page has shown it before. Nothing is refused. If the view answers a post
    with the page, the post leads to its address instead, where the view finds what was sent (`read_shown_form`).
    page: the address of the page of the form, where it is sent to another.
    """
    listed = list_unseen_findings(texts, request.POST, cleared)
    if listed:
        show_again(request, page)
        words = _("Look at the words that could identify someone, before you go on.")
        messages.warning(request, format_html('<a href="#look-at">{}</a>', words))
    return listed


def find_in_file_name(name: str) -> list[PrivacyFinding]:
    """Return what in the name of a file could identify a person: “IMG jean 14-03.jpg”."""
    stem = name.rpartition(".")[0] or name
    return find_personal_details(re.sub(r"[_+]+|(?<=[A-Za-z])[-.](?=[A-Za-z])", " ", stem))
