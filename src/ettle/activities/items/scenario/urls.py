"""Addresses of a scenario under way, below that of the play."""

from __future__ import annotations

from django.urls import path

from ettle.activities.items.scenario import branches, recordings, views

urlpatterns = [
    path("reflect/", views.reflect, name="reflect"),
    path("reflect/recording/", recordings.record, name="record"),
    path("reflect/recording/<uuid:name>/", recordings.recording, name="recording"),
    path("reflect/recording/<uuid:name>/remove", recordings.remove, name="remove-recording"),
    path("reflect/recording/<uuid:name>/restore", recordings.restore, name="restore-recording"),
    path("ending/name/", views.name_last_choice, name="name-last-choice"),
    path("branches/", branches.branches, name="branches"),
    path("<int:number>/back/", views.back, name="back"),
]
