"""What a room offers to the site and to other rooms. Each room declares it in its apps.py, and nowhere else.

Adding a room means one line in INSTALLED_APPS; no other list of rooms exists. `offered("…")` returns what every
installed room offers of a kind, in the order of INSTALLED_APPS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string


class Room(AppConfig):
    """The AppConfig of a room.

    Offers are dotted paths, imported on first use: Django reads apps.py before any model exists, and most
    processes need only some of them. An empty path means that the room offers nothing of the kind.

    urls: the room's URL modules. urls_last: tried after those of all other rooms.
    personal_data: a list of personal_data.Declaration. email_references: a list of personal_data.EmailReference.
    erasure: a function that erases a person's words where no declaration reaches, such as in a library's JSON.
    navigation: a function from a person to their navigation.NavigationLink objects.
    landing_pages: a function from a person to the landing_pages.LandingPage objects of their roles.
    search_items: a function that yields search_items.SearchItem objects: what search may find of the room.
    scheduled_tasks: a list of scheduled_tasks.ScheduledTask.
    email_language: a function from an email address to the code of its person's language; "" for others.
    limits: a list of limits.counters.Limit, on what costs other people.
    health_check: a function that returns a sentence when the room could not work now, else "". Anyone may read it.
    site_states: a function from a time to the site_states.SiteState objects of the room, for administrators.
    site_checks: a list of checks.site_checks.SiteCheck: what `./ettle doctor` looks at.
    figures: a function from a time to the metrics.site_figures.Figure objects of the room, for monitoring.
    page_head: a function from a request to HTML for the head of its page; "" where a page needs nothing.
    contents: a function that yields site_contents.SiteContent objects: what the room's pages need.
    page_title: a function from the path of a page to its title, or to None if the room has no such page to show.
    brand: a function that reads the page_shell's SiteBrand; at most one room offers it.
    offers: what other rooms collect, under a name that they document ("framework.personal_links").
    """

    default = False  # Django takes the subclass that an apps.py defines, not this class, which it imports
    default_auto_field = "django.db.models.BigAutoField"
    urls: Sequence[str] = ()
    urls_last: bool = False
    personal_data: str = ""
    email_references: str = ""
    erasure: str = ""
    navigation: str = ""
    landing_pages: str = ""
    search_items: str = ""
    scheduled_tasks: str = ""
    email_language: str = ""
    limits: str = ""
    health_check: str = ""
    site_states: str = ""
    site_checks: str = ""
    figures: str = ""
    page_head: str = ""
    contents: str = ""
    page_title: str = ""
    brand: str = ""
    offers: Mapping[str, str] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    def offered_path(self, kind: str) -> str:
        """Return the dotted path of what this room offers of this kind; "" if nothing."""
        return self.offers.get(kind, "") if "." in kind else getattr(self, kind)


def installed_rooms() -> Iterator[Room]:
    """Every installed room, in the order of INSTALLED_APPS."""
    return (config for config in apps.get_app_configs() if isinstance(config, Room))


def offered(kind: str) -> Iterator[Any]:
    """What each room offers of this kind: an attribute of Room, or a name with a dot from `offers`.

    Raises ImportError when a path leads nowhere, AttributeError when Room knows no such kind.
    """
    for room in installed_rooms():
        dotted_path = room.offered_path(kind)
        if dotted_path:
            yield import_string(dotted_path)


def room_urls() -> list[URLPattern | URLResolver]:
    """The addresses of all rooms, for the ROOT_URLCONF."""
    ordered = sorted(installed_rooms(), key=lambda room: room.urls_last)
    return [path("", include(module)) for room in ordered for module in room.urls]
