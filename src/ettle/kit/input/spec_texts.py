"""The texts of a spec that people read, and that a pack may have in other languages.

A spec names them in `translated`: a field with a text, a list of texts, or texts by key. A part of a spec has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ettle.kit.input.specs import Spec
from ettle.kit.translations.pack_texts import PackText

Shown = TypeVar("Shown", bound=Spec)


def walk_texts(spec: Spec, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the words of every text that can be translated and is not empty: criteria.0.title."""
    for name in type(spec).model_fields:
        yield from _texts_of(getattr(spec, name), f"{path}{name}", is_text=name in spec.translated)


def _texts_of(value: Any, path: str, *, is_text: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, Spec):
        yield from walk_texts(value, f"{path}.")
    elif isinstance(value, str):
        if is_text and value.strip():
            yield path, value.strip()
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from _texts_of(part, f"{path}.{place}", is_text=is_text)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts_of(part, f"{path}.{key}", is_text=is_text)


def show_texts(spec: Shown) -> Shown:
    """Return the spec for showing: each of these texts is in the reader's language when it is shown."""
    return _replace_texts(spec, PackText)


def _replace_texts(spec: Shown, show: Callable[[str], str]) -> Shown:
    changed = {
        name: _replace_value(value, show, is_text=name in spec.translated)
        for name, value in spec
        if isinstance(value, str | tuple | dict | Spec)
    }
    return spec.model_copy(update=changed)


def _replace_value(value: Any, show: Callable[[str], str], *, is_text: bool) -> Any:
    if isinstance(value, Spec):
        return _replace_texts(value, show)
    if isinstance(value, str):
        return show(value) if is_text else value
    if isinstance(value, tuple):
        return tuple(_replace_value(part, show, is_text=is_text) for part in value)
    if isinstance(value, dict):
        return {key: _replace_value(part, show, is_text=is_text) for key, part in value.items()}
    return value
