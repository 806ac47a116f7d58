"""The addresses of this room."""

from __future__ import annotations

from django.urls import path

from ettle.texts import views

app_name = "texts"
urlpatterns = [
    path("me/device-key", views.device_key, name="device-key"),
    path("me/unsaved/<uuid:number>/discard", views.discard, name="discard"),
]
