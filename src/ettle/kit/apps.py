from __future__ import annotations

from django.apps import AppConfig
from django.forms import Field


class KitConfig(AppConfig):
    name = "ettle.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # For fields whose form has no words of its own: what to do, not what is wrong with it.
        Field.default_error_messages["required"] = "Fill this in to go on"
