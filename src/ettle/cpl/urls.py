from __future__ import annotations

from django.urls import path

from ettle.cpl.views import records, verifications, years

app_name = "cpl"

urlpatterns = [
    path("me/cpl/", years.year, name="year"),
    path("me/cpl/suggestions/", years.suggestions, name="suggestions"),
    path("me/cpl/add/", years.add_learning, name="add"),
    path("me/cpl/settings/", years.year_settings, name="settings"),
    path("me/cpl/verify/", verifications.ask, name="ask"),
    path("me/cpl/verifications/<uuid:uuid>/", verifications.verification, name="verification"),
    path("me/cpl/verifications/<uuid:uuid>/record.<slug:kind>", verifications.own_record, name="own-record"),
    path("cpl/verify/<str:token>/", verifications.verify, name="verify"),
    path("cpl/verify/<str:token>/record.<slug:kind>", verifications.verifier_record, name="verifier-record"),
    path("cpl/check/", verifications.check, name="check"),
    path("me/sheets/annual/", records.record, name="record"),
    path("me/cpl/learning/<uuid:uuid>/", years.change_learning, name="change"),
    path("me/cpl/learning/<uuid:uuid>/remove/", years.remove_learning, name="remove"),
]
