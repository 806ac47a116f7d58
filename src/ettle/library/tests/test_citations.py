"""Downloads of sources: nothing lost, nothing invented, no text that breaks the file."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ettle.library import actions
from ettle.library.presentation import citations
from ettle.library.presentation.citations import ParsedSource, Source
from ettle.library.tests import sample_areas
from ettle.library.types.specs import ReferenceSpec
from ettle.people.tests import cast

SSSC = Source(
    "Scottish Social Services Council (2016) Enhancing & improving {care}. Dundee: SSSC.",
    "28–29",
    "https://example.org/a_b",
)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        (
            SSSC.text,
            ParsedSource("Enhancing & improving {care}", "Scottish Social Services Council", "2016", "Dundee: SSSC"),
        ),
        ("Kotter, J. P. (1990) A force for change.", ParsedSource("A force for change", "Kotter, J. P.", "1990")),
        ("Something (2020b): What next? More. Here.", ParsedSource("What next?", "Something", "2020", "More. Here")),
        ("A letter without a year.", ParsedSource("A letter without a year")),
        ("", ParsedSource("")),
    ],
)
def test_a_source_is_parsed_or_becomes_the_title(text: str, parsed: ParsedSource) -> None:
    assert citations.parse_source(text) == parsed


def test_bibtex_escapes_its_special_characters_and_makes_keys_unique() -> None:
    written = citations.write_bibtex([SSSC, Source(SSSC.text)])

    first = "@misc{scottishsocialservicescounc2016,\n  author = {{Scottish Social Services Council}},\n"
    assert written.startswith(first)
    assert r"title = {{Enhancing \& improving \{care\}}}" in written
    assert "pages = {28--29}" in written
    assert "url = {https://example.org/a_b}" in written
    assert "@misc{scottishsocialservicescounc2016-2," in written


def test_ris_has_a_line_for_each_field() -> None:
    assert citations.write_ris([SSSC]).split("\r\n") == [
        "TY  - GEN", "AU  - Scottish Social Services Council", "PY  - 2016", "TI  - Enhancing & improving {care}",
        "N1  - Dundee: SSSC", "SP  - 28", "EP  - 29", "UR  - https://example.org/a_b", "ER  - ", "", "",
    ]  # fmt: skip


@given(st.lists(st.builds(Source, st.text(max_size=80), st.text(max_size=12), st.text(max_size=30)), max_size=4))
def test_no_text_of_a_source_breaks_the_format_of_the_files(sources: list[Source]) -> None:
    bibtex, ris = citations.write_bibtex(sources), citations.write_ris(sources)
    plain = bibtex.replace(r"\{", "").replace(r"\}", "").replace(r"\textbackslash{}", "")

    assert plain.count("{") == plain.count("}")
    assert bibtex.count("@misc{") >= len(sources)
    assert [line[:6] for line in ris.split("\r\n") if line].count("TY  - ") == len(sources)
    assert all(line[2:6] == "  - " for line in ris.split("\r\n") if line)


@pytest.mark.django_db
@pytest.mark.parametrize(("ending", "begin"), [("bib", "@misc{"), ("ris", "TY  - GEN"), ("txt", "Someone (2020)")])
def test_an_areas_sources_are_a_file_with_a_good_name(client: Client, ending: str, begin: str) -> None:
    sample_areas.area()

    response = client.get(f"/areas/listening/sources.{ending}")

    assert response.headers["Content-Disposition"] == f'attachment; filename="listening-sources.{ending}"'
    assert response.content.decode().startswith(begin)
    assert f'href="/areas/listening/sources.{ending}"' in client.get("/areas/listening/").content.decode()


@pytest.mark.django_db
def test_the_sources_of_saved_areas_are_one_file_without_duplicates(client: Client) -> None:
    isla = cast.isla()
    another = (*sample_areas.LISTENING.references, ReferenceSpec(text="Another (2021) Book."))
    for page in (
        sample_areas.area(),
        sample_areas.area(key="other", references=another),
        sample_areas.area(key="unsaved"),
    ):
        if page.slug != "unsaved":
            actions.save_area(page, reader=isla, now=cast.NOW)
    client.force_login(isla)

    written = client.get("/me/reading/sources.txt").content.decode()

    assert written.count("A book") == 1
    assert "Another (2021)" in written
    assert client.get("/me/reading/sources.exe").status_code == 404


@pytest.mark.django_db
def test_a_draft_gives_no_sources(client: Client) -> None:
    sample_areas.draft()

    assert client.get("/areas/draft/sources.bib").status_code == 404
