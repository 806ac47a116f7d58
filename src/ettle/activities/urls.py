"""The addresses of activities. Every one belongs to the person who was invited."""

from __future__ import annotations

from django.urls import path

from ettle.activities import views

app_name = "activities"

PLAY = "activities/<uuid:invitation>/<int:position>/"

urlpatterns = [
    path("activities/", views.mine, name="mine"),
    path("activities/<uuid:invitation>/", views.invitation, name="invitation"),
    path(PLAY, views.begin, name="play"),
    path(f"{PLAY}ending/", views.ending, name="ending"),
    path(f"{PLAY}reflect/", views.reflect, name="reflect"),
    path(f"{PLAY}trail/", views.trail, name="trail"),
    path(f"{PLAY}<int:number>/", views.step, name="step"),
    path(f"{PLAY}<int:number>/next/", views.next_card, name="next"),
    path(f"{PLAY}<int:number>/back/", views.back, name="back"),
]
