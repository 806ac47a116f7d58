"""Create the first administrator of a site, or another."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from ettle.kit.mail import delivery
from ettle.kit.operations.site_command import SiteCommand
from ettle.kit.values.email_addresses import clean_address
from ettle.people import actions


class Command(SiteCommand):
    help = "Make the person with this email address an administrator. They sign in by a code sent to it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="asked for when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            email = options["email"] or input("Email address of the administrator: ")
            person = actions.make_administrator(email=clean_address(email), now=timezone.now(), by=None)
        except EOFError:
            raise CommandError("Give the address on the command line: createadmin name@example.org") from None
        self.stdout.write(f"{person.email} is an administrator now.")
        self.stdout.write(
            f"They sign in at {delivery.absolute_url(reverse('account_login'))} with a code that comes by email."
        )
        self.stdout.write(
            "At their first visit to the administrators’ pages they set up a second step: an app or a passkey."
        )
