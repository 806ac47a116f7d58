from __future__ import annotations

from django.urls import path

from ettle.cpl.views import records, years

app_name = "cpl"

urlpatterns = [
    path("me/cpl/", years.year, name="year"),
    path("me/cpl/suggestions/", years.suggestions, name="suggestions"),
    path("me/cpl/add/", years.add_learning, name="add"),
    path("me/cpl/settings/", years.year_settings, name="settings"),
    path("me/sheets/annual/", records.record, name="record"),
    path("me/cpl/learning/<uuid:uuid>/", years.change_learning, name="change"),
    path("me/cpl/learning/<uuid:uuid>/remove/", years.remove_learning, name="remove"),
]
