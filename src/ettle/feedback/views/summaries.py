"""Sharing a chosen summary: shown first as it will be seen, then sent; taken back at any time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ettle.feedback import actions, queries
from ettle.feedback.forms import ShareForm
from ettle.feedback.link_tokens import find_summary
from ettle.feedback.models import FeedbackReport, FeedbackSummary
from ettle.feedback.report import figures
from ettle.feedback.views.report import STEPS
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import LINK_HOLDERS, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.mail import delivery
from ettle.people.queries import outside_email_fault
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def share(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Choose what to show; look at exactly that; then share it."""
    report = get_object_or_404(FeedbackReport.objects.for_person(request.user), feedback__uuid=uuid)
    choices = [(capability.key, capability.title) for capability in queries.report_analysis(report).capabilities]
    feedback = report.feedback
    initial = {"name": feedback.partner, "email": feedback.partner_email}
    form = ShareForm(posted_data(request), capabilities=choices, initial=initial)
    context = {"report": report, "email_fault": outside_email_fault(request.user, now=timezone.now())}
    go = request.POST.get("go")
    if go == "share":
        shared = run_form(form, lambda data: actions.share_summary(report, now=timezone.now(), **data))
        if shared:
            messages.success(request, _("Shared with %(for_name)s") % {"for_name": shared.value.for_name})
            return redirect("feedback:shared", uuid=uuid, summary=shared.value.uuid)
    elif go != "change" and form.is_valid():
        details = form.cleaned_data
        shown = _summary_context(report, details["capabilities"], details["words"]) | {
            "chosen": _hidden_fields(details)
        }
        return render_form(request, "feedback/share_look.html", form, context | shown)
    return render_form(request, "feedback/share.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: SignedInRequest, uuid: UUID, summary: UUID) -> HttpResponse:
    """One summary that was shared: its link, what is seen there, and taking it back."""
    mine = FeedbackSummary.objects.select_related("report__feedback__person", "report__feedback__lines__version")
    found = get_object_or_404(mine, uuid=summary, report__feedback__uuid=uuid, report__feedback__person=request.user)
    if request.method == "POST":
        actions.take_back_summary(found, now=timezone.now())
        messages.success(
            request, _("Withdrawn. The link for %(for_name)s shows nothing any more.") % {"for_name": found.for_name}
        )
        return redirect("feedback:step", uuid=uuid, step=len(STEPS))
    context = {
        "summary": found,
        "report": found.report,
        "is_open": found.is_open(timezone.now()),
        "link": delivery.absolute_url(actions.summary_path(found)),
        **_summary_context(found.report, found.capabilities, found.words),
    }
    return render(request, "feedback/shared.html", context)


@audience(LINK_HOLDERS)
@never_cache
@require_safe
def summary(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """What somebody was shown. Taken back or run out, the page says so and shows nothing."""
    found = find_summary(key, token)
    if found is None:
        return render(request, "feedback/no_link.html", status=404)
    if not found.is_open(timezone.now()):
        return render(request, "feedback/summary_gone.html", status=410)
    context = {"summary": found, **_summary_context(found.report, found.capabilities, found.words)}
    return render(request, "feedback/summary.html", context)


def _hidden_fields(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What was chosen, to be sent once more with the button that shares it."""
    single = [(name, data[name]) for name in ("name", "email", "words")]
    return single + [("capabilities", key) for key in data["capabilities"]]


def _summary_context(report: FeedbackReport, capabilities: list[str], words: str) -> dict[str, Any]:
    """What a summary shows: of each chosen capability the sum of all who are shown, and the person's own words."""
    reading, points = queries.report_analysis(report), report.feedback.version.points()
    chosen = [capability for capability in reading.capabilities if capability.key in capabilities]
    return {
        "about": report.feedback.person.name or _("Someone"),
        "made_at": report.made_at,
        "words": words,
        "shown": [(choice.title, figures.draw_total(choice, points, name=f"shown-{choice.key}")) for choice in chosen],
    }
