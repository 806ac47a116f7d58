"""Pages that say whether a badge is real: one of ours by its link, and any badge that is handed in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ettle.badges import queries
from ettle.badges.credential.recipients import signed_name
from ettle.badges.definition import badge_details, share_links
from ettle.badges.forms import HolderForm, VerifyForm
from ettle.badges.limits import CHECKS
from ettle.badges.verify import own_documents, verification
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.verdicts import Answer, Question, Result, Verdict
from ettle.badges.views.holder_comparison import compare_holder
from ettle.kit.forms.outcomes import TOO_MANY_REQUESTS, UNPROCESSABLE, posted_data
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.page_limits import client_network, limit_page

if TYPE_CHECKING:
    from ettle.badges.models import Credential

BUSY_STATUS, BUSY_SECONDS = 503, 60
VERDICT_TONES = {
    Answer.VALID: "good",
    Answer.REVOKED: "bad",
    Answer.SUSPENDED: "bad",
    Answer.REPLACED: "bad",
    Answer.SIGNATURE_WRONG: "bad",
    Answer.DIFFERENT: "bad",
    Answer.NOT_COVERED: "bad",
    Answer.OTHER_KEY: "bad",
    Answer.KEY_UNSAFE: "bad",
    Answer.EXPIRED: "bad",
}
# A name and evidence are shown only where the signature that covers them fits, and no newer badge has replaced it.
NAMED_ANSWERS = {
    Answer.VALID,
    Answer.EXPIRED,
    Answer.NOT_YET,
    Answer.STATUS_UNKNOWN,
    Answer.REVOKED,
    Answer.SUSPENDED,
}
MUST_FIT = (Question.SIGNATURE, Question.COVERAGE, Question.KEY, Question.KEY_SAFE)


@audience(EVERYONE)
@limit_page(CHECKS)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check what someone enters: a file, a picture, a text, or the address of a badge."""
    form = VerifyForm(posted_data(request), request.FILES if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "badges/verify.html", {"form": form})
    if not form.is_valid():
        return render(request, "badges/verify.html", {"form": form}, status=UNPROCESSABLE)
    content = form.submitted_content()
    number = own_documents.find_number_by_address(content)
    if number is not None:
        return redirect("badges:verified", number)
    try:
        verdict = verification.verify_content(content, now=timezone.now())
    except InvalidBadge as fault:
        form.add_fault(str(fault))
        return render(request, "badges/verify.html", {"form": form}, status=UNPROCESSABLE)
    response = _render_verdict(request, verdict, form, holder=form.cleaned_data["holder"])
    if verification.is_busy(verdict):
        response.status_code = BUSY_STATUS
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


@audience(EVERYONE)
@limit_page(CHECKS)
@require_http_methods(["GET", "HEAD", "POST"])
def verified(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """The public page of one credential by its number, which for the first of an award is that of the award.

    A form on it compares an address or a name with the badge.
    """
    verdict = _verify_number(award)
    if verdict is None:
        return render(request, "badges/unknown.html", status=404)
    form = HolderForm(posted_data(request))
    is_compared = form.is_valid() and verdict.answer is not Answer.REPLACED
    holder = form.cleaned_data["holder"] if is_compared else ""
    response = _render_verdict(request, verdict, holder_form=form, holder=holder)
    if form.errors:
        response.status_code = UNPROCESSABLE
    return response


def _verify_number(number: uuid.UUID) -> Verdict | None:
    """The verdict on the badge with this number; None when there is none."""
    now, credential = timezone.now(), queries.credential_by_number(number)
    if credential is not None:
        return verification.verify_credential(credential, credential.award, now=now)
    unsigned = queries.award_by_uuid(number)
    return verification.verify_award(unsigned, now=now) if unsigned is not None else None


def _render_verdict(
    request: HttpRequest,
    verdict: Verdict,
    form: VerifyForm | None = None,
    *,
    holder_form: HolderForm | None = None,
    holder: str,
) -> HttpResponse:
    award, credential = verdict.award, verdict.credential
    signed = _readable_content(verdict)
    now = timezone.now()
    compared, reached = compare_holder(verdict, holder, network=client_network(request), now=now)
    context = {
        "verdict": verdict,
        "replacement": _find_newest(credential) if verdict.answer is Answer.REPLACED else None,
        "tone": VERDICT_TONES.get(verdict.answer, ""),
        "award": award,
        "form": form,
        "holder_form": holder_form,
        "compared": compared,
        "meaning": badge_details.load_badge_details(award.version) if award else None,
        "holder": signed_name(signed),
        "evidence": signed.get("evidence", []),
        "endorsement": badge_details.find_endorsement(award, now) if award else None,
        "share": share_links.build_share_links(award) if award else None,
    }
    response = render(request, "badges/verified.html", context)
    if reached is not None:
        response.status_code = TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(reached.seconds)
    return response


def _readable_content(verdict: Verdict) -> dict[str, Any]:
    """What we signed, of a badge whose signature fits; {} for others, where nothing in it may be believed."""
    if verdict.award is None or verdict.answer not in NAMED_ANSWERS:
        return {}
    fits = all(verdict.result_of(question) is Result.YES for question in MUST_FIT)
    return verdict.document or {} if fits else {}


def _find_newest(credential: Credential | None) -> Credential | None:
    """The credential that replaced this one in the end; None when a restored database lacks it."""
    newest = credential.award.credential if credential else None
    return newest if newest != credential else None
