"""A badge as data, as an author writes it. `check_badge` returns its problems in words for the author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any

from ettle.badges.credential import signable_text
from ettle.badges.definition.emblems import EMBLEMS
from ettle.kit.input.specs import Rule, Spec, YamlBool, YamlInt, find_problems
from ettle.kit.values.problems import Problem
from ettle.people.types.specs import RoleKey

KINDS = ("text", "confirm", "practice", "activity")
ORDERS = ("evidence-activity", "activity-evidence", "evidence")
ENDORSEMENTS = ("none", "invited", "required")
ENDORSERS = ("manager", "tutor", "supervision", "colleague")
ENDORSED_FROM = ("met", "begun")
IF_MISSED = ("not-endorsed", "nothing")
MAX_WORDS = 5_000
STANDARD_FIELDS = {
    "shows_met": "Say when it is met",
    "not_yet_when": "Say when it is not yet met",
    "met_example": "Write an answer that is accepted, as an example",
    "not_yet_example": "Write an answer that is not yet enough, as an example",
}


def _choice_rule(values: tuple[str, ...]) -> Rule:
    return Rule(f"Choose one of: {', '.join(values)}", choices=values)


def _not_blank_rule(words: str) -> Rule:
    return Rule(words, pattern=r"\S")


Title = Annotated[str, Rule("Write a title of at most 120 characters", pattern=r"\S", max_length=120)]
Name = Annotated[
    str,
    _not_blank_rule("Write the name of the badge"),
    Rule("Make the name shorter: 120 characters at most", max_length=120),
]
Months = Annotated[YamlInt, Rule("Say for how many months it holds, from 1 to 600, or leave this out", ge=1, le=600)]
Days = Annotated[YamlInt, Rule("Say within how many days someone must endorse it, from 14 to 366", ge=14, le=366)]
Percent = Annotated[YamlInt, Rule("Use a number from 0 to 100", ge=0, le=100)]
Alignment = Annotated[str, Rule("Write the framework and the item: skills:plan.2", pattern=r"^[^:]+:[\s\S]")]


class PlaceSpec(Spec):
    """A place in a made-up account that could point to a person. text: exactly as it is in the account, once."""

    translated = frozenset({"text", "why", "better"})

    text: str
    why: str
    better: str


class MaterialSpec(Spec):
    """A made-up account for practice: find at least `find` of the sentences with a marked place.

    Translated, it is shown where each translated place stands in it exactly once; otherwise it is shown in English.
    """

    translated = frozenset({"text"})

    text: str
    places: tuple[PlaceSpec, ...]
    find: YamlInt = 3


class CriterionSpec(Spec):
    """One thing that a badge asks for.

    kind: text (an answer in words), confirm (something to read), practice (a made-up account) or activity (an activity
    to finish before the application is sent). about_words and max_words count for the kind text only; a shorter text
    may be sent. automatic: an answer that is accepted as it is written; no assessor decides on it.
    shows_met, not_yet_when and the two examples are the standard of an answer. Learners and assessors read the same.
    activity: the key of an activity, for the kind activity only. easy_read: the question in Easy Read, one sentence on
    each line.
    """

    translated = frozenset(
        {"title", "question", "hint", "easy_read", "shows_met", "not_yet_when", "met_example", "not_yet_example"}
    )

    title: Title
    question: Annotated[str, _not_blank_rule("Write the question")]
    kind: Annotated[str, _choice_rule(KINDS)] = "text"
    hint: str = ""
    easy_read: str = ""
    about_words: YamlInt = 0
    max_words: YamlInt = 800
    may_be_spoken: YamlBool = True
    automatic: YamlBool = False
    shows_met: str = ""
    not_yet_when: str = ""
    met_example: str = ""
    not_yet_example: str = ""
    activity: str = ""
    material: MaterialSpec | None = None

    @property
    def is_assessed(self) -> bool:
        return self.kind == "text" and not self.automatic


class PrerequisiteSpec(Spec):
    """A badge to earn before, by its number."""

    badge: str
    required: YamlBool = True


class BadgeSpec(Spec):
    """A badge. alignments: "framework:key" or "framework@edition:key". roles: empty means everyone.

    endorsement: whether a person that the learner names is asked to endorse it. endorsement_days: within how many days
    of ‘met’, where that is required. endorsement_roles: the roles for which it is required, empty for all; the others
    are invited. endorsement_by: who may be named, empty for anyone. endorsement_from: whether it may be asked from the
    beginning, or when every criterion is met. endorsement_missed: what the badge shows where it was required and is
    missing after that time, or was withdrawn.

    sample_percent: of a badge that needs no assessor, how many applications in a hundred an assessor looks at
    afterwards.

    emblem: the key of what its picture shows (`definition/emblems.py`); empty shows the digits of its number.
    easy_read: what the badge is, in Easy Read, with one sentence on each line; empty when there is none.
    """

    translated = frozenset({"name", "summary", "why", "easy_read", "not_accepted", "assessor_guidance"})

    number: Annotated[str, _not_blank_rule("Write the number of the badge")]
    slug: Annotated[str, _not_blank_rule("Write the slug of the badge")]
    name: Name
    summary: Annotated[str, _not_blank_rule("Write the summary of the badge")]
    why: Annotated[str, _not_blank_rule("Write the why of the badge")]
    minutes: Annotated[YamlInt, Rule("Say how many minutes it takes, from 1 to 6000", ge=1, le=6_000)]
    criteria: Annotated[tuple[CriterionSpec, ...], Rule("Write at least one criterion", min_length=1)]
    emblem: str = ""
    easy_read: str = ""
    roles: tuple[RoleKey, ...] = ()
    order: Annotated[str, _choice_rule(ORDERS)] = "evidence-activity"
    endorsement: Annotated[str, _choice_rule(ENDORSEMENTS)] = "none"
    endorsement_days: Days | None = None
    endorsement_roles: tuple[RoleKey, ...] = ()
    endorsement_by: tuple[Annotated[str, _choice_rule(ENDORSERS)], ...] = ()
    endorsement_from: Annotated[str, _choice_rule(ENDORSED_FROM)] = "met"
    endorsement_missed: Annotated[str, _choice_rule(IF_MISSED)] = "not-endorsed"
    valid_for_months: Months | None = None
    sample_percent: Percent = 0
    not_accepted: str = ""
    assessor_guidance: str = ""
    prerequisites: tuple[PrerequisiteSpec, ...] = ()
    alignments: tuple[Alignment, ...] = ()


def check_badge(spec: BadgeSpec) -> list[Problem]:
    """All problems of a badge; empty when there are none."""
    problems = [*_unsignable_texts(spec), *_reference_problems(spec)]
    if spec.emblem and spec.emblem not in EMBLEMS:
        problems.append(Problem("emblem", f"Choose one of: {', '.join(EMBLEMS)}"))
    if spec.sample_percent and any(criterion.is_assessed for criterion in spec.criteria):
        problems.append(Problem("sample_percent", "An assessor reads all of this badge, so there is nothing to sample"))
    if (spec.endorsement_days is not None) != (spec.endorsement == "required"):
        problems.append(Problem("endorsement_days", "Say within how many days, where an endorsement is required only"))
    for place, criterion in enumerate(spec.criteria):
        path = f"criteria.{place}"
        problems += [Problem(f"{path}.{problem.path}", problem.words) for problem in _criterion_problems(criterion)]
    return find_problems(spec, problems)


def split_alignment(ref: str) -> tuple[str, str]:
    """Split "codes-workers@2024:2.2" into the framework, with its edition if named, and the item's key."""
    framework, _, key = ref.partition(":")
    return framework, key


def _unsignable_texts(spec: BadgeSpec) -> Iterator[Problem]:
    for path, text in signable_text.walk_texts(spec):
        yield from (Problem(path, words) for words in signable_text.find_text_faults(text))


def _reference_problems(spec: BadgeSpec) -> Iterator[Problem]:
    for name, refs in (
        ("alignments", spec.alignments),
        ("prerequisites", tuple(prerequisite.badge for prerequisite in spec.prerequisites)),
    ):
        for ref, times in Counter(refs).items():
            if times > 1:
                yield Problem(name, f"{ref} is listed {times} times: once is enough")
    if spec.number in {prerequisite.badge for prerequisite in spec.prerequisites}:
        yield Problem("prerequisites", "A badge cannot ask for itself")


def _criterion_problems(spec: CriterionSpec) -> Iterator[Problem]:
    if not 0 <= spec.about_words <= spec.max_words <= MAX_WORDS:
        yield Problem("about_words", f"Ask for fewer words than the most, and for {MAX_WORDS} at most")
    yield from _standard_problems(spec)
    if bool(spec.activity) != (spec.kind == "activity"):
        yield Problem("activity", "An activity criterion names its activity, and only an activity criterion has one")
    if (spec.material is not None) != (spec.kind == "practice"):
        yield Problem("material", "A practice criterion needs a made-up account, and only a practice criterion has one")
    if spec.material is not None:
        yield from _material_problems(spec.material)


def _standard_problems(spec: CriterionSpec) -> Iterator[Problem]:
    if spec.kind != "text":
        if spec.automatic:
            yield Problem("automatic", "Only an answer in words can be automatic")
        return
    for name, words in STANDARD_FIELDS.items():
        if not getattr(spec, name).strip():
            yield Problem(name, words)


def _material_problems(spec: MaterialSpec) -> Iterator[Problem]:
    if not 1 <= spec.find <= len(spec.places):
        yield Problem("material.find", "Ask for at least one place, and for no more than are marked")
    for place, marked in enumerate(spec.places):
        if spec.text.count(marked.text) != 1:
            yield Problem(f"material.places.{place}.text", "These words must stand in the account exactly once")


def material_to_data(spec: MaterialSpec | None) -> dict[str, Any]:
    """Return the account as a Criterion stores it: text, find, and places with start and end in characters."""
    if spec is None:
        return {}
    places = []
    for place in spec.places:
        start = spec.text.index(place.text)
        places.append(
            {
                "start": start,
                "end": start + len(place.text),
                "text": place.text,
                "why": place.why,
                "better": place.better,
            }
        )
    return {"text": spec.text, "find": spec.find, "places": sorted(places, key=lambda place: place["start"])}
