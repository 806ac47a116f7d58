"""Whatever words a site holds, it comes out as a file that puts the same words into another site."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from django.db import transaction
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ettle.kit.input.document_reader import read_front_matter, read_yaml
from ettle.kit.input.pack_kinds import PackKind
from ettle.kit.input.spec_reader import parse_spec
from ettle.kit.input.specs import Spec, YamlBool, YamlDate, YamlInt
from ettle.library.tests import sample_media
from ettle.library.types.specs import RetiredSpec
from ettle.library.types.translation_specs import AreaTranslationSpec
from ettle.packs import actions
from ettle.packs.export.spec_writer import WRITERS, spec_to_markdown, spec_to_yaml
from ettle.packs.kinds import list_kinds
from ettle.packs.reader.pack_reader import READERS
from ettle.packs.tests import small_pack
from ettle.packs.tests.test_pack_export import a_site, site_specs, written
from ettle.packs.translations.specs import TextSpec, TranslationSpec

# Names of what an author writes freely; all else is keys, numbers and choices.
PROSE = {
    "title", "statement", "summary", "question", "why", "consequence", "label", "words", "opening", "reflection",
    "hint", "note", "description", "owner", "first_person", "third_person", "assumption", "closing", "did_well",
    "missed_link", "not_accepted", "assessor_guidance", "shows_met", "name", "reason_question", "not_seen",
    "importance_question", "value_question", "change_question", "example_question", "sentence",
}  # fmt: skip
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t")
WORDS = st.text(LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)
LINES = st.one_of(
    WORDS, st.sampled_from(["no", "~", "1.10", "- a", "a: b # c", "'", "|", "---", "<b>&amp;", "2026-10-05"])
)
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
PARTS = st.one_of(
    st.builds("## {}".format, st.sampled_from(["What it is", "How to begin"])),
    st.builds("It is **{}** and [there](/codes/).".format, st.sampled_from(["work", "a\\*b", "so"])),
    st.sampled_from(["- one\n- two", "1. one\n2. two", "::: roles\n:::", "::: reveal Open\nInside.\n\n- a\n:::"]),
    st.sampled_from(
        ["::: table Two\n| a | b |\n| --- | --- |\n| c \\| d | e |\n:::", "::: definition Care\nWork.\n:::"]
    ),
    st.sampled_from(
        ["::: quotation Kotter (1990)\nSaid\nso.\n:::", "::: try\nAsk *one* person.\n:::", "Plain & simple <words>."]
    ),
)
RETIRED = st.builds(RetiredSpec, successor=st.sampled_from(["", "mgmt-lead"]), why=st.just("") | LINES)
NOT_IN_THE_STARTER_PACK = {
    "area-translations": AreaTranslationSpec(
        key="mgmt-lead", language="gd", title="Stiùireadh", summary="Mar a nì thu e.", body="## Dè th’ ann\n\nÈist.\n"
    ),
    "translations": TranslationSpec(
        kind="badges",
        key="ET-001",
        language="gd",
        texts=(
            TextSpec(path="name", english="Start", text="Toiseach"),
            TextSpec(path="why", english="So", text="Mar sin"),
        ),
    ),
}
BODIES = st.lists(PARTS, min_size=1, max_size=6).map("\n\n".join)


def text_of(kind: PackKind, spec: Any) -> str:
    return WRITERS[kind.suffix](spec)


def read(kind: PackKind, text: str) -> Any:
    document = parse_spec(READERS[kind.suffix](text), kind.spec)
    assert document.spec is not None, document.faults
    return document.spec


class Part(Spec):
    key: str
    size: YamlInt = 3
    words: tuple[str, ...] = ()


class Page(Spec):
    """Every sort of value that a spec may hold."""

    text: str
    day: YamlDate
    yes: YamlBool
    side: Literal["left", "right"]
    part: Part
    parts: tuple[Part, ...]
    groups: tuple[tuple[Part, ...], ...]
    body: str
    maybe: YamlInt | None = None
    note: str = "none"


NUMBERS = st.integers(-(10**17), 10**17)
A_PART = st.builds(Part, key=ANY_TEXT, size=NUMBERS, words=st.lists(ANY_TEXT, max_size=3).map(tuple))
SOME_PARTS = st.lists(A_PART, max_size=3).map(tuple)
PAGES = st.builds(
    Page, text=ANY_TEXT, part=A_PART, parts=SOME_PARTS, groups=st.lists(SOME_PARTS, max_size=2).map(tuple),
    body=ANY_TEXT, maybe=st.none() | NUMBERS, note=ANY_TEXT,
)  # fmt: skip


@settings(max_examples=150)
@given(PAGES)
def test_any_spec_is_written_and_read_as_it_was(page: Page) -> None:
    for read_file, write, before in ((read_yaml, spec_to_yaml, ""), (read_front_matter, spec_to_markdown, "\n")):
        again = parse_spec(read_file(write(page)), Page)

        assert again.faults == []
        assert again.spec == page.replace(body=before + page.body)


def reworded(value: Any, draw: Callable[[Any], Any], name: str = "") -> Any:
    """The same with other words in some of the places where an author writes freely."""
    if isinstance(value, Spec) and type(value).__name__ != "MaterialSpec":
        return value.replace(**{each: reworded(inner, draw, each) for each, inner in value})
    if isinstance(value, tuple):
        return tuple(reworded(part, draw) for part in value)
    return draw(LINES) if name in PROSE and value and draw(st.integers(0, 3)) == 0 else value


def renamed(kind: PackKind, spec: Any) -> Any:
    """Under a name that nothing on the site points to. A translation stays with what it translates."""
    if kind.label in {"area-translations", "translations"}:
        return spec
    if kind.label == "badges":
        return spec.replace(number="ET-901", slug="made", prerequisites=())
    if kind.label == "frameworks":
        return spec.replace(key="made", use="")  # only one framework of a site has a use
    is_one_file = kind.place.endswith(kind.suffix)
    return spec if is_one_file else spec.replace(key="made")


@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize("kind", [kind for kind in list_kinds() if kind.raw is None], ids=lambda kind: kind.label)
def test_what_is_put_comes_back_and_makes_the_same(kind: PackKind, now: datetime) -> None:
    models = [kind.find_spec(key) for key in kind.list_keys()] or [NOT_IN_THE_STARTER_PACK[kind.label]]

    @settings(max_examples=8)
    @given(st.data())
    def same(data: st.DataObject) -> None:
        spec = renamed(kind, reworded(data.draw(st.sampled_from([model for model in models if model])), data.draw))
        if kind.suffix == ".md":
            spec = spec.replace(body=data.draw(BODIES))
        if kind.label == "areas":
            spec = spec.replace(retired=data.draw(st.none() | RETIRED))
        assume(not [problem for problem in kind.check(spec) if problem.path != "minutes"])
        first = put(kind, spec, now)
        second = put(kind, read(kind, text_of(kind, first)), now)

        assert second == first
        assert first == spec or kind.suffix == ".md"
        assert getattr(first, "retired", None) == getattr(spec, "retired", None)

    same()


def put(kind: PackKind, spec: Any, now: datetime) -> Any:
    """What the site holds after this was put; the site is then as it was."""
    with transaction.atomic():
        prepared = kind.prepare_spec(spec)
        kind.load(prepared, by=None, now=now)
        stored = kind.find_spec(kind.key(prepared))
        transaction.set_rollback(True)
    return stored


def test_pictures_and_films_go_along(db: None, now: datetime, tmp_path: Path) -> None:
    pack = small_pack.folder(tmp_path / "pack")
    body = "::: image pictures/a.png\nA table.\n:::\n\n::: video films/b.mp4 films/b.vtt Asking\nShe asks.\n:::\n"
    files = {
        "pictures/a.png": sample_media.photo(kind="PNG"),
        "films/b.mp4": sample_media.film(),
        "films/b.vtt": sample_media.CAPTIONS,
    }
    small_pack.reword(pack, "Sit down first.\n", body)
    assert [problem.words for problem in actions.check(pack)] == [
        f"There is no file {name}. Correct it, or add what it names." for name in sorted(files)
    ]
    for name, content in files.items():
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_bytes(content)
    with a_site():
        actions.load(pack, by=None, now=now)
        actions.export(tmp_path / "first")
        before = site_specs()
    with a_site():
        assert actions.load(tmp_path / "first", by=None, now=now).problems == []
        actions.export(tmp_path / "second")

        assert site_specs() == before
        assert set(files) < set(written(tmp_path / "first"))
        assert written(tmp_path / "first") == written(tmp_path / "second")


def test_a_picture_that_is_none_is_named_and_nothing_is_left(
    db: None, now: datetime, tmp_path: Path, settings: Any
) -> None:
    pack = small_pack.folder(tmp_path / "pack")
    settings.MEDIA_ROOT = tmp_path / "media"
    (pack / "pictures").mkdir()
    (pack / "pictures" / "a.png").write_bytes(sample_media.photo(kind="PNG"))

    actions.load(pack, by=None, now=now, dry_run=True)
    (pack / "pictures" / "b.png").write_bytes(b"<svg/>")

    assert [str(problem) for problem in actions.load(pack, by=None, now=now).problems] == [
        "pictures/b.png: Choose a JPEG, PNG, WebP or HEIC picture that opens on your computer."
    ]
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_a_zip_of_the_same_site_has_the_same_bytes(db: None, now: datetime, tmp_path: Path) -> None:
    actions.load(small_pack.folder(tmp_path / "pack"), by=None, now=now)

    actions.export(tmp_path / "one.zip")
    actions.export(tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").testzip() is None
    assert actions.load(tmp_path / "one.zip", by=None, now=now).skipped == []
