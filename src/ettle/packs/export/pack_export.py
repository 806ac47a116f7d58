"""Write the content of the site as a pack, one file at a time. The same site gives the same bytes."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.utils.text import slugify

from ettle.kit.input.pack_kinds import PackKind, RawFiles
from ettle.kit.refusal import Refused
from ettle.packs.export.spec_writer import WRITERS, spec_to_toml
from ettle.packs.kinds import MANIFEST, list_kinds
from ettle.packs.progress import Progress
from ettle.packs.specs import PackSpec

FileWriter = Callable[[str, bytes], object]
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
SITE_PACK = PackSpec(
    key="site",
    title="What this site holds",
    version="1",
    language="en-GB",
    licence="As its sources say",
    description="Written by ‘pack export’. Give it a key, a title and a licence of your own before you hand it on.",
)
BEGIN_STATEMENTS = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


def write_pack(path: Path, progress: Progress) -> int:
    """Write everything into a new folder or zip and return the number of files. Nothing is left behind on failure."""
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise Refused(f"There is already a file or folder at {path}. Name a folder or a zip that is not there yet.")
    if not path.absolute().parent.is_dir():
        raise Refused(f"There is no folder {path.absolute().parent} to write into. Make it first.")
    to = _zip_writer if path.suffix == ".zip" else _folder_writer
    with to(path) as write_file, _database_snapshot():
        return sum(1 for _ in _write_files(write_file, progress))


def _write_files(write_file: FileWriter, progress: Progress) -> Iterator[str]:
    write_file(MANIFEST, spec_to_toml(SITE_PACK).encode())
    yield MANIFEST
    for kind in list_kinds():
        if kind.raw is not None:
            yield from _write_raw_files(kind.raw, write_file)
        keys, used = kind.list_keys(), set[str]()
        for number, key in enumerate(keys, 1):
            spec = kind.find_spec(key)
            progress.show_step(f"Writing {kind.label}", number, len(keys))
            if spec is not None:
                name = _file_name(kind, key, used)
                write_file(name, WRITERS[kind.suffix](spec).encode())
                yield name


def _write_raw_files(raw: RawFiles, write_file: FileWriter) -> Iterator[str]:
    for path, file in sorted(raw.export_files().items()):
        with file.open("rb") as stored:
            write_file(path, stored.read())
        yield path


def _file_name(kind: PackKind, key: str, used: set[str]) -> str:
    """Return a path that no other file of the pack has: frameworks/codes-workers-2024.yaml."""
    if kind.place.endswith(kind.suffix):
        return kind.place
    folder, _, key = key.rpartition("/")
    place = f"{kind.place}/{folder}" if folder else kind.place
    stem = slugify(key.replace("@", "-").replace(".", "-")) or "unnamed"
    name, again = stem, 1
    while f"{place}/{name}" in used:
        again += 1
        name = f"{stem}-{again}"
    used.add(f"{place}/{name}")
    return f"{place}/{name}{kind.suffix}"


@contextmanager
def _folder_writer(path: Path) -> Iterator[FileWriter]:
    unfinished = Path(tempfile.mkdtemp(prefix=".ettle-export-", dir=path.absolute().parent))

    def write_file(name: str, content: bytes) -> None:
        (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
        (unfinished / name).write_bytes(content)

    try:
        yield write_file
        unfinished.chmod(0o755)
        unfinished.replace(path)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


@contextmanager
def _zip_writer(path: Path) -> Iterator[FileWriter]:
    """Store without compression: compressors differ from machine to machine, and the bytes would too."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:
            yield lambda name, content: archive.writestr(_zip_entry(name), content)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_EPOCH)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    return entry


@contextmanager
def _database_snapshot() -> Iterator[None]:
    """Read everything from one snapshot, whatever is written meanwhile, without blocking writers."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN_STATEMENTS[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
