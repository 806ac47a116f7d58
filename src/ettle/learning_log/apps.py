from __future__ import annotations

from django.apps import AppConfig


class LearningLogConfig(AppConfig):
    name = "ettle.learning_log"
    label = "learning_log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ettle.framework.logic_model import graph  # noqa: PLC0415 - models are ready only now
        from ettle.learning_log.queries import personal_links  # noqa: PLC0415

        graph.register_personal_links(personal_links)
