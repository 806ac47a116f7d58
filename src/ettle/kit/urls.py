"""The kit's own addresses."""

from __future__ import annotations

from django.urls import path

from ettle.kit import views
from ettle.kit.mail import views as mail_views
from ettle.kit.metrics import views as metrics_views

app_name = "kit"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics_views.metrics, name="metrics"),
    path("account/session/", views.session, name="session"),
    path("emails/stop/<str:token>/", mail_views.stop_emails, name="stop-emails"),
    path("more/", views.more_page, name="more"),
    path("manage/", views.manage, name="manage"),
    path("manage/audit/", views.audit_log, name="audit-log"),
    path("manage/audit/download/", views.export_audit_log, name="export-audit-log"),
    path("manage/tasks/<uuid:pk>/again/", views.try_again, name="try-again"),
]
