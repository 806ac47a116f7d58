"""Whatever is handed in, the answer is a spec or a list of problems: never a crash, never a flood."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from typing import Any, Literal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ettle.framework.types.specs import FrameworkSpec, LogicModelSpec, check_framework, check_logic_model
from ettle.kit.input.document_reader import Unreadable, read_front_matter, read_toml, read_yaml
from ettle.kit.input.spec_reader import parse_spec
from ettle.kit.input.specs import Spec, YamlBool, YamlDate, YamlFloat, YamlInt


class Inner(Spec):
    name: str
    size: YamlInt = 3


class Everything(Spec):
    text: str
    number: YamlInt
    part: YamlFloat
    yes: YamlBool
    day: YamlDate
    colour: Literal["red", "blue"]
    side: Literal["left", "right"]
    words: tuple[str, ...]
    groups: tuple[tuple[Inner, ...], ...]
    inner: Inner
    anything: dict[str, str]
    maybe: YamlInt | None = None


GOOD = """\
text: 1.10
number: 25
part: 2.5
yes: true
day: 2026-10-05
colour: red
side: left
words: [no, "2.3", 010]
groups:
  - - name: a
    - {name: b, size: 4}
inner: {name: x}
anything: {a: 1, b: "3", c: 02:00}
"""


def fit(text: str, spec: type[Any] = Everything) -> tuple[Any, list[tuple[int, str]]]:
    document = parse_spec(read_yaml(text), spec)
    return document.spec, [(fault.line, fault.words) for fault in document.faults]


def test_values_mean_what_their_field_says() -> None:
    made, faults = fit(GOOD)

    assert faults == []
    assert made == Everything(
        text="1.10",
        number=25,
        part=2.5,
        yes=True,
        day=date(2026, 10, 5),
        colour="red",
        side="left",
        words=("no", "2.3", "010"),
        groups=((Inner(name="a"), Inner(name="b", size=4)),),
        inner=Inner(name="x"),
        anything={"a": "1", "b": "3", "c": "02:00"},
    )


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("number: many", 2, "Write a whole number, such as 25, for ‘number’."),
        ('number: "25"', 2, "Write a whole number, such as 25, for ‘number’."),
        ("part: half", 3, "Write a number, such as 2.5, for ‘part’."),
        ("yes: yes", 4, "Write true or false for ‘yes’."),
        ("day: 5 October", 5, "Write a day as year, month, day, such as 2026-10-05, for ‘day’."),
        ("day: 2026-02-30", 5, "Write a day as year, month, day, such as 2026-10-05, for ‘day’."),
        ("colour: green", 6, "Write one of red, blue for ‘colour’."),
        ("side: [left]", 7, "Write one of left, right for ‘side’."),
        ("words: one", 8, "Write ‘words’ as a list, each on a line that begins with a hyphen."),
        ("text:", 1, "Write some text for ‘text’."),
        ("inner: x", 12, "Write ‘inner’ as names and values, such as ‘title: Vision’."),
        ("anything: [1]", 13, "Write ‘anything’ as names and values."),
    ],
)
def test_each_fault_says_what_to_do_at_its_line(wrong: str, line: int, words: str) -> None:
    lines = GOOD.splitlines()
    name = wrong.partition(":")[0]
    place = next(number for number, text in enumerate(lines) if text.startswith(f"{name}:"))
    lines[place] = wrong

    assert fit("\n".join(lines))[1] == [(line, words)]


@pytest.mark.parametrize(
    ("hostile", "words"),
    [
        ("a: &x [1]\nb: *x", "anchors and aliases"),
        ("a: !!python/object/apply:os.system ['true']", "Take the tag"),
        ("a: !include /etc/passwd", "Take the tag"),
        ("[" * 5_000 + "]" * 5_000, "nested too deeply"),
        ("- 1\n" * 60_000, "holds too much"),
        ("a" * 1_000_001, "too long"),
        ("a: 1\n---\nb: 2", "one document"),
        ("? [a, b]\n: c", "must be a word"),
        ("", "empty"),
        ("# only words", "empty"),
        ("a: b: c", "This is not YAML"),
        ("a: \x00", "does not allow"),
        ("a: 'open", "This is not YAML"),
    ],
)
def test_hostile_yaml_gets_a_sentence(hostile: str, words: str) -> None:
    began = time.process_time()

    with pytest.raises(Unreadable) as refused:
        read_yaml(hostile)

    assert words in refused.value.words
    assert time.process_time() - began < 3


def test_a_thousand_laughs_are_not_heard() -> None:
    laughs = "a: &a [ha]\n" + "\n".join(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

    with pytest.raises(Unreadable):
        read_yaml(laughs)


@pytest.mark.parametrize(
    "flood",
    ["".join(f"n{number}: {number}\n" for number in range(20_000)), "words:\n" + "- []\n" * 40_000],
    ids=["unknown names", "wrong values"],
)
def test_a_flood_of_faults_is_named_in_a_moment(flood: str) -> None:
    tree = read_yaml(flood)
    began = time.process_time()

    assert len(parse_spec(tree, Everything).faults) > 20_000
    assert time.process_time() - began < 5


def test_a_number_too_long_to_hold_is_only_a_fault() -> None:
    assert fit(GOOD.replace("number: 25", "number: " + "9" * 10_000))[0] is None


@given(st.text(max_size=300))
@example("---\n---")
@example("%YAML 9.9\n---\na")
@example("\ud800")
@example("a:\n\t- b")
def test_any_text_is_a_tree_or_a_sentence(text: str) -> None:
    for read in (read_yaml, read_front_matter, read_toml):
        with contextlib.suppress(Unreadable):
            tree = read(text)
            document = parse_spec(tree, Everything)
            assert document.spec is not None or document.faults


KEYS = st.sampled_from(["key", "items", "kind", "title", "nodes", "links", "origin", "why", "text", "inner", "groups"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


@given(TREES)
def test_any_data_is_a_spec_or_a_list_of_problems(data: object) -> None:
    for spec in (Everything, FrameworkSpec, LogicModelSpec):
        document = parse_spec(read_yaml(yaml.safe_dump(data, allow_unicode=True)), spec)
        assert (document.spec is None) == bool(document.faults)
        assert all(fault.words and fault.line > 0 for fault in document.faults)


SPECS = st.builds(FrameworkSpec) | st.builds(LogicModelSpec)


@given(SPECS)
def test_a_rooms_check_answers_for_any_spec(spec: FrameworkSpec | LogicModelSpec) -> None:
    problems = check_framework(spec) if isinstance(spec, FrameworkSpec) else check_logic_model(spec)

    assert all(problem.words for problem in problems)


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=10), max_size=4))
def test_quoted_values_come_back_as_they_were(data: dict[str, Any]) -> None:
    document = parse_spec(read_yaml(yaml.safe_dump({"anything": data}, default_style='"')), _Any)

    assert document.spec == _Any(anything=data), document.faults


class _Any(Spec):
    anything: dict[str, Any]
