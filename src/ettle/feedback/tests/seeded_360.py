"""A whole 360 from a seed, through the pages and the worker, with everything it leaves on the disk."""

from __future__ import annotations

import logging
import random
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from ettle.feedback import actions
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.models import Feedback
from ettle.feedback.tests import factories
from ettle.feedback.tests.attack import Disk, Target
from ettle.feedback.tests.sqlite_files import Copy, roll_forward
from ettle.kit.database import backups
from ettle.kit.http.link_pages import LinkPageFilter
from ettle.kit.http.middleware import JsonFormatter, RequestIdFilter
from ettle.kit.tasks import task_queue
from ettle.people.models import User

SIZES = {"manager": (1, 1), "peers": (3, 5), "team": (0, 3), "supported": (3, 3)}


@dataclass(frozen=True)
class Played:
    """A 360 in which everyone has done what they will. comments: who -> what they wrote, a word that is only theirs."""

    feedback: Feedback
    links: list[ObserverLink]
    comments: dict[str, str]

    def targets(self) -> list[Target]:
        """The groups of two or more who answered: in a group of one there is nothing to guess."""
        groups: dict[str, list[ObserverLink]] = {}
        for link in self.links:
            if link.observer.pk.hex in self.comments:
                groups.setdefault(link.observer.group, []).append(link)
        return [
            Target(
                {link.observer.pk.hex: [link.observer.pk.hex, link.observer.email, link.token] for link in group},
                {link.observer.pk.hex: self.comments[link.observer.pk.hex] for link in group},
            )
            for group in groups.values()
            if len(group) > 1
        ]


def play(number: int, now: datetime) -> Played:
    """Play a 360: people answer one after the other over four weeks, some in two parts, some after a reminder; some
    change their answers, some decline, some have an account and are signed in."""
    dice = random.Random(number)
    person = factories.create_known_person(f"person{number}@example.org", name=f"Person {number}")
    feedback = factories.begin_feedback(person, is_short=True, now=now)
    sizes = {group: dice.randint(*size) for group, size in SIZES.items()}
    links = factories.invite_observers(feedback, now=now, **{group: size for group, size in sizes.items() if size})
    _run_worker(now)
    silent = dice.sample(links[1:], k=dice.randint(0, 2))
    comments: dict[str, str] = {}
    moment = now
    for link in dice.sample(links, k=len(links)):
        moment += timedelta(days=dice.randint(0, 2), minutes=dice.randint(1, 600))
        _run_worker(moment)
        with time_machine.travel(moment, tick=False):
            client = _open_browser(link, dice)
            if link in silent:
                client.post(_address("observer-no", link))
            else:
                comments[link.observer.pk.hex] = _answer(client, link, dice)
            if comments and dice.random() < 0.3:
                earlier = dice.choice([other for other in links if other.observer.pk.hex in comments])
                Client().post(f"{_address('observer-lines', earlier, 1)}?from=check", _choice(dice))
    return Played(feedback, links, comments)


def copy_disk(folder: Path) -> Disk:
    """Return what is on the disk at this moment: database and log, emails and logs.

    The states are those since the last time that the write-ahead log was truncated.
    """
    copied = Copy.take(Path(str(connection.settings_dict["NAME"])))
    files = {"database": copied.database, "write-ahead log": copied.log}
    files |= {f"outbox/{path.name}": path.read_bytes() for path in sorted(Path(settings.EMAIL_FILE_PATH).glob("*"))}
    files |= {f"logs/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.log"))}
    return Disk(list(roll_forward(copied, folder)), files)


def read_backup(folder: Path) -> bytes:
    """Make a backup at this moment and return all that is in it."""
    path = folder / "backup.tar.gz"
    path.unlink(missing_ok=True)
    backups.create_backup(path, now=datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    with tarfile.open(path) as archive:
        files = [archive.extractfile(member) for member in archive.getmembers() if member.isfile()]
        return b"".join(file.read() for file in files if file is not None)


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Write the log as the site does, all levels of it."""
    handler = logging.FileHandler(path)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RequestIdFilter())
    handler.addFilter(LinkPageFilter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()


def _run_worker(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        task_queue.run_due(moment)


def _open_browser(link: ObserverLink, dice: random.Random) -> Client:
    """A browser in a network of its own; one in five is signed in, with an account of the address that was invited."""
    client = Client(REMOTE_ADDR=f"10.{dice.randrange(256)}.{dice.randrange(256)}.7")
    if dice.random() < 0.2:
        email = link.observer.email
        account = User.objects.filter(email=email).first()
        client.force_login(account or User.objects.create_user(email, name=link.observer.name))
    return client


def _answer(client: Client, link: ObserverLink, dice: random.Random) -> str:
    comment = f"word{dice.getrandbits(64):016x}"
    client.get(_address("observer", link))
    if link.observer.group == "supported":
        client.post(_address("observer-easy", link), {"helped": dice.choice(["yes", "no", ""])})
        client.post(_address("observer-easy-line", link, 1), {"said": "9"})  # refused
        client.post(_address("observer-easy-line", link, 1), {"said": dice.choice("234")})
        client.post(_address("observer-easy-words", link), {"value": comment})
    else:
        for number in (1, 2):
            client.post(_address("observer-lines", link, number), _choice(dice))
        client.post(_address("observer-words", link), {"value": comment})
        client.post(_address("observer-check", link))
    if dice.random() < 0.2:
        client.post(_address("observer-no-mail", link))
    assert actions.find_answer_sheet(link), "the pages have changed, and this does not answer any more"
    return comment


def _choice(dice: random.Random) -> dict[str, str]:
    return {"answer": str(dice.randint(1, 5))}


def _address(page: str, link: ObserverLink, *args: object) -> str:
    return reverse(f"feedback:{page}", args=[link.observer.pk, link.token, *args])


def links_in(disk: Disk) -> set[str]:
    """Return the tokens of observers' links that stand in any file, as anyone who has the disk can read them."""
    whole = b"".join(disk.files.values()).replace(b"=\n", b"")
    return {token.decode() for token in re.findall(rb"/360/[0-9a-f-]{36}/([\w-]{43})/", whole)}
