from __future__ import annotations

from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "ettle.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"
