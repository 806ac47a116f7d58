"""A package of QTI 3.0, or one item, as an activity. What would lose its meaning is refused, all of it at once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ettle.activities.exchange.exchange_refusal import ExchangeRefused
from ettle.activities.exchange.qti import response_rules as rules
from ettle.activities.exchange.qti.item_content import refuse_element
from ettle.activities.exchange.qti.item_identifiers import make_keys
from ettle.activities.exchange.qti.item_reader import ReadQuestion, read_item
from ettle.activities.exchange.qti.item_xml import (
    iter_values,
    local_name,
    make_element,
    parse_xml,
    read_text,
    sign_element,
    tidy_text,
)
from ettle.activities.exchange.qti.package_writer import (
    CLOSING,
    ENDED,
    MANIFEST,
    METADATA,
    NEEDED,
    PACKAGE,
    count_scored,
    decide_pass,
)
from ettle.activities.items.questions.specs import QuestionsSpec, StepSpec
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec

MAX_ITEMS = 200
ITEM_PREFIX, TEST_PREFIX = "imsqti_item_xml", "imsqti_test_xml"
DURATION = re.compile(r"P(?:T(?:([0-9]{1,2})H)?(?:([0-9]{1,4})M)?(?:[0-9]+S)?)?")
TEST_PARTS = frozenset({"qti-outcome-declaration", "qti-test-part", "qti-outcome-processing", "qti-test-feedback"})


@dataclass
class Outline:
    """What is said around the items. paths: of the items, in their order."""

    key: str = ""
    title: str = ""
    summary: str = ""
    minutes: int = 0
    opening: str = ""
    closing: str = ""
    needed: int = 0
    paths: Sequence[str] = ()
    test: Element | None = None


def read_file(content: bytes, name: str) -> ActivitySpec:
    """Return one item as an unfinished activity: it has no summary, time or closing words. Raises ExchangeRefused."""
    root = parse_xml(content, name)
    key = make_keys([root.get("identifier", "")])[root.get("identifier", "")]
    question = read_item(root, name, key)
    return _build_activity(Outline(key=key, title=question.title), [question])


def read_package(files: Mapping[str, bytes]) -> ActivitySpec:
    """Return the activity of a package. files: path -> content. Raises ExchangeRefused."""
    if MANIFEST not in files:
        raise ExchangeRefused(f"There is no {MANIFEST}. A package of QTI has it beside its folders.")
    outline = _read_manifest(files)
    if not 0 < len(outline.paths) <= MAX_ITEMS:
        raise ExchangeRefused(f"The package has {len(outline.paths)} items. From 1 to {MAX_ITEMS} can be taken over.")
    problems: list[str] = []
    roots: list[Element] = []
    for path in outline.paths:
        try:
            roots.append(parse_xml(_find_file(files, path), path))
        except ExchangeRefused as refusal:
            problems += refusal.problems
    names = [root.get("identifier", "") or path for root, path in zip(roots, outline.paths, strict=False)]
    if len(set(names)) < len(names):
        problems.append("Several items have one identifier.")
    questions = list(_read_items(roots, outline.paths, make_keys(names), problems))
    if problems:
        raise ExchangeRefused(*problems)
    if outline.test is not None:
        outline.needed = _read_needed(outline.test, roots)
    return _build_activity(outline, questions)


def _read_items(
    roots: Sequence[Element], paths: Sequence[str], keys: Mapping[str, str], problems: list[str]
) -> Iterator[ReadQuestion]:
    for root, path in zip(roots, paths, strict=False):
        try:
            yield read_item(root, path, keys[root.get("identifier", "") or path])
        except ExchangeRefused as refusal:
            problems += refusal.problems


def _build_activity(outline: Outline, questions: Sequence[ReadQuestion]) -> ActivitySpec:
    head: dict[str, Any] = {
        "key": outline.key, "title": outline.title, "summary": outline.summary, "minutes": outline.minutes,
    }  # fmt: skip
    first = questions[0]
    if isinstance(first.spec, SortSpec) and len(questions) == 1 and not outline.opening:
        sort = first.spec.replace(closing=outline.closing)
        head |= {"title": outline.title or first.title, "kind": "sort", "sort": sort}
        return ActivityFileSpec(**head)
    sorts = [question.title for question in questions if question.kind == "sort"]
    if sorts:
        raise ExchangeRefused(f"‘{sorts[0]}’ is a sort, an activity of its own. Take it out and import it alone.")
    part = QuestionsSpec(
        opening=outline.opening,
        steps=tuple(StepSpec(**{question.kind: question.spec}) for question in questions),
        needed_percent=outline.needed,
        closing=outline.closing,
    )
    head |= {"kind": "questions", "questions": part}
    return ActivityFileSpec(**head)


def _find_file(files: Mapping[str, bytes], path: str) -> bytes:
    if path not in files:
        raise ExchangeRefused(f"{path} is named in the package and is not in it.")
    return files[path]


def _read_manifest(files: Mapping[str, bytes]) -> Outline:
    """The outline of a package, with the order of the test where there is one."""
    manifest = parse_xml(files[MANIFEST], MANIFEST, (PACKAGE, METADATA))
    if manifest.tag != "manifest":
        raise ExchangeRefused(f"{MANIFEST} is no manifest of a QTI 3.0 package.")
    items: list[str] = []
    tests: list[str] = []
    for resource in manifest.iter("resource"):
        kind, path = resource.get("type", ""), _join(resource.get("href", ""))
        if kind.startswith((ITEM_PREFIX, TEST_PREFIX)):
            (items if kind.startswith(ITEM_PREFIX) else tests).append(path)
            _check_resource(resource, path)
        else:
            raise ExchangeRefused(f"{path or kind} belongs to the package. Media, styles and other files are not read.")
    outline = Outline()
    if len(tests) > 1:
        raise ExchangeRefused("The package has several tests. Make a package of each.")
    if tests:
        outline = _read_test(parse_xml(_find_file(files, tests[0]), tests[0]), tests[0])
    if set(outline.paths) ^ set(items) and tests:
        raise ExchangeRefused("The items of the test are not those of the package.")
    outline.paths = outline.paths or items
    outline.key = outline.key or make_keys([manifest.get("identifier", "")])[manifest.get("identifier", "")]
    _read_metadata(manifest, outline)
    return outline


def _check_resource(resource: Element, path: str) -> None:
    for part in resource:
        if part.tag == "file" and _join(part.get("href", "")) != path:
            raise ExchangeRefused(f"{path}: the file {part.get('href')} belongs to it. Only text can be taken over.")


def _read_metadata(manifest: Element, outline: Outline) -> None:
    outline.title = outline.title or _find_words(manifest, "title")
    outline.summary = _find_words(manifest, "description")
    duration = next(manifest.iter("duration"), None)
    found = DURATION.fullmatch((duration.text or "").strip()) if duration is not None else None
    if found:
        outline.minutes = int(found[1] or 0) * 60 + int(found[2] or 0)


def _find_words(manifest: Element, tag: str) -> str:
    found = manifest.find(f"./metadata/lom/general/{tag}/string")
    return tidy_text(found.text or "") if found is not None else ""


def _join(href: str, start: str = "") -> str:
    """The path of a reference from the file `start`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(start), unquote(href))) if href else ""


def _read_test(test: Element, name: str) -> Outline:
    if test.tag != "qti-assessment-test":
        raise ExchangeRefused(f"{name}: <{local_name(test.tag)}> is no test of QTI 3.0.")
    for part in test:
        if part.tag not in TEST_PARTS:
            raise refuse_element(name, part)
    identifier = test.get("identifier", "")
    outline = Outline(key=make_keys([identifier])[identifier], title=tidy_text(test.get("title", "")), test=test)
    parts = test.findall("qti-test-part")
    if len(parts) != 1 or parts[0].get("submission-mode") == "simultaneous":
        raise ExchangeRefused(f"{name}: <qti-test-part> comes several times or sends all answers together.")
    (section, *others) = list(parts[0]) or [test]
    if section.tag != "qti-assessment-section" or others:
        raise refuse_element(name, (others or [section])[0])
    _read_section(section, name, outline)
    outline.closing = _read_closing(test, name)
    return outline


def _read_section(section: Element, name: str, outline: Outline) -> None:
    paths: list[str] = []
    for part in section:
        if part.tag == "qti-rubric-block" and not outline.opening:
            outline.opening = read_text(part, name)
        elif part.tag == "qti-assessment-item-ref" and not len(part):
            paths.append(_join(part.get("href", ""), name))
        else:
            raise refuse_element(name, part[0] if part.tag == "qti-assessment-item-ref" else part)
    outline.paths = paths


def _read_closing(test: Element, name: str) -> str:
    """What is said at the end whatever was answered."""
    endings = test.findall("qti-test-feedback")
    ended = test.find(f"qti-outcome-declaration[@identifier='{ENDED}']")
    is_always = list(iter_values(ended)) == [CLOSING]
    for feedback in endings:
        names = (feedback.get("outcome-identifier"), feedback.get("identifier"), feedback.get("access"))
        if not is_always or names != (ENDED, CLOSING, "atEnd") or len(endings) > 1:
            raise refuse_element(name, feedback)
    return read_text(endings[0], name) if endings else ""


def _read_needed(test: Element, roots: Sequence[Element]) -> int:
    """How many per cent are needed to pass. A test may add the scores up as well; another rule is refused."""
    sum_of_scores = rules.set_outcome(
        rules.SCORE,
        make_element("qti-sum", None, make_element("qti-test-variables", {"variable-identifier": rules.SCORE})),
    )
    needed = 0
    for rule in test.findall("qti-outcome-processing/*"):
        if sign_element(rule) == sign_element(decide_pass(count_scored(roots))):
            declared = test.find(f"qti-outcome-declaration[@identifier='{NEEDED}']")
            value = next(iter_values(declared), "")
            if not value.isascii() or not value.isdigit() or int(value) > 100:
                raise ExchangeRefused(f"The test: <qti-outcome-declaration> {NEEDED} is no number from 0 to 100.")
            needed = int(value)
        elif sign_element(rule) != sign_element(sum_of_scores):
            raise ExchangeRefused(f"The test: <{local_name(rule.tag)}> of its outcomes follows a rule not known here.")
    return needed
