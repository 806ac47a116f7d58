"""Pages that say whether a badge is real: one of ours by its link, and any badge that is handed in."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.badges import queries
from ettle.badges.definition import badge_details, share_links
from ettle.badges.forms import HolderForm, VerifyForm
from ettle.badges.limits import CHECKS, HOLDER_CHECKS_BY_NETWORK, HOLDER_CHECKS_OF_BADGE
from ettle.badges.verify import own_documents, verification
from ettle.badges.verify.documents import recipients
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.verdicts import Answer, Verdict
from ettle.kit.forms.outcomes import TOO_MANY_REQUESTS, UNPROCESSABLE, posted_data
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.page_limits import client_network, limit_page
from ettle.kit.limits.counters import consume
from ettle.kit.refusal import LimitReached

BUSY_STATUS, BUSY_SECONDS = 503, 60
VERDICT_TONES = {
    Answer.VALID: "good",
    Answer.REVOKED: "bad",
    Answer.SUSPENDED: "bad",
    Answer.SIGNATURE_WRONG: "bad",
    Answer.DIFFERENT: "bad",
    Answer.NOT_COVERED: "bad",
    Answer.OTHER_KEY: "bad",
    Answer.KEY_UNSAFE: "bad",
    Answer.EXPIRED: "bad",
}


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
    named = own_documents.find_award_by_address(content)
    if named is not None:
        return redirect("badges:verified", named.uuid)
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
    """The public page of one of our badges. A form on it compares an address or a name with the badge."""
    award_row = queries.award_by_uuid(award)
    if award_row is None:
        return render(request, "badges/unknown.html", status=404)
    verdict = verification.verify_award(award_row, now=timezone.now())
    form = HolderForm(posted_data(request))
    holder = form.cleaned_data["holder"] if form.is_valid() else ""
    response = _render_verdict(request, verdict, holder_form=form, holder=holder)
    if form.errors:
        response.status_code = UNPROCESSABLE
    return response


def _render_verdict(
    request: HttpRequest,
    verdict: Verdict,
    form: VerifyForm | None = None,
    *,
    holder_form: HolderForm | None = None,
    holder: str,
) -> HttpResponse:
    award = verdict.award
    compared, reached = _compare_holder(request, verdict, holder)
    context = {
        "verdict": verdict,
        "tone": VERDICT_TONES.get(verdict.answer, ""),
        "award": award,
        "form": form,
        "holder_form": holder_form,
        "compared": compared,
        "meaning": badge_details.load_badge_details(award.version) if award else None,
        "holder": badge_details.public_name(award) if award else "",
        "endorsement": badge_details.find_endorsement(award, timezone.now()) if award else None,
        "share": share_links.build_share_links(award) if award else None,
    }
    response = render(request, "badges/verified.html", context)
    if reached is not None:
        response.status_code = TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(reached.seconds)
    return response


def _compare_holder(request: HttpRequest, verdict: Verdict, typed: str) -> tuple[str, LimitReached | None]:
    """Say whether a badge has the address or name that was typed; "" when nothing was. Each try is counted."""
    if not typed or verdict.document is None:
        return "", None
    now = timezone.now()
    named = json.dumps(verdict.document.get("id", verdict.document), sort_keys=True)
    badge = str(verdict.award.uuid) if verdict.award else hashlib.sha256(named.encode()).hexdigest()
    try:
        consume(HOLDER_CHECKS_BY_NETWORK, client_network(request), now=now)
        consume(HOLDER_CHECKS_OF_BADGE, badge, now=now)
    except LimitReached as reached:
        return str(reached), reached
    return _(recipients.compare(verdict.document, typed).value), None
