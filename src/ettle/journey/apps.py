from __future__ import annotations

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "ettle.journey"
    label = "journey"
    default_auto_field = "django.db.models.BigAutoField"
