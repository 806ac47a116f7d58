"""Views and forms translate; actions write."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.rooms import SOURCE

WRITES = {
    "save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "add", "remove", "set", "clear", "execute", "executemany",
}  # fmt: skip
FINE_ON = {"request.session", "messages", "cleaned_data", "form", "logger"}
AS_CODE = [path for name in ("views", "forms", "api") for path in sorted(SOURCE.rglob(f"{name}.py"))]


def writes_in(source: str) -> list[str]:
    """Return "line: call" for each call in the source that would write rows."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        owner = ast.unparse(node.func.value)
        is_rows = ".objects" in owner or node.func.attr in {"save", "delete", "execute", "executemany"}
        if is_rows and not any(owner.startswith(fine) for fine in FINE_ON):
            found.append(f"{node.lineno}: {ast.unparse(node.func)}")
    return found


@pytest.mark.parametrize("path", AS_CODE, ids=lambda path: str(path.relative_to(SOURCE)))
def test_views_and_forms_never_write(path: Path) -> None:
    assert writes_in(path.read_text()) == []


def test_the_check_sees_a_write() -> None:
    assert writes_in("def view(request):\n    Thing.objects.filter(pk=1).update(x=2)\n") == [
        "2: Thing.objects.filter(pk=1).update"
    ]
