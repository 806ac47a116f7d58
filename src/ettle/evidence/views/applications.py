"""A learner's pages about an application: the list, begin, declare, check, send, download, withdraw."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.badges import queries as badges
from ettle.evidence import actions, queries
from ettle.evidence.application.overview import ApplicationOverview
from ettle.evidence.forms import DeclarationForm, SendForm
from ettle.evidence.models import Application
from ettle.evidence.promises.queries import current_terms
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The learner's applications, and the badges they could apply for."""
    mine = [
        application
        for application in queries.applications_of(request.user)
        if not application.is_withdrawn or application.rounds
    ]
    applied_badges = {item.badge_id for item in mine if item.ended_at is None or not item.is_withdrawn}
    others = [version for version in badges.current_versions() if version.badge_id not in applied_badges]
    return render(request, "evidence/index.html", {"mine": mine, "others": others})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a badge asks for, shown before the learner begins."""
    version = badges.version_by_slug(slug)
    if version is None:
        raise Http404
    form = Form(posted_data(request))
    begun = run_form(form, lambda _: actions.begin(learner=request.user, version=version, now=timezone.now()))
    if begun:
        return redirect("evidence:application", begun.value.uuid)
    return render_form(request, "evidence/start.html", form, _start_context(request.user, version))


def _start_context(learner: User, version: BadgeVersion) -> dict[str, Any]:
    earned_badges = {award.version.badge_id for award in badges.award_summaries(learner)}
    terms = current_terms()
    prerequisites = version.prerequisites.select_related("badge")
    names = {current_version.badge_id: current_version for current_version in badges.current_versions()}
    missing = [
        {
            "badge": prerequisite.badge,
            "name": names.get(prerequisite.badge_id, prerequisite.badge),
            "is_required": prerequisite.is_required,
        }
        for prerequisite in prerequisites
        if prerequisite.badge_id not in earned_badges
    ]
    return {
        "version": version,
        "criteria": badges.version_criteria(version),
        "blocking": [prerequisite for prerequisite in missing if prerequisite["is_required"]],
        "advised": [prerequisite for prerequisite in missing if not prerequisite["is_required"]],
        "open": queries.open_application(learner, version.badge),
        "is_earned": version.badge_id in earned_badges,
        "due_on": terms.due_on(version.badge, timezone.now()),
        "usual_wait": terms.usual_wait,
    }


@audience(SIGNED_IN)
@require_safe
def application(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One application: its parts and its state."""
    overview = ApplicationOverview.for_application(own_application_or_404(request, number))
    template = "evidence/application.html" if overview.status.can_send else "evidence/sent.html"
    return render(request, template, {"overview": overview, "usual_wait": current_terms().usual_wait})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def declarations(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """The four declarations and the use of AI."""
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
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def check(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Check your answers, then send."""
    application = own_application_or_404(request, number)
    if not application.status.can_send:
        return redirect("evidence:application", number)
    form = SendForm(posted_data(request))
    if run_form(form, lambda data: actions.submit(application, **data, by=request.user, now=timezone.now())):
        messages.success(request, _("Application sent"))
        return redirect("evidence:application", number)
    context = {"overview": ApplicationOverview.for_application(application)}
    return render_form(request, "evidence/check.html", form, context)


@audience(SIGNED_IN)
@require_safe
def download(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """All the learner wrote in one application, as plain text."""
    overview = ApplicationOverview.for_application(own_application_or_404(request, number))
    answer = render(request, "evidence/download.txt", {"overview": overview}, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{overview.application.badge.slug}.txt"'
    return answer


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def leave(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Delete a draft, or withdraw an application that was sent. Asks for confirmation: it cannot be undone."""
    application = own_application_or_404(request, number)
    if application.ended_at is not None:
        return redirect("evidence:application", number)
    form = Form(posted_data(request))
    end = actions.withdraw if application.rounds else actions.delete_draft
    if run_form(form, lambda _: end(application, by=request.user, now=timezone.now())):
        messages.success(request, _("Withdrawn") if application.rounds else _("Deleted"))
        return redirect("evidence:index")
    return render_form(request, "evidence/leave.html", form, {"application": application})


def own_application_or_404(request: HttpRequest, number: uuid.UUID) -> Application:
    """Return this person's own application with its status. Anyone else's is a 404."""
    application = queries.application_of(request.user, number)  # type: ignore[arg-type]  # signed in
    if application is None:
        raise Http404
    return application
