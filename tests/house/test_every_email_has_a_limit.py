"""Every email names a limit of a room, and what a person causes is counted by it before it is sent.

Emails are enqueued by `delivery.send_email` (the action counts), `send_notice` (it counts itself, by recipient),
`send_email_now` (a task; the action that enqueued it counted) and `send_code_email` (the form counted). Nothing else
sends. Of the first, third and fourth, every way that leads to the call goes through a function that counts.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wagtail import signals
from wagtail.admin.mail import EmailNotificationMixin

from ettle.kit.limits.counters import Limit
from ettle.kit.room import offered
from ettle.workshop.authors.review_emails import QueuedEmails
from tests.house.call_graph import called_functions, is_product, module_name, read_modules
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
COUNTERS = {"consume", "consume_each", "count_emails", "is_within_limit"}
# Who sends without being called by a function of ours that counts, and why that needs no other limit.
BOUNDED = {
    "ettle.people.sign_in.adapter:AccountAdapter.send_account_already_exists_mail": (
        "allauth calls it, and the method that it calls. A form of signing in or up has counted a code "
        "(people/forms.py calls code_limits); any other email is counted there, by recipient."
    ),
    "ettle.people.views.address_changes:confirm_address": (
        "A change of address is counted when it is asked for, and can be made once: this email says that it was made."
    ),
}


@dataclass(frozen=True)
class Call:
    """A call that sends an email. limit: the name that it gives as its limit; "" for none. within: its function."""

    path: Path
    line: int
    sender: str
    limit: str
    within: str = ""

    def __str__(self) -> str:
        return f"{self.path.relative_to(SOURCE)}:{self.line}: {self.sender}"


def find_calls(path: Path, text: str) -> Iterator[Call]:
    """The calls in a text. One that gives a choice between limits (‘limit’) is a call for each of them."""
    for within, function in _functions_in(ast.parse(text)):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and (name := _name_of(node.func)) in SENDERS:
                given = [_name_of(keyword.value) for keyword in node.keywords if keyword.arg == "limit"] or [""]
                chosen = _assigned_names(function, given[0]) or given
                yield from (Call(path, node.lineno, name, limit, within) for limit in chosen)


def _functions_in(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Each part of a module, with the name of the function; "" for what stands outside of functions."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{getattr(inner, 'name', '')}", inner) for inner in node.body)
        else:
            yield getattr(node, "name", ""), node


def _assigned_names(function: ast.AST, variable: str) -> list[str]:
    """The names that a variable of a function may stand for."""
    return [
        _name_of(part)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and [_name_of(target) for target in node.targets] == [variable]
        for part in ([node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value])
    ]


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def list_calls() -> list[Call]:
    return [
        call
        for path in sorted(SOURCE.rglob("*.py"))
        if is_product(path) and str(path.relative_to(SOURCE)) not in MADE_OF
        for call in find_calls(path, path.read_text())
    ]


@cache
def callers() -> dict[str, set[str]]:
    """Function ("module:name") -> the functions that call it or hand it on."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in read_modules().values():
        for name, node in module.functions.items():
            for called in called_functions(module, name.partition(".")[0] if "." in name else "", node):
                found[called].add(f"{module.name}:{name}")
    return found


@cache
def counted_limits(function: str) -> frozenset[str]:
    """The names of the limits that a function counts."""
    name, _, function_name = function.partition(":")
    calls = (node for node in ast.walk(read_modules()[name].functions[function_name]) if isinstance(node, ast.Call))
    return frozenset(_name_of(call.args[0]) for call in calls if call.args and _name_of(call.func) in COUNTERS)


def find_uncounted(call: Call) -> list[str]:
    """The functions from which a call is reached without its limit being counted, and that nobody of ours calls."""
    found, seen, waiting = [], set(), [f"{module_name(call.path)}:{call.within}"]
    while waiting:
        here = waiting.pop()
        if here in seen or call.limit in counted_limits(here):
            continue
        seen.add(here)
        above = callers()[here] - {here}
        waiting += above
        found += [here] if not above else []
    return found


def declared_limits() -> list[Limit]:
    return [limit for declared in offered("limits") for limit in declared]


def find_faults(calls: list[Call]) -> list[str]:
    faults = []
    for call in calls:
        limit = getattr(importlib.import_module(module_name(call.path)), call.limit, None) if call.limit else None
        if limit not in declared_limits():
            faults.append(f"{call} names no limit of a room")
        elif call.sender not in COUNTED_ITSELF:
            uncounted = [start for start in find_uncounted(call) if start not in BOUNDED]
            faults += [f"{call} does not count {call.limit} on the way from {start}" for start in uncounted]
    return faults


def test_every_email_names_a_limit_that_counts_it() -> None:
    calls = list_calls()

    assert len(calls) >= 15
    assert find_faults(calls) == []
    uncounted = {start for call in calls if call.sender not in COUNTED_ITSELF for start in find_uncounted(call)}
    assert uncounted == BOUNDED.keys()


def test_wagtail_enqueues_its_emails_with_us() -> None:
    asked = [value for value in vars(signals).values() if hasattr(value, "receivers")]
    senders = {
        receiver
        for signal in asked
        for _key, reference, *_rest in signal.receivers
        if isinstance(receiver := reference(), EmailNotificationMixin)
    }

    assert len(senders) == 4
    assert [sender for sender in senders if not isinstance(sender, QueuedEmails)] == []


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
        find_calls(path, f'def refer():\n    delivery.send_email("a.txt", to=to, key=None, now=now{limit})')
        for limit in ("", ", limit=NOTHING", ", limit=REVIEW_NOTICES")
    )

    assert "names no limit" in find_faults(list(silent))[0]
    assert "names no limit" in find_faults(list(unknown))[0]
    assert "does not count REVIEW_NOTICES on the way from ettle." in find_faults(list(uncounted))[0]
