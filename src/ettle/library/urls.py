"""Addresses of the library. Wagtail's own stand outside our namespace, because Wagtail asks for them by bare name."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ettle.library import cms, views

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

urlpatterns: list[URLPattern | URLResolver] = [path("", include((pages, "library"))), *cms.urlpatterns]
