"""What the privacy check finds in single sentences, and that no text makes it slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.texts import queries as texts
from ettle.texts.privacy import check


def found_words(text: str) -> list[str]:
    return [finding.words for finding in texts.find_personal_details(text)]


def found_kinds(text: str) -> set[str]:
    return {finding.kind for finding in texts.find_personal_details(text)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I asked Mrs Doyle how she was.", ["Mrs Doyle"]),
        ("Then Dr. Patel came in.", ["Dr. Patel"]),
        ("I rang Ann about it.", ["Ann"]),
        ("I saw Callum’s plan.", ["Callum"]),
        ("went to see margaret this morning", ["margaret"]),
        ("Agnieszka opened the door.", ["Agnieszka"]),
        ("wee jimmy had a fall", ["wee jimmy"]),
        ("text from mr b's wife", ["mr b"]),
        ("My resident Dot loves the radio.", ["Dot"]),
        ("my colleague JB said no", ["JB"]),
        ("told mark that it was late", ["mark"]),
        ("Oluwaseun is new. On Monday Seun was late.", ["Oluwaseun", "Seun"]),
        ("I met P.K. at the door", ["P.K."]),
        ("chrissie macleod sang", ["chrissie macleod"]),
        ("Then Zofia Wiśniewska came", ["Zofia Wiśniewska"]),
        ("ritas coat was gone", ["ritas"]),
    ],
)
def test_names_of_people_are_found_as_workers_type_them(text: str, found: list[str]) -> None:
    assert found_words(text) == found


@pytest.mark.parametrize(("text", "more"), [("Call 07700 900123.", 0), ("Call 07700 900123, or 07700 900123.", 1)])
def test_a_number_that_two_rules_find_is_in_one_place(text: str, more: int) -> None:
    (listed,) = texts.list_findings(text)

    assert listed.more_places == more


def test_a_name_found_once_is_found_everywhere() -> None:
    (finding,) = texts.find_personal_details("I saw Grace. Then grace said she was ok, and I told her that grace won.")

    assert [finding.words, len(finding.places)] == ["Grace", 3]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She was born on 12/03/1948.", "date"),
        ("DOB 3/4/41", "date"),
        ("It was the 12th of March 1948 again.", "date"),
        ("he went home on 14 feb", "date"),
        ("nobody came since the 19th", "date"),
        ("He lives at 4 Elm Road now.", "address"),
        ("flat 2/1 14 High st", "address"),
        ("she stays at number 12", "address"),
        ("The letter said KY1 2AB on top.", "postcode"),
        ("it was G31 2 something", "postcode"),
        ("out by PA61 way", "postcode"),
        ("Ring 01592 123456 today.", "phone"),
        ("Ring +44 7700 900123 today.", "phone"),
        ("Write to ann.doyle@example.org soon.", "email"),
        ("We went to Rowan House together.", "service"),
        ("i was in sunnybrae nursing home", "service"),
        ("he is on ward 12", "ward"),
        ("in the Bluebell wing", "ward"),
        ("The form had AB 12 34 56 C on it.", "ni"),
        ("nino qq123456c", "ni"),
        ("Her number is 010180 1234 in there.", "chi"),
        ("NHS number 943 476 5919", "nhs"),
        ("a blue car SF09 WVU", "plate"),
        ("she is @lady_jeanie47 there", "handle"),
        ("his insta is bigmacca99", "handle"),
        ("case number 20231187", "case"),
        ("datix W104562", "case"),
        ("SW/2024/0456", "case"),
    ],
)
def test_numbers_and_places_are_found(text: str, kind: str) -> None:
    assert kind in found_kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "He is 97, on the island of Coll, and he has motor neurone disease.",
        "I'm the only male nurse on the island.",
        "her son is the doctor in our village",
        "The boy had been in the papers after the fire at the school in Buckhaven.",
        "He's the ex provost and people in Brechin ask about him.",
    ],
)
def test_details_that_point_to_one_person_together_are_found(text: str) -> None:
    assert "combination" in found_kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "I asked what mattered. Then I changed the plan.",
        "On Monday in March I used the SSSC Codes of Practice.",
        "“Do you want to do this with me?” I said: Yes.",
        "- First I listened.\n- Then I asked.",
        "In Scotland we speak English and Gaelic at Christmas.",
        "The MAR chart on Teams, Duty of Candour and the Care Inspectorate.",
        "i will mark it and hope that april and may are better",
        "24/7, 1:1, 2 tablets, 1/2 an hour, 8/10 and 30 minutes",
        "She put on her jeans. Patience is a skill.",
        "",
    ],
)
def test_ordinary_words_are_not_findings(text: str) -> None:
    assert found_words(text) == []


def test_words_that_the_writer_cleared_are_not_found_again() -> None:
    assert texts.find_personal_details("I asked Mrs Doyle.", frozenset({"mrs doyle"})) == []


def test_a_finding_has_its_sentence_and_a_question() -> None:
    (finding,) = texts.find_personal_details("It was late. I asked Mrs Doyle about tea. She said no.")

    assert finding.sentence == "I asked Mrs Doyle about tea."
    assert finding.question.startswith("Is this a real name?")


@given(st.text(max_size=400))
def test_every_finding_is_in_the_text(text: str) -> None:
    findings = texts.find_personal_details(text)

    assert len(findings) <= texts.MAX_FINDINGS
    for finding in findings:
        parts = [text[start:end] for start, end in finding.places]
        assert all(parts)
        assert finding.words == (" … ".join(parts) if finding.kind == "combination" else parts[0])


@pytest.mark.parametrize(
    "text",
    [
        "A" * 40_000,
        "Ab " * 13_000,
        "1 " * 20_000,
        "a@" * 20_000,
        "Mr " * 13_000,
        "a_" * 20_000,
        "1/2 " * 10_000,
        "12 a b c " * 4_000,
        "the only " * 4_000,
        "was in the papers " * 2_000,
    ],
)
def test_no_text_makes_the_check_slow(text: str) -> None:
    began = time.process_time()

    texts.find_personal_details(text)

    assert time.process_time() - began < 5  # a check that grows with the square of the text takes minutes


def test_a_text_is_checked_once_and_no_word_of_it_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "I saw Grace Okafor, aged 81, who won the village lottery in Aberlour."
    found = texts.find_personal_details(text)
    monkeypatch.setattr(check, "find_places", lambda text: pytest.fail("checked again"))

    assert texts.find_personal_details(text) == found
    assert found
    assert "Grace" not in repr(check._recent_texts)
    assert texts.find_personal_details(text, frozenset(finding.words for finding in found)) == []


def test_a_process_remembers_the_last_texts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "REMEMBERED_TEXTS", 3)
    monkeypatch.setattr(check, "_recent_texts", {})

    for number in range(5):
        texts.find_personal_details(f"Text {number}")

    assert len(check._recent_texts) == 3
