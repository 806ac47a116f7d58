from __future__ import annotations

from django.urls import path

from ettle.framework import api, views

app_name = "framework"
CASE = "ims/case/v1p1/"

urlpatterns = [
    path("capabilities/", views.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", views.capability, name="capability"),
    path("codes/", views.codes, name="codes"),
    path("codes/<str:edition>/<str:key>/", views.code, name="code"),
    path("logic-model/", views.logic_model, name="logic-model"),
    path("items/<uuid:identifier>/", views.item, name="item"),
    path("frameworks/<uuid:identifier>/", views.framework, name="framework"),
    path(f"{CASE}CFDocuments", api.documents, name="case-documents"),
    path(f"{CASE}CFDocuments/<str:identifier>", api.document, name="case-document"),
    path(f"{CASE}CFItems/<str:identifier>", api.item, name="case-item"),
    path(f"{CASE}CFAssociations/<str:identifier>", api.association, name="case-association"),
    path(f"{CASE}CFPackages/<str:identifier>", api.package, name="case-package"),
    path(f"{CASE}CFItemAssociations/<str:identifier>", api.item_associations, name="case-item-associations"),
    path(f"{CASE}<path:rest>", api.nothing, name="case-nothing"),
]
