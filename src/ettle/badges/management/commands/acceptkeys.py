"""Accept new keys because those of the site are lost: what `./ettle run --new-keys` runs before it starts."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ettle.badges.keys import key_pairs
from ettle.kit.operations import secret_check
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    help = (
        "Take the keys of the settings for those of this site, because its own are lost. Signing keys that the sealing "
        "key cannot open are retired: badges that they signed stay valid, and new ones are signed with new keys."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        now = timezone.now()
        secret_check.accept_secret(now)
        retired = key_pairs.retire_lost_keys(now)
        self.stdout.write(f"The keys are accepted. {retired} signing keys could not be opened and are retired.")
