"""Addresses for authors outside /cms/: who writes, drafts of frameworks, instruments."""

from __future__ import annotations

from django.urls import path

from ettle.workshop.authors import views as authors
from ettle.workshop.frameworks import draft_views, version_views
from ettle.workshop.instruments import views as instruments

app_name = "workshop"
urlpatterns = [
    path("manage/authors/", authors.authors, name="manage-authors"),
    path("manage/authors/<uuid:uuid>/end/", authors.end, name="end-author"),
    path("manage/frameworks/drafts/", draft_views.drafts, name="drafts"),
    path("manage/frameworks/drafts/<uuid:identifier>/", draft_views.draft, name="draft"),
    path("manage/frameworks/drafts/<uuid:identifier>/discard/", draft_views.discard, name="discard-draft"),
    path("manage/frameworks/drafts/<uuid:identifier>/preview/", draft_views.preview, name="draft-preview"),
    path("manage/frameworks/drafts/<uuid:identifier>/shown/<path:path>", draft_views.shown, name="draft-shown"),
    path("manage/frameworks/history/compare/", version_views.compare, name="frame-compare"),
    path("manage/frameworks/history/<str:subject>/", version_views.history, name="frame-history"),
    path("manage/frameworks/versions/<uuid:identifier>/go-back/", version_views.go_back, name="frame-go-back"),
    path("manage/instruments/", instruments.instruments, name="instruments"),
    path("manage/instruments/<slug:key>/", instruments.change, name="change-instrument"),
    path("manage/instruments/<slug:key>/drafts/<uuid:uuid>/let-go/", instruments.let_go, name="let-go-of-draft"),
    path("manage/instruments/<slug:key>/<int:edition>/", instruments.version, name="instrument-version"),
]
