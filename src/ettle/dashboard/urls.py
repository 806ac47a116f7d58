from __future__ import annotations

from django.urls import path

from ettle.dashboard import views
from ettle.dashboard.matrix.views import matrix

app_name = "dashboard"

urlpatterns = [
    path("me/", views.my_journey, name="my-journey"),
    path("me/suggestions/", views.suggestions, name="suggestions"),
    path("me/shows/", matrix, name="matrix"),
    path("me/sheets/supervision/", views.supervision_summary, name="supervision-sheet"),
]
