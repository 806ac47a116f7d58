"""Addresses of badges. What a signed badge names (credentials, achievements, status, issuers) must never move."""

from __future__ import annotations

from django.urls import path

from ettle.badges.api import achievement_endpoints, badge_api, endpoints, verifier_downloads
from ettle.badges.views import (
    award_management,
    badge_pages,
    certificates,
    issuer_registry,
    name_requests,
    signing_keys,
    verification_pages,
    verifier_files,
)

app_name = "badges"
urlpatterns = [
    path("badges/", badge_pages.catalogue, name="catalogue"),
    path("badges/<slug:slug>/", badge_pages.definition, name="definition"),
    path("verify/", verification_pages.verify, name="verify"),
    path("verify/file/", verifier_files.verifier, name="verifier"),
    path("verify/file/<slug:sha256>/", verifier_downloads.verifier_file, name="verifier_file"),
    path("verify/<uuid:award>/", verification_pages.verified, name="verified"),
    path("credentials/<uuid:award>", endpoints.credential, name="credential"),
    path("credentials/<uuid:award>.json", endpoints.credential, name="credential_json"),
    path("credentials/<uuid:award>.png", endpoints.baked_png, name="credential_png"),
    path("credentials/<uuid:award>.svg", endpoints.baked_svg, name="credential_svg"),
    path("credentials/<uuid:award>.jwt", endpoints.token, name="credential_jwt"),
    path("achievements/<uuid:version>/", achievement_endpoints.achievement, name="achievement"),
    path("achievements/<uuid:version>.png", achievement_endpoints.picture_png, name="picture_png"),
    path("achievements/<uuid:version>.svg", achievement_endpoints.picture_svg, name="picture_svg"),
    path("status/<uuid:status_list>", endpoints.status_list, name="status_list"),
    path(".well-known/did.json", endpoints.site_keys, name="site_keys"),
    path("issuers/<slug:slug>/did.json", endpoints.issuer_keys, name="issuer_keys"),
    path("issuers/<slug:slug>/", badge_pages.issuer, name="issuer"),
    path("api/openapi.json", badge_api.openapi, name="api_openapi"),
    path("api/v1/badges/", badge_api.badges, name="api_badges"),
    path("api/v1/badges/<slug:slug>/", badge_api.badge, name="api_badge"),
    path("api/v1/issuers/", badge_api.issuers, name="api_issuers"),
    path("api/v1/verify/", badge_api.verify, name="api_verify"),
    path("api/v1/me/badges/", badge_api.my_badges, name="api_my_badges"),
    path("me/badges/", badge_pages.mine, name="mine"),
    path("me/badges/<uuid:award>/", badge_pages.earned, name="earned"),
    path("me/badges/<uuid:award>/certificate.pdf", certificates.certificate, name="certificate"),
    path("me/badges/<uuid:award>/name/", badge_pages.name_on_badge, name="name_on_badge"),
    path("me/badges/<uuid:award>/new-name/", name_requests.new_name, name="new_name"),
    path("me/badges/<uuid:award>/new-name/take-back/", name_requests.take_back_name, name="take_back_name"),
    path("manage/badges/names/", name_requests.name_requests, name="name_requests"),
    path("manage/badges/names/<uuid:asked>/", name_requests.decide_name, name="decide_name"),
    path("manage/badges/", award_management.awards, name="manage"),
    path("manage/badges/issuers/", issuer_registry.trusted_issuers, name="trusted_issuers"),
    path("manage/badges/issuers/<int:pk>/remove/", issuer_registry.remove_trusted_issuer, name="remove_trusted_issuer"),
    path("manage/badges/keys/", signing_keys.signing_keys, name="signing_keys"),
    path("manage/badges/keys/<uuid:key>/", signing_keys.change_key, name="change_key"),
    path("manage/badges/keys/changes/<uuid:change>/", signing_keys.decide_key, name="decide_key"),
    path("manage/badges/<uuid:award>/", award_management.revoke, name="revoke"),
    path("manage/badges/<uuid:award>/suspension/", award_management.suspension, name="suspension"),
]
