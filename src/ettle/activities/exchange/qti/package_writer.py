"""An activity as a package of QTI 3.0: its manifest, its test, and an item for each question."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from ettle.activities.exchange.exchange_refusal import ExchangeRefused
from ettle.activities.exchange.qti import response_rules as rules
from ettle.activities.exchange.qti.item_identifiers import make_identifier
from ettle.activities.exchange.qti.item_writer import write_question, write_sort
from ettle.activities.exchange.qti.item_xml import QTI, make_element, tidy_text, write_paragraphs, write_xml
from ettle.activities.items.questions.attempt_progress import ROUNDED_OFF
from ettle.activities.items.questions.specs import QuestionsSpec
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.types.specs import ActivitySpec

MANIFEST, TEST, ITEMS = "imsmanifest.xml", "test.xml", "items"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
METADATA = "http://ltsc.ieee.org/xsd/LOM"
TEST_TYPE, ITEM_TYPE = "imsqti_test_xmlv3p0", "imsqti_item_xmlv3p0"
NEEDED, PASSED, ENDED, CLOSING = "NEEDED_PERCENT", "PASSED", "ENDED", "CLOSING"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same activity gives the same bytes


def write_package(activity: ActivitySpec) -> bytes:
    """Return an activity as a zip. Raises ExchangeRefused, with a sentence for everything that has no counterpart."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in write_files(activity).items():
            archive.writestr(zipfile.ZipInfo(path, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_files(activity: ActivitySpec) -> dict[str, bytes]:
    """Return path -> content for the files of a package. Raises ExchangeRefused."""
    part = activity.part
    if isinstance(part, SortSpec):
        _refuse_drawing(activity.key, part)
        items = {activity.key: write_sort(activity.key, activity.title, part)}
        test = _write_test(activity, items, "", part.closing)
    elif isinstance(part, QuestionsSpec):
        items = _write_items(part)
        test = _write_test(activity, items, part.opening, part.closing, needed=part.needed_percent)
    else:
        raise ExchangeRefused(f"{activity.key}: an activity of the kind ‘{activity.kind}’ has no counterpart in QTI.")
    files = {MANIFEST: write_xml(_write_manifest(activity, list(items))), TEST: write_xml(test)}
    return files | {item_path(key): write_xml(item) for key, item in items.items()}


def _refuse_drawing(key: str, sort: SortSpec) -> None:
    """Raise ExchangeRefused for a sort of which every role gets other cards, or that says how one could see a card."""
    problems = [f"{key}: {sort.draw} cards are drawn by learning role, and QTI shows all of them."] if sort.draw else []
    problems += [
        f"{key}: card {card.key} says how one could see it differently." for card in sort.cards if card.arguable
    ]
    if problems:
        raise ExchangeRefused(*problems)


def item_path(key: str) -> str:
    return f"{ITEMS}/{key}.xml"


def _write_items(part: QuestionsSpec) -> dict[str, Element]:
    items: dict[str, Element] = {}
    problems: list[str] = []
    for step in part.steps:
        for question_type, question in step.list_questions():
            try:
                items[question.key] = write_question(question_type.key, question)
            except ExchangeRefused as refusal:
                problems += refusal.problems
    if problems:
        raise ExchangeRefused(*problems)
    return items


def _write_test(
    activity: ActivitySpec, items: Mapping[str, Element], opening: str, closing: str, *, needed: int = 0
) -> Element:
    section = make_element("qti-assessment-section", _name("section", activity.title) | {"visible": "true"})
    if tidy_text(opening):
        body = make_element("qti-content-body", None, *write_paragraphs(opening))
        section.append(make_element("qti-rubric-block", {"use": "instructions", "view": "candidate"}, body))
    for key in items:
        reference = {"identifier": make_identifier(key), "href": item_path(key)}
        section.append(make_element("qti-assessment-item-ref", reference))
    how = {"identifier": "part", "navigation-mode": "linear", "submission-mode": "individual"}
    test = make_element("qti-assessment-test", {"xmlns": QTI} | _name(make_identifier(activity.key), activity.title))
    if needed:
        test.append(rules.declare_outcome(NEEDED, "integer", default=str(needed)))
        test.append(rules.declare_outcome(PASSED, "boolean"))
    test.append(rules.declare_outcome(ENDED, "identifier", default=CLOSING))
    test.append(make_element("qti-test-part", how, section))
    if needed:
        test.append(make_element("qti-outcome-processing", None, decide_pass(count_scored(items.values()))))
    how = {"access": "atEnd", "outcome-identifier": ENDED, "identifier": CLOSING, "show-hide": "show"}
    body = make_element("qti-content-body", None, *write_paragraphs(closing))
    test.append(make_element("qti-test-feedback", how, body))
    return test


def _name(identifier: str, title: str) -> dict[str, str]:
    return {"identifier": identifier, "title": tidy_text(title)}


def count_scored(items: Iterable[Element]) -> int:
    """How many items declare a score."""
    found = [
        outcome
        for item in items
        for outcome in item.findall("qti-outcome-declaration")
        if outcome.get("identifier") == rules.SCORE
    ]
    return len(found)


def decide_pass(scored: int) -> Element:
    """The rule of a pass: the mean of all scores, in per cent, is at least what is needed, but for what we round off.

    A player works with numbers that are not exact, so it too must not fail someone by the last digit.
    """
    scores = make_element("qti-sum", None, make_element("qti-test-variables", {"variable-identifier": rules.SCORE}))
    mean = make_element("qti-divide", None, scores, rules.base_value("float", scored))
    percent = make_element("qti-product", None, mean, rules.base_value("float", 100))
    earned = make_element("qti-sum", None, percent, rules.base_value("float", ROUNDED_OFF))
    return rules.set_outcome(PASSED, make_element("qti-gte", None, earned, rules.variable(NEEDED)))


def _write_manifest(activity: ActivitySpec, keys: list[str]) -> Element:
    about = make_element(
        "lom",
        {"xmlns": METADATA},
        make_element("general", None, _write_words("title", activity.title), *_describe(activity)),
        make_element("educational", None, _write_time(activity.minutes)),
    )
    metadata = make_element(
        "metadata",
        None,
        make_element("schema", None, "QTI Package"),
        make_element("schemaversion", None, "3.0.0"),
        about,
    )
    test = _write_resource("test", TEST_TYPE, TEST)
    for number in range(1, len(keys) + 1):
        test.append(make_element("dependency", {"identifierref": f"item-{number}"}))
    resources = [_write_resource(f"item-{number}", ITEM_TYPE, item_path(key)) for number, key in enumerate(keys, 1)]
    attributes = {"xmlns": PACKAGE, "identifier": make_identifier(f"package-{activity.key}")}
    return make_element(
        "manifest",
        attributes,
        metadata,
        make_element("organizations"),
        make_element("resources", None, test, *resources),
    )


def _describe(activity: ActivitySpec) -> list[Element]:
    return [_write_words("description", activity.summary)] if tidy_text(activity.summary) else []


def _write_words(tag: str, words: str) -> Element:
    return make_element(tag, None, make_element("string", None, tidy_text(words)))


def _write_time(minutes: int) -> Element:
    return make_element("typicalLearningTime", None, make_element("duration", None, f"PT{minutes}M"))


def _write_resource(identifier: str, kind: str, href: str) -> Element:
    attributes = {"identifier": identifier, "type": kind, "href": href}
    return make_element("resource", attributes, make_element("file", {"href": href}))
