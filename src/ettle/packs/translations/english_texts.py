"""Whether translations fit the English: known paths, English that has not changed, and one translation for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ettle.kit.input.pack_kinds import PackKind
from ettle.kit.input.spec_texts import walk_texts
from ettle.kit.values.problems import Problem
from ettle.packs.kinds import list_kinds
from ettle.packs.translations.specs import TranslationSpec

AREAS = "areas"
# Kinds without texts of this sort: areas have a mechanism of their own, the text as a whole.
OTHER_KINDS = frozenset({AREAS, "area-translations", "translations"})


def is_translatable(kind: PackKind) -> bool:
    return kind.raw is None and kind.label not in OTHER_KINDS


def file_key(kind: PackKind, spec: Any) -> str:
    """Return the key of a file from its spec; where a kind is prepared, without preparing it."""
    key: str = spec.key if kind.prepare is not None else kind.key(spec)
    return key


class EnglishTexts:
    """The texts of a pack, and of the site where the pack does not have the file. Files are read when asked for."""

    def __init__(self, files: Iterable[tuple[PackKind, Callable[[], Any]]]) -> None:
        self._files: dict[str, list[tuple[PackKind, Callable[[], Any]]]] = defaultdict(list)
        for kind, parse in files:
            self._files[kind.label].append((kind, parse))
        self._read: dict[str, dict[str, Any]] = {}

    def find_texts(self, kind: PackKind, key: str) -> Mapping[str, str] | None:
        """Return path -> English of a file; None when neither the pack nor the site has it."""
        if kind.label not in self._read:
            specs = [(own, parse().spec) for own, parse in self._files[kind.label]]
            self._read[kind.label] = {file_key(own, spec): spec for own, spec in specs}
        spec = self._read[kind.label].get(key) or kind.find_spec(key)
        return dict(walk_texts(spec)) if spec is not None else None


def find_faults(spec: TranslationSpec, english: EnglishTexts) -> Iterator[Problem]:
    """Yield what does not fit the English file."""
    kinds = {kind.label: kind for kind in list_kinds() if is_translatable(kind)}
    if spec.kind not in kinds:
        advice = " Areas are translated in area-translations/." if spec.kind == AREAS else ""
        yield Problem("kind", f"There is no kind {spec.kind}. Write one of {', '.join(sorted(kinds))}.{advice}")
        return
    texts = english.find_texts(kinds[spec.kind], spec.key)
    if texts is None:
        yield Problem("key", f"There is no file of the kind {spec.kind} with the key {spec.key}. Correct the key.")
        return
    for place, text in enumerate(spec.texts):
        current = texts.get(text.path)
        if current is None:
            words = f"{spec.key} has no text at {text.path}. Correct the path, or remove this text."
            yield Problem(f"texts.{place}.path", words)
        elif current != text.english:
            words = (
                f"The English at {text.path} has changed since it was translated. It is now: {current} "
                "Check the translation and write the new English here, or run: pack translate."
            )
            yield Problem(f"texts.{place}.english", words)


class WaysToTranslate:
    """Finds English that is translated in two ways: a text is found by its English, so that it can have one only."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[str, str]] = {}

    def find_clashes(self, spec: TranslationSpec, file: str) -> Iterator[Problem]:
        for place, text in enumerate(spec.texts):
            if not text.text:
                continue
            first, where = self._first.setdefault((spec.language, text.english), (text.text, file))
            if first != text.text:
                words = f"‘{text.english}’ is translated as ‘{first}’ in {where}. Translate it in one way."
                yield Problem(f"texts.{place}.text", words)
