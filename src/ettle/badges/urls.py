"""Addresses of badges. What a signed badge names (credentials, achievements, status, issuers) must never move."""

from __future__ import annotations

from django.urls import path

from ettle.badges import api, manage_views, views

app_name = "badges"
urlpatterns = [
    path("badges/", views.catalogue, name="catalogue"),
    path("badges/<slug:slug>/", views.definition, name="definition"),
    path("verify/", views.verify, name="verify"),
    path("verify/<uuid:award>/", views.verified, name="verified"),
    path("credentials/<uuid:award>", api.credential, name="credential"),
    path("credentials/<uuid:award>.json", api.credential, name="credential_json"),
    path("credentials/<uuid:award>.png", api.baked, name="credential_png"),
    path("credentials/<uuid:award>.jwt", api.token, name="credential_jwt"),
    path("achievements/<uuid:version>/", api.achievement, name="achievement"),
    path("achievements/<uuid:version>.png", api.picture_png, name="picture_png"),
    path("achievements/<uuid:version>.svg", api.picture_svg, name="picture_svg"),
    path("status/<uuid:status_list>", api.status_list, name="status_list"),
    path(".well-known/did.json", api.site_keys, name="site_keys"),
    path("issuers/<slug:slug>/did.json", api.issuer_keys, name="issuer_keys"),
    path("issuers/<slug:slug>/", views.issuer, name="issuer"),
    path("me/badges/", views.mine, name="mine"),
    path("me/badges/<uuid:award>/", views.earned, name="earned"),
    path("me/badges/<uuid:award>/name/", views.name_on_badge, name="name_on_badge"),
    path("manage/badges/", manage_views.awards, name="manage"),
    path("manage/badges/<uuid:award>/", manage_views.revoke, name="revoke"),
]
