from __future__ import annotations

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "ettle.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"
