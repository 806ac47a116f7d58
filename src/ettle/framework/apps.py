from __future__ import annotations

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "ettle.framework"
    label = "framework"
    default_auto_field = "django.db.models.BigAutoField"
