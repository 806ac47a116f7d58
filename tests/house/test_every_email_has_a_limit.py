"""Every kind of email names a limit of a room, and what a person causes is counted by it.

Emails are enqueued by `delivery.send_email` (the action counts), `send_notice` (it counts itself, by recipient),
`send_email_now` (a task; the action that enqueued it counted) and `send_code_email` (the form counted). Nothing else
sends.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ettle.kit.limits.counters import Limit
from ettle.kit.room import offered
from tests.house.call_graph import is_product, module_name
from tests.house.rooms import SOURCE

SENDERS = {"send_email", "send_email_now", "send_notice", "send_code_email"}
# What these are made of, and what only they may call.
PARTS = {
    "queue_email",
    "deliver_email",
    "deliver_code_email",
    "EmailMessage",
    "send_mass_mail",
}
MADE_OF = {"kit/mail/delivery.py", "people/email/code_email.py"}
# A parser of files that have emails in them.
READS = {"people/email/demo_outbox.py"}
COUNTED_ITSELF = {"send_notice"}


@dataclass(frozen=True)
class Call:
    """A call that sends an email. limit: the name that it gives as its limit; "" for none."""

    path: Path
    line: int
    sender: str
    limit: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(SOURCE)}:{self.line}: {self.sender}"


def find_calls(path: Path, text: str) -> Iterator[Call]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and (name := _name_of(node.func)) in SENDERS:
            limits = [_name_of(keyword.value) for keyword in node.keywords if keyword.arg == "limit"]
            yield Call(path, node.lineno, name, limits[0] if limits else "")


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def list_calls() -> list[Call]:
    return [
        call
        for path in sorted(SOURCE.rglob("*.py"))
        if is_product(path) and str(path.relative_to(SOURCE)) not in MADE_OF
        for call in find_calls(path, path.read_text())
    ]


def declared_limits() -> list[Limit]:
    return [limit for declared in offered("limits") for limit in declared]


def is_counted(call: Call) -> bool:
    """Whether an action or a form of its room counts uses of the limit that a call names."""
    counts = re.compile(rf"\b(consume|consume_each|count_emails)\(\s*{call.limit}\b")
    room = SOURCE / call.path.relative_to(SOURCE).parts[0]
    return any(counts.search(path.read_text()) for path in room.rglob("*.py") if is_product(path))


def find_faults(calls: list[Call]) -> list[str]:
    faults = []
    for call in calls:
        limit = getattr(importlib.import_module(module_name(call.path)), call.limit, None) if call.limit else None
        if call.limit == "limit":  # a name that is chosen beforehand, between limits that the room declares
            continue
        if limit not in declared_limits():
            faults.append(f"{call} names no limit of a room")
        elif call.sender not in COUNTED_ITSELF and not is_counted(call):
            faults.append(f"{call} names {call.limit}, which its room does not count")
    return faults


def test_every_email_names_a_limit_that_counts_it() -> None:
    calls = list_calls()

    assert len(calls) >= 15
    assert find_faults(calls) == []


def test_nothing_sends_in_another_way() -> None:
    elsewhere = [
        f"{name}: {part}"
        for path in sorted(SOURCE.rglob("*.py"))
        if is_product(path) and (name := str(path.relative_to(SOURCE))) not in MADE_OF | READS
        for part in PARTS
        if re.search(
            rf"\b{part}\(|\b{part}\.(call|enqueue|using)\(|django\.core\.mail import .*{part}", path.read_text()
        )
    ]

    assert elsewhere == []


def test_the_check_sees_an_email_without_a_limit() -> None:
    path = SOURCE / "evidence" / "actions" / "routing.py"
    silent, unknown, uncounted = (
        find_calls(path, f'delivery.send_email("a.txt", to=to, key=None, now=now{limit})')
        for limit in ("", ", limit=NOTHING", ", limit=REVIEW_NOTICES")
    )

    assert "names no limit" in find_faults(list(silent))[0]
    assert "names no limit" in find_faults(list(unknown))[0]
    assert "does not count" in find_faults(list(uncounted))[0]
