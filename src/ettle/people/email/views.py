"""The page where a person chooses which emails they get."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ettle.kit.actions import choose_emails
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.mail.email_choices import stopped_kinds
from ettle.people.email import queries
from ettle.people.email.forms import EmailsForm
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def emails(request: SignedInRequest) -> HttpResponse:
    """Choose kinds of email; those that cannot be turned off are listed with the reason."""
    email, kinds = request.user.email, queries.email_kinds_for(request.user)
    optional = [kind for kind in kinds if kind.is_optional]
    stopped = stopped_kinds(email)
    wanted = [kind.key for kind in optional if kind.key not in stopped]
    form = EmailsForm(posted_data(request), offered=optional, initial={"kinds": wanted})
    offered, now = [kind.key for kind in optional], timezone.now()
    if run_form(form, lambda data: choose_emails(email=email, offered=offered, wanted=data["kinds"], now=now)):
        messages.success(request, _("Your choice is saved"))
        return redirect("people:emails")
    context = {"needed": [kind for kind in kinds if not kind.is_optional]}
    return render_form(request, "people/emails.html", form, context)
