"""A learner's pages about an application: the list, begin, check and send, download, withdraw."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.badges import queries as badges
from ettle.evidence import actions, queries
from ettle.evidence.application.fit import check_fit, find_better_badges
from ettle.evidence.application.overview import ApplicationOverview
from ettle.evidence.application.transitions import can_undo_send
from ettle.evidence.endorsement.queries import find_status as find_endorsement_status
from ettle.evidence.forms import SendForm, WithdrawForm
from ettle.evidence.models import Application, Withdrawal
from ettle.evidence.promises.queries import current_terms
from ettle.evidence.routing.queries import Reader, expected_reader, reader_of
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ettle.badges.models import Badge, BadgeVersion, Criterion
    from ettle.people.models import User
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The learner's applications, and the badges they could still earn: what builds on another comes last."""
    mine = [
        application
        for application in queries.applications_of(request.user)
        if not application.is_withdrawn or application.rounds
    ]
    applied_badges = {item.badge_id for item in mine if item.ended_at is None or not item.is_withdrawn}
    current = list(badges.versions_for(request.user, timezone.now()))
    names = {version.badge_id: version.name for version in current}
    others = [
        (version, names.get(version.first_badge or 0, ""))
        for version in current
        if version.badge_id not in applied_badges and not version.is_earned
    ]
    others.sort(key=lambda offered: bool(offered[1]))
    return render(request, "evidence/index.html", {"mine": mine, "others": others})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a badge asks for, shown before the learner begins."""
    version = get_object_or_404(badges.versions_for(request.user, timezone.now()), badge__slug=slug)
    form = Form(posted_data(request))
    begun = run_form(form, lambda _: actions.begin(learner=request.user, version=version, now=timezone.now()))
    if begun:
        return redirect(next_part_address(begun.value, 0))
    asked = request.GET.getlist("have") if "fit" in request.GET else None
    return render_form(request, "evidence/start.html", form, _start_context(request.user, version, asked))


def _start_context(learner: User, version: BadgeVersion, asked: list[str] | None) -> dict[str, Any]:
    missing = badges.missing_badges(learner, version)
    criteria = badges.version_criteria(version)
    fit = check_fit(criteria, asked)
    reader = None if version.is_earned else _reader(learner, version, criteria)
    return {
        "version": version,
        "criteria": criteria,
        "is_assessed": any(criterion.is_assessed for criterion in criteria),
        "fit": fit,
        "better": find_better_badges(learner, version, timezone.now()) if fit.is_answered else [],
        "blocking": [badge for badge in missing if badge.is_required],
        "advised": [badge for badge in missing if not badge.is_required],
        "open": queries.open_application(learner, version.badge),
        "is_earned": version.is_earned,
        "reader": reader,
        "due_on": _expected_date(reader, version.badge),
        "usual_wait": current_terms().usual_wait,
        "endorsement_words": badges.describe_endorsement(version),
    }


def _reader(learner: User, version: BadgeVersion, criteria: Iterable[Criterion]) -> Reader | None:
    """Return who would read an application; None if the badge asks for nothing that an assessor reads."""
    if not any(criterion.is_assessed for criterion in criteria):
        return None
    return expected_reader(learner, version.badge, timezone.now())


def _expected_date(reader: Reader | None, badge: Badge) -> date | None:
    """By when an answer comes if it is sent now; None while nobody is named who could keep it."""
    if reader is None or reader.is_nobody:
        return None
    return current_terms().due_on(badge, timezone.now())


@audience(SIGNED_IN)
@require_safe
def application(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One application: its parts and its state."""
    overview = ApplicationOverview.for_application(own_application_or_404(request, number))
    application, status = overview.application, overview.status
    context: dict[str, Any] = {
        "overview": overview,
        "endorsement": find_endorsement_status(application, timezone.now()),
        "usual_wait": current_terms().usual_wait,
        "sample_note": queries.sample_note(application) if not overview.is_assessed else "",
    }
    if status.can_send:
        reader = None if status.rounds else _reader(request.user, application.version, application.criteria)
        context |= {"reader": reader, "due_on": _expected_date(reader, application.badge)}
        context["onward"] = _address_to_go_on(overview)
        return render(request, "evidence/application.html", context)
    if status.is_waiting:
        context["reader"] = reader_of(application.rounds[-1])
        context |= {"can_undo": can_undo_send(application), "has_activity": queries.has_activities_to_come(application)}
    if application.is_withdrawn:
        context["withdrawal"] = Withdrawal.objects.filter(application=application).first()
    return render(request, "evidence/sent.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def check(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Check your answers, make the declarations, then send."""
    application = own_application_or_404(request, number)
    if not application.status.can_send:
        return redirect("evidence:application", number)
    overview = ApplicationOverview.for_application(application)
    form = SendForm(posted_data(request), overview=overview)
    me, now = request.user, timezone.now()
    if run_form(
        form,
        lambda data: actions.declare_and_submit(
            application,
            ai_use=data["ai_use"],
            ai_words=data["ai_words"],
            looked=data["looked"],
            short_is_fine=data["short_is_fine"],
            wording=data["wording"],
            by=me,
            now=now,
        ),
    ):
        messages.success(request, _("Application sent"))
        return redirect("evidence:application", number)
    return render_form(request, "evidence/check.html", form, {"overview": overview})


@audience(SIGNED_IN)
@require_safe
def download(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """All the learner wrote in one application, as plain text."""
    overview = ApplicationOverview.for_application(own_application_or_404(request, number))
    answer = render(request, "evidence/download.txt", {"overview": overview}, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{overview.application.badge.slug}.txt"'
    return answer


@audience(SIGNED_IN)
@require_POST
def undo_send(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Take back what was sent, to change it, until an assessor opens it."""
    application = own_application_or_404(request, number)
    done = _("Taken back. Change what you like, then send it again")
    run_button(request, lambda: actions.undo_send(application, by=request.user, now=timezone.now()), done)
    return redirect("evidence:application", number)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def leave(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Delete a draft, or withdraw an application that was sent. Asks for confirmation: it cannot be undone."""
    application = own_application_or_404(request, number)
    if application.ended_at is not None:
        return redirect("evidence:application", number)
    me, now = request.user, timezone.now()
    if not application.rounds:
        form = Form(posted_data(request))
        if run_form(form, lambda _: actions.delete_draft(application, by=me, now=now)):
            messages.success(request, _("Deleted"))
            return redirect("evidence:index")
        return render_form(request, "evidence/leave.html", form, {"application": application})
    form = WithdrawForm(posted_data(request))
    if run_form(form, lambda data: actions.withdraw(application, **data, by=me, now=now)):
        messages.success(request, _("Withdrawn"))
        return redirect("evidence:application", number)
    context = {"application": application, "can_undo": can_undo_send(application)}
    return render_form(request, "evidence/withdraw.html", form, context)


def next_part_address(application: Application, position: int) -> str:
    """The page of the next part after a position that the learner can still work on, or the page to check and send."""
    for criterion in application.criteria:
        is_open = criterion.kind != "text" or criterion.pk in application.status.open_to_change
        if criterion.position > position and is_open:
            return reverse("evidence:criterion", args=[application.uuid, criterion.position])
    return reverse("evidence:check", args=[application.uuid])


def _address_to_go_on(overview: ApplicationOverview) -> str:
    """The page of the first part that is not ready, or the page to check and send."""
    number, part = overview.application.uuid, overview.next_part
    if part is None:
        return reverse("evidence:check", args=[number])
    return reverse("evidence:criterion", args=[number, part.criterion.position])


def own_application_or_404(request: HttpRequest, number: uuid.UUID) -> Application:
    """Return this person's own application with its status. Anyone else's is a 404."""
    application = queries.application_of(request.user, number)  # type: ignore[arg-type]  # signed in
    if application is None:
        raise Http404
    return application
