"""The messages of the source, and catalogues of translations: written, brought up to date and compiled with Babel.

    ./ettle messages                what is there, and how much of each language is translated
    ./ettle messages update gd      begin or bring up to date src/ettle/locale/gd/LC_MESSAGES/django.po
    ./ettle messages compile        check every catalogue and write the django.mo that the site reads

No program of GNU gettext is needed. Commands, checks of content packs and the audit log stay in English.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from launcher.paths import ROOT

SOURCE = ROOT / "src" / "ettle"
LOCALE = SOURCE / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+")
# A function that marks messages, and which of its arguments they are.
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "_lazy"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
NOT_SHOWN = {"tests", "migrations", "management", "testing"}
TRANSLATORS = ("Translators:",)


def read_messages() -> Catalog:
    """Return a template catalogue: every message of Python and of templates, with where it is."""
    catalog = Catalog(project="Ettle", fuzzy=False)
    for path in list_sources():
        name = path.relative_to(SOURCE).as_posix()
        for line, message, comments, context in _extract_file(path):
            catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def list_sources() -> list[Path]:
    """Return the modules and templates whose words people read."""
    templates = {path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt"}}
    found = templates | set(SOURCE.rglob("*.py"))
    return sorted(path for path in found if not NOT_SHOWN & set(path.relative_to(SOURCE).parts))


def _extract_file(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=TRANSLATORS)
        return
    # Django turns a template into calls of gettext with its own words blotted out. They are read line by line, because
    # what is between them is no Python.
    for number, line in enumerate(templatize(text, origin=str(path)).splitlines(), start=1):
        for call in re.findall(r" (?:n?p?gettext|_)\((?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^'\")])*\)", line):
            for _, message, comments, context in extract(
                "python", io.BytesIO(call.strip().encode()), keywords=KEYWORDS, comment_tags=TRANSLATORS
            ):
                yield number, message, comments, context


def update_catalogue(language: str) -> int:
    """Begin a language's catalogue, or bring it up to date. What was translated stays; what is gone is at the end."""
    try:
        locale = Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return _fail(f"‘{language}’ is not the code of a language, such as gd or cy.")
    if language not in LANG_INFO:
        return _fail(f"Django does not know the language ‘{language}’, so a site cannot offer it.")
    path = _catalogue_path(language)
    template = read_messages()
    if path.exists():
        catalog = _read(path)
        catalog.update(template, no_fuzzy_matching=True)
    else:
        catalog = template
        catalog.locale = locale
    catalog.revision_date = catalog.creation_date
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, include_previous=False)
    _print(_describe(path, catalog))
    return 0


def compile_catalogues() -> int:
    """Write the django.mo of every catalogue. A message with a fault is named, and then nothing is written."""
    faults = [fault for path in list_catalogues() for fault in find_faults(path)]
    if faults:
        return _fail("\n".join(faults))
    for path in list_catalogues():
        path.with_suffix(".mo").write_bytes(compile_catalogue(_read(path)))
        _print(f"Written: {path.with_suffix('.mo').relative_to(ROOT)}")
    return 0


def compile_catalogue(catalog: Catalog) -> bytes:
    """Return what the site reads. Messages that nobody has checked (fuzzy) are left out."""
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def find_faults(path: Path) -> Iterator[str]:
    """Yield a sentence for each translation that has other placeholders or other tags than its message."""
    for message in _read(path):
        if not message.id or not message.string or message.fuzzy:
            continue
        wanted = [_parts(text) for text in list_forms(message.id)]
        for text in filter(None, list_forms(message.string)):
            if _parts(text) not in wanted:
                yield f"{path}, line {message.lineno}: ‘{text[:60]}’ has other placeholders or tags than the English."


def list_forms(message: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the forms of a message: one, or one for each plural."""
    return (message or "",) if isinstance(message, str | None) else tuple(message)


def _parts(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text) + TAG.findall(text))


def list_catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def _catalogue_path(language: str) -> Path:
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, abort_invalid=True)


def _describe(path: Path, catalog: Catalog) -> str:
    messages = [message for message in catalog if message.id]
    done = sum(all(list_forms(message.string)) and not message.fuzzy for message in messages)
    return f"{path.relative_to(ROOT)}: {done:,} of {len(messages):,} messages are translated"


def describe_catalogues() -> int:
    """Print how many messages there are, and how much of each language is translated."""
    _print(f"{len(read_messages()):,} messages in {len(list_sources()):,} modules and templates")
    for path in list_catalogues():
        _print(_describe(path, _read(path)))
    return 0


def _print(words: str) -> None:
    sys.stdout.write(words + "\n")


def _fail(words: str) -> int:
    sys.stderr.write(words + "\n")
    return 1


def main(words: list[str]) -> int:
    settings.configure()  # templatize needs no app of ours
    match words:
        case []:
            return describe_catalogues()
        case ["update", language]:
            return update_catalogue(language)
        case ["compile"]:
            return compile_catalogues()
    return _fail("Use: ./ettle messages, ./ettle messages update LANGUAGE, or ./ettle messages compile.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
