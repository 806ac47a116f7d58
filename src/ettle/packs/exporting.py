"""Write what the site holds as a pack, one file at a time. The same site gives the same bytes."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.utils.text import slugify

from ettle.kit.refused import Refused
from ettle.library import as_specs as library
from ettle.packs.kinds import HEAD, KINDS, Kind
from ettle.packs.specs import PackSpec
from ettle.packs.watching import Watch
from ettle.packs.writing import WRITERS, toml_text

Write = Callable[[str, bytes], object]
LONG_AGO = (1980, 1, 1, 0, 0, 0)
WHOLE = PackSpec(
    key="site",
    title="What this site holds",
    version="1",
    language="en-GB",
    licence="As its sources say",
    description="Written by “pack export”. Give it a key, a title and a licence of your own before you hand it on.",
)
BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


def write(path: Path, watch: Watch) -> int:
    """Everything into a new folder or zip; the number of files is returned. Nothing is left there when it fails."""
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise Refused(f"Something lies at {path} already. Name a folder or a zip that is not there yet.")
    if not path.absolute().parent.is_dir():
        raise Refused(f"There is no folder {path.absolute().parent} to write into. Make it first.")
    to = _into_a_zip if path.suffix == ".zip" else _into_a_folder
    with to(path) as keep, _one_moment():
        return sum(1 for _ in _files(keep, watch))


def _files(keep: Write, watch: Watch) -> Iterator[str]:
    keep(HEAD, toml_text(WHOLE).encode())
    yield HEAD
    yield from _pictures_and_films(keep)
    for kind in KINDS:
        keys, used = kind.all_keys(), set[str]()
        for number, key in enumerate(keys, 1):
            spec = kind.holds(key)
            watch.step(f"Writing {kind.called}", number, len(keys))
            if spec is not None:
                name = _name(kind, key, used)
                keep(name, WRITERS[kind.suffix](spec).encode())
                yield name


def _pictures_and_films(keep: Write) -> Iterator[str]:
    for path, file in sorted(library.files().items()):
        with file.open("rb") as stored:
            keep(path, stored.read())
        yield path


def _name(kind: Kind, key: str, used: set[str]) -> str:
    """A plain name for a file, which no other file of the pack has: frameworks/codes-workers-2024.yaml."""
    if kind.place.endswith(kind.suffix):
        return kind.place
    stem = slugify(key.replace("@", "-").replace(".", "-")) or "unnamed"
    name, again = stem, 1
    while name in used:
        again += 1
        name = f"{stem}-{again}"
    used.add(name)
    return f"{kind.place}/{name}{kind.suffix}"


@contextmanager
def _into_a_folder(path: Path) -> Iterator[Write]:
    made = Path(tempfile.mkdtemp(prefix=".ettle-export-", dir=path.absolute().parent))

    def keep(name: str, content: bytes) -> None:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)

    try:
        yield keep
        made.chmod(0o755)
        made.replace(path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


@contextmanager
def _into_a_zip(path: Path) -> Iterator[Write]:
    """Stored as it is, not pressed: what presses differs from machine to machine, and the bytes would too."""
    made = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            yield lambda name, content: archive.writestr(_entry(name), content)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    return entry


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it is now, whoever writes meanwhile, and keep nobody waiting."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
