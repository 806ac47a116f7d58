"""Search: what is found, which misspellings are accepted, and what must never be found."""

from __future__ import annotations

import html
import itertools
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ettle.library import actions as library
from ettle.library.models import AreaPage, StatementPage
from ettle.library.tests import sample_areas
from ettle.people.tests import cast
from ettle.search import actions, queries
from ettle.search.models import SearchEntry
from ettle.search.queries import SearchResult, search_entries
from ettle.search.types.specs import PageSpec
from ettle.search.words import excerpts, query_terms, spelling, stems


def search(typed: str) -> SearchResult:
    return search_entries(typed, reader=AnonymousUser())


def titles_by_kind(query: str) -> dict[str, list[str]]:
    """kind -> titles, the best first."""
    kinds = search(query).kinds
    found = {kind: search_entries(query, reader=AnonymousUser(), kind=kind).hits for kind in kinds}
    return {kind: ["".join(piece.text for piece in hit.title) for hit in hits] for kind, hits in found.items()}


@pytest.mark.locks
def test_everything_that_is_published_is_found_by_kind(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)

    assert "Empowering" in titles_by_kind("empowering")["area"]
    assert "People in control" in titles_by_kind("I help people decide for themselves")["capability"]
    assert any(title.startswith("1.3 ") for title in titles_by_kind("1.3")["code"])
    assert titles_by_kind("ET-101")["badge"] == ["Management and leadership"]
    assert any("23 Things" in title for title in titles_by_kind("23 things")["reference"])
    assert titles_by_kind("privacy")["statement"]
    assert titles_by_kind("D5")["model"], "a node of the model by its key"
    assert titles_by_kind("self-directed support")["term"] == ["Self-directed support"]


@pytest.mark.locks
def test_entries_of_the_model_and_the_glossary_link_to_where_they_are(starter_search: None, client: Client) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)
    of_both = SearchEntry.objects.filter(kind__in=("model", "term"))
    assert of_both.filter(names__startswith="L").count() > 20
    assert of_both.filter(kind="term").count() == 26

    for entry in of_both.exclude(address__contains="#"):
        assert entry.title in html.unescape(client.get(entry.address).content.decode())
    pages: dict[str, str] = {}
    for entry in of_both.filter(address__contains="#"):
        address, _, anchor = entry.address.partition("#")
        page = pages.setdefault(address, client.get(address).content.decode())
        assert f'id="{anchor}"' in page


@pytest.mark.locks
def test_a_node_that_leaves_the_model_and_a_word_that_leaves_the_glossary_are_not_found(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)
    nodes = apps.get_model("framework", "LogicNode")._default_manager
    node = nodes.get(key="D5")
    glossary = StatementPage.objects.get(slug="glossary")

    nodes.filter(pk=node.pk).update(retired_at=cast.NOW)
    del glossary.body[next(n for n, block in enumerate(glossary.body) if block.value == "Capability")]
    glossary.save_revision().publish()
    actions.refresh_search()

    assert not SearchEntry.objects.filter(key=str(node.uuid)).exists()
    assert not SearchEntry.objects.filter(kind="term", title="Capability").exists()


@pytest.mark.locks
@pytest.mark.parametrize(
    "typed", ["empwering", "Emopwering", "empoweringg", "EMPOWERNIG", "empower", "empo", "émpowering", "empowered"]
)
def test_a_misspelt_word_is_corrected(db: None, typed: str) -> None:
    sample_areas.area(key="empower", title="Empowering")
    sample_areas.area()

    assert titles_by_kind(typed)["area"][0] == "Empowering"


@pytest.mark.locks
def test_titles_come_before_words_in_the_text(db: None) -> None:
    for place in range(3):
        sample_areas.area(
            key=f"passing-{place}", title="Another", body="## A\n\n" + "One word of supervision. " * (place + 1)
        )
    sample_areas.area(key="supervision", title="Supervision")

    assert titles_by_kind("supervision")["area"][0] == "Supervision"


@pytest.mark.locks
def test_results_with_only_some_of_the_words_say_so(db: None) -> None:
    sample_areas.area(title="Listening", body="## A\n\nListen with your whole body.\n")
    sample_areas.area(key="rota", title="The rota", body="## A\n\nWho works on Saturday.\n")

    some = search("what is said when listening on saturday")

    assert some.is_partial
    assert some.count


@pytest.mark.locks
def test_search_follows_what_is_published_changed_and_unpublished(db: None) -> None:
    page = sample_areas.area()
    assert titles_by_kind("listening")["area"] == ["Listening well"]

    page.title = "Hearing people out"
    page.save_revision().publish()
    assert titles_by_kind("hearing")["area"] == ["Hearing people out"]

    page.unpublish()
    assert titles_by_kind("hearing") == {}

    other = sample_areas.area(key="other")
    other.delete()
    assert titles_by_kind("listening") == {}


@pytest.mark.django_db
def test_a_draft_is_never_found() -> None:
    page = sample_areas.area()
    page.summary = "Zanzibar"
    page.save_revision()
    page.save()
    sample_areas.draft()
    AreaPage.objects.filter(pk=page.pk).update(summary="How to hear what is not said.")

    actions.rebuild_search(by=None, now=cast.NOW)

    assert titles_by_kind("zanzibar") == {}
    assert titles_by_kind("not yet finished") == {}


@pytest.mark.django_db
def test_what_people_write_and_who_they_are_is_never_found(starter_search: None) -> None:
    isla = cast.isla()
    library.save_area(AreaPage.objects.get(slug="empower"), reader=isla, now=cast.NOW)

    call_command("reindex", stdout=None, verbosity=0)

    all_words = " ".join(" ".join(row) for row in SearchEntry.objects.values_list("title", "names", "about", "text"))
    assert isla.email not in all_words
    assert isla.name not in all_words
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == set(SearchEntry.Kind.values)


@pytest.mark.django_db
def test_refreshing_the_index_writes_only_what_changed(
    starter_search: None, django_assert_max_num_queries: Any
) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    gone = SearchEntry.objects.filter(kind="area").first()
    assert gone is not None
    gone.delete()
    SearchEntry.objects.create(kind="badge", key="gone", title="Gone", address="/badges/gone/")

    actions.refresh_search()

    after = SearchEntry.objects.all()
    assert not after.filter(key="gone").exists()
    assert after.filter(kind="area", key=gone.key).exists()
    assert len(before - set(after.values_list("pk", flat=True))) == 1


HOSTILE = [
    '"', "'", "a OR b", "NEAR(a b)", "title:x", "*", "^a", "a*", "-a", "(", ")) OR ((", "\0", "a\0b", "%", "_", "\\",
    "'; DROP TABLE library_search; --", "<script>alert(1)</script>", "&", "|", "!", "a & | b", ":*", "x" * 10_000,
    " ".join(f"w{number}" for number in range(3_000)), "\ud7ff\U0010ffff", "ﬁ", "١٢٣", "İ", "a\u0301" * 300,
    "the of and", "🙂", "\u202e", "' || ''", "{", "}", "$$",
]  # fmt: skip


@pytest.mark.locks
def test_any_query_gets_an_answer(db: None, client: Client) -> None:
    sample_areas.area()

    for typed in HOSTILE:
        response = client.get("/search/", {"q": typed, "kind": typed[:20], "page": typed[:20]})
        assert response.status_code == 200, typed[:50]
        assert b"<script>alert" not in response.content


@given(st.text(max_size=250))
def test_terms_are_letters_and_digits_and_few(typed: str) -> None:
    parsed = query_terms.choose_terms(query_terms.parse_query(typed))

    assert len(parsed) <= query_terms.MAX_TERMS
    assert all(word.isalnum() and 0 < len(word) <= stems.MAX_WORD_LENGTH for term in parsed for word in term.words)


def count_edits(word: str, other: str) -> int:
    """The edit distance: a letter changed, missing, added, or two swapped. A plain version to compare with."""
    rows, columns = range(len(word) + 1), range(len(other) + 1)
    table = [[row + column for column in columns] for row in rows]
    for row, column in itertools.product(rows[1:], columns[1:]):
        is_wrong = word[row - 1] != other[column - 1]
        ways = [table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + is_wrong]
        if row > 1 and column > 1 and word[row - 2 : row] == other[column - 1] + other[column - 2]:
            ways.append(table[row - 2][column - 2] + 1)
        table[row][column] = min(ways)
    return table[-1][-1]


LETTERS = st.text("abcd", min_size=1, max_size=9)


@given(LETTERS, st.lists(LETTERS, max_size=8, unique=True))
def test_the_nearest_words_are_those_with_the_fewest_edits(typed: str, known: list[str]) -> None:
    edits = {word: count_edits(typed, word) for word in known}
    accepted = {word: count for word, count in edits.items() if count <= spelling.allowed_edits(typed)}

    nearest = spelling.nearest_words(typed, known, most=8)

    assert set(nearest) == {word for word, count in accepted.items() if count == min(accepted.values())}


@pytest.mark.parametrize(("word", "other"), [("lead", "laed"), ("lead", "led"), ("lead", "leads"), ("lead", "load")])
def test_one_edit_counts_as_one(word: str, other: str) -> None:
    assert count_edits(word, other) == 1
    assert spelling.nearest_words(other, [word, "xxxx"]) == [word]


@given(st.text(max_size=400), st.lists(st.text("abcdef", min_size=1, max_size=6), max_size=3))
def test_marking_changes_no_letter(text: str, looked_for: list[str]) -> None:
    assert "".join(piece.text for piece in excerpts.Marker(looked_for).mark(text)) == text


def test_a_stop_word_without_its_apostrophe_is_not_corrected(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)

    assert search("manager dont listen").corrected == {}


@pytest.mark.django_db
def test_the_page_marks_matches_and_says_what_it_corrected(client: Client) -> None:
    sample_areas.area(body="## A\n\nThe kettle & the handover.\n")

    words = client.get("/search/?q=handovr").content.decode()

    assert "Showing results for" in words
    assert "<strong>handover</strong>" in words
    assert "kettle &amp; the <mark>handover</mark>" in words


@pytest.mark.django_db
def test_many_results_of_a_kind_are_split_into_pages(client: Client) -> None:
    for place in range(21):
        sample_areas.area(key=f"a-{place}", title=f"Kindness {place}")

    first = client.get("/search/?q=kindness").content.decode()
    second = client.get("/search/?q=kindness&kind=area&page=2").content.decode()

    assert 'href="/search/?q=kindness&amp;page=2"' in first
    assert second.count("<mark>Kindness</mark>") == 1


@pytest.mark.django_db
def test_finding_nothing_says_what_to_try(client: Client) -> None:
    words = client.get("/search/?q=xylophone").content.decode()

    assert "No results for" in words
    assert "All areas from A to Z" in words


@pytest.mark.django_db
def test_a_search_costs_at_most_ten_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    sample_areas.area()
    client.force_login(cast.isla())
    client.get("/search/")

    with django_assert_max_num_queries(10):
        client.get("/search/?q=lisening wel doorstp xqxqxq wat is ther zzzzzzz")


@pytest.mark.locks
@pytest.mark.parametrize(
    ("typed", "never"),
    [
        ("bullying", "building"),
        ("autism", "auto"),
        ("medication", "mediation"),
        ("sepsis", "basis"),
        ("rotas", "notes"),
    ],
)
def test_a_real_word_is_never_turned_into_another(db: None, typed: str, never: str) -> None:
    sample_areas.area(key="other", title=never.title(), body=f"## A\n\nAll about {never}.\n")

    found = search(typed)

    assert found.corrected == {}
    assert found.count == 0


@pytest.mark.locks
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("self-assessment", "selfassessment"), ("self-assessment", "self assessment"),
        ("e-mail", "email"), ("email", "e-mail"), ("1,500", "1500"), ("ET-204", "ET204"), ("ET-204", "et 204"),
        ("organisation", "organization"), ("behaviour", "behavior"), ("people’s", "peoples"),
        ("whistleblowing", "whistle blowing"), ("co-production", "coproduction"),
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written(starter_search: None, written: str, typed: str) -> None:
    sample_areas.area(key="other", title=f"About {written} zebra", body="## A\n\nSomething.\n")

    assert any("zebra" in title for title in titles_by_kind(f"{typed} zebra").get("area", [])), written


@pytest.mark.django_db
def test_pages_that_a_person_may_not_open_are_not_found(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)

    def addresses(reader: Any) -> set[str]:
        return {hit.address for hit in search_entries("logo and colours", reader=reader).hits}

    assert "/manage/brand/" not in addresses(AnonymousUser())
    assert "/manage/brand/" not in addresses(cast.isla())
    assert "/manage/brand/" in addresses(cast.dougal())


@pytest.mark.django_db
def test_every_tool_that_search_finds_is_a_page_that_opens(starter_search: None, client: Client) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)
    tools: Any = SearchEntry.objects.filter(kind="tool")

    assert tools.count() > 30
    for person in (cast.dougal(), cast.bashir()):
        client.force_login(person)
        tools = [tool for tool in tools if client.get(tool.address).status_code not in {200, 302}]
    assert tools == []


@pytest.mark.django_db
def test_new_phrases_of_the_guide_reach_pages_that_have_not_changed(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)
    guide = queries.find_guide_file("tools")
    assert guide is not None
    assert titles_by_kind("quokka") == {}

    page = PageSpec(address="/areas/resil/", phrases=("quokka",))
    actions.put_guide(guide.replace(pages=(page,)), by=None, now=cast.NOW)
    actions.refresh_search()

    assert titles_by_kind("quokka") == {"area": ["Resilience"]}
    assert titles_by_kind("quoka") == {"area": ["Resilience"]}


@pytest.mark.django_db
def test_a_search_that_finds_nothing_has_no_empty_list(client: Client) -> None:
    page = client.get("/search/?q=zzqq").content.decode()

    assert "No results for" in page
    assert 'class="plain hits"' not in page


@pytest.mark.django_db
def test_a_search_that_finds_nothing_leads_to_help_and_to_urgent_help(client: Client) -> None:
    way_on = client.get("/search/?q=zzqq").content.decode().partition('id="instead"')[2]

    assert 'href="/statements/help/"' in way_on
    assert 'href="/urgent-help/"' in way_on
