from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ettle.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ettle.search import signals  # noqa: PLC0415 - models are ready only now

        signals.connect()
