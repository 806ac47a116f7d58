"""Imports: errors are reported by line, nothing changes before confirming, and a whole import can be undone."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.framework import actions, queries
from ettle.framework.actions import imports
from ettle.framework.imports.capabilities import to_third_person
from ettle.framework.imports.file_reader import FileRows, read_rows
from ettle.framework.models import Framework, FrameworkImport, Item
from ettle.kit.input.document_reader import Unreadable
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
HEAD = "number,paraphrase,edition,part,audience\n"
GOOD = HEAD + "4.2,Know the risks people live with.,2024,4,workers\n4.10,Let people take risks.,2024,4,workers\n"


def upload_content(content: str | bytes, now: datetime, name: str = "codes.csv", **how: Any) -> FrameworkImport:
    options: dict[str, Any] = {"kind": "codes", "may_add_edition": False, "is_checked": False} | how
    data = content.encode() if isinstance(content, str) else content
    return actions.upload_import(file_name=name, content=data, by=cast.agnes(), now=now, **options)


def errors(content: str | bytes, now: datetime, **how: Any) -> list[str]:
    file_import = upload_content(content, now, **how)
    return [f"{note.line}: {note.words}" for note in actions.preview_import(file_import, now=now).errors]


def warnings(content: str | bytes, now: datetime, **how: Any) -> list[str]:
    file_import = upload_content(content, now, **how)
    return [f"{note.line}: {note.words}" for note in actions.preview_import(file_import, now=now).warnings]


@pytest.mark.usefixtures("starter_pack")
def test_a_preview_changes_nothing_and_confirming_imports_everything(now: datetime) -> None:
    before = list(Item.objects.values())
    file_import = upload_content(GOOD, now)

    preview = actions.preview_import(file_import, now=now)

    assert (preview.errors, preview.count_changes("new")) == ([], 2)
    assert list(Item.objects.values()) == before

    actions.confirm_import(file_import, by=cast.agnes(), now=now)

    keys = [item.key for item in Item.objects.of_newest("codes-workers") if item.key.startswith(("4", "part-4"))]
    assert keys == ["part-4", "4.2", "4.10"]
    assert not queries.get_item("4.2", "codes-workers").is_verified
    lines = apps.get_model("kit", "AuditLine").objects.filter(act="brought items in from a file")
    assert lines.get(actor__person=cast.agnes())


@pytest.mark.usefixtures("unaligned_pack")
def test_a_whole_import_is_undone_and_leaves_no_trace(now: datetime) -> None:
    before = list(Item.objects.values("uuid", "key", "statement", "position", "is_verified", "parent_id", "retired_at"))
    changed = GOOD + "1.1,Be warm and respectful to each person.,2024,1,workers\n"
    file_import = upload_content(changed, now, is_checked=True)
    actions.confirm_import(file_import, by=cast.agnes(), now=now)
    assert queries.get_item("1.1", "codes-workers").statement == "Be warm and respectful to each person."

    actions.undo_import(file_import, by=cast.dougal(), now=now)

    after = list(Item.objects.values("uuid", "key", "statement", "position", "is_verified", "parent_id", "retired_at"))
    assert after == before
    with pytest.raises(Refused, match="already"):
        actions.undo_import(file_import, by=cast.dougal(), now=now)


@pytest.mark.usefixtures("starter_pack")
def test_an_import_that_something_depends_on_stays_and_says_why(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    file_import = upload_content(GOOD, now)
    actions.confirm_import(file_import, by=cast.agnes(), now=now)
    used = queries.get_item("4.2", "codes-workers").pk
    monkeypatch.setattr(imports, "users_of", lambda pks: {used: ["alignment"]} if used in pks else {})
    actions.confirm_import(upload_content(GOOD.replace("4.2", "4.3"), now), by=cast.agnes(), now=now)

    depends = actions.find_undo_obstacles(file_import)

    assert depends == ["part-4 holds 4.3, which came in another way.", "4.2 is in use: alignment."]
    with pytest.raises(Refused, match=r"4\.2 is in use"):
        actions.undo_import(file_import, by=cast.agnes(), now=now)
    assert queries.get_item("4.10", "codes-workers")


@pytest.mark.usefixtures("starter_pack")
def test_an_import_is_confirmed_once(now: datetime) -> None:
    file_import = upload_content(GOOD, now)
    actions.confirm_import(file_import, by=cast.agnes(), now=now)

    with pytest.raises(Refused, match="already"):
        actions.confirm_import(file_import, by=cast.agnes(), now=now)


@pytest.mark.usefixtures("starter_pack")
def test_a_new_edition_is_added_only_on_request_and_removed_with_its_import(now: datetime) -> None:
    content = HEAD + "1.1,Be kind.,2031,1,employers\n"

    (message,) = errors(content, now)
    assert message.startswith("2: There is no edition 2031 for employers. The editions are 2024, 2016, 2003.")

    file_import = upload_content(content, now, may_add_edition=True)
    actions.confirm_import(file_import, by=cast.agnes(), now=now)
    assert queries.get_item("1.1", "codes-employers", "2031").audience == "employers"

    actions.undo_import(file_import, by=cast.agnes(), now=now)
    assert not Framework.objects.filter(edition="2031").exists()


@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("4.1,Be kind.,2024,4,workers\n4.1,Be kinder.,2024,4,workers", "3: 4.1 is on line 2 too."),
        ("4.1,,2024,4,workers", "2: Write the words of this item"),
        ("01-Apr,Be kind.,2024,4,workers", "2: Write the number like 1.10."),
        ("4.1,=cmd|' /C calc'!A0,2024,4,workers", "2: paraphrase begins with =, which a spreadsheet would run."),
        ("4.1,@SUM(A1),2024,4,workers", "2: paraphrase begins with @"),
        ("4.1,Be\x07kind.,2024,4,workers", "2: paraphrase holds letters that cannot be seen."),
        ("4.1,Be \u202ekind.,2024,4,workers", "2: paraphrase holds letters that cannot be seen."),
        ("4.1,Be \x00kind.,2024,4,workers", "2: paraphrase holds letters that cannot be seen."),
        (f"4.1,{'kind ' * 200},2024,4,workers", "2: Make the words shorter"),
        ("4.1,Be kind.,2024,four,workers", "2: Write the part as a number"),
        ("4.1,Be kind.,2024,4,dogs", "2: Write workers or employers"),
        ("4.1,Be kind.,<b>,4,workers", "2: Write the edition"),
        ("1.1,Be kind.,2024,2,workers", "2: 1.1 is under part-1 in this edition."),
        ("4.1,Be kind, always.,2024,4,workers", "2: There are more cells here than columns."),
    ],
)
def test_an_error_is_reported_at_its_line(line: str, words: str, now: datetime) -> None:
    assert any(message.startswith(words) for message in errors(HEAD + line, now)), errors(HEAD + line, now)


@pytest.mark.usefixtures("starter_pack")
def test_what_looks_odd_is_a_warning(now: datetime) -> None:
    shown = " ".join(warnings(HEAD.strip() + ",colour\n5.1," + "kind " * 45 + ",2024,4,workers,red\n", now))

    assert "Is it pasted?" in shown
    assert "5.1 is said to be in part 4" in shown
    assert "Part 4 is new" in shown
    assert "The column colour is not used" in shown


@pytest.mark.usefixtures("starter_pack")
def test_words_in_use_are_not_reworded_by_a_file(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    used = {queries.get_item("1.1", "codes-workers").pk}
    monkeypatch.setattr("ettle.framework.actions.frameworks.used_elsewhere", lambda pks: used & set(pks))

    messages = errors(HEAD + "1.1,Be very kind.,2024,1,workers\n", now)

    assert messages[0].startswith("2: 1.1 is in use, so its words stay as they are.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_spreadsheets_file_is_read(encoding: str, separator: str) -> None:
    text = "Number,Paraphrase\r\n1.10,Café ‘kind’\r\n\r\n".replace(",", separator)

    file_rows = read_rows("a.csv", text.encode(encoding))

    assert [row.cells for row in file_rows.rows] == [{"number": "1.10", "paraphrase": "Café ‘kind’"}]
    assert bool(file_rows.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("text", "line", "cells"),
    [
        ("number,title,,,\n4.1,Keep calm,,,\n", 2, ("4.1", "Keep calm")),
        ("sep=;\nnumber;title\n4.1;Calm, always\n", 3, ("4.1", "Calm, always")),
        ("Codes for our team,,\n\nMade in June\nnumber,title\n4.1,Keep calm\n", 5, ("4.1", "Keep calm")),
        ('number,title\n4.1,"Ask,\nthen listen"\n', 2, ("4.1", "Ask, then listen")),
        ("number,title\n4.1\u2009,Plan\u202f: ask\u3000\n", 2, ("4.1", "Plan : ask")),
        ("number,title\n4.1,Co\u00adoper\u200bate\n", 2, ("4.1", "Cooperate")),
    ],
)
def test_what_programs_add_to_a_spreadsheet_is_not_data(text: str, line: int, cells: tuple[str, str]) -> None:
    file_rows = read_rows("a.csv", text.encode())

    assert file_rows.notes == []
    assert [(row.line, row.cells) for row in file_rows.rows] == [
        (line, dict(zip(("number", "title"), cells, strict=True)))
    ]


def test_yaml_is_a_list_of_items_with_numbers_as_they_were_typed() -> None:
    file_rows = read_rows("a.yaml", b"items:\n  - number: 1.10\n    paraphrase: Be kind\n  - number: [1]\n")

    assert [row.cells for row in file_rows.rows] == [{"number": "1.10", "paraphrase": "Be kind"}, {}]
    assert [(note.line, note.words) for note in file_rows.notes] == [
        (4, "Write number as text, not as a list or a mapping.")
    ]


BOMB = b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"number,paraphrase\n", "There is no item"),
        ("a.csv", b"PK\x03\x04", "This is a spreadsheet"),
        ("a.csv", b"%PDF-1.7", "This is a PDF"),
        ("a.json", b'{"CFDocument": {"title": "x"}, "CFItems": []}', "This is a CASE package"),
        ("a.csv", b"x" * 1_000_001, "The file is too big"),
        ("a.csv", b'number,paraphrase\n1.1,"never closed\n', "This line is not CSV"),
        ("a.csv", b"number,number\n1,2\n", "The column number is there twice"),
        ("a.csv", b"a\n" * 2_100, "There are too many rows"),
        ("a.csv", b"a," * 60 + b"\n1", "There are too many columns"),
        ("a.csv", b"number\n\x81\x8d", "We cannot read the letters"),
        ("a.csv", b"\xff\xfea", "We cannot read the letters"),
        ("a.yaml", BOMB, "Write the value out"),
        ("a.yaml", b"- !!python/object/apply:os.system [ls]", "Take the tag"),
        ("a.yaml", b"[" * 500, "This is nested too deeply"),
        ("a.yaml", b"just words", "Write a list"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_rows(name, content)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
@settings(max_examples=150)
def test_no_uploaded_file_breaks_the_reader(content: bytes) -> None:
    for name in ("a.csv", "a.yaml"):
        with contextlib.suppress(Unreadable):
            assert isinstance(read_rows(name, content), FileRows)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), max_size=40)


@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=6))
@settings(max_examples=25)
@pytest.mark.usefixtures("starter_pack")
def test_any_cells_are_imported_whole_or_not_at_all(rows: list[tuple[str, ...]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD.strip().split(","), *rows, ("6.1", "Be kind.", "2024", "6", "workers")])
    now = cast.NOW
    file_import = upload_content(out.getvalue(), now)

    preview = actions.preview_import(file_import, now=now)

    if preview.errors:
        with pytest.raises(Refused, match="Nothing was imported"):
            actions.confirm_import(file_import, by=cast.agnes(), now=now)
    else:
        actions.confirm_import(file_import, by=cast.agnes(), now=now)
        actions.undo_import(file_import, by=cast.agnes(), now=now)
    assert not Item.objects.filter(framework__edition="2024", key="6.1").exists()


CAPABILITIES = (
    "key,title,statement,edition,frontline,frontline_others\n"
    "kin,Kindness,Being kind.,2030,,\n"
    "kin.1,Small things,Seeing what is small.,2030,I notice small things,\n"
    "kin.2,Warmth,Being warm.,2030,I use my warmth,They use their warmth\n"
)


@pytest.mark.usefixtures("starter_pack")
def test_a_capability_framework_comes_with_its_lines_for_each_role(now: datetime) -> None:
    file_import = upload_content(CAPABILITIES, now, kind="capabilities", may_add_edition=True)
    actions.confirm_import(file_import, by=cast.agnes(), now=now)

    line = queries.get_item("kin.1.frontline", "capabilities", "2030")
    assert (line.statement, line.third_person) == ("I notice small things", "They notice small things")
    assert queries.get_item("kin.2.frontline", "capabilities", "2030").third_person == "They use their warmth"

    actions.undo_import(file_import, by=cast.agnes(), now=now)
    assert not Framework.objects.filter(key="capabilities", edition="2030").exists()


@pytest.mark.usefixtures("starter_pack")
def test_a_line_that_cannot_be_put_in_the_third_person_is_requested(now: datetime) -> None:
    messages = errors(CAPABILITIES.replace("They use their warmth", ""), now, kind="capabilities", may_add_edition=True)

    assert messages == ["4: Add the column frontline_others: how an observer reads ‘I use my warmth’."]


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("I am open", "They are open"),
        ("I keep calm", "They keep calm"),
        ("I keep my calm", ""),
        ("We do", ""),
        ("", ""),
    ],
)
def test_only_a_plain_line_is_put_in_the_third_person(line: str, others: str) -> None:
    assert to_third_person(line) == others


def upload(client: Client, content: bytes, name: str = "codes.csv", **data: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("framework:hand-in"), {"kind": "codes", "file": file} | data, follow=True)


@pytest.mark.usefixtures("starter_pack")
def test_an_author_previews_confirms_and_undoes_an_import_in_pages(client: Client) -> None:
    client.force_login(cast.agnes())

    looked = upload(client, GOOD.encode())
    assert "Nothing has changed yet. 2 new, 0 changed, 0 same." in looked.content.decode()
    address = looked.redirect_chain[-1][0]

    done = client.post(f"{address}confirm/", follow=True)
    assert "you can undo the whole import" in done.content.decode()

    back = client.post(f"{address}take-back/", follow=True)
    assert "This import was undone." in back.content.decode()
    assert "undone" in client.get(reverse("framework:manage-frameworks")).content.decode()


@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfea", b"x" * 1_000_001, b"\x00" * 50])
def test_a_hostile_file_is_refused_at_its_field(client: Client, content: bytes) -> None:
    client.force_login(cast.agnes())

    for name, data in (("a.csv", content), ("../../etc/passwd", content), ("a.yaml", BOMB)):
        response = upload(client, data, name)
        assert response.status_code == 422
        assert response.context["form"].errors["file"]


@pytest.mark.usefixtures("starter_pack")
def test_a_file_with_errors_cannot_be_confirmed_and_can_be_discarded(client: Client) -> None:
    client.force_login(cast.agnes())

    looked = upload(client, (HEAD + "x,<script>alert(1)</script>,2024,4,workers\n").encode())
    text = looked.content.decode()
    assert "Correct these in the file" in text
    assert "Import these items" not in text
    assert "<script>alert" not in text

    client.post(f"{looked.redirect_chain[-1][0]}discard/")
    assert not FrameworkImport.objects.exists()


@pytest.mark.usefixtures("starter_pack")
def test_what_is_not_checked_is_listed_and_may_be_marked(client: Client) -> None:
    client.force_login(cast.agnes())
    framework = Framework.objects.get(key="codes-workers", edition="2016")
    address = reverse("framework:unchecked", args=[framework.uuid])
    assert "6.8 Learning" in client.get(address).content.decode()
    assert "40 not checked" in client.get(reverse("framework:manage-frameworks")).content.decode()

    client.post(address, {"key": ["6.8", "6.9", "no such", "\0"]})

    assert queries.get_item("6.8", "codes-workers", "2016").is_verified
    assert "6.8 Learning" not in client.get(address).content.decode()


@pytest.mark.usefixtures("starter_pack")
def test_a_gap_that_is_filled_is_removed_from_the_list(client: Client) -> None:
    client.force_login(cast.dougal())
    framework = Framework.objects.get(key="codes-employers", edition="2024")

    client.post(reverse("framework:close-gap", args=[framework.uuid]), {"title": "Every number"})

    framework.refresh_from_db()
    assert framework.slots == []


def test_only_authors_import_items(now: datetime) -> None:
    with pytest.raises(Refused, match="Only an author"):
        actions.upload_import(
            kind="codes", file_name="a.csv", content=GOOD.encode(), may_add_edition=False, is_checked=False,
            by=cast.isla(), now=now,
        )  # fmt: skip
