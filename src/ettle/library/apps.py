from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "ettle.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ettle.kit.pages import page_titles  # noqa: PLC0415 - models are ready only now
        from ettle.library.queries import area_title  # noqa: PLC0415

        page_titles.register_finder(area_title)
