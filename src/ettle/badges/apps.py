from __future__ import annotations

from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "ettle.badges"
    label = "badges"
    default_auto_field = "django.db.models.BigAutoField"
