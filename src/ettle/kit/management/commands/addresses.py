"""Print every address of the site with who may open it, as a Markdown table."""

from __future__ import annotations

from typing import Any

from ettle.kit.http.address_table import address_table
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    needs_site = False
    help = "Prints every address of the site with who may open it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(address_table(), ending="")
