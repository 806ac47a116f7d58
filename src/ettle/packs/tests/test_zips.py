"""A zip is read where it lies, within bounds; whatever else it holds is refused with a sentence."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from ettle.kit.refusal import Refused
from ettle.packs import actions
from ettle.packs.reader import pack_source
from ettle.packs.tests import small_pack

pytestmark = pytest.mark.django_db  # whether the site has a learning role that the pack names


def file(content: io.BytesIO, folder: Path) -> Path:
    path = folder / "pack.zip"
    path.write_bytes(content.getvalue())
    return path


def problem_texts(content: io.BytesIO, folder: Path) -> list[str]:
    return [str(problem) for problem in actions.check(file(content, folder))]


Add = Callable[[zipfile.ZipFile], None]
UNMARKED: Mapping[str, int] = MappingProxyType({})


def entry(name: str, content: bytes = b"x", marks: Mapping[str, int] = UNMARKED) -> Add:
    info = zipfile.ZipInfo(name)
    for mark, value in marks.items():
        setattr(info, mark, value)
    return lambda archive: archive.writestr(info, content)


def with_entries(*entries: Add) -> io.BytesIO:
    out = small_pack.zipped()
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for add in entries:
            add(archive)
    return out


def test_a_zip_loads_as_its_folder_does(db: None, now: datetime, tmp_path: Path) -> None:
    inside = {f"my pack/{name}": text for name, text in small_pack.FILES.items()}
    left_by_a_system = {"__MACOSX/my pack/._pack.toml": "x", "my pack/.DS_Store": "x"}

    first = actions.load(file(small_pack.zipped(), tmp_path), by=None, now=now)
    in_a_folder = actions.load(file(small_pack.zipped(inside | left_by_a_system), tmp_path), by=None, now=now)

    assert first.added == list(small_pack.FILES)
    assert in_a_folder.unchanged == list(small_pack.FILES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack.zip"]


@pytest.mark.parametrize(
    ("name", "marks", "words"),
    [
        ("../areas/x.md", {}, "leads out of the pack"),
        ("areas/../../x.md", {}, "leads out of the pack"),
        ("/etc/x.md", {}, "leads out of the pack"),
        ("areas\\x.md", {}, "leads out of the pack"),
        ("C:x.md", {}, "leads out of the pack"),
        ("areas//x.md", {}, "leads out of the pack"),
        ("areas/\x1b[2Jx.md", {}, "leads out of the pack"),
        ("a" * 300, {}, "leads out of the pack"),
        ("areas/x.md", {"external_attr": (stat.S_IFLNK | 0o777) << 16}, "This is a link"),
        ("areas/x.md", {"external_attr": (stat.S_IFIFO | 0o777) << 16}, "This is a link"),
        ("areas/x.md", {"compress_type": zipfile.ZIP_LZMA}, "packed in a way"),
        ("areas/x.zip", {}, "has no place in a pack"),
    ],
)
def test_an_entry_that_may_not_be_read_is_named(tmp_path: Path, name: str, marks: dict[str, int], words: str) -> None:
    problems = problem_texts(with_entries(entry(name, marks=marks)), tmp_path)

    assert len(problems) == 1
    assert words in problems[0]
    assert "\x1b" not in problems[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_named(tmp_path: Path) -> None:
    problems = problem_texts(with_entries(entry("areas/x.md"), entry("areas/x.md"), entry("Areas/X.md")), tmp_path)

    assert [line for line in problems if "twice" in line] == [
        "Areas/X.md: This name is in the zip twice. Keep one.",
        "areas/x.md: This name is in the zip twice. Keep one.",
    ]


def test_an_encrypted_entry_is_named(tmp_path: Path) -> None:
    content = with_entries(entry("areas/x.md"))
    listing = bytearray(content.getvalue())
    place = listing.rindex(b"PK\x01\x02")
    listing[place + 8] |= 1

    assert problem_texts(io.BytesIO(bytes(listing)), tmp_path) == [
        "areas/x.md: This is encrypted. Make the zip without a password."
    ]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = with_entries(entry("areas/x.md", bytes(900_000), {"compress_type": zipfile.ZIP_DEFLATED}))

    assert "unpacks to far more than it holds" in problem_texts(bomb, tmp_path)[0]


def test_too_many_files_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    many = small_pack.zipped(
        {f"areas/{number}.md": "" for number in range(pack_source.MAX_FILES + 1)}, zipfile.ZIP_STORED
    )

    with pytest.raises(Refused, match="lists too much"):
        actions.check(file(many, tmp_path))


def test_a_listing_that_lies_about_its_length_is_refused(tmp_path: Path) -> None:
    content = bytearray(small_pack.zipped().getvalue())
    content[-10:-6] = struct.pack("<I", 500_000_000)

    with pytest.raises(Refused, match="lists too much"):
        actions.check(file(io.BytesIO(bytes(content)), tmp_path))


def test_an_entry_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    content = bytearray(small_pack.zipped().getvalue())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)

    assert [line.partition(": ")[2] for line in problem_texts(io.BytesIO(bytes(content)), tmp_path)][:1] == [
        "The zip is damaged here. Make it again from the folder."
    ]


def test_an_entry_without_a_name_is_refused_in_words(tmp_path: Path) -> None:
    content = bytearray(small_pack.zipped().getvalue())
    name = content.rindex(b"PK\x01\x02") + 46
    content[name] = 0

    assert any(
        "Use plain names in plain folders" in line for line in problem_texts(io.BytesIO(bytes(content)), tmp_path)
    )


def test_a_name_that_is_no_text_where_the_entry_lies_is_damaged(tmp_path: Path) -> None:
    content = bytearray(small_pack.zipped({"pack.toml": small_pack.HEAD}).getvalue())
    content[30] = 0xFF
    content[content.rindex(b"PK\x01\x02") + 9] |= 0x08

    assert any("damaged here" in line for line in problem_texts(io.BytesIO(bytes(content)), tmp_path))


@given(st.data())
def test_a_zip_with_a_byte_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    looked_at(bytes(content))


@given(st.binary(max_size=200))
def test_whatever_ends_in_zip_is_read_or_refused(content: bytes) -> None:
    looked_at(content)


WHOLE = small_pack.zipped({"pack.toml": small_pack.HEAD, "README.md": "x"}).getvalue()
LOOKED_AT = Path(os.environ.get("TMPDIR", "/tmp")) / f"ettle-looked-at-{os.getpid()}.zip"  # noqa: S108 - read and gone


def looked_at(content: bytes) -> None:
    LOOKED_AT.write_bytes(content)
    try:
        with contextlib.suppress(Refused):
            actions.check(LOOKED_AT)
    finally:
        LOOKED_AT.unlink()


def test_the_command_reports_a_file_that_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_text("hello")
    output = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("pack", "load", str(tmp_path / "pack.zip"), stderr=output)

    assert ended.value.code == 1
    assert output.getvalue().startswith("pack.zip is neither a folder nor a zip.")
