"""No key of the starter pack stands in the code: of a role, a framework, an item, a badge, an area or an activity.

Another pack has other keys. Where a key is also a word that the code uses for something of its own, ALLOWED says what.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from ettle.kit.input.document_reader import LOADER
from tests.house.rooms import ROOT

PACK = ROOT / "content" / "leadership"
SOURCE = ROOT / "src" / "ettle"
# Where the keys are, by the folder or the file of the pack: only those that code could mean.
PLACES = ("frameworks", "roles.yaml", "badges", "activities", "instruments", "feedback", "settings.yaml")
# Keys that are ordinary words of the code too, and what they are there.
ALLOWED = {
    "capabilities": "a field of areas, nodes and reports, an address, and a kind of import",
    "action": "an attribute of a form",
    "change": "a button, and an outcome",
    "codes": "an address, and a kind of import",
    "col": "the scope of a heading in a table",
    "cpl": "a room, its addresses, and a list of links",
    "create": "an argument of Wagtail",
    "inspection": "a list of links",
    "leadership": "how a person calls an act in an activity, and the folder of the starter pack for a demonstration",
    "manager": "who endorses work, and a group of observers in a 360",
    "mm": "millimetres of a drawing",
    "self": "a foreign key to the same table",
    "six": "an emblem: six circles around one",
    "hand-over": "how two people share one phone",
}


def list_keys() -> set[str]:
    """The keys of the pack that no other pack has to have. Items of frameworks other than the main one have numbers."""
    keys = {path.stem for path in (PACK / "areas").glob("*.md")} | {
        path.stem for path in PACK.glob("activities/*.yaml")
    }
    for place in PLACES:
        for path in [PACK / place] if place.endswith(".yaml") else sorted((PACK / place).glob("*.yaml")):
            content = yaml.load(path.read_text(), Loader=LOADER)  # noqa: S506 - a safe one, in C
            keys |= {str(content[name]) for name in ("key", "number") if name in content}
            if content.get("use") == "main" or place.endswith(".yaml"):
                keys |= set(_find_keys(content))
    return keys


def _find_keys(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        yield from [content["key"]] if isinstance(content.get("key"), str) else []
        for inner in content.values():
            yield from _find_keys(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from _find_keys(inner)


def find_in_python(text: str, keys: set[str]) -> list[str]:
    """The keys that are a string of this module, or begin one as ‘framework:item’ does."""
    tree = ast.parse(text)
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings are no strings of code
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            named = {node.value, *re.findall(r"\b([\w-]+)[@:][\w.]", node.value)} if len(node.value) < 200 else set()
            found += sorted(named & keys)
    return found


def find_in_template(text: str, keys: set[str]) -> list[str]:
    """The keys that stand in quotation marks, or as a part of an address."""
    words = set(re.findall(r"[\"'/]([\w.-]+)(?=[\"'/])", re.sub(r"{% (?:blocktranslate|translate) .*?%}", "", text)))
    return sorted(words & keys)


def list_faults(keys: set[str]) -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*")):
        if "tests" in path.parts or path.suffix not in {".py", ".html", ".txt"} or "data" in path.parts:
            continue
        find = find_in_python if path.suffix == ".py" else find_in_template
        yield from (f"{path.relative_to(SOURCE)}: {key}" for key in find(path.read_text(), keys))


def test_no_key_of_the_starter_pack_is_in_the_code() -> None:
    keys = list_keys()
    assert {"frontline", "ET-101", "vis.1", "care-home", "self-assessment", "codes-workers", "everyday"} <= keys

    assert list(list_faults(keys - ALLOWED.keys())) == []


def test_what_is_allowed_is_a_key_of_the_pack() -> None:
    assert ALLOWED.keys() - list_keys() - {"leadership"} == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('ROLE = "frontline"', ["frontline"]),
        ('find("codes-workers@2024:2.2")', ["codes-workers"]),
        ('def role():\n    """Such as "frontline"."""', []),
        ('"the frontline of a city"', []),
    ],
)
def test_a_key_in_a_module_is_found(text: str, found: list[str]) -> None:
    assert find_in_python(text, list_keys()) == found


def test_a_key_in_a_template_is_found() -> None:
    assert find_in_template('<a href="/badges/ET-101/">{% if role == "frontline" %}', list_keys()) == [
        "ET-101",
        "frontline",
    ]
