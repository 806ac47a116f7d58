"""What each row of a file of people is: two hundred rows, each with what is said about it."""

from __future__ import annotations

from collections import Counter

import pytest

from ettle.kit.input.spreadsheets import TableRow
from ettle.people.bulk.columns import find_columns
from ettle.people.bulk.row_checks import find_unusual_domains
from ettle.people.bulk.row_spec import FAULTS, WARNINGS, RowContext, describe_codes, read_row

CONTEXT = RowContext(organisations={"rowan house": 7, "rowan-house": 7}, fixed=None)
GOOD = {"email": "ruth@example.org", "name": "Ruth Bell", "role": "", "organisation": "Rowan House"}

ADDRESSES = {
    "ruth@example.org": "ruth@example.org",
    "RUTH@Example.ORG": "ruth@example.org",
    "  ruth@example.org  ": "ruth@example.org",
    "mailto:ruth@example.org": "ruth@example.org",
    "Ruth Bell <ruth@example.org>": "ruth@example.org",
    "<ruth@example.org>": "ruth@example.org",
    "'ruth@example.org'": "ruth@example.org",
    "ruth@example.org.": "ruth@example.org",
    "ruth@example.org;": "ruth@example.org",
    "ruth.o'neill@example.org": "ruth.o'neill@example.org",
    "ruth+work@example.org": "ruth+work@example.org",
    "ruth\uff20example.org": "ruth@example.org",
    "ru\u200bth@example.org": "ruth@example.org",
    "ruth\u00a0@example.org": "",
    "": "missing",
    "ruth": "",
    "ruth@": "",
    "@example.org": "",
    "ruth@example": "",
    "ruth@example..org": "",
    "ruth at example.org": "",
    "ruth@exam ple.org": "",
    "ruth@example.org, tom@example.org": "",
    "ruth@@example.org": "",
    "=cmd|' /C calc'!A0": "",
    "n/a": "",
    "-": "",
    "x" * 250 + "@example.org": "",
}
NAMES = {
    "Ruth Bell": "", "": "", "Zoë O’Neill": "", "Anne-Marie St. John": "", "李小龍": "", "محمد علي": "", "X": "",
    "Nguyễn Thị Minh": "", "R. J. Bell": "", "Ruth Bell (Elm House)": "", "x" * 120: "",
    "x" * 121: "name_long", "http://example.org": "name_invalid", "ruth@example.org": "name_invalid",
    "www.example.org": "name_invalid", "example.org": "name_invalid", "=1+1": "name_invalid",
    "0131 496 0000": "name_invalid", "Ruth\u202eBell": "name_invalid", "<b>Ruth</b>": "name_invalid",
    "Ruth | Bell": "name_invalid", "Ruth_Bell": "name_invalid",
}  # fmt: skip
ROLES = {
    "": "learner", "learner": "learner", "Learner": "learner", "LEARNERS": "learner", "learns": "learner",
    "Staff": "learner", "member": "learner", "assessor": "assessor", "Assessors": "assessor", "Reviewer": "assessor",
    "lead": "lead", "Organisation lead": "lead", "organization lead": "lead", "manager": "", "admin": "",
    "administrator": "", "learner, assessor": "", "yes": "", "1": "", "=learner": "",
}  # fmt: skip
ORGANISATIONS = {"Rowan House": "", "ROWAN HOUSE": "", "rowan-house": "", "": "organisation_missing",
    "Rowan": "organisation_unknown", "Larch Care": "organisation_unknown", "=A1": "organisation_unknown"}  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), ADDRESSES.items())
def test_an_address_as_people_paste_it(cell: str, expected: str) -> None:
    person, faults = read_row({**GOOD, "email": cell}, CONTEXT)

    if "@" in expected:
        assert person is not None
        assert person.email == expected
    else:
        assert faults == ["email_missing" if expected else "email_invalid"]


@pytest.mark.parametrize(("cell", "fault"), NAMES.items())
def test_a_name_of_every_script_but_nothing_else(cell: str, fault: str) -> None:
    assert read_row({**GOOD, "name": cell}, CONTEXT)[1] == ([fault] if fault else [])


@pytest.mark.parametrize(("cell", "role"), ROLES.items())
def test_a_role_in_plain_words(cell: str, role: str) -> None:
    person, faults = read_row({**GOOD, "role": cell}, CONTEXT)

    assert faults == ([] if role else ["role_unknown"])
    assert (person.role if person else "") == role


@pytest.mark.parametrize(("cell", "fault"), ORGANISATIONS.items())
def test_an_organisation_by_its_name(cell: str, fault: str) -> None:
    person, faults = read_row({**GOOD, "organisation": cell}, CONTEXT)

    assert faults == ([fault] if fault else [])
    assert (person.organisation if person else 7) == 7


def test_where_the_file_is_about_one_organisation_a_row_cannot_name_another() -> None:
    person, _faults = read_row({**GOOD, "organisation": "Larch Care"}, RowContext(fixed=3))

    assert person is not None
    assert person.organisation == 3


@pytest.mark.parametrize("email", [cell for cell, right in ADDRESSES.items() if "@" not in right])
@pytest.mark.parametrize("role", [cell for cell, right in ROLES.items() if not right])
def test_all_faults_of_a_row_are_said_at_once(email: str, role: str) -> None:
    person, faults = read_row({"email": email, "name": "a@b", "role": role, "organisation": "no"}, CONTEXT)

    assert person is None
    assert faults == [
        "email_invalid" if email else "email_missing", "name_invalid", "role_unknown", "organisation_unknown",
    ]  # fmt: skip


def test_every_code_has_words_that_say_what_to_do() -> None:
    codes = [*FAULTS, *(f"{code}:12" for code in WARNINGS)]

    words = describe_codes(codes)

    assert len(set(words)) == len(codes)
    assert "Row 12 has the same name with another address. Are these two people?" in words


HEADS = {
    ("Email",): {"email": 0},
    ("E-mail address", "Name"): {"email": 0, "name": 1},
    ("Surname", "Forename", "Work email"): {"family": 0, "given": 1, "email": 2},
    ("EMAIL_ADDRESS", "Full Name", "Role", "Employer"): {"email": 0, "name": 1, "role": 2, "organisation": 3},
    ("Payroll no.", "E-Mail", "Organization"): {"email": 1, "organisation": 2},
    ("Email", "Email"): {"email": 0},
}


@pytest.mark.parametrize(("heads", "places"), HEADS.items())
def test_columns_are_known_by_plain_names(heads: tuple[str, ...], places: dict[str, int]) -> None:
    columns = find_columns([TableRow(1, ("Staff list 2026",)), TableRow(3, heads)])

    assert columns is not None
    assert (columns.places, columns.row) == (places, 3)


def test_a_file_without_a_column_of_addresses_has_no_columns() -> None:
    assert find_columns([TableRow(1, ("Name", "Role")), TableRow(2, ("Ruth", "learner"))]) is None


def test_a_name_in_two_columns_is_one_name() -> None:
    columns = find_columns([TableRow(1, ("Email", "Last name", "First name"))])

    assert columns is not None
    assert columns.values_of(("ruth@example.org", "Bell", "Ruth"))["name"] == "Ruth Bell"
    assert columns.values_of(("ruth@example.org",))["name"] == ""


@pytest.mark.parametrize(
    ("domains", "unusual"),
    [
        ({"rowan.example": 20, "rowan.exmaple": 1}, ["rowan.exmaple"]),
        ({"rowan.example": 20, "elsewhere.example": 2}, ["elsewhere.example"]),
        ({"rowan.example": 20, "elsewhere.example": 3}, []),
        ({"rowan.example": 8, "elsewhere.example": 1}, []),
        ({"gmial.com": 1, "rowan.example": 3}, ["gmial.com"]),
        ({"gmail.com": 1, "rowan.example": 50}, []),
        ({f"d{n}.example": 1 for n in range(30)}, []),
        ({}, []),
    ],
)
def test_a_domain_is_unusual_that_looks_like_a_slip(domains: dict[str, int], unusual: list[str]) -> None:
    assert find_unusual_domains(Counter(domains)) == unusual
