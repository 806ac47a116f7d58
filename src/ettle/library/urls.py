"""Addresses of the library. Wagtail's own stand outside our namespace, because Wagtail asks for them by bare name."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from ettle.library import views

pages = [
    path("", views.front, name="front"),
    path("areas/", views.shelf, name="areas"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("areas/<slug:slug>/save/", views.save, name="save"),
    path("areas/<slug:slug>/unsave/", views.unsave, name="unsave"),
    path("areas/<slug:slug>/keep-place/", views.keep_place, name="keep-place"),
    path("areas/<slug:slug>/read/", views.read, name="read"),
    path("areas/<slug:slug>/unread/", views.unread, name="unread"),
    path("statements/", views.shelf, name="statements"),
    path("statements/<slug:slug>/", views.statement, name="statement"),
    path("media/<path:path>", views.picture, name="picture"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "library"))),
    # Wagtail finds a page's address by this name. Every kind of page we have is served before it.
    re_path(serve_pattern, login_not_required(serve), name="wagtail_serve"),
]
