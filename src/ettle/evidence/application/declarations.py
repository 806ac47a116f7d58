"""The words of the declarations as people read them before they send, and the stored row of those words.

The words are written here once and translated like the rest of the interface. They become a row when the first person
declares them. Whatever shows what was declared reads the row, never this module.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ettle.evidence.models import Declaration, DeclarationWording
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.values.hashes import hash_content


@dataclass(frozen=True)
class Wording:
    """What a learner declares. The fields are those of DeclarationWording."""

    language: str
    is_assessed: bool
    statements: dict[str, str]
    question: str
    answers: dict[str, str]

    @cached_property
    def digest(self) -> str:
        """The same for the same words."""
        return hash_content(asdict(self))


def current_wording(*, is_assessed: bool) -> Wording:
    """Return the words that a person declares now, in the language of the page. is_assessed: an assessor reads it."""
    return Wording(
        language=get_language() or ENGLISH,
        is_assessed=is_assessed,
        statements={
            "mine": _("This is my own work"),
            "real": _("If I wrote about something that happened, it really happened"),
            "disguised": _("If I wrote about people, I have disguised them and the places"),
            "seen": _("I have read who will see it: me, then my assessor")
            if is_assessed
            else _("I have read who will see it"),
        },
        question=_("How did you use AI?"),
        answers={value: str(label) for value, label in Declaration.AiUse.choices},
    )


def store_wording(wording: Wording, *, now: datetime) -> DeclarationWording:
    """Return the row of these words. Words that nobody declared before get the next number of their language."""
    found = DeclarationWording.objects.filter(digest=wording.digest).first()
    if found is not None:
        return found
    same = DeclarationWording.objects.filter(language=wording.language, is_assessed=wording.is_assessed)
    try:
        with transaction.atomic():
            return DeclarationWording.objects.create(
                **asdict(wording), digest=wording.digest, number=same.count() + 1, used_since=now
            )
    except IntegrityError:
        # Declared for the first time by two people at once: the other has stored it.
        return DeclarationWording.objects.get(digest=wording.digest)
