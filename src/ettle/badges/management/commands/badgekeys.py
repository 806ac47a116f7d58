"""List the keys that sign badges, make and replace them, retire them, mark them as compromised, seal them again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from ettle.badges import actions
from ettle.badges.keys import encryption_change, key_encryption
from ettle.badges.models import Issuer, SigningKey
from ettle.kit.operations.site_command import SiteCommand

ACTS = ("list", "make", "rotate", "retire", "compromise", "reseal")


class Command(SiteCommand):
    signs = True
    help = (
        "List the keys that sign badges, or change them: make (for an issuer), rotate, retire, compromise (a key), "
        "reseal (all, with a new sealing key). On the site, two administrators do the same under Manage, Badge keys."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", nargs="?", default="list", choices=ACTS, help="what to do; without it, list")
        parser.add_argument("which", nargs="?", default="", help="the key’s number, or for make the issuer’s ID")
        parser.add_argument(
            "--since", help="compromise: from when it is not safe, such as 2026-11-30 or 2026-11-30T14:00Z"
        )
        parser.add_argument("--to", type=Path, help="reseal: where to write the new sealing key")
        parser.add_argument("--yes", action="store_true", help="do it without asking")

    def handle(self, *_: Any, **options: Any) -> None:
        act, which, now = options["act"], options["which"], timezone.now()
        if act == "list":
            self._list_keys()
        elif act == "make":
            self._make(which, now)
        elif act == "reseal":
            self._reseal(options["to"], is_sure=options["yes"])
        else:
            self._change(act, _find_key(which), options, now)

    def _list_keys(self) -> None:
        keys = SigningKey.objects.select_related("issuer").order_by("issuer", "kind", "created_at")
        for key in keys:
            self.stdout.write(f"{key.uuid}  {key.kind:8}{_describe_state(key)}  {key.issuer.identifier}")
        if not keys:
            self.stdout.write("There is no key yet. The first badge that is signed makes them.")

    def _make(self, identifier: str, now: datetime) -> None:
        issuer = Issuer.objects.filter(identifier=identifier).first()
        if issuer is None:
            raise CommandError("Name an issuer by its ID, as `badgekeys list` and its page show it.")
        made = actions.make_keys(issuer, by=None, now=now)
        self.stdout.write(f"{len(made)} keys made for {issuer.name}." if made else f"{issuer.name} has its keys.")

    def _change(self, act: str, key: SigningKey, options: dict[str, Any], now: datetime) -> None:
        since = _read_moment(options["since"]) if act == "compromise" else now
        self._ask(f"{act} key {key.uuid} of {key.issuer.name}", is_sure=options["yes"])
        if act == "rotate":
            new = actions.rotate_key(key, by=None, now=now)
            self.stdout.write(f"{key.issuer.name} signs with key {new.uuid} now. What the old one signed stays valid.")
        elif act == "retire":
            actions.retire_key(key, by=None, now=now)
            self.stdout.write("The key is retired. What it signed stays valid. The next signing makes a new one.")
        else:
            count = actions.mark_compromised(key, since=since, by=None, now=now)
            self.stdout.write(f"Nothing that the key signed since {since:%Y-%m-%d %H:%M} UTC is believed any more.")
            self.stdout.write(f"{count} badges were signed since then. The worker signs them again where need be.")

    def _reseal(self, path: Path | None, *, is_sure: bool) -> None:
        self._ask("encrypt all signing keys with a new sealing key", is_sure=is_sure)
        try:
            done = encryption_change.reseal(path)
        except key_encryption.CannotUnseal as fault:
            raise CommandError(f"{fault}. Nothing was changed.") from fault
        self.stdout.write(f"{done.resealed} signing keys are encrypted with the sealing key in {done.path}.")
        if done.lost:
            self.stdout.write(f"{done.lost} retired ones cannot be opened and stay as they are. They sign nothing.")
        if done.old is not None:
            self.stdout.write(f"The old sealing key is in {done.old}. Delete it when no backup needs it.")
        if settings.SEALING_KEY:
            self.stdout.write(f"Now set ETTLE_SEALING_KEY to what is in {done.path}, and restart the site.")

    def _ask(self, what: str, *, is_sure: bool) -> None:
        if not is_sure and input(f"This will {what}. Type yes to go on: ").strip().lower() != "yes":
            raise CommandError("Nothing was changed.")


def _find_key(number: str) -> SigningKey:
    key = next((key for key in SigningKey.objects.select_related("issuer") if str(key.uuid) == number), None)
    if key is None:
        raise CommandError("Name a key by its number. `badgekeys list` shows them.")
    return key


def _describe_state(key: SigningKey) -> str:
    if key.compromised_at:
        return f"compromised since {key.compromised_at:%Y-%m-%d %H:%M} UTC"
    return f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else f"in use since {key.created_at:%Y-%m-%d}"


def _read_moment(text: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        raise CommandError("Say from when with --since, such as 2026-11-30 or 2026-11-30T14:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
