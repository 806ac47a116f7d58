from __future__ import annotations

from django.urls import path

from ettle.framework import api, views

app_name = "framework"

urlpatterns = [
    path("capabilities/", views.capabilities, name="capabilities"),
    path("capabilities/<slug:key>/", views.capability, name="capability"),
    path("codes/", views.codes, name="codes"),
    path("codes/<str:edition>/<str:key>/", views.code, name="code"),
    path("logic-model/", views.logic_model, name="logic-model"),
    path("items/<uuid:identifier>/", views.item, name="item"),
    path("items/<uuid:identifier>.json", api.item, name="item-json"),
    path("frameworks/<uuid:identifier>/", views.framework, name="framework"),
    path("frameworks/<uuid:identifier>.json", api.framework, name="framework-json"),
]
