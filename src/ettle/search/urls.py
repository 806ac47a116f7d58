"""The addresses of search, and of the signposts to help."""

from __future__ import annotations

from django.urls import path

from ettle.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="search"),
    path("urgent-help/", views.urgent_help, name="urgent-help"),
    path("manage/signposts/", views.signposts, name="signposts"),
    path("manage/signposts/<slug:key>/", views.signpost, name="signpost"),
]
