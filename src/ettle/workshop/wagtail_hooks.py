"""What the workshop adds to Wagtail's own pages: instruments, frameworks and their drafts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ettle.workshop.frameworks.frame_pages import DraftsThatWait
from ettle.workshop.frameworks.framing import Frames


@hooks.register("register_admin_menu_item")
def what_people_are_asked() -> MenuItem:
    """Instruments are changed on pages of their own room, which the library does not know."""
    return MenuItem("Instruments", reverse("workshop:instruments"), icon_name="form", order=900)


@hooks.register("register_admin_viewset")
def frames() -> Frames:
    return Frames()


@hooks.register("register_admin_menu_item")
def drafts_in_the_menu() -> MenuItem:
    return MenuItem("Framework drafts", reverse("workshop:drafts"), icon_name="history", order=450)


@hooks.register("construct_homepage_panels")
def drafts_that_wait(request: Any, panels: list[Any]) -> None:
    panels.append(DraftsThatWait())
