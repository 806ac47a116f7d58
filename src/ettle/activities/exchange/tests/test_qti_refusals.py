"""What an item or a package of QTI says that has no counterpart here is refused, by its name."""

from __future__ import annotations

import pytest

from ettle.activities.exchange.qti.item_writer import write_question
from ettle.activities.exchange.qti.item_xml import MAX_BYTES, write_xml
from ettle.activities.exchange.qti.package_writer import MANIFEST, TEST, write_files
from ettle.activities.exchange.tests.conftest import ACTIVITIES, read_activity
from ettle.activities.items.questions.tests.sample_questions import SAMPLES, find_type, questions
from ettle.activities.types.exchange import ExchangeRefused, read_qti_item, read_qti_package
from ettle.activities.types.specs import ActivityFileSpec


def item(kind: str, **changes: object) -> str:
    return write_xml(write_question(kind, find_type(kind).spec.from_stored(SAMPLES[kind] | changes))).decode()


PROMPT, BODY, END = "<qti-prompt>", "<qti-item-body>", "</qti-assessment-item>"
RULES = '<qti-set-outcome-value identifier="SCORE">'
CHANGES = [
    ("single_choice", 'adaptive="false"', 'adaptive="true"', "Item hand-over: adaptive of <qti-assessment-item>"),
    ("single_choice", 'time-dependent="false"', 'time-dependent="true"', "time-dependent"),
    ("single_choice", BODY, f'<qti-stylesheet href="x.css" type="text/css" />{BODY}', "<qti-stylesheet>"),
    ("single_choice", BODY, f'<qti-template-declaration identifier="T" />{BODY}', "<qti-template-declaration>"),
    ("single_choice", BODY, f'{BODY}<p><img src="x.png" alt="" /></p>', "<img>"),
    ("single_choice", BODY, f'{BODY}<p><a href="https://example.org">x</a></p>', "<a>"),
    ("single_choice", PROMPT, f"{PROMPT}<math/>", "<math>"),
    ("single_choice", "choice-interaction", "hotspot-interaction", "<qti-hotspot-interaction>.*keyboard"),
    ("single_choice", "</qti-choice-interaction>", "</qti-choice-interaction><p>Now.</p>", "text after its question"),
    ("single_choice", RULES, '<qti-set-outcome-value identifier="OTHER">', "<qti-response-processing>"),
    ("single_choice", 'default-value="0"', 'default-value="0.5"', "<qti-mapping>"),
    ("single_choice", 'mapped-value="0.5"', 'mapped-value="lots"', "mapped-value"),
    ("multiple_choice", 'lower-bound="0"', 'lower-bound="-1"', "<qti-mapping>"),
    ("multiple_choice", 'max-choices="0"', 'max-choices="2"', "max-choices of <qti-choice-interaction>"),
    ("multiple_choice", '"script" mapped-value="-0.3', '"script" mapped-value="-0.1', "<qti-mapping>"),
    ("order", 'identifier="HITS"><qti-sum>', 'identifier="SCORE"><qti-sum>', "scores the order"),
    ("match", 'match-max="1"', 'match-max="2"', "match-max of thing.thank"),
    ("match", 'show-hide="show"', 'show-hide="hide"', "<qti-modal-feedback> thing.thank is hidden"),
    ("reflection", END, f'<qti-catalog-info />{END}', "<qti-catalog-info>"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "was", "becomes", "words"), CHANGES)
def test_what_an_item_would_lose_is_refused_by_name(kind: str, was: str, becomes: str, words: str) -> None:
    written = item(kind)
    assert was in written

    with pytest.raises(ExchangeRefused, match=words):
        read_qti_item(written.replace(was, becomes).encode(), "an-item.xml")


TEMPLATE = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"


@pytest.mark.parametrize(
    ("kind", "template", "fits"),
    [
        ("multiple_choice", "match_correct", True),
        ("multiple_choice", "map_response", True),
        ("multiple_choice", "map_response_point", False),
        ("order", "match_correct", False),
        ("match", "match_correct", False),
    ],
)
def test_standard_templates_are_read_where_we_score_so(kind: str, template: str, fits: bool) -> None:
    start, _, rest = item(kind).partition("<qti-response-processing>")
    written = f'{start}<qti-response-processing template="{TEMPLATE}{template}.xml" />{END}'
    assert rest

    if fits:
        found = read_qti_item(written.encode(), "x.xml")
        assert found.part is not None
        assert f"'all_or_nothing': {template == 'match_correct'}" in str(found.part.model_dump())
    else:
        with pytest.raises(ExchangeRefused, match="<qti-response-processing>"):
            read_qti_item(written.encode(), "x.xml")


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        b"<x",
        b"\xff\xfe\x00",
        b"",
        b"<x>" * 100 + b"</x>" * 100,
        b" " * (MAX_BYTES + 1),
        b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>',
    ],
    ids=["entity", "external", "unfinished", "bytes", "empty", "deep", "long", "QTI 2"],
)
def test_a_hostile_or_foreign_file_is_refused(content: bytes) -> None:
    with pytest.raises(ExchangeRefused, match=r"x\.xml"):
        read_qti_item(content, "x.xml")


def package() -> dict[str, bytes]:
    return write_files(ActivityFileSpec.from_stored(questions({"order": SAMPLES["order"]})))


def test_a_package_without_a_manifest_is_refused() -> None:
    with pytest.raises(ExchangeRefused, match=MANIFEST):
        read_qti_package({"x.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("file", "was", "becomes", "words"),
    [
        (MANIFEST, "<resources>", '<resources><resource type="webcontent" href="a.png" />', "a.png belongs"),
        (MANIFEST, "items/the-steps.xml", "../../etc/passwd", "not those of the package"),
        (TEST, "<qti-test-part", '<qti-time-limits max-time="60" /><qti-test-part', "<qti-time-limits>.*timed"),
        (TEST, "<qti-assessment-item-ref", "<qti-selection /><qti-assessment-item-ref", "<qti-selection>"),
        (TEST, "atEnd", "during", "<qti-test-feedback>"),
    ],
)
def test_what_a_package_would_lose_is_refused_by_name(file: str, was: str, becomes: str, words: str) -> None:
    files = package()
    assert was in files[file].decode()

    with pytest.raises(ExchangeRefused, match=words):
        read_qti_package(files | {file: files[file].decode().replace(was, becomes).encode()})


def test_every_refusal_of_a_package_is_named_at_once() -> None:
    files = write_files(
        ActivityFileSpec.from_stored(questions({"order": SAMPLES["order"]}, {"match": SAMPLES["match"]}))
    )
    spoilt = {path: text.replace(BODY.encode(), f"{BODY}<p><img/></p>".encode()) for path, text in files.items()}

    with pytest.raises(ExchangeRefused) as refused:
        read_qti_package(spoilt)

    assert [words.partition(":")[0] for words in refused.value.problems] == ["Item the-steps", "Item what-follows"]


def test_a_sort_that_is_drawn_by_role_is_refused_by_name() -> None:
    drawn = read_activity(ACTIVITIES / "sort-20.yaml")

    with pytest.raises(ExchangeRefused) as refused:
        write_files(drawn)

    assert "sort-20: 8 cards are drawn by learning role, and QTI shows all of them." in refused.value.problems
    assert any("racist-joke" in problem for problem in refused.value.problems)
