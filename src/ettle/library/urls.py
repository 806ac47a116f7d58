"""Addresses of the library. Wagtail's own stand outside our namespace, because Wagtail asks for them by bare name."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from ettle.library.views import areas, beside, front, marks, media, mine, retired, taking

pages = [
    path("", front.front, name="front"),
    path("areas/", front.a_to_z, name="areas"),
    path("areas/<slug:slug>/", areas.area, name="area"),
    path("areas/<slug:slug>/save/", marks.save, name="save"),
    path("areas/<slug:slug>/unsave/", marks.unsave, name="unsave"),
    path("areas/<slug:slug>/keep-place/", marks.keep_place, name="keep-place"),
    path("areas/<slug:slug>/read/", marks.read, name="read"),
    path("areas/<slug:slug>/unread/", marks.unread, name="unread"),
    path("areas/<slug:slug>/sources.<str:ending>", taking.sources, name="sources"),
    path("me/reading/", mine.my_reading, name="my-reading"),
    path("me/reading/sources.<str:ending>", taking.my_sources, name="my-sources"),
    path("manage/areas/retired/", retired.manage, name="manage-retired"),
    path("manage/areas/<slug:slug>/bring-back/", retired.bring_back, name="bring-back"),
    path("statements/", beside.statements, name="statements"),
    path("statements/<slug:slug>/", beside.statement, name="statement"),
    path("media/<path:path>", media.media, name="media"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "library"))),
    # Wagtail finds a page's address by this name. Every kind of page we have is served before it.
    re_path(serve_pattern, login_not_required(serve), name="wagtail_serve"),
]
