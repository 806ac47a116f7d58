"""The administrator's list of issuers that this site trusts. "Not found" for everyone else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ettle.badges import actions
from ettle.badges.forms import TrustedIssuerForm
from ettle.badges.models import TrustedIssuer
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import ADMINISTRATORS, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.operations import guarded_client
from ettle.people.types import SignedInRequest


@audience(ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def trusted_issuers(request: SignedInRequest) -> HttpResponse:
    form = TrustedIssuerForm(posted_data(request))
    me, now = request.user, timezone.now()
    outcome = run_form(form, lambda data: actions.trust_issuer(**data, by=me, now=now))
    if outcome:
        messages.success(request, _("This site trusts %(name)s now") % {"name": outcome.value.name})
        return redirect("badges:trusted_issuers")
    context = {"issuers": TrustedIssuer.objects.order_by("name", "pk"), "fetches": guarded_client.is_on()}
    return render_form(request, "badges/trusted_issuers.html", form, context)


@audience(ADMINISTRATORS)
@require_POST
@answer_once(OtherContent.APPLY)
def remove_trusted_issuer(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(TrustedIssuer, pk=pk)
    me, now = request.user, timezone.now()
    done = _("%(name)s is not on the list any more") % {"name": row.name}
    run_button(request, lambda: actions.remove_trusted_issuer(row, by=me, now=now), done)
    return redirect("badges:trusted_issuers")
