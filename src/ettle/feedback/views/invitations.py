"""The pages of somebody who asks for a 360. Another's is not found, and who has answered is on none of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ettle.feedback import actions, emails, queries
from ettle.feedback.forms import GROUP_HINTS, InvitationForm, StartForm
from ettle.feedback.models import INACTIVE_AFTER, Feedback, Observer
from ettle.feedback.observer_groups import Group
from ettle.feedback.queries import MIN_ANSWERS, MIN_INVITED
from ettle.instruments.queries import current_feedback_version
from ettle.journey import queries as journey
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.people.queries import outside_email_fault
from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def start(request: SignedInRequest) -> HttpResponse:
    """Say what a 360 is, begin one or go on with it, and list the reports."""
    version = current_feedback_version()
    content = version.content if version else None
    form = StartForm(posted_data(request), content=content, initial={"length": "full"})
    me, now = request.user, timezone.now()
    if begun := run_form(form, lambda data: actions.begin(person=me, is_short=data["length"] == "short", now=now)):
        return redirect("feedback:asking", uuid=begun.value.uuid)
    context = {
        "version": version,
        "open": queries.open_feedback(request.user),
        "result": journey.latest_result(request.user),
        "reports": queries.reports_of(request.user),
        "fewest": MIN_ANSWERS,
    }
    return render_form(request, "feedback/start.html", form, context)


@audience(SIGNED_IN)
@require_safe
def asking(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show how many were asked, group by group, and the list of people. Nothing says who, or how many, answered."""
    feedback = _get_feedback(request, uuid)
    if feedback.closed_at is not None:
        return _redirect_closed(feedback)
    rows = queries.count_groups(feedback)
    people = list(feedback.observers.order_by("asked_at", "group", "email"))
    context = {
        "feedback": feedback,
        "rows": [(row, GROUP_HINTS[row.group]) for row in rows],
        "people": [person for person in people if person.asked_at],
        "unsent": [person for person in people if not person.asked_at],
        "asked": sum(row.asked for row in rows),
        "is_ready": queries.is_ready(feedback),
        "fewest": MIN_ANSWERS,
        "fewest_invited": MIN_INVITED,
        "now": timezone.now(),
        "email_fault": outside_email_fault(request.user, now=timezone.now()),
        "ends_at": max([person.asked_at for person in people if person.asked_at], default=feedback.begun_at)
        + INACTIVE_AFTER,
    }
    return render(request, "feedback/asking.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def add(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Put people of one group on the list. A list that is sent after closing stays on the page."""
    feedback = _get_feedback(request, uuid)
    if feedback.closed_at is not None and request.method in {"GET", "HEAD"}:
        return _redirect_closed(feedback)
    form = InvitationForm(posted_data(request), initial={"group": request.GET.get("group")})
    if run_form(form, lambda data: actions.add_observers(feedback, **data, now=timezone.now())):
        return redirect("feedback:asking", uuid=feedback.uuid)
    email_fault = outside_email_fault(request.user, now=timezone.now())
    return render_form(request, "feedback/add.html", form, {"feedback": feedback, "email_fault": email_fault})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def send(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show what everybody will read, and what it may be like; then send."""
    feedback = _get_feedback(request, uuid)
    if feedback.closed_at is not None:
        return _redirect_closed(feedback)
    form = Form(posted_data(request))
    if sent := run_form(form, lambda _: actions.send_invitations(feedback, now=timezone.now())):
        messages.success(
            request,
            ngettext(
                "%(count)s person is invited. We will email them, unless they asked for no more emails",
                "%(count)s people are invited. We will email them, unless they asked for no more emails",
                sent.value,
            )
            % {"count": sent.value},
        )
        return redirect("feedback:asking", uuid=feedback.uuid)
    unsent = list(feedback.observers.filter(asked_at=None).order_by("group", "email"))
    context = {
        "feedback": feedback,
        "groups": _observers_by_group(feedback, unsent),
        "number": len(unsent),
        "fewest": MIN_ANSWERS,
    }
    return render_form(request, "feedback/send.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def person(request: SignedInRequest, uuid: UUID, observer: UUID) -> HttpResponse:
    """One person on the list: send the link again, take it back, or take them off before anything was sent."""
    feedback = _get_feedback(request, uuid)
    found = get_object_or_404(feedback.observers.select_related("feedback__person"), pk=observer)
    if request.method == "POST":
        try:
            _act_on(found, request.POST.get("go", ""), request)
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect("feedback:asking", uuid=feedback.uuid)


def _act_on(observer: Observer, go: str, request: SignedInRequest) -> None:
    if go == "again":
        actions.send_again(observer, now=timezone.now())
        messages.success(
            request,
            _("The email to %(observer)s will be sent again, unless they asked for no more emails")
            % {"observer": observer},
        )
    elif go == "back":
        actions.take_back_invitation(observer, now=timezone.now())
        messages.success(
            request,
            _("The link for %(observer)s no longer works. If they have answered, their answers stay.")
            % {"observer": observer},
        )
    elif go == "remove":
        actions.remove_observer(observer)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def close(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Make the report, or end without one. Both are for good, so what they do is said first."""
    feedback = _get_feedback(request, uuid)
    if feedback.closed_at is not None:
        return _redirect_closed(feedback)
    form = Form(posted_data(request))
    if closed := run_form(form, lambda _: _close_feedback(request, feedback)):
        return closed.value
    context = {
        "feedback": feedback,
        "is_ready": queries.is_ready(feedback),
        "fewest": MIN_ANSWERS,
        "fewest_invited": MIN_INVITED,
    }
    return render_form(request, "feedback/close.html", form, context)


def _close_feedback(request: SignedInRequest, feedback: Feedback) -> HttpResponse:
    if request.POST.get("go") == "end":
        actions.end_without_report(feedback, by=request.user, now=timezone.now())
        messages.success(request, _("The 360 is ended. All answers are deleted, and no one has read them."))
        return redirect("feedback:start")
    actions.make_report(feedback, now=timezone.now())
    return redirect("feedback:step", uuid=feedback.uuid, step=1)


def _get_feedback(request: SignedInRequest, uuid: UUID) -> Feedback:
    return get_object_or_404(Feedback.objects.for_person(request.user), uuid=uuid)


def _redirect_closed(feedback: Feedback) -> HttpResponse:
    """A page of a 360 that is closed leads to its report, or to the start when there is none."""
    if queries.reports_of(feedback.person).filter(feedback=feedback).exists():
        return redirect("feedback:report", uuid=feedback.uuid)
    return redirect("feedback:start")


def _observers_by_group(feedback: Feedback, observers: list[Observer]) -> list[dict[str, Any]]:
    return [
        {
            "label": group.label,
            "hint": GROUP_HINTS[group],
            "people": people,
            "letter": emails.render_invitation(feedback, group, now=timezone.now()),
        }
        for group in Group
        if (people := [observer for observer in observers if observer.group == group])
    ]
