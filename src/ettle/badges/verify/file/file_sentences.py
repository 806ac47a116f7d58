"""Every sentence of the verifier file, from where the server has it, so that a page and the file cannot differ.

What the server and the file say for different reasons (the file fetches nothing and knows keys as of a day) is here.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.badges.verify import (
    credential_checks,
    endorsement_check,
    issuer_keys,
    open_badges_2,
    reasons,
    signatures,
    status_check,
    verdicts,
    verification,
)
from ettle.badges.verify.documents import recipients
from ettle.badges.verify.verdicts import Answer, Question, Result

SHARED_REASONS = {
    **{finding.name: words for finding, words in reasons.SIGNATURE_REASONS.items()},
    "covered": reasons.COVERED,
    "uncovered": reasons.UNCOVERED,
    "coverageLater": reasons.COVERAGE_LATER,
    "notMarkedUnsafe": reasons.NOT_MARKED_UNSAFE,
    "markedUnsafe": reasons.MARKED_UNSAFE,
    "tokenCovers": signatures.TOKEN_COVERS,
    "noKey": signatures.NO_KEY,
    "noSignature": signatures.NO_SIGNATURE,
    "otherPurpose": signatures.OTHER_PURPOSE,
    "tooManyProofs": signatures.TOO_MANY_PROOFS,
    "signatureFirst": verification.SIGNATURE_FIRST,
    "keyListed": issuer_keys.LISTED,
    "keyInName": issuer_keys.IN_NAME,
    "otherIssuer": issuer_keys.OTHER_ISSUER,
    "noKeyNamed": issuer_keys.NO_KEY_NAMED,
    "otherKindOfIssuer": issuer_keys.OTHER_KIND,
    "keysUnreadable": issuer_keys.UNREADABLE,
    "formRight": credential_checks.FORM_RIGHT,
    "otherFirstContext": credential_checks.OTHER_FIRST_CONTEXT,
    "otherSecondContext": credential_checks.OTHER_SECOND_CONTEXT,
    "otherType": credential_checks.OTHER_TYPE,
    "olderDates": credential_checks.OLDER_DATES,
    "noAchievement": credential_checks.NO_ACHIEVEMENT,
    "otherClaim": credential_checks.OTHER_CLAIM,
    "datesUnreadable": credential_checks.DATES_UNREADABLE,
    "validFrom": credential_checks.VALID_FROM,
    "noEnd": credential_checks.NO_END,
    "expired": credential_checks.EXPIRED,
    "expires": credential_checks.EXPIRES,
    "noRevocationList": status_check.NO_LIST[Question.STATUS],
    "noSuspensionList": status_check.NO_LIST[Question.SUSPENSION],
    "noSuspension": open_badges_2.NO_SUSPENSION,
    "incomplete": open_badges_2.INCOMPLETE,
}
FILE_REASONS = {
    "notFetched": _lazy("It would have to be fetched from another site, and this file fetches nothing."),
    "keyNotInFile": _lazy(
        "This file has the keys that the issuer had on %(day)s, and this key is not one of them. "
        "The issuer may have made it later: try a newer file."
    ),
    "statusNotChecked": _lazy("Status not checked: this file asks no site whether a badge was withdrawn or suspended."),
    "unknownKey": _lazy("The signature fits, but this file does not know whose key it is. Anyone can make a key."),
    "unknownIssuer": _lazy("This file does not know the issuer. Anyone can make a key."),
}
FAULTS = {
    "tooLarge": _lazy("This file is larger than a badge can be."),
    "notABadgeFile": _lazy("This file is not a badge: choose a PNG or SVG picture, a JSON file or a token."),
    "notABadgeText": _lazy("This is not a badge: paste the whole text of a badge."),
    "unreadableJson": _lazy("This is not a badge: its text cannot be read as JSON."),
    "notABadge": _lazy("This is not a badge."),
    "tooManyParts": _lazy("This has more parts than a badge can have, or they are too deep inside each other."),
    "unreadableToken": _lazy("This is not a badge: the token cannot be read."),
    "endorsementAlone": _lazy("This is an endorsement alone. Enter the badge that it belongs to."),
    "otherStandard": _lazy("This is not an Open Badge of version 3 or 2."),
    "incomplete": _lazy("This badge is not complete: it does not say who issued it or what it is for."),
    "noBadgeInside": _lazy("This picture has no badge inside. Ask for the file as it was downloaded."),
    "manyBadgesInside": _lazy("There is more than one badge in this picture."),
    "unreadablePicture": _lazy("The badge in this picture cannot be read."),
    "pictureIncomplete": _lazy("The picture is not complete."),
    "pictureDamaged": _lazy("The picture is damaged."),
    "unreadableSvg": _lazy("This SVG picture cannot be read."),
}
PAGE = {
    "nothing": _lazy("Choose a file, or paste the text of a badge"),
    "problem": _lazy("There is a problem"),
    "checking": _lazy("Checking the badge"),
    "failed": _lazy("The check stopped because of a fault in this file. Check the badge on a site instead."),
    "why": _lazy("How was this checked?"),
    "name": _lazy("The name in the file: ‘%(name)s’"),
    "noName": _lazy("The file gives no name."),
    "issuer": _lazy("Issued by: %(name)s"),
    "issuerUnconfirmed": _lazy("The issuer’s name in the file, which we cannot confirm: %(name)s"),
    "key": _lazy("Signed with the key %(name)s"),
    "clock": _lazy("Dates were compared with the clock of this device: %(moment)s."),
    "notChecked": _lazy("‘Not checked’ means that we do not know. We did not check what the person wrote."),
    "compared": _lazy("Does the badge have the email address or name that you typed?"),
    "endorsements": _lazy("Endorsements in this badge"),
    "endorsementsHint": _lazy("Each has a signature of its own, which we checked by itself."),
    "endorsedBy": _lazy("The name in it, which we cannot confirm: %(name)s"),
}


def list_sentences(host: str) -> dict[str, Any]:
    """Return the table of verdicts and every sentence, in the language that is active. host: of the operator's site."""
    reasons_here = SHARED_REASONS | FILE_REASONS | _issuer_reasons(host)
    required = {"signed": verdicts.SIGNED, "hosted": verdicts.HOSTED, "endorsement": endorsement_check.REQUIRED}
    return {
        "questions": {question.name: _(question.value) for question in Question},
        "results": {result.name: _(result.value) for result in Result},
        "answers": {answer.name: _(answer.value) for answer in Answer},
        "rules": [[question.name, result.name, answer.name] for question, result, answer in verdicts.RULES],
        "required": {kind: sorted(question.name for question in asked) for kind, asked in required.items()},
        "reasons": {name: str(words) for name, words in reasons_here.items()},
        "faults": {name: str(words) for name, words in FAULTS.items()},
        "matches": {match.name: _(match.value) for match in recipients.Match},
        "page": {name: str(words) for name, words in PAGE.items()},
    }


def _issuer_reasons(host: str) -> dict[str, Any]:
    """The reasons that name the site, with the place for the issuer's name left open."""
    filled = {"host": host, "name": "%(name)s"}
    return {
        "ownIssuer": _("It is %(name)s, which issued badges on %(host)s when this file was made.") % filled,
        "trustedIssuer": _("It is %(name)s. The operator of %(host)s trusts this issuer.") % filled,
    }
