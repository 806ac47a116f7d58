from __future__ import annotations

from django.urls import path

from ettle.framework import api
from ettle.framework.views import codes, managing, reading

app_name = "framework"
CASE = "ims/case/v1p1/"

urlpatterns = [
    path("capabilities/", reading.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", reading.capability, name="capability"),
    path("codes/", codes.codes, name="codes"),
    path("codes/by-theme/", codes.codes_by_theme, name="codes-by-theme"),
    path("codes/employers/<str:edition>/<str:key>/", codes.code, {"audience": "employers"}, name="employers-code"),
    path("codes/<str:edition>/<str:key>/", codes.code, name="code"),
    path("logic-model/", reading.logic_model, name="logic-model"),
    path("items/<uuid:identifier>/", reading.item, name="item"),
    path("frameworks/<uuid:identifier>/", reading.framework, name="framework"),
    path("manage/frameworks/", managing.frameworks, name="manage-frameworks"),
    path("manage/frameworks/import/", managing.hand_in, name="hand-in"),
    path("manage/frameworks/imports/<uuid:identifier>/", managing.look, name="import"),
    path("manage/frameworks/imports/<uuid:identifier>/confirm/", managing.confirm, name="confirm-import"),
    path("manage/frameworks/imports/<uuid:identifier>/take-back/", managing.take_back, name="take-import-back"),
    path("manage/frameworks/imports/<uuid:identifier>/discard/", managing.discard, name="discard-import"),
    path("manage/frameworks/<uuid:identifier>/", managing.unchecked, name="unchecked"),
    path("manage/frameworks/<uuid:identifier>/gap/", managing.close_gap, name="close-gap"),
    path(f"{CASE}CFDocuments", api.documents, name="case-documents"),
    path(f"{CASE}CFDocuments/<str:identifier>", api.document, name="case-document"),
    path(f"{CASE}CFItems/<str:identifier>", api.item, name="case-item"),
    path(f"{CASE}CFAssociations/<str:identifier>", api.association, name="case-association"),
    path(f"{CASE}CFPackages/<str:identifier>", api.package, name="case-package"),
    path(f"{CASE}CFItemAssociations/<str:identifier>", api.item_associations, name="case-item-associations"),
    path(f"{CASE}<path:rest>", api.nothing, name="case-nothing"),
]
