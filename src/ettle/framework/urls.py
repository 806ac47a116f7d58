from __future__ import annotations

from django.urls import path

from ettle.framework.case_service import api
from ettle.framework.views import author_pages, codes, public_pages

app_name = "framework"
CASE = "ims/case/v1p1/"

urlpatterns = [
    path("capabilities/", public_pages.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", public_pages.capability, name="capability"),
    path("codes/", codes.codes, name="codes"),
    path("codes/by-theme/", codes.codes_by_theme, name="codes-by-theme"),
    path("codes/employers/<str:edition>/<str:key>/", codes.code, {"audience": "employers"}, name="employers-code"),
    path("codes/<str:edition>/<str:key>/", codes.code, name="code"),
    path("logic-model/", public_pages.logic_model, name="logic-model"),
    path("items/<uuid:identifier>/", public_pages.item, name="item"),
    path("frameworks/<uuid:identifier>/", public_pages.framework, name="framework"),
    path("manage/frameworks/", author_pages.frameworks, name="manage-frameworks"),
    path("manage/frameworks/import/", author_pages.upload_import, name="hand-in"),
    path("manage/frameworks/imports/<uuid:identifier>/", author_pages.show_import, name="import"),
    path("manage/frameworks/imports/<uuid:identifier>/confirm/", author_pages.confirm_import, name="confirm-import"),
    path("manage/frameworks/imports/<uuid:identifier>/take-back/", author_pages.undo_import, name="take-import-back"),
    path("manage/frameworks/imports/<uuid:identifier>/discard/", author_pages.discard_import, name="discard-import"),
    path("manage/frameworks/<uuid:identifier>/", author_pages.unchecked, name="unchecked"),
    path("manage/frameworks/<uuid:identifier>/gap/", author_pages.close_gap, name="close-gap"),
    path(f"{CASE}CFDocuments", api.documents, name="case-documents"),
    path(f"{CASE}CFDocuments/<str:identifier>", api.document, name="case-document"),
    path(f"{CASE}CFItems/<str:identifier>", api.item, name="case-item"),
    path(f"{CASE}CFAssociations/<str:identifier>", api.association, name="case-association"),
    path(f"{CASE}CFPackages/<str:identifier>", api.package, name="case-package"),
    path(f"{CASE}CFItemAssociations/<str:identifier>", api.item_associations, name="case-item-associations"),
    path(f"{CASE}<path:rest>", api.unknown_resource, name="case-nothing"),
]
