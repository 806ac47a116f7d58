from __future__ import annotations

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    name = "ettle.branding"
    label = "branding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ettle.branding.queries import read_brand  # noqa: PLC0415 - models are ready only now
        from ettle.kit.pages.brand import register_brand  # noqa: PLC0415

        register_brand(read_brand)
