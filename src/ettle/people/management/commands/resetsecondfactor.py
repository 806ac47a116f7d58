"""Remove the second factor of a person who has lost it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from ettle.kit.operations.site_command import SiteCommand
from ettle.people import actions


class Command(SiteCommand):
    help = "Remove the second step of signing in from an account, for a person who has lost their phone and codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        person = actions.reset_second_factor(email=options["email"].strip(), now=timezone.now())
        self.stdout.write(f"{person.email} has no second step now and is signed out everywhere.")
        self.stdout.write("They sign in with a code by email and set up a new one.")
