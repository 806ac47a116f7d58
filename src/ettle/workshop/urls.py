"""Addresses for authors outside /cms/: who writes, drafts of frameworks, instruments, story_drafts."""

from __future__ import annotations

from django.urls import path

from ettle.workshop.authors import views as authors
from ettle.workshop.badges import part_views as badge_parts
from ettle.workshop.badges import preview_views
from ettle.workshop.badges import views as badges
from ettle.workshop.figures import views as figures
from ettle.workshop.frameworks.views import framework_drafts, framework_versions
from ettle.workshop.instruments import views as instruments
from ettle.workshop.stories.views import (
    story_comments,
    story_drafts,
    story_parts,
    story_preview,
    story_texts,
    story_variants,
)

app_name = "workshop"
urlpatterns = [
    path("manage/authors/", authors.authors, name="manage-authors"),
    path("manage/authors/<uuid:uuid>/end/", authors.end, name="end-author"),
    path("manage/frameworks/drafts/", framework_drafts.drafts, name="drafts"),
    path("manage/frameworks/drafts/<uuid:identifier>/", framework_drafts.draft, name="draft"),
    path("manage/frameworks/drafts/<uuid:identifier>/discard/", framework_drafts.discard, name="discard-draft"),
    path("manage/frameworks/drafts/<uuid:identifier>/comments/", framework_drafts.comment, name="framework-comment"),
    path(
        "manage/frameworks/drafts/<uuid:identifier>/comments/<uuid:number>/resolve/",
        framework_drafts.resolve,
        name="framework-comment-resolve",
    ),
    path("manage/frameworks/drafts/<uuid:identifier>/preview/", framework_drafts.preview, name="draft-preview"),
    path(
        "manage/frameworks/drafts/<uuid:identifier>/shown/<path:path>", framework_drafts.shown_page, name="draft-shown"
    ),
    path("manage/frameworks/history/compare/", framework_versions.compare, name="frame-compare"),
    path("manage/frameworks/history/<str:subject>/", framework_versions.history, name="frame-history"),
    path("manage/frameworks/versions/<uuid:identifier>/go-back/", framework_versions.go_back, name="frame-go-back"),
    path("manage/badge-drafts/", badges.badges, name="badges"),
    path("manage/badge-drafts/open/<str:number>/", badges.open_badge, name="badge-open"),
    path("manage/badge-drafts/<uuid:identifier>/", badges.badge, name="badge"),
    path("manage/badge-drafts/<uuid:identifier>/parts/<slug:part>/", badge_parts.part, name="badge-part"),
    path("manage/badge-drafts/<uuid:identifier>/parts/<slug:part>/delete/", badge_parts.remove, name="badge-remove"),
    path("manage/badge-drafts/<uuid:identifier>/add/", badge_parts.add, name="badge-add"),
    path("manage/badge-drafts/<uuid:identifier>/comments/", badge_parts.comment, name="badge-comment"),
    path(
        "manage/badge-drafts/<uuid:identifier>/comments/<uuid:number>/resolve/",
        badge_parts.resolve,
        name="badge-comment-resolve",
    ),
    path("manage/badge-drafts/<uuid:identifier>/settle/", badge_parts.settle, name="badge-settle"),
    path("manage/badge-drafts/<uuid:identifier>/preview/", preview_views.preview, name="badge-preview"),
    path("manage/badge-drafts/<uuid:identifier>/discard/", badges.discard, name="badge-discard"),
    path("manage/instruments/", instruments.instruments, name="instruments"),
    path("manage/instruments/<slug:key>/", instruments.change, name="change-instrument"),
    path("manage/instruments/<slug:key>/discard/", instruments.discard, name="discard-instrument-draft"),
    path("manage/instruments/<slug:key>/draft/", instruments.draft, name="instrument-draft"),
    path("manage/instruments/<slug:key>/comments/", instruments.comment, name="instrument-comment"),
    path(
        "manage/instruments/<slug:key>/comments/<uuid:number>/resolve/",
        instruments.resolve,
        name="instrument-comment-resolve",
    ),
    path("manage/instruments/<slug:key>/<int:edition>/", instruments.version, name="instrument-version"),
    path("manage/activities/figures/", figures.figures, name="figures"),
    path("manage/activities/figures/<slug:key>/<int:edition>/", figures.version_figures, name="version-figures"),
    path("manage/activities/figures/<slug:key>/<int:edition>/file/", figures.figures_file, name="figures-file"),
    path("manage/stories/", story_drafts.stories, name="stories"),
    path("manage/stories/text/", story_texts.import_text, name="story-import"),
    path("manage/stories/open/<slug:key>/", story_drafts.open_story, name="story-open"),
    path("manage/stories/<uuid:identifier>/", story_drafts.story, name="story"),
    path("manage/stories/<uuid:identifier>/story/", story_parts.head, name="story-head"),
    path("manage/stories/<uuid:identifier>/add/", story_parts.add, name="story-add"),
    path("manage/stories/<uuid:identifier>/places/<slug:key>/", story_parts.place, name="story-place"),
    path("manage/stories/<uuid:identifier>/places/<slug:key>/delete/", story_parts.remove, name="story-remove"),
    path("manage/stories/<uuid:identifier>/variants/", story_variants.add, name="story-variant-add"),
    path("manage/stories/<uuid:identifier>/variants/<slug:key>/", story_variants.variant, name="story-variant"),
    path(
        "manage/stories/<uuid:identifier>/variants/<slug:key>/places/<slug:place>/",
        story_variants.variant_place,
        name="story-variant-place",
    ),
    path("manage/stories/<uuid:identifier>/variants/<slug:key>/move/", story_variants.move, name="story-variant-move"),
    path(
        "manage/stories/<uuid:identifier>/variants/<slug:key>/delete/",
        story_variants.remove,
        name="story-variant-remove",
    ),
    path("manage/stories/<uuid:identifier>/comments/", story_comments.comment, name="story-comment"),
    path(
        "manage/stories/<uuid:identifier>/comments/<uuid:number>/resolve/",
        story_comments.resolve,
        name="story-comment-resolve",
    ),
    path("manage/stories/<uuid:identifier>/settle/", story_drafts.settle, name="story-settle"),
    path("manage/stories/<uuid:identifier>/text/", story_texts.replace_text, name="story-replace"),
    path("manage/stories/<uuid:identifier>/outline/", story_texts.outline, name="story-outline"),
    path("manage/stories/<uuid:identifier>/preview/", story_preview.preview, name="story-preview"),
    path("manage/stories/<uuid:identifier>/discard/", story_drafts.discard, name="story-discard"),
]
