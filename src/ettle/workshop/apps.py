from __future__ import annotations

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "ettle.workshop"
    label = "workshop"
    default_auto_field = "django.db.models.BigAutoField"
