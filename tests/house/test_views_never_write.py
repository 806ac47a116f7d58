"""Views, forms and APIs translate; actions write. Followed by calls from every address, whatever a file is called."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from ettle.kit.http.address_table import list_addresses
from ettle.workshop.cms_middleware import WORKSHOP_URLCONF
from tests.house.call_graph import reachable_functions, read_modules

ALWAYS = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "save_revision"}
# Called without arguments these are Django's; with some, a picture is saved or a dictionary updated.
WITHOUT_ARGUMENTS = {"save", "delete", "update"}
SQL = {"execute", "executemany"}
STORAGES = {"default_storage"}
# Writes that belong to the request itself, or only look like writes.
ALLOWED = {
    "ettle.kit.http.idempotency:_Post.record": "answering a post once means to remember that it was answered",
    "ettle.kit.limits.counters:_count_many": "the same for many keys at once",
    "ettle.kit.limits.counters:_count_uses": "codes are counted before anyone is signed in, also those for no account",
    "ettle.kit.pages.site_contents:_read_contents": "a SELECT of what the site has to show, as one row",
    "ettle.people.sign_in.sessions:SessionStore.record_use": "when a session was last used, at most once a minute",
    "ettle.search.matching.expansion:_read_words": "a SELECT of words of a possible length as one row",
    "ettle.search.matching.full_text:_run": "a SELECT with the database's own full-text search",
}


def interface_functions() -> Iterator[str]:
    """Every function of each module that answers an address or defines a form."""
    modules = read_modules()
    views = [address.view for urlconf in (None, WORKSHOP_URLCONF) for address in list_addresses(urlconf)]
    answering = {inspect.unwrap(getattr(view, "view_class", view)).__module__ for view in views}
    for name, module in modules.items():
        if name in answering or any(_is_form(kind) for kind in module.classes.values()):
            yield from (f"{name}:{function}" for function in module.functions)


def _is_form(kind: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("Form", "FormSet")) for base in kind.bases)


def writes_in(function: ast.AST) -> list[str]:
    """Return "line: call" for each call that would write rows or stored files."""
    return [
        f"{node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node, node.func)
    ]


def _is_write(call: ast.Call, method: ast.Attribute) -> bool:
    owner = ast.unparse(method.value)
    if method.attr in ALWAYS | SQL:
        return True
    if method.attr not in WITHOUT_ARGUMENTS or owner.startswith(("super()", "request.session", "actions")):
        return False
    return owner in STORAGES or not call.args


def test_nothing_that_answers_an_address_writes() -> None:
    modules = read_modules()
    reached = reachable_functions(interface_functions(), behind="actions")
    found = {}
    for path in sorted(reached.keys() - ALLOWED.keys()):
        name, _, function = path.partition(":")
        writes = writes_in(modules[name].functions[function])
        if writes:
            found[path] = (writes, f"called by {reached[path] or 'the address'}")

    assert len(reached) > 1_000
    assert found == {}


def test_what_is_allowed_is_there() -> None:
    reached = reachable_functions(interface_functions(), behind="actions")

    assert ALLOWED.keys() <= reached.keys()


def test_the_check_sees_a_write() -> None:
    tree = ast.parse("def view(request):\n    Thing.objects.filter(pk=1).update(x=2)\n    names.update({1: 2})\n")

    assert writes_in(tree) == ["2: Thing.objects.filter(pk=1).update"]
