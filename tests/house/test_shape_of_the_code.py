"""Folders, files, functions and imports stay within limits, and each module can be imported alone."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import grimp

from tests.house.call_graph import is_product, module_name
from tests.house.rooms import ROOT, SOURCE, rooms

MOST_MODULES = 12  # in a folder
MOST_LINES = 400  # in a file
LONGER_FILES = {"src/ettle/workshop/tests/test_draft_pages.py": 409}
LONGEST_FUNCTION = 40  # lines
MOST_IMPORTS = 15  # of our own modules in a module
NAMED_BY_DJANGO = re.compile(r"\d{4}_(auto_\d|initial\Z|alter_|add_|remove_|delete_|rename_)")
# Imports each module in a process that has set Django up and nothing else. A process that forks costs a few
# milliseconds; one that starts Django for each module would cost minutes.
IMPORT_ALONE = """
import importlib, os, sys, traceback
import django
django.setup()
children = {}
broken = []
def wait():
    child, status = os.wait()
    name = children.pop(child)
    if status:
        broken.append(name)
for name in sys.argv[1:]:
    if name in sys.modules:
        continue
    if len(children) == os.cpu_count():
        wait()
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException:
            traceback.print_exc(limit=-1)
            os._exit(1)
        os._exit(0)
    children[child] = name
while children:
    wait()
print(*sorted(broken))
"""


def all_files() -> list[Path]:
    """Every file of ours, tests too; migrations are Django's."""
    folders = (SOURCE, ROOT / "tests", ROOT / "launcher", ROOT / "benchmarks")
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return [path for path in files if not {"migrations", "node_modules"} & set(path.parts)]


def product_files() -> list[Path]:
    return [path for path in all_files() if path.is_relative_to(SOURCE) and is_product(path)]


@cache
def import_graph() -> grimp.ImportGraph:
    """What imports what when the product runs: imports inside functions count, annotations do not."""
    return grimp.build_graph("ettle", exclude_type_checking_imports=True, cache_dir=None)


@cache
def imports_between_modules() -> dict[str, set[str]]:
    graph = import_graph()
    names = {module_name(path) for path in product_files()}
    return {name: graph.find_modules_directly_imported_by(name) & names for name in names & graph.modules}


def find_circle(imports: dict[str, set[str]]) -> list[str]:
    """Return the modules of one circle of imports in their order, or nothing when there is none."""
    finished: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return way[way.index(name) :]
        if name in finished:
            return []
        for other in sorted(imports[name]):
            circle = walk(other, [*way, name])
            if circle:
                return circle
        finished.add(name)
        return []

    return next((circle for name in sorted(imports) if (circle := walk(name, []))), [])


def test_a_folder_holds_few_modules() -> None:
    count = Counter(path.parent for path in product_files() if path.stem != "__init__")

    assert {str(folder.relative_to(SOURCE)): many for folder, many in count.items() if many > MOST_MODULES} == {}


def test_a_file_is_short() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in all_files()}

    assert {path: many for path, many in lines.items() if many > LONGER_FILES.get(path, MOST_LINES)} == {}


def test_a_function_is_short() -> None:
    long = {
        f"{path.relative_to(SOURCE)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    }

    assert long == {}


def test_a_module_imports_few_others() -> None:
    many = {name: len(others) for name, others in imports_between_modules().items() if len(others) > MOST_IMPORTS}

    assert many == {}


def test_no_imports_go_round_in_a_circle() -> None:
    assert find_circle(imports_between_modules()) == []


def test_each_module_can_be_imported_alone() -> None:
    names = [module_name(path) for path in product_files() if not path.is_relative_to(SOURCE / "config")]
    script = [sys.executable, "-c", IMPORT_ALONE, *names]

    done = subprocess.run(script, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=True)

    assert done.stdout.split() == [], done.stderr


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "ettle.config.settings_test"}


def test_migrations_are_linear_and_named_by_hand() -> None:
    wrong = []
    for room in rooms():
        folder = SOURCE / room / "migrations"
        names = sorted(path.stem for path in folder.glob("[0-9]*.py"))
        numbers = [int(name[:4]) for name in names]
        if numbers != list(range(1, len(names) + 1)) or any(map(NAMED_BY_DJANGO.match, names)):
            wrong.append((room, names))
        if names and (folder / "max_migration.txt").read_text().strip() != names[-1]:
            wrong.append((room, ["max_migration.txt"]))

    assert wrong == []


def test_the_checks_see_what_they_are_for() -> None:
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]
    assert find_circle({"a": {"b"}, "b": set()}) == []
    assert NAMED_BY_DJANGO.match("0002_auto_20260101")
    assert not NAMED_BY_DJANGO.match("0002_review_feedback_required")
