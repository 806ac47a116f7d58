from __future__ import annotations

from django.forms import Field
from django.utils.translation import gettext_lazy as _

from ettle.kit.files import virus_scanner
from ettle.kit.room import Room
from ettle.kit.translations.messages import join_catalogues


class KitRoom(Room):
    name = "ettle.kit"
    urls = ("ettle.kit.urls",)
    personal_data = "ettle.kit.personal_data.KIT_DECLARATIONS"
    email_references = "ettle.kit.mail.email_references.EMAIL_REFERENCES"
    navigation = "ettle.kit.navigation.list_links"
    landing_pages = "ettle.kit.navigation.list_landing_pages"
    limits = "ettle.kit.limits.kit_limits.LIMITS"
    scheduled_tasks = "ettle.kit.tasks.scheduled_tasks.SCHEDULED_TASKS"
    site_states = "ettle.kit.checks.backup_states.list_states"
    figures = "ettle.kit.checks.backup_states.list_figures"
    site_checks = "ettle.kit.checks.kit_checks.SITE_CHECKS"

    health_check = "ettle.kit.files.virus_scanner.find_problem"

    def ready(self) -> None:
        # For fields whose form has no error messages of its own: what to do, not what is wrong.
        Field.default_error_messages["required"] = _("Fill this in to go on")
        virus_scanner.scan_in_forms()
        join_catalogues()
