"""Begin or bring up to date the translations of a pack: one file for each file of the pack, with all of its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.text import slugify

from ettle.kit.input.spec_texts import walk_texts
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.refusal import Refused
from ettle.packs.export.spec_writer import spec_to_yaml
from ettle.packs.reader import pack_reader
from ettle.packs.translations.english_texts import file_key, is_translatable
from ettle.packs.translations.pack_kinds import TRANSLATIONS
from ettle.packs.translations.specs import LANGUAGE, LANGUAGE_WORDS, TextSpec, TranslationSpec


@dataclass(frozen=True)
class WrittenFile:
    """A file of translations. done: how many of its texts are translated."""

    path: str
    texts: int
    done: int


def write_translations(pack: Path, language: str) -> list[WrittenFile]:
    """Write translations/LANGUAGE/ of a pack that is a folder. What was translated stays where its English is the same.

    Raises Refused for a zip, and for a pack with files that cannot be read.
    """
    if not pack.is_dir():
        raise Refused(f"There is no folder {pack}. Unpack a zip first.")
    if not LANGUAGE.fullmatch(language) or language not in LANG_INFO or language == ENGLISH:
        raise Refused(f"{LANGUAGE_WORDS}: pack translate {pack} gd")
    return [_write_file(pack, spec) for spec in list_translations(pack, language)]


def list_translations(pack: Path, language: str) -> Iterator[TranslationSpec]:
    """Yield a spec for each file of a pack that has texts, with what is translated already."""
    sources, problems = pack_reader.find_source_files(pack)
    parsed = [found for source in sources if (found := pack_reader.parse_file(source, problems))]
    if problems:
        raise Refused(f"First correct this: {problems[0]}")
    known: dict[str, str] = {}
    for file in parsed:
        if file.source.kind is TRANSLATIONS and file.spec.language == language:
            known |= {text.english: text.text for text in file.spec.texts if text.text}
    for file in parsed:
        kind = file.source.kind
        if is_translatable(kind):
            texts = tuple(
                TextSpec(path=path, english=english, text=known.get(english, ""))
                for path, english in walk_texts(file.spec)
            )
            if texts:
                yield TranslationSpec(kind=kind.label, key=file_key(kind, file.spec), language=language, texts=texts)


def _write_file(pack: Path, spec: TranslationSpec) -> WrittenFile:
    key = spec.key.replace("@", "-").replace(".", "-")
    name = slugify(spec.kind if spec.kind.endswith(key) else f"{spec.kind}-{key}")
    path = f"{TRANSLATIONS.place}/{spec.language}/{name}.yaml"
    (pack / path).parent.mkdir(parents=True, exist_ok=True)
    (pack / path).write_text(spec_to_yaml(spec), encoding="utf-8")
    return WrittenFile(path, len(spec.texts), sum(bool(text.text) for text in spec.texts))
