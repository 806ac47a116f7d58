"""Names say what a thing is, in the words that everyone searches for."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house.call_graph import is_product
from tests.house.names import ADJECTIVES, FORBIDDEN, IN_EVERY_ROOM, IN_SOME_ROOMS, NOUNS
from tests.house.rooms import SOURCE

VERBAL = re.compile(r"(ing|ed)s?\Z")
MOST_SINGLE_WORDS = 40  # per cent of the functions outside actions
# The field of a form is named in pages that people have open.
FIELDS_OF_FORMS = {("journey/forms.py", "said")}


def product_files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if is_product(path)]


def is_noun(name: str) -> bool:
    """Whether a module's name is a noun: its last word names the thing, and the words before it may be adjectives."""
    if name in NOUNS:
        return True
    *before, last = name.split("_")
    if VERBAL.search(last) or forbidden_words(name):
        return False
    return all(word in ADJECTIVES or not VERBAL.search(word) for word in before)


def defined_names(tree: ast.AST) -> Iterator[str]:
    """Every name that a module gives: variables, arguments, functions, classes and aliases of imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def forbidden_words(name: str) -> set[str]:
    return set(FORBIDDEN) & set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def test_modules_and_folders_are_nouns() -> None:
    names = {path.stem for path in product_files()} | {path.parent.name for path in product_files()}

    assert sorted(name for name in names if not is_noun(name)) == []


def test_two_modules_of_one_name_mean_the_same() -> None:
    rooms: dict[str, set[str]] = defaultdict(set)
    for path in product_files():
        if path.parent != SOURCE and path.stem != "__init__":
            rooms[path.stem].add(path.relative_to(SOURCE).parts[0])
    twice = {name: where for name, where in rooms.items() if len(where) > 1}

    assert {
        name: sorted(where) for name, where in twice.items() if name not in IN_EVERY_ROOM | IN_SOME_ROOMS.keys()
    } == {}


def test_most_functions_are_a_verb_and_a_noun() -> None:
    names = [
        node.name.strip("_")
        for path in product_files()
        if "actions" not in {*path.parts, path.stem}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("__")
    ]
    single = [name for name in names if "_" not in name]

    assert len(single) * 100 <= len(names) * MOST_SINGLE_WORDS


def test_names_use_the_standard_terms() -> None:
    found = {
        (str(path.relative_to(SOURCE)), name)
        for path in product_files()
        for name in defined_names(ast.parse(path.read_text()))
        if forbidden_words(name)
    }

    assert sorted(found - FIELDS_OF_FORMS) == []


def test_the_checks_see_what_they_are_for() -> None:
    names = set(defined_names(ast.parse("def keep(one):\n    told_of = [said for said in one]\n    import x as anew")))

    assert {name for name in names if forbidden_words(name)} == {"one", "told_of", "said", "anew"}
    assert forbidden_words("HeldRow") == {"held"}
    assert not is_noun("telling")
    assert not is_noun("kept_pages")
    assert is_noun("prepared_queries")
