"""`address` prints the site's public addresses; `address change NEW` stores another one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from ettle.kit.operations import site_address
from ettle.kit.operations.site_command import SiteCommand


class Command(SiteCommand):
    help = "Print the public address of the site and those it had before, or change it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", nargs="?", choices=["show", "change"], default="show")
        parser.add_argument("new", nargs="?", help="the new address, such as https://learn.example.org")

    def handle(self, *args: Any, act: str, new: str | None, **options: Any) -> None:
        if act == "show":
            self._print_addresses()
        elif new is None:
            raise CommandError("Say which address: address change https://learn.example.org")
        else:
            self._change_address(new)

    def _print_addresses(self) -> None:
        current, *former = site_address.known_addresses()
        self.stdout.write(f"The address of this site is {current}.")
        for url in former:
            self.stdout.write(f"Before, it was {url}.")

    def _change_address(self, new: str) -> None:
        old = site_address.current_address()
        stored = site_address.change_address(new, timezone.now())
        name = urlsplit(old).netloc
        self.stdout.write(
            f"The address of this site is {stored} now.\n"
            f"Set ETTLE_PUBLIC_URL={stored} and start the site again.\n"
            f"Badges signed so far name {name} for ever. They can be checked for as long as {name} leads to this site: "
            "keep the name, its certificate and the line in the reverse proxy.\n"
            "New badges name the new address. Passkeys belong to a host name: if that has changed, people sign in with "
            "a code and add their passkey again."
        )
