"""What the garden offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import path

from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.personal_data import Declaration, EmailReference, PersonalField
from ettle.kit.tasks.scheduled_tasks import ScheduledTask, delete_finished_work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

DECLARATIONS = [Declaration(model="garden.Bed", not_personal=("id", "crop"))]
EMAIL_REFERENCES = [EmailReference("garden.Bed", "email", {"email": PersonalField("to send seeds")}, lambda _: None)]
SCHEDULED_TASKS = [ScheduledTask("garden/water", timedelta(hours=6), delete_finished_work)]
HERBS = ["thyme", "sage"]


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    yield NavigationLink(NavigationGroup.LEARN, "The garden", "/garden/")


def bed_title(path: str) -> str | None:
    return "A bed of beans" if path == "/garden/beans/" else None


def garden(request: HttpRequest) -> HttpResponse:
    return HttpResponse("beans")


urlpatterns = [path("garden/", garden, name="garden")]
