"""The certificate of a badge: a tagged PDF whose code and link open the page that checks it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import typst
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from ettle.badges import actions
from ettle.badges.credential import identifiers
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.kit.tasks import task_queue
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def download(award: Award, person: User) -> bytes:
    client = Client()
    client.force_login(person)
    response = client.get(reverse("badges:certificate", args=[award.uuid]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="asking-first.pdf"'
    return bytes(response.content)


def list_tags(element: pikepdf.Object) -> Iterator[tuple[str, str]]:
    """Each element of the structure tree in the order of reading, with its alternative text."""
    if isinstance(element, pikepdf.Array):
        for part in element:
            yield from list_tags(part)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield str(element.S).lstrip("/"), str(element.get("/Alt", ""))
        yield from list_tags(element.get("/K", pikepdf.Array()))


def read_letters(pdf: pikepdf.Pdf) -> str:
    """The letters of a document in the order of its pages, by the fonts' own tables, without spaces."""
    letters = ""
    for page in pdf.pages:
        tables = {name: read_font_table(font) for name, font in page.Resources.Font.items()}
        table: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                table = tables[str(operands[0])]
            elif operator in {"Tj", "TJ"}:
                pieces = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                glyphs = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                letters += "".join(
                    table.get(int.from_bytes(glyphs[at : at + 2], "big"), "") for at in range(0, len(glyphs), 2)
                )
    return re.sub(r"\s|\u200b", "", letters)


def read_font_table(font: pikepdf.Object) -> dict[int, str]:
    lines = re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in lines}


def test_it_is_tagged_so_that_a_screen_reader_reads_it_in_order() -> None:
    award = badge_factory.signed()

    with pikepdf.open(io.BytesIO(download(award, cast.isla()))) as pdf:
        tags = list(list_tags(pdf.Root.StructTreeRoot.K))
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert "pdfuaid:part" in str(pdf.open_metadata())
        assert pdf.open_metadata()["dc:title"] == "Asking first – certificate of an Open Badge"
        letters = read_letters(pdf)

    names = [name for name, _ in tags]
    assert [name for name in names if name in {"H1", "H2"}] == ["H1", "H2", "H2"]
    assert names.count("LI") == 3
    assert "Link" in names
    assert [words for name, words in tags if name == "Figure"] == [
        award.version.picture_description,
        f"A square code that opens {identifiers.verify_page_url(award)}",
    ]
    assert "IslaReidearnedthisOpenBadgefromRowanHouseon12October2026." in letters
    assert "Thispaperisnotproof." in letters
    assert "ET-900" not in letters


def test_its_code_opens_the_page_that_checks_the_badge(tmp_path: Path) -> None:
    award = badge_factory.signed()
    (tmp_path / "certificate.pdf").write_bytes(download(award, cast.isla()))
    (tmp_path / "page.typ").write_text('#set page(margin: 0pt)\n#image("certificate.pdf", width: 100%)')

    drawn = typst.compile(str(tmp_path / "page.typ"), format="png", ppi=150)

    with Image.open(io.BytesIO(drawn)) as picture:
        found = [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]
    assert found == [identifiers.verify_page_url(award)]


def test_a_hidden_name_is_not_on_it_and_an_end_is() -> None:
    version = badge_factory.version(valid_for_months=12)
    award = actions.award(learner=cast.isla(), version=version, by=None, now=badge_factory.EARNED)
    task_queue.run_due()
    actions.hide_name(award, by=cast.isla(), now=badge_factory.EARNED)

    with pikepdf.open(io.BytesIO(download(award, cast.isla()))) as pdf:
        letters = read_letters(pdf)

    assert "Isla" not in letters
    assert "ThisOpenBadgewasearnedfromRowanHouseon12October2026." in letters
    assert "Validuntil12October2027." in letters


@pytest.mark.parametrize("person", ["callum", "stranger", "morag", "dougal"])
def test_no_one_else_gets_it(person: str, client: Client) -> None:
    award = badge_factory.signed()
    address = reverse("badges:certificate", args=[award.uuid])
    assert client.get(address)["Location"] == f"/account/sign-in/?next={address}"
    client.force_login(getattr(cast, person)())

    assert client.get(address).status_code == 404


def test_there_is_none_before_it_is_signed_or_after_it_was_withdrawn(client: Client) -> None:
    award = badge_factory.awarded()
    client.force_login(cast.isla())
    address = reverse("badges:certificate", args=[award.uuid])
    assert client.get(address).status_code == 404

    task_queue.run_due()
    assert client.get(address).status_code == 200
    actions.revoke(award, reason="Copied.", by=cast.dougal(), now=badge_factory.EARNED)

    assert client.get(address).status_code == 404
