"""What every badge of the starter pack owes its reader: its parts, a standard with examples, plain words, a picture."""

from __future__ import annotations

import re
from functools import cache

import pytest

from ettle.activities.types.badge_files import BadgeFileSpec
from ettle.badges.types.specs import CriterionSpec
from ettle.library.content_checks import readability
from ettle.packs.reader.pack_reader import find_source_files, read_pack
from ettle.packs.tests.starter_rows import STARTER
from ettle.packs.tests.test_words_of_the_areas import LONGEST_SENTENCE, NOT_BRITISH, sentences

HARDEST_GRADE = 8  # A reader of about 13.
# An accepted example is at least this share of what the criterion asks for: shorter would contradict the page.
SHORTEST_EXAMPLE = 0.4
NUMBERS = sorted(path.stem.upper() for path in (STARTER / "badges").glob("*.yaml"))
CAPABILITIES = [f"ET-20{place}" for place in range(1, 7)]
# The names of people, and the details that could point to one, do not belong into an example.
NAMED = re.compile(r"\b(Mrs?|Ms|Miss|Dr) [A-Z]|\b\d{1,2} (January|February|March|April|May|June|July|August)\b")


@cache
def badges() -> dict[str, BadgeFileSpec]:
    sources, _problems = find_source_files(STARTER)
    specs = [page.spec for page in read_pack(sources, []).pages]
    return {spec.number: spec for spec in specs if isinstance(spec, BadgeFileSpec)}


def texts_of(criterion: CriterionSpec) -> list[str]:
    """What a learner reads of a criterion, without the examples."""
    return [criterion.question, criterion.hint, criterion.shows_met, criterion.not_yet_when]


def answers(number: str) -> list[CriterionSpec]:
    return [criterion for criterion in badges()[number].criteria if criterion.kind == "text"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_badge_has_all_its_parts(number: str) -> None:
    spec = badges()[number]

    assert all([spec.summary, spec.why, spec.not_accepted, spec.assessor_guidance, spec.alignments, spec.emblem])
    assert spec.minutes >= 20
    assert len(spec.criteria) >= 2
    assert (spec.order == "evidence") == (not spec.activities)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_accepted_example_is_about_as_long_as_the_criterion_asks(number: str) -> None:
    lengths = {c.title: (len(c.met_example.split()), c.about_words, c.max_words) for c in answers(number)}

    assert {
        title: found for title, found in lengths.items() if not found[1] * SHORTEST_EXAMPLE <= found[0] <= found[2]
    } == {}


@pytest.mark.parametrize("number", NUMBERS)
def test_an_example_names_no_one(number: str) -> None:
    examples = [text for c in answers(number) for text in (c.met_example, c.not_yet_example)]

    assert [match[0] for text in examples for match in NAMED.finditer(text)] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_badge_reads_easily(number: str) -> None:
    spec = badges()[number]
    asked = "\n\n".join(text for criterion in spec.criteria for text in texts_of(criterion))
    about = "\n\n".join([spec.summary, spec.why, spec.not_accepted])
    every = [spec.summary, spec.why, spec.not_accepted, spec.assessor_guidance]
    every += [text for c in spec.criteria for text in (*texts_of(c), c.met_example, c.not_yet_example)]

    assert readability.reading_grade(about) <= HARDEST_GRADE
    assert readability.reading_grade(asked) <= HARDEST_GRADE
    assert [
        sentence
        for text in every
        for sentence in sentences(text.replace(";", ".\n\n").replace("\n", "\n\n"))
        if len(sentence.split()) > LONGEST_SENTENCE
    ] == []
    assert [match[0] for text in every for match in NOT_BRITISH.finditer(text)] == []


def test_no_two_badges_have_the_same_picture() -> None:
    emblems = [spec.emblem for spec in badges().values()]

    assert len(emblems) == len(set(emblems))


def test_the_capability_badges_are_collected_by_one_badge() -> None:
    collection = badges()["ET-210"]

    assert [prerequisite.badge for prerequisite in collection.prerequisites] == CAPABILITIES
    assert all(prerequisite.required for prerequisite in collection.prerequisites)


def test_the_badges_for_middle_managers_are_those_whose_domain_is_known() -> None:
    """Domains 6 and 8 are open (SOURCES.md): nothing is made up for them."""
    managers = [number for number in badges() if number.startswith("ET-6")]

    assert sorted(managers) == ["ET-601", "ET-602", "ET-603", "ET-604", "ET-605", "ET-607", "ET-609"]
    assert all([p.badge for p in badges()[number].prerequisites] == ["ET-104"] for number in managers)
    assert all(len(badges()[number].criteria) == 5 for number in managers)


def test_citizen_leadership_has_an_easy_read_version_of_every_question() -> None:
    spec = badges()["ET-401"]

    assert len(spec.easy_read.splitlines()) >= 5
    lines = [line for text in (spec.easy_read, *(c.easy_read for c in spec.criteria)) for line in text.splitlines()]
    assert all(criterion.easy_read for criterion in spec.criteria)
    assert [line for line in lines if len(line.split()) > 16] == []


def test_only_the_yearly_badge_expires() -> None:
    assert {n: s.valid_for_months for n, s in badges().items() if s.valid_for_months} == {"ET-501": 12}
