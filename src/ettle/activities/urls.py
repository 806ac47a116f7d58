"""The addresses of activities. All but the list of all activities belong to the person who was invited."""

from __future__ import annotations

from django.urls import include, path

from ettle.activities import views
from ettle.activities.items.registry import item_types

app_name = "activities"

PLAY = "activities/<uuid:invitation>/<int:position>/"

urlpatterns = [
    path("activities/", views.mine, name="mine"),
    path("activities/all/", views.catalogue, name="catalogue"),
    path("activities/<uuid:invitation>/", views.invitation, name="invitation"),
    path(PLAY, views.begin, name="play"),
    path(f"{PLAY}ending/", views.ending, name="ending"),
    path(f"{PLAY}trail/", views.trail, name="trail"),
    path(f"{PLAY}<int:number>/", views.step, name="step"),
    *(path(PLAY, include(item_type.urls)) for item_type in item_types() if item_type.urls),
]
