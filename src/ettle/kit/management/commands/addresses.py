"""Print every address of the site with who may open it, as a Markdown table."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ettle.kit.http.address_table import address_table


class Command(BaseCommand):
    help = "Prints every address of the site with who may open it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(address_table(), ending="")
