"""Addresses of the library. Wagtail's own is outside our namespace, because Wagtail reverses it by its bare name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from ettle.kit.http.audience import EVERYONE, audience
from ettle.library.views import (
    area_acts,
    areas,
    front,
    media,
    my_reading,
    read_marks,
    retirement,
    site_statements,
    source_downloads,
)

pages = [
    path("", front.front, name="front"),
    path("areas/", front.a_to_z, name="areas"),
    path("areas/<slug:slug>/", areas.area, name="area"),
    path("areas/<slug:slug>/act/", area_acts.act, name="act"),
    path("areas/<slug:slug>/act.ics", area_acts.act_reminder, name="act-reminder"),
    path("areas/<slug:slug>/save/", read_marks.save, name="save"),
    path("areas/<slug:slug>/unsave/", read_marks.unsave, name="unsave"),
    path("areas/<slug:slug>/keep-place/", read_marks.save_place, name="keep-place"),
    path("areas/<slug:slug>/read/", read_marks.read, name="read"),
    path("areas/<slug:slug>/unread/", read_marks.unread, name="unread"),
    path("areas/<slug:slug>/sources.<str:ending>", source_downloads.sources, name="sources"),
    path("me/reading/", my_reading.my_reading, name="my-reading"),
    path("me/reading/sources.<str:ending>", source_downloads.my_sources, name="my-sources"),
    path("manage/areas/retired/", retirement.manage, name="manage-retired"),
    path("manage/areas/<slug:slug>/bring-back/", retirement.bring_back, name="bring-back"),
    path("statements/", site_statements.statements, name="statements"),
    path("statements/<slug:slug>/", site_statements.statement, name="statement"),
    path("media/<path:path>", media.media, name="media"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "library"))),
    # Wagtail reverses this name to get a page's address. Our own views above serve every kind of page first.
    re_path(serve_pattern, audience(EVERYONE)(serve), name="wagtail_serve"),
]
