"""Create the file of the key that seals signing keys, if there is none. Back it up apart from the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from ettle.badges.keys import key_encryption
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    needs_site = False
    help = "Make the sealing key's file if there is none. Keep a copy of it apart from the database."

    def handle(self, *_: Any, **__: Any) -> None:
        is_new = key_encryption.make_sealing_key_file()
        self.stdout.write(f"Made {settings.SEALING_KEY_FILE}" if is_new else "There is a sealing key already")
