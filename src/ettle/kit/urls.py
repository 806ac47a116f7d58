"""The kit's own addresses."""

from __future__ import annotations

from django.urls import path, re_path

from ettle.kit import views

app_name = "kit"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("more/", views.more_page, name="more"),
    re_path(r"^brand/(?P<digest>[0-9a-f]{16})\.css$", views.brand_css, name="brand-css"),
    re_path(r"^brand/(?P<digest>[0-9a-f]{16})\.(?P<kind>png|svg)$", views.brand_logo, name="brand-logo"),
    path("manage/", views.manage, name="manage"),
    path("manage/brand/", views.change_brand, name="brand"),
    path("manage/components/", views.components, name="components"),
    path("manage/tasks/<uuid:pk>/again/", views.try_again, name="try-again"),
]
