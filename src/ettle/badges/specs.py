"""What an author hands in: a badge as data. `check` says what is wrong with it, in words for its author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ettle.badges.credential import signable_text
from ettle.kit.values.problems import Problem

KINDS = ("text", "confirm", "practice")
ORDERS = ("evidence-activity", "activity-evidence", "evidence")
ENDORSEMENTS = ("none", "invited", "required")
ROLES = ("citizen", "frontline", "supervisor", "manager", "strategic")
MAX_WORDS = 5_000


@dataclass(frozen=True)
class PlaceSpec:
    """A place in a made-up account that could point to a person. text: exactly as it stands there, once."""

    text: str
    why: str
    better: str


@dataclass(frozen=True)
class MaterialSpec:
    """A made-up account for practice: find at least `find` of the marked places."""

    text: str
    places: tuple[PlaceSpec, ...]
    find: int = 3


@dataclass(frozen=True)
class CriterionSpec:
    """One question. min_words and max_words count for the kind "text" only."""

    title: str
    question: str
    kind: str = "text"
    hint: str = ""
    min_words: int = 0
    max_words: int = 800
    may_be_spoken: bool = True
    shows_met: str = ""
    material: MaterialSpec | None = None


@dataclass(frozen=True)
class PrerequisiteSpec:
    """A badge to hold before, by its number."""

    badge: str
    required: bool = True


@dataclass(frozen=True)
class BadgeSpec:
    """A badge. alignments: "framework:key" or "framework@edition:key". roles: empty means everyone."""

    number: str
    slug: str
    name: str
    summary: str
    why: str
    minutes: int
    criteria: tuple[CriterionSpec, ...]
    roles: tuple[str, ...] = ()
    order: str = "evidence-activity"
    endorsement: str = "none"
    valid_for_months: int | None = None
    not_accepted: str = ""
    assessor_guidance: str = ""
    prerequisites: tuple[PrerequisiteSpec, ...] = field(default=())
    alignments: tuple[str, ...] = ()


def check_badge(spec: BadgeSpec) -> list[Problem]:
    """Say everything that is wrong with a badge, or an empty list."""
    return [*_text_problems(spec), *_choice_problems(spec), *_reference_problems(spec), *_criteria_problems(spec)]


def split_alignment(ref: str) -> tuple[str, str]:
    """Split "codes-workers@2024:2.2" into the framework, with its edition if named, and the item's key."""
    framework, _, key = ref.partition(":")
    return framework, key


def _text_problems(spec: BadgeSpec) -> Iterator[Problem]:
    for path, text in signable_text.walk_texts(spec):
        yield from (Problem(path, words) for words in signable_text.find_text_faults(text))
    for name in ("number", "slug", "name", "summary", "why"):
        if not getattr(spec, name).strip():
            yield Problem(name, f"Write the {name} of the badge")
    if len(spec.name) > 120:
        yield Problem("name", "Make the name shorter: 120 characters at most")


def _choice_problems(spec: BadgeSpec) -> Iterator[Problem]:
    if spec.order not in ORDERS:
        yield Problem("order", f"Choose one of: {', '.join(ORDERS)}")
    if spec.endorsement not in ENDORSEMENTS:
        yield Problem("endorsement", f"Choose one of: {', '.join(ENDORSEMENTS)}")
    if not 1 <= spec.minutes <= 6_000:
        yield Problem("minutes", "Say how many minutes it takes, from 1 to 6000")
    if spec.valid_for_months is not None and not 1 <= spec.valid_for_months <= 600:
        yield Problem("valid_for_months", "Say for how many months it holds, from 1 to 600, or leave this out")
    for place, role in enumerate(spec.roles):
        if role not in ROLES:
            yield Problem(f"roles.{place}", f"Choose one of: {', '.join(ROLES)}")


def _reference_problems(spec: BadgeSpec) -> Iterator[Problem]:
    for place, ref in enumerate(spec.alignments):
        framework, key = split_alignment(ref)
        if not (framework and key):
            yield Problem(f"alignments.{place}", "Write the framework and the item: capabilities:vis.2")
    for name, refs in (
        ("alignments", spec.alignments),
        ("prerequisites", tuple(wanted.badge for wanted in spec.prerequisites)),
    ):
        for ref, times in Counter(refs).items():
            if times > 1:
                yield Problem(name, f"{ref} is listed {times} times: once is enough")
    if spec.number in {wanted.badge for wanted in spec.prerequisites}:
        yield Problem("prerequisites", "A badge cannot ask for itself")


def _criteria_problems(spec: BadgeSpec) -> Iterator[Problem]:
    if not spec.criteria:
        yield Problem("criteria", "Write at least one criterion")
    for place, criterion in enumerate(spec.criteria):
        for problem in _criterion_problems(criterion):
            yield Problem(f"criteria.{place}.{problem.path}", problem.words)


def _criterion_problems(spec: CriterionSpec) -> Iterator[Problem]:
    if not spec.title.strip() or len(spec.title) > 120:
        yield Problem("title", "Write a title of at most 120 characters")
    if not spec.question.strip():
        yield Problem("question", "Write the question")
    if spec.kind not in KINDS:
        yield Problem("kind", f"Choose one of: {', '.join(KINDS)}")
    if not 0 <= spec.min_words <= spec.max_words <= MAX_WORDS:
        yield Problem("min_words", f"The fewest words must not pass the most, nor the most {MAX_WORDS}")
    if (spec.material is not None) != (spec.kind == "practice"):
        yield Problem("material", "A practice criterion needs a made-up account, and only a practice criterion has one")
    if spec.material is not None:
        yield from _material_problems(spec.material)


def _material_problems(spec: MaterialSpec) -> Iterator[Problem]:
    if not 1 <= spec.find <= len(spec.places):
        yield Problem("material.find", "Ask for at least one place, and for no more than are marked")
    for place, marked in enumerate(spec.places):
        if spec.text.count(marked.text) != 1:
            yield Problem(f"material.places.{place}.text", "These words must stand in the account exactly once")


def material_to_data(spec: MaterialSpec | None) -> dict[str, Any]:
    """Return the account as a Criterion keeps it: text, find, and places with start and end in characters."""
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
