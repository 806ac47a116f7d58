"""The act of an area: a goal in one press for a reader who is signed in, or a day in anyone's own calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ettle.journey import actions as journey
from ettle.kit.files.calendar_events import write_day_event
from ettle.kit.http.audience import EVERYONE, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.mail.delivery import absolute_url
from ettle.kit.mail.email_choices import is_stopped
from ettle.kit.mail.email_kinds import LOOK_BACKS
from ettle.library.models import AreaPage

# When a phone reminds of an act: at noon of its Friday.
REMINDER_HOUR = 12

if TYPE_CHECKING:
    from ettle.people.types import SignedInRequest


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def act(request: SignedInRequest, slug: str) -> HttpResponse:
    """Set the area's act as a goal, with a question by email on Friday. GET asks, after signing in."""
    page = get_object_or_404(AreaPage.objects.live(), slug=slug)
    if not page.act:
        raise Http404
    now = timezone.now()
    if request.method in {"GET", "HEAD"}:
        return render(request, "library/act_page.html", {"page": page, "day": journey.next_friday(now)})
    goal = journey.set_act(page.act, outcome=page.outcome or page.title, person=request.user, now=now)
    day = date_format(goal.by_on, "l j F") if goal.by_on else ""
    words = _("This is your goal now. We will ask you by email on {day} whether you did it.")
    is_asked = bool(day) and not is_stopped(request.user.email, LOOK_BACKS)
    messages.success(request, words.format(day=day) if is_asked else _("This is your goal now."))
    return redirect("journey:goal", uuid=goal.uuid)


@audience(EVERYONE)
@require_safe
def act_reminder(request: HttpRequest, slug: str) -> HttpResponse:
    """The area's act as a day for a calendar, on the Friday on which an account would be asked. Nothing is stored."""
    page = get_object_or_404(AreaPage.objects.live(), slug=slug)
    if not page.act:
        raise Http404
    now, address = timezone.now(), absolute_url(reverse("library:area", args=[slug]))
    event = write_day_event(
        key=f"act/{slug}@{urlsplit(address).netloc}",
        day=journey.next_friday(now),
        title=_("Did you do it? {act}").format(act=page.act),
        notes=_("What you wanted to try: {act}\nIt is from {title}, {address}").format(
            act=page.act, title=page.title, address=address
        ),
        address=address,
        at_hour=REMINDER_HOUR,
        now=now,
    )
    response = HttpResponse(event, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response
