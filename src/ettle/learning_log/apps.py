from __future__ import annotations

from django.apps import AppConfig


class LearningLogConfig(AppConfig):
    name = "ettle.learning_log"
    label = "learning_log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ettle.framework import threads  # noqa: PLC0415 - models are ready only now
        from ettle.learning_log.queries import own_thread  # noqa: PLC0415

        threads.offer(own_thread)
