"""What the privacy check returns, and what it asks about each kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MAX_FINDINGS = 60
COMBINATION = "combination"

# Kind -> what the words could be, and the question to their writer.
KINDS = {
    "name": (_("a person’s name"), _("Is this a real name? You could write ‘a resident’ or ‘my colleague’.")),
    "chi": (_("a health number"), _("Could you leave this number out?")),
    "nhs": (_("a health number"), _("Could you leave this number out?")),
    "ni": (_("a National Insurance number"), _("Could you leave this number out?")),
    "date": (_("an exact date"), _("Does the day matter? You could write ‘last spring’ or ‘one morning’.")),
    "address": (_("an address"), _("Does the address matter? You could write ‘at their home’.")),
    "postcode": (_("a postcode"), _("Could you leave the postcode out?")),
    "phone": (_("a phone number"), _("Could you leave this number out?")),
    "email": (_("an email address"), _("Could you leave this address out?")),
    "service": (
        _("the name of a service"),
        _("Is this its real name? You could write ‘our service’ or ‘the hospital’."),
    ),
    "ward": (
        _("a ward, unit or room"),
        _("Does it matter which one? You could write ‘on the ward’ or ‘in their room’."),
    ),
    "plate": (_("a number plate"), _("Could you leave this number out?")),
    "handle": (_("a name on social media"), _("Could you leave this name out?")),
    "case": (_("a reference or a code"), _("Could you leave this number out?")),
    COMBINATION: (
        _("details that point to one person together"),
        _("Would someone who lives nearby know who this is? You could change or leave out one of them."),
    ),
}


@dataclass(frozen=True)
class PrivacyFinding:
    """Words that could identify someone.

    words: as they are written where they occur first; the parts of a combination with ‘ … ’ between them. places: from
    and to of each occurrence or part. sentence: what to show around it.
    """

    kind: str
    words: str
    places: tuple[tuple[int, int], ...]
    sentence: str

    @property
    def is_combination(self) -> bool:
        return self.kind == COMBINATION

    @property
    def why(self) -> str:
        return str(KINDS[self.kind][0])

    @property
    def question(self) -> str:
        return str(KINDS[self.kind][1])
