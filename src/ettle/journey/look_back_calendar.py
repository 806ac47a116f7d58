"""The days of looking back, as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.mail import delivery
from ettle.kit.pages.brand import current_brand

if TYPE_CHECKING:
    from ettle.journey.models import Goal, LookBack


def look_backs_to_calendar(goal: Goal, days: Iterable[LookBack]) -> bytes:
    """Return one whole-day entry for each day; loaded again, an entry that moved moves."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - takes its time to load, and only this file needs it

    name = current_brand().name
    calendar = Calendar()
    calendar.add("prodid", "-//Ettle//Look back//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for row in days:
        entry = Event()
        entry.add("uid", f"{goal.uuid}-{row.weeks}@ettle")
        entry.add("dtstamp", row.promised_at)
        entry.add("sequence", int(row.promised_at.timestamp() - goal.set_at.timestamp()))
        entry.add("dtstart", row.due_on)
        entry.add("dtend", row.due_on + timedelta(days=1))
        entry.add("summary", _("Look back at a goal (%(name)s)") % {"name": name})
        entry.add("url", delivery.absolute_url(reverse("journey:look-back", args=[goal.uuid])))
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
