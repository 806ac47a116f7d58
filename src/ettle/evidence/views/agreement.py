"""For administrators: how far assessors agree, who differs from colleagues, and how much is marked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ettle.badges.queries import version_by_slug
from ettle.evidence.marking import actions, queries
from ettle.evidence.marking.forms import MarkingRuleForm
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.evidence.models import MarkingRule
    from ettle.people.types import SignedInRequest

SAVED = gettext_lazy("Saved. It counts for answers that are sent from now on")


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def marking(request: SignedInRequest) -> HttpResponse:
    """The figures, the rule for all badges that have none of their own, and the rules of badges."""
    form = MarkingRuleForm(posted_data(request), rule=queries.rule_for_all())
    me, now = request.user, timezone.now()
    if run_form(form, lambda _data: actions.change_rule(badge=None, **form.read_rule(), by=me, now=now)):
        messages.success(request, SAVED)
        return redirect("evidence:marking")
    context = {
        "agreement": queries.agreement_figures(),
        "drift": queries.drift_figures(),
        "second": queries.second_marking_counts(now),
        "badges": queries.list_badge_rules(),
        "withdrawn": queries.withdrawal_counts(now),
    }
    return render_form(request, "evidence/review/marking.html", form, context)


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def marking_rule(request: SignedInRequest, slug: str) -> HttpResponse:
    """How much of one badge is marked twice."""
    version, own = _badge_or_404(slug)
    form = MarkingRuleForm(posted_data(request), rule=own or queries.rule_for_all())
    me, now = request.user, timezone.now()
    if run_form(form, lambda _data: actions.change_rule(badge=version.badge, **form.read_rule(), by=me, now=now)):
        messages.success(request, SAVED)
        return redirect("evidence:marking")
    return render_form(request, "evidence/review/marking_rule.html", form, {"version": version, "own": own})


@audience(ADMINISTRATORS)
@require_POST
def remove_marking_rule(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let a badge follow the rule for all badges again."""
    version, _own = _badge_or_404(slug)
    me, now = request.user, timezone.now()
    run_button(request, lambda: actions.remove_rule(badge=version.badge, by=me, now=now), str(SAVED))
    return redirect("evidence:marking")


def _badge_or_404(slug: str) -> tuple[BadgeVersion, MarkingRule | None]:
    version = version_by_slug(slug)
    if version is None:
        raise Http404
    return version, queries.rule_of_badge(version.badge)
