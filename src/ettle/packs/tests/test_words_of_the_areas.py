"""What every area of the starter pack owes its reader: all its parts, plain words, an honest length, whole links."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest
from django.test import Client

from ettle.library.content_checks import readability
from ettle.library.markup import block_markdown
from ettle.library.types.specs import AreaSpec, linked_addresses
from ettle.packs.reader.pack_reader import find_source_files, read_pack
from ettle.packs.tests.starter_rows import STARTER

HARDEST_GRADE = 8  # A reader of about 13.
LONGEST_SENTENCE = 35
SHORTEST_SHARED = 10
# Sentences that several areas share on purpose.
SHARED_SENTENCES = {
    "this link is our suggestion made for the 2024 edition",
    "in the numbers we have read the codes do not name leadership",
    "this is a way of thinking about how leadership may help",
    "the people who run this site check them before they publish them",
}
NOT_BRITISH = re.compile(
    r"\b(\w{3,}iz(?:e|ed|es|ing|ation)|behaviors?|colors?|favors?|honors?|labors?|neighbors?|centers?"
    r"|counsel(?:ed|ing)|travel(?:ed|ing)|program|fulfill|enroll|defense|offense|gotten|mom)\b",
    re.I,
)
ILLUSTRATIONS = {"definition", "example", "reveal", "quotation"}


KEYS = sorted(path.stem for path in (STARTER / "areas").glob("*.md"))


@cache
def areas() -> dict[str, AreaSpec]:
    sources, _problems = find_source_files(STARTER)
    specs = [page.spec for page in read_pack(sources, []).pages]
    return {spec.key: spec for spec in specs if isinstance(spec, AreaSpec)}


def role_paragraphs(spec: AreaSpec) -> dict[str, str]:
    return {role: spec.role_paragraphs[role] for role in spec.roles}


def texts(spec: AreaSpec) -> list[str]:
    return [spec.summary, spec.body, *role_paragraphs(spec).values(), spec.try_this, spec.reflection]


def sentences(markdown: str) -> list[str]:
    """Sentences as a reader meets them; a heading, an item of a list and a cell of a table end one."""
    apart = re.sub(r"^(:::.*|\|[-| :]+\|)$", "\n", markdown, flags=re.M)
    apart = re.sub(r"^([-*]|\d+\.|#+) ", "\n\n", apart.replace("|", "\n\n"), flags=re.M)
    pieces = re.split(r"(?<=[.!?])[”’)*]*\s+|\n\s*\n", readability.strip_markdown(apart))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def words(sentence: str) -> list[str]:
    return re.findall(r"[a-z0-9’'-]+", sentence.lower())


@pytest.mark.parametrize("key", KEYS)
def test_an_area_has_all_its_parts(key: str) -> None:
    spec = areas()[key]
    kinds = [kind for kind, _ in block_markdown.parse_blocks(spec.body)]

    assert kinds.count("heading") >= 4
    assert kinds.count("roles") == 1
    assert "comparison" in kinds
    assert ILLUSTRATIONS & set(kinds)
    assert spec.try_this.strip()
    assert spec.reflection.rstrip().endswith("?")
    assert spec.references
    assert spec.alignments
    assert len(readability.find_addresses(spec.body)) >= 2


@pytest.mark.parametrize("key", KEYS)
def test_an_area_has_an_opening_and_examples_from_four_settings(key: str) -> None:
    spec = areas()[key]
    kinds = [kind for kind, _ in block_markdown.parse_blocks(spec.body)]
    lengths = {setting: len(text.split()) for setting, text in spec.setting_examples.items()}

    assert all([spec.group, spec.outcome, spec.drawing, spec.in_short, spec.act, spec.question])
    assert kinds.count("settings") == 1
    assert {*lengths} >= {"care-home", "care-at-home", "residential-childcare", "housing-support"}
    assert {setting: length for setting, length in lengths.items() if not 35 <= length <= 75} == {}


@pytest.mark.parametrize("key", KEYS)
def test_a_check_cannot_be_answered_by_its_shape(key: str) -> None:
    """A reader who looks only for the longest answer, or for one place in the list, is wrong at least once."""
    checks = areas()[key].checks
    right = [next(place for place, option in enumerate(check.options) if option.right) for check in checks]
    lengths = [[len(option.text) for option in check.options] for check in checks]
    longest = [row.index(max(row)) for row in lengths]

    assert len(checks) >= 2
    assert len(set(right)) > 1
    assert right != longest


@pytest.mark.parametrize("key", KEYS)
def test_an_area_takes_the_minutes_it_says(key: str) -> None:
    spec = areas()[key]

    assert 5 <= spec.minutes <= 12
    assert abs(readability.reading_minutes(readability.count_words(spec)) - spec.minutes) <= 1


@pytest.mark.parametrize("key", KEYS)
def test_each_role_gets_a_paragraph_of_its_own(key: str) -> None:
    lengths = {role: len(text.split()) for role, text in role_paragraphs(areas()[key]).items()}

    assert {role: length for role, length in lengths.items() if not 70 <= length <= 150} == {}


@pytest.mark.parametrize("key", KEYS)
def test_an_area_reads_easily(key: str) -> None:
    spec = areas()[key]
    parts = {"body": spec.body, "roles": "\n\n".join(role_paragraphs(spec).values()), "try": spec.try_this}

    assert {
        part: readability.reading_grade(text)
        for part, text in parts.items()
        if readability.reading_grade(text) > HARDEST_GRADE
    } == {}
    assert [
        sentence for text in texts(spec) for sentence in sentences(text) if len(sentence.split()) > LONGEST_SENTENCE
    ] == []
    assert [match[0] for text in texts(spec) for match in NOT_BRITISH.finditer(text)] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_link_to_the_codes_is_said_to_be_ours(key: str) -> None:
    body = " ".join(areas()[key].body.split())

    if re.search(r"\bCodes? [1-6]\.\d", body):
        assert "our suggestion" in body


def test_no_two_areas_say_the_same_sentence() -> None:
    keys_by_sentence = defaultdict(set)
    for key, spec in areas().items():
        for text in texts(spec):
            for sentence in map(words, sentences(text)):
                if len(sentence) >= SHORTEST_SHARED:
                    keys_by_sentence[" ".join(sentence)].add(key)

    assert {
        sentence: keys
        for sentence, keys in keys_by_sentence.items()
        if len(keys) > 1 and sentence not in SHARED_SENTENCES
    } == {}


@pytest.mark.usefixtures("starter_pack")
def test_every_link_in_an_area_leads_somewhere(client: Client) -> None:
    linked = defaultdict(set)
    for key, spec in areas().items():
        for _path, address in linked_addresses(spec):
            linked[address].add(key)

    lost = {address: client.get(address) for address in linked}

    assert {address: linked[address] for address, page in lost.items() if not _leads(page)} == {}


def _leads(page: object) -> bool:
    """A page, or the way to sign in, which a visitor meets before pages of their own."""
    status = getattr(page, "status_code", 0)
    return status == 200 or (status == 302 and "/sign-in/" in getattr(page, "url", ""))
