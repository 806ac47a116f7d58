"""Every email names its kind, and each kind is used. A kind can be turned off, or says why it cannot."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from ettle.kit.mail import email_kinds
from ettle.kit.mail.email_kinds import KINDS, EmailKind
from tests.house.call_graph import is_product
from tests.house.rooms import SOURCE
from tests.house.test_every_email_has_a_limit import MADE_OF, list_calls

SENDERS = {"send_email", "send_email_now", "send_notice"}
# It has one kind, that of codes and of the safety of an account.
ONE_KIND = {"send_code_email"}
CONSTANTS = {name: value for name, value in vars(email_kinds).items() if isinstance(value, EmailKind)}


def find_kinds(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the kind of each call that sends an email; "" where it names none."""
    for node in ast.walk(ast.parse(text)):
        name = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and isinstance(name, ast.Attribute) and name.attr in SENDERS:
            kinds = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
            yield node.lineno, kinds[0].id if kinds and isinstance(kinds[0], ast.Name) else ""


def kinds_by_file() -> dict[Path, list[tuple[int, str]]]:
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if is_product(path)]
    return {path: list(find_kinds(path.read_text())) for path in paths if str(path.relative_to(SOURCE)) not in MADE_OF}


def test_every_email_names_its_kind() -> None:
    named = kinds_by_file()
    nameless = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path, found in named.items()
        for line, kind in found
        if kind not in CONSTANTS
    ]

    assert nameless == []
    sent = [call for call in list_calls() if call.sender not in ONE_KIND]
    assert sum(map(len, named.values())) == len(sent), "a sender is called in another way"


def test_every_kind_is_sent_and_listed_once() -> None:
    used = {kind for found in kinds_by_file().values() for _, kind in found} | {"ACCOUNT"}

    assert CONSTANTS.keys() - used == set()
    assert sorted(kind.key for kind in KINDS) == sorted(kind.key for kind in CONSTANTS.values())
    assert len({kind.key for kind in KINDS}) == len(KINDS)


def test_the_check_sees_an_email_without_a_kind() -> None:
    silent = 'delivery.send_notice("a.txt", to=to, key=None, limit=WORK_NOTICES, now=now)'

    assert list(find_kinds(silent)) == [(1, "")]
    assert list(find_kinds(silent.replace("to=to", "to=to, kind=REVIEWS"))) == [(1, "REVIEWS")]
