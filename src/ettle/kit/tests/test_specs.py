"""A spec always has values of the right types; its rules are checked on request, and are in its JSON Schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import pytest
from pydantic import ValidationError

from ettle.kit.input.document_reader import read_yaml
from ettle.kit.input.spec_reader import parse_spec
from ettle.kit.input.specs import Rule, Spec, YamlDate, YamlInt, find_problems
from ettle.kit.values.problems import Problem


class Shelf(Spec):
    """A shelf in the shed."""

    width: Annotated[YamlInt, Rule("Write a width from 1 to 9", ge=1, le=9)]
    wood: Annotated[str, Rule("‘{value}’ is no wood we have; use oak or ash", choices=("oak", "ash"))] = "oak"


class Shed(Spec):
    name: Annotated[str, Rule("Write the name", pattern=r"\S"), Rule(max_length=5)]
    shelves: Annotated[tuple[Shelf, ...], Rule("Give at least one shelf", min_length=1)] = ()
    codes: tuple[Annotated[str, Rule("Write ‘{value}’ in capitals", fullmatch=re.compile("[A-Z]+"))], ...] = ()
    painted_on: YamlDate | None = None


SHED = Shed(name="Red", shelves=(Shelf(width=3),), painted_on=date(2026, 10, 5))


def test_every_rule_that_is_broken_is_named_with_its_path_and_what_to_do() -> None:
    wrong = Shed(name="Much too long", shelves=(Shelf(width=0, wood="elm"),), codes=("A", "b", "C\n"))

    assert find_problems(SHED) == []
    assert find_problems(wrong) == [
        Problem("name", "Make this 5 characters or fewer; it has 13."),
        Problem("shelves.0.width", "Write a width from 1 to 9"),
        Problem("shelves.0.wood", "‘elm’ is no wood we have; use oak or ash"),
        Problem("codes.1", "Write ‘b’ in capitals"),
        Problem("codes.2", "Write ‘C\n’ in capitals"),
    ]
    assert find_problems(Shed(name=" ")) == [
        Problem("name", "Write the name"),
        Problem("shelves", "Give at least one shelf"),
    ]


def test_further_problems_are_in_the_order_of_the_fields_and_a_whole_before_its_parts() -> None:
    wrong = SHED.replace(shelves=(Shelf(width=3), Shelf(width=0)), codes=("b",))
    more = [Problem("painted_on", "Too long ago"), Problem("codes.0", "Not our code"), Problem("shelves", "Too few")]

    assert [problem.path for problem in find_problems(wrong, more)] == [
        "shelves", "shelves.1.width", "codes.0", "codes.0", "painted_on",
    ]  # fmt: skip


def test_braces_in_what_an_author_wrote_are_only_braces() -> None:
    assert find_problems(SHED.replace(codes=("{value}{0}",))) == [Problem("codes.0", "Write ‘{value}{0}’ in capitals")]


@pytest.mark.parametrize("change", [{"name": 3}, {"shelves": []}, {"painted_on": "2026-10-05x"}, {"colour": "red"}])
def test_neither_a_wrong_type_nor_an_unknown_name_makes_a_spec(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SHED.replace(**change)


def test_a_spec_is_never_changed() -> None:
    with pytest.raises(ValidationError):
        SHED.name = "Blue"


def test_what_is_stored_as_json_is_read_back_and_names_of_another_version_are_passed_over() -> None:
    stored = SHED.model_dump(mode="json")
    stored["shelves"][0]["depth"] = 2

    assert Shed.from_stored(stored | {"roof": "tin"}) == SHED


def test_what_broke_a_rule_that_came_later_is_still_read_back() -> None:
    assert Shed.from_stored({"name": "Much too long"}).name == "Much too long"


def test_a_row_is_read_by_the_names_of_the_fields() -> None:
    @dataclass
    class Row:
        name: str = "Red"
        codes: tuple[str, ...] = ()
        painted_on: date = date(2026, 10, 5)

    assert Shed.from_row(Row(), {"shelves": [{"width": 3}]}) == SHED


def test_the_json_schema_holds_the_types_the_rules_and_the_words_about_them() -> None:
    schema = Shed.model_json_schema()

    assert schema["properties"]["name"] == {"title": "Name", "type": "string", "pattern": r"\S", "maxLength": 5}
    assert schema["properties"]["shelves"]["minItems"] == 1
    assert schema["properties"]["codes"]["items"] == {"type": "string", "pattern": "^(?:[A-Z]+)$"}
    assert schema["$defs"]["Shelf"]["properties"]["width"]["maximum"] == 9
    assert schema["$defs"]["Shelf"]["properties"]["wood"]["enum"] == ["oak", "ash"]
    assert schema["$defs"]["Shelf"]["description"] == "A shelf in the shed."
    assert schema["additionalProperties"] is False


def test_a_path_leads_to_its_line_or_to_the_nearest_thing_around_it() -> None:
    document = parse_spec(read_yaml("name: Red\nshelves:\n  - width: 3\n    wood: ash\n"), Shed)

    paths = ("name", "shelves.0.wood", "shelves.0.depth", "shelves.7", "painted_on", "")
    assert [document.line(path) for path in paths] == [1, 4, 3, 3, 1, 1]


def test_every_fault_of_a_document_is_at_its_own_line() -> None:
    text = "name: Red\nname: Blue\nshelves:\n  - wood: [oak]\n    dept:\n      a: 1\ncodes: A\nmotto:\n"

    faults = parse_spec(read_yaml(text), Shed).faults

    assert sorted((fault.line, fault.words) for fault in faults) == [
        (2, "‘name’ is written twice here. Keep one."),
        (4, "Add ‘width’; it is missing here."),
        (4, "Write some text for ‘wood’."),
        (5, "‘dept’ is not a name that is known here. The names here are width, wood."),
        (7, "Write ‘codes’ as a list, each on a line that begins with a hyphen."),
        (8, "‘motto’ is not a name that is known here. The names here are name, shelves, codes, painted_on."),
    ]


def test_a_document_that_is_no_table_is_one_fault() -> None:
    faults = parse_spec(read_yaml("- a\n- b\n"), Shed).faults

    assert [fault.words for fault in faults] == ["Write this file as names and values, such as ‘title: Vision’."]
