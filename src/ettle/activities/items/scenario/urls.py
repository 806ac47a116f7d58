"""Addresses of a scenario under way, below that of the play."""

from __future__ import annotations

from django.urls import path

from ettle.activities.items.scenario import branches, views

urlpatterns = [
    path("reflect/", views.reflect, name="reflect"),
    path("ending/name/", views.name_last_choice, name="name-last-choice"),
    path("branches/", branches.branches, name="branches"),
    path("<int:number>/back/", views.back, name="back"),
]
