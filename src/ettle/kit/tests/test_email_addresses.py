"""Email addresses as people type and paste them."""

from __future__ import annotations

import time

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ettle.kit.forms.fields import EmailAddressField
from ettle.kit.values.email_addresses import clean_address, is_same_mailbox, is_valid_address, parse_mailboxes

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True)
GOOD = st.builds("{}@{}.org".format, NAMES, NAMES)
WRITTEN = st.sampled_from([
    "{}", "<{}>", "'{}'", '"{}"', "mailto:{}", "<mailto:{}>", "{}.", "\u200b{}", "{}\ufeff", "Ruth Bell <{}>",
    "Bell, Ruth <{}>", '"Bell, Ruth" <{}>', "Ruth Bell {}", "{} (Ruth Bell)", "{0}<mailto:{0}>", "[Ruth](mailto:{})",
])  # fmt: skip
BETWEEN = st.sampled_from(["\n", "\r\n", ", ", ";", "; ", "\t", " \n\n ", "\u2028", ",", "\uff1b", "\u3001"])
THREE = [("Ruth Bell", "ruth.bell@example.org"), ("Isla Reid", "isla.reid@example.org"), ("", "tom@example.org")]


def people_of(text: str) -> list[tuple[str, str]]:
    people, problems = parse_mailboxes(text)
    assert problems == []
    return [(person.name, person.address) for person in people]


@given(st.lists(st.tuples(GOOD, WRITTEN, BETWEEN), max_size=30))
def test_every_address_is_one_person_in_order_however_it_is_written(pieces: list[tuple[str, str, str]]) -> None:
    text = "".join(written.format(address) + between for address, written, between in pieces)

    people, problems = parse_mailboxes(text)

    assert [person.address for person in people] == [address for address, _, _ in pieces]
    assert problems == []
    assert all("@" not in person.name for person in people)


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Bell <ruth.bell@example.org>\nIsla Reid <isla.reid@example.org>\ntom@example.org",
        "Bell, Ruth <ruth.bell@example.org>; Reid, Isla <isla.reid@example.org>; tom@example.org",
        '"Bell, Ruth" <ruth.bell@example.org>, "Reid, Isla" <isla.reid@example.org>, tom@example.org',
        "Bell, Ruth <ruth.bell@example.org>, Reid, Isla <isla.reid@example.org>, tom@example.org",
        "Bell,Ruth<ruth.bell@example.org>,Reid,Isla<isla.reid@example.org>,<tom@example.org>",
        "Ruth Bell\truth.bell@example.org\nIsla Reid\tisla.reid@example.org\n\ttom@example.org",
        "Ruth\tBell\truth.bell@example.org\nIsla\tReid\tisla.reid@example.org\ntom@example.org\t",
        "ruth.bell@example.org\tRuth Bell\nisla.reid@example.org\tIsla Reid\ntom@example.org",
        "Ruth,Bell,ruth.bell@example.org\nIsla,Reid,isla.reid@example.org\n,,tom@example.org",
        "Ruth Bell ruth.bell@example.org\nIsla Reid isla.reid@example.org\ntom@example.org.",
        "To: Ruth Bell <ruth.bell@example.org>; Isla Reid <isla.reid@example.org>\nCc: tom@example.org",
        "1. Ruth Bell: ruth.bell@example.org\n2. Isla Reid: isla.reid@example.org\n3. tom@example.org",
        "• Ruth Bell – ruth.bell@example.org\r\n• Isla Reid – isla.reid@example.org\r\n• tom@example.org",
        "Ruth Bell <ruth.bell@example.org> Isla Reid <isla.reid@example.org> tom@example.org",
        "Ruth Bell <mailto:ruth.bell@example.org>; Isla Reid <mailto:isla.reid@example.org?cc=a>; tom@example.org",
        "‘Ruth Bell’ <ruth.bell@example.org>\uff1b\u2018Isla Reid\u2019 <isla.reid@example.org>\uff1b‘tom@example.org’",
        "\ufeffRuth Bell <ruth.bell\u00ad@example.org>\u2028Isla\u2009Reid <isla.reid@example.org>;tom@example.org",
        "Ruth Bell <ruth.bell\uff20example.org>\nIsla Reid <isla.reid@example\uff0eorg>\ntom@example.org",
    ],
    ids=str,
)
def test_three_people_are_found_as_email_programs_and_spreadsheets_write_them(text: str) -> None:
    assert people_of(text) == THREE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BELL, Ruth (Elm House) <r@example.org>", "Ruth BELL (Elm House)"),
        ("O'Brien, Mary <r@example.org>", "Mary O'Brien"),
        ("van der Berg, Anna Maria <r@example.org>", "Anna Maria van der Berg"),
        ("r@example.org <r@example.org>", ""),
        ("r@example.org<mailto:r@example.org>", ""),
        ("علی‌رضا <r@example.org>", "علی‌رضا"),
        ("Ruth \u202egnol\u202c Bell <r@example.org>", "Ruth gnol Bell"),
        ("ruth bell; r@example.org", "ruth bell"),
    ],
)
def test_a_name_is_as_it_is_spoken(text: str, name: str) -> None:
    assert people_of(text) == [(name, "r@example.org")]


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ("a@b.org\nx\n", 2, "x"),
        ("\n\n@", 3, "@"),
        ("a@b.org;;c d; e@b.org; f g", 1, "f g"),
        ("<>", 1, "<>"),
        ("Ruth Bell, Tom Kay, Isla Reid <i@b.org>", 1, "Ruth Bell"),
        ("ruth at example", 1, "ruth at example"),
        ("Ruth Bell <ruth@home> tom@b.org", 1, "ruth@home"),
        ("r@b <ruth@b.org>", 1, "r@b"),
    ],
)
def test_what_is_no_persons_is_a_problem_on_its_line(text: str, line: int, piece: str) -> None:
    _, problems = parse_mailboxes(text)

    assert [problem.path for problem in problems] == [str(line)]
    assert f"Line {line}: ‘{piece}’ is not an email address" in problems[0].words


def test_an_address_that_is_too_long_is_a_problem() -> None:
    _, problems = parse_mailboxes("a" * 300 + "@b.org")

    assert [problem.words for problem in problems] == ["Line 1: An email address has 254 characters at most"]


@given(st.text(max_size=300))
def test_nothing_is_dropped_without_a_word(text: str) -> None:
    people, problems = parse_mailboxes(text)

    assert all("@" not in person.name and is_valid_address(person.address) for person in people)
    if any(letter.isalnum() and letter not in "\u115f\u1160\u3164\uffa0" for letter in text):
        assert people or problems
    assert len(people) + len(problems) >= sum("@" in line for line in text.splitlines())


@pytest.mark.parametrize("unit", ["<", '"', "@", "a", "(", " ", "a@b.org ", "<a@b>", ",", ";", "\u200b", "a,", '"<'])
def test_a_hostile_list_is_read_within_a_second(unit: str) -> None:
    began = time.process_time()

    parse_mailboxes((unit * 60_000)[:60_000] + "x")

    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "typed",
    [
        " ruth@example.org ",
        "ruth@example.org.", "'ruth@example.org'", "<ruth@example.org>", "mailto:ruth@example.org",
        "MAILTO:ruth%40example.org?subject=Hello", "Ruth Bell <ruth@example.org>", "ruth\u200b@example.org",
        "ruth@example.org\u00a0", "\ufeffruth@example.org", "ruth@exam\u00adple.org", "\uff52uth\uff20example.org",
        "‘ruth@example.org’", "ruth@example.org,", "\u202aruth@example.org\u202c",
    ],
)  # fmt: skip
def test_a_field_takes_an_address_as_it_is_pasted(typed: str) -> None:
    assert clean_address(typed) == "ruth@example.org"
    assert EmailAddressField().clean(typed) == "ruth@example.org"


def test_a_browser_cuts_nothing_off_an_address() -> None:
    assert "maxlength" not in str(EmailAddressField().widget.attrs)


@pytest.mark.parametrize("typed", ["ruth", "ruth@", "a@example.org b@example.org", "a@b.org; c@b.org", "x" * 400])
def test_a_field_still_refuses_what_is_not_one_address(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        EmailAddressField().clean(typed)


def test_a_tag_and_the_letter_case_do_not_make_another_mailbox() -> None:
    assert is_same_mailbox("Isla+boss@Example.org", "isla@example.org")
    assert not is_same_mailbox("isla@example.org", "isla@example.net")
    assert not is_same_mailbox("+a@example.org", "+b@example.org")
