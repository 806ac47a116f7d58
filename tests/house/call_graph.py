"""Which of our functions call which, read from the source: names are followed through imports and re-exports.

Methods of objects whose class the source does not show are not followed; the checked test client sees what they do.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.house.rooms import SOURCE

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Module:
    """functions: "name" or "Class.name" -> its node. imports: a name in here -> the dotted path it stands for."""

    name: str
    tree: ast.Module
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_product(path: Path) -> bool:
    return not {"tests", "migrations"} & set(path.parts)


@cache
def read_modules() -> dict[str, Module]:
    """Every module of the product, without tests and migrations."""
    return {module_name(path): read_module(path) for path in sorted(SOURCE.rglob("*.py")) if is_product(path)}


def read_module(path: Path) -> Module:
    module = Module(module_name(path), ast.parse(path.read_text()))
    for node in module.tree.body:
        if isinstance(node, Function):
            module.functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            module.classes[node.name] = node
            module.functions |= {
                f"{node.name}.{inner.name}": inner for inner in node.body if isinstance(inner, Function)
            }
    for part in ast.walk(module.tree):
        if isinstance(part, ast.ImportFrom) and part.module:
            module.imports |= {alias.asname or alias.name: f"{part.module}.{alias.name}" for alias in part.names}
        elif isinstance(part, ast.Import):
            module.imports |= {alias.asname or alias.name: alias.name for alias in part.names}
    return module


def called_functions(module: Module, within: str, node: ast.AST) -> Iterator[str]:
    """The paths of our functions that a function calls or hands on by name. within: its class, or ""."""
    modules = read_modules()
    for part in ast.walk(node):
        if not isinstance(part, ast.Name | ast.Attribute):
            continue
        parts = ast.unparse(part).split(".")
        if parts[0] == "self" and within and len(parts) == 2:
            yield from _find_function(f"{module.name}.{within}.{parts[1]}", modules)
        elif parts[0] in module.imports:
            yield from _find_function(".".join([module.imports[parts[0]], *parts[1:]]), modules)
        elif parts[0] in module.functions or parts[0] in module.classes:
            yield from _find_function(f"{module.name}.{'.'.join(parts)}", modules)


def _find_function(dotted: str, modules: dict[str, Module]) -> Iterator[str]:
    """The path of the function that a dotted name means, through re-exports.

    A class means all of its methods; a model's are only followed where they are named, for most code only reads rows.
    """
    parts = dotted.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        module = modules.get(".".join(parts[:cut]))
        if module is None:
            continue
        rest = ".".join(parts[cut:])
        if rest in module.functions:
            yield f"{module.name}:{rest}"
        elif rest in module.classes and "models" not in parts:
            yield from (f"{module.name}:{name}" for name in module.functions if name.startswith(f"{rest}."))
        elif rest not in module.classes and parts[cut] in module.imports and module.imports[parts[cut]] != dotted:
            yield from _find_function(".".join([module.imports[parts[cut]], *parts[cut + 1 :]]), modules)
        return


def reachable_functions(starts: Iterable[str], *, behind: str) -> dict[str, str]:
    """Every function ("module:name") that is called from these, with the one it was found through.

    behind: whatever a module of this name holds is not entered.
    """
    modules = read_modules()
    found: dict[str, str] = {}
    waiting = [(start, "") for start in starts]
    while waiting:
        here, caller = waiting.pop()
        name, _, function = here.partition(":")
        if here in found or behind in name.split("."):
            continue
        found[here] = caller
        module = modules[name]
        within = function.partition(".")[0] if "." in function else ""
        waiting += [(called, here) for called in called_functions(module, within, module.functions[function])]
    return found
