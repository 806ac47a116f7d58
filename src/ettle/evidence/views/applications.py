"""A learner's pages: what I apply for, one question at a time, check, send."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ettle.badges import queries as badges
from ettle.evidence import actions, queries
from ettle.evidence.application.overview import ApplicationOverview
from ettle.evidence.forms import DeclarationForm, SendForm
from ettle.evidence.models import Application
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import answer_once

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """My applications, and what I could begin."""
    mine = [one for one in queries.applications_of(request.user) if not one.is_withdrawn or one.rounds]
    held = {item.badge_id for item in mine if item.ended_at is None or not item.is_withdrawn}
    others = [version for version in badges.current_versions() if version.badge_id not in held]
    return render(request, "evidence/index.html", {"mine": mine, "others": others})


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@answer_once
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a badge asks for, before anybody begins."""
    version = badges.version_by_slug(slug)
    if version is None:
        raise Http404
    form = Form(posted_data(request))
    begun = run_form(form, lambda _: actions.begin(learner=request.user, version=version, now=timezone.now()))
    if begun:
        return redirect("evidence:application", begun.value.uuid)
    return render_form(request, "evidence/start.html", form, _start_context(request.user, version))


def _start_context(learner: User, version: BadgeVersion) -> dict[str, Any]:
    held = {award.version.badge_id for award in badges.learner_awards(learner)}
    asked = version.prerequisites.select_related("badge")
    names = {current_version.badge_id: current_version for current_version in badges.current_versions()}
    before = [
        {
            "badge": criterion.badge,
            "name": names.get(criterion.badge_id, criterion.badge),
            "is_required": criterion.is_required,
        }
        for criterion in asked
        if criterion.badge_id not in held
    ]
    return {
        "version": version,
        "criteria": badges.version_criteria(version),
        "blocking": [one for one in before if one["is_required"]],
        "advised": [one for one in before if not one["is_required"]],
        "open": Application.objects.not_ended().filter(learner=learner, badge=version.badge).first(),
        "is_held": version.badge_id in held,
        "middle_wait": queries.median_wait(timezone.now()),
    }


@audience(SIGNED_IN)
@require_GET
def application(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One application: its parts and where it stands."""
    sheet = ApplicationOverview.for_application(own_application_or_404(request, number))
    template = "evidence/application.html" if sheet.status.can_send else "evidence/sent.html"
    return render(request, template, {"sheet": sheet, "middle_wait": queries.median_wait(timezone.now())})


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@answer_once
def declarations(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Mine, real, disguised, read who sees it; and how I used AI."""
    application = own_application_or_404(request, number)
    if not application.status.can_send:
        return redirect("evidence:application", number)
    form = DeclarationForm(
        posted_data(request),
        initial=ApplicationOverview.for_application(application).initial_declarations,
    )
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.declare(application, ai_use=data["ai_use"], ai_words=data["ai_words"], by=me, now=now),
    ):
        return redirect("evidence:check", number)
    return render_form(request, "evidence/declarations.html", form, {"application": application})


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@answer_once
def check(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Check your answers, then send."""
    application = own_application_or_404(request, number)
    if not application.status.can_send:
        return redirect("evidence:application", number)
    form = SendForm(posted_data(request))
    if run_form(form, lambda data: actions.submit(application, **data, by=request.user, now=timezone.now())):
        messages.success(request, "Your application is sent")
        return redirect("evidence:application", number)
    context = {"sheet": ApplicationOverview.for_application(application)}
    return render_form(request, "evidence/check.html", form, context)


@audience(SIGNED_IN)
@require_GET
def download(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Everything I wrote here, as plain text."""
    sheet = ApplicationOverview.for_application(own_application_or_404(request, number))
    answer = render(request, "evidence/download.txt", {"sheet": sheet}, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{sheet.application.badge.slug}.txt"'
    return answer


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@answer_once
def leave(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Delete a draft, or withdraw what was sent. Asked once more, because it cannot be undone."""
    application = own_application_or_404(request, number)
    if application.ended_at is not None:
        return redirect("evidence:application", number)
    form = Form(posted_data(request))
    end = actions.withdraw if application.rounds else actions.delete_draft
    if run_form(form, lambda _: end(application, by=request.user, now=timezone.now())):
        messages.success(request, "Withdrawn" if application.rounds else "Deleted")
        return redirect("evidence:index")
    return render_form(request, "evidence/leave.html", form, {"application": application})


def own_application_or_404(request: HttpRequest, number: uuid.UUID) -> Application:
    """This person's own application with its standing. Anybody else's is not found."""
    application = queries.application_of(request.user, number)  # type: ignore[arg-type]  # signed in
    if application is None:
        raise Http404
    return application
