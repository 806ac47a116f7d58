"""For administrators: how far assessors agree, who differs from colleagues, and how much is marked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.evidence.forms import MarkingRuleForm
from ettle.evidence.marking import actions, queries
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def marking(request: SignedInRequest) -> HttpResponse:
    """The figures, and the rule for all badges that have none of their own."""
    rule = queries.rule_for_all()
    form = MarkingRuleForm(
        posted_data(request), initial={"percent": round(rule.share * 100), "first_marks": rule.first_marks}
    )
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.change_rule(
            badge=None, share=data["percent"] / 100, first_marks=data["first_marks"], by=me, now=now
        ),
    ):
        messages.success(request, _("Saved. It counts for answers that are sent from now on"))
        return redirect("evidence:marking")
    context = {
        "agreement": queries.agreement_figures(),
        "drift": queries.drift_figures(),
        "second": queries.second_marking_counts(),
    }
    return render_form(request, "evidence/review/marking.html", form, context)
