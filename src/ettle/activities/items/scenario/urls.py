"""Addresses of a scenario under way, below that of the attempt."""

from __future__ import annotations

from django.urls import path

from ettle.activities.items.scenario import views

urlpatterns = [
    path("reflect/", views.reflect, name="reflect"),
    path("<int:number>/back/", views.back, name="back"),
]
