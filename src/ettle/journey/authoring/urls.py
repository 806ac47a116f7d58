"""Addresses for authors of instruments."""

from __future__ import annotations

from django.urls import path

from ettle.journey.authoring import views

urlpatterns = [
    path("manage/instruments/", views.instruments, name="instruments"),
    path("manage/instruments/<slug:key>/", views.change, name="change-instrument"),
    path("manage/instruments/<slug:key>/drafts/<uuid:uuid>/let-go/", views.let_go, name="let-go-of-draft"),
    path("manage/instruments/<slug:key>/<int:edition>/", views.version, name="instrument-version"),
]
