"""Addresses of the operator's look."""

from __future__ import annotations

from django.urls import path, re_path

from ettle.branding import views

app_name = "branding"
urlpatterns = [
    re_path(r"^brand/(?P<digest>[0-9a-f]{16})\.css$", views.css, name="css"),
    re_path(r"^brand/(?P<digest>[0-9a-f]{16})\.(?P<kind>png|svg)$", views.logo, name="logo"),
    path("manage/brand/", views.change_brand, name="brand"),
    path("manage/components/", views.components, name="components"),
]
