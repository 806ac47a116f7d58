"""What keeps a story from being published, each problem with the page and the field where it can be corrected."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.activities import queries as activities
from ettle.activities.types.specs import ActivitySpec, check_activity
from ettle.activities.types.stories import LessonRule, NodeTexts, PlaceTexts, TextVariantSpec
from ettle.framework import queries as framework
from ettle.kit.values.problems import Problem
from ettle.people import queries as people
from ettle.workshop.drafts.draft_problems import DraftProblem
from ettle.workshop.stories.story_content import HEAD, Place, StoryContent, variant_part

HEAD_FIELDS = {
    "title": "title", "summary": "summary", "minutes": "minutes", "scenario.start": "start",
    "scenario.opening": "opening", "scenario.reflection": "reflection", "scenario.variables": "variables",
    "scenario.label": "label", "scenario.reflection_about_words": "about_words", "scenario.model_nodes": "model_words",
}  # fmt: skip
OPTION_FIELDS = {
    "text": "text", "consequence": "consequence", "was": "was", "why": "why", "nodes": "touches",
    "effects": "effects", "routes": "leads_to", "skips_duty": "skips_duty",
}  # fmt: skip
# Where an author changes what all decisions teach together: the field of the best option, and what to say there.
LESSON_FIELDS = {
    LessonRule.LONGEST: ("text", _lazy("This is the best option and the longest. Shorten it, or write the others out")),
    LessonRule.SAME_PLACE: ("position", _lazy("The best option is in this place too often. Move it")),
    LessonRule.MANAGEMENT: ("was", _lazy("The best option is rarely sound management. Could it be, here?")),
    LessonRule.VAIN_BOTH: ("was", ""),
}
VARIANT_FIELDS = frozenset({"label", "roles", "settings", "opening", "reflection"})
PLACE_FIELDS = frozenset({"title", "text", "question", "passages", "did_well", "missed_link", "stops"})


def find_story_problems(content: StoryContent) -> list[DraftProblem]:
    """Return what a pack would be refused for, and what only the workshop knows: lines that were not understood, and
    parts of the logic model, learning roles and settings that this site does not have."""
    found = [_locate(content, problem) for problem in _check_story(content.story)]
    found += [_locate(content, problem) for problem in (*_check_model(content), *_check_readers(content))]
    found += _check_lessons(content)
    if content.unread:
        words = _("Some lines of the text were not understood. Write them in, then remove them from the list")
        found.append(DraftProblem(words, "", "lines", _("The whole story")))
    return found


@lru_cache(maxsize=64)
def _check_story(story: ActivitySpec) -> tuple[Problem, ...]:
    """Walking every path takes time, and most pages show a story that was shown before."""
    return tuple(check_activity(story))


def _check_model(content: StoryContent) -> list[Problem]:
    known = framework.node_keys()
    return [
        Problem(f"scenario.nodes.{number}.options.{place}.nodes", _("The logic model has no %(key)s") % {"key": key})
        for number, node in enumerate(content.scenario.nodes)
        for place, option in enumerate(node.options)
        for key in option.nodes
        if key not in known
    ]


def _check_readers(content: StoryContent) -> Iterator[Problem]:
    """Name the readers of variants that this site does not have."""
    roles, settings = people.role_titles(), people.setting_titles()
    for number, variant in enumerate(content.scenario.variants):
        for key in variant.roles:
            if key not in roles:
                words = _("There is no learning role %(key)s on this site") % {"key": key}
                yield Problem(f"scenario.variants.{number}.roles", words)
        for key in variant.settings:
            if key not in settings:
                words = _("There is no setting %(key)s on this site") % {"key": key}
                yield Problem(f"scenario.variants.{number}.settings", words)


def _check_lessons(content: StoryContent) -> Iterator[DraftProblem]:
    """What all activities of the site teach together with this story, at each decision that adds to it.

    A rule that the site breaks without this story too is advice: its author cannot change the other stories."""
    for lesson in activities.find_site_lessons(content.story):
        is_advice = not lesson.is_new
        where = _("All activities of this site")
        yield DraftProblem(_("With this story: %(words)s") % {"words": lesson.words}, "", "lessons", where, is_advice)
        field, words = LESSON_FIELDS[lesson.rule]
        for decision in lesson.breaking:
            place = content.find_place(decision.place)
            part = variant_part(decision.variant, decision.place) if decision.variant else decision.place
            name = f"option-{decision.best_place}-{'text' if decision.variant else field}"
            where = getattr(place, "title", "") or decision.place
            if variant := content.find_variant(decision.variant):
                where = _in_variant(variant, where)
            yield DraftProblem(str(words), part, name, where, is_advice)


def _locate(content: StoryContent, problem: Problem) -> DraftProblem:
    parts = problem.path.split(".")
    if parts[:2] in (["scenario", "nodes"], ["scenario", "endings"]) and len(parts) > 2:
        place = getattr(content.scenario, parts[1])[int(parts[2])]
        return DraftProblem(problem.words, place.key, _place_field(parts[3:]), place.title or place.key)
    if parts[:2] == ["scenario", "variants"] and len(parts) > 2:
        return _locate_in_variant(content, content.scenario.variants[int(parts[2])], parts[3:], problem.words)
    field = HEAD_FIELDS.get(parts[0]) or HEAD_FIELDS.get(".".join(parts[:2]))
    if field:
        return DraftProblem(problem.words, HEAD, field, _("The story"))
    return DraftProblem(problem.words, "", "", _("The whole story"))


def _locate_in_variant(content: StoryContent, variant: TextVariantSpec, parts: list[str], words: str) -> DraftProblem:
    """Texts for a place or an option that the story does not have are shown on the page of the variant or the place."""
    where = _("The variant for %(label)s") % {"label": variant.label or variant.key}
    if len(parts) < 2 or parts[0] not in {"nodes", "endings"}:
        # A problem of the whole variant is about its readers.
        field = parts[0] if parts and parts[0] in VARIANT_FIELDS else "" if parts else "roles"
        return DraftProblem(words, variant_part(variant.key), field, where)
    own = getattr(variant, parts[0])[int(parts[1])]
    place = content.find_place(own.key)
    if place is None:
        return DraftProblem(words, variant_part(variant.key), "", where)
    where = _in_variant(variant, place.title or place.key)
    return DraftProblem(words, variant_part(variant.key, own.key), _texts_field(place, own, parts[2:]), where)


def _in_variant(variant: TextVariantSpec, place: str) -> str:
    label = variant.label or variant.key
    return _("The variant for %(label)s, %(place)s") % {"label": label, "place": place}


def _texts_field(place: Place, own: PlaceTexts, parts: list[str]) -> str:
    """Return the field of a text of a variant. Its options are numbered as those of the story are."""
    if len(parts) > 1 and parts[0] == "options" and isinstance(own, NodeTexts):
        option = own.options[int(parts[1])]
        keys = [other.key for other in getattr(place, "options", ())]
        name = parts[2] if len(parts) > 2 and parts[2] in OPTION_FIELDS else "text"
        return f"option-{keys.index(option.key)}-{name}" if option.key in keys else ""
    if parts and parts[0] == "passages":
        return f"passages-{parts[1] if len(parts) > 1 else 0}" if place.passages else ""
    return parts[0] if parts and parts[0] in PLACE_FIELDS else ""


def _place_field(parts: list[str]) -> str:
    if len(parts) > 1 and parts[0] == "options":
        return f"option-{parts[1]}-{OPTION_FIELDS.get(parts[2] if len(parts) > 2 else '', 'text')}"
    return parts[0] if parts and parts[0] in PLACE_FIELDS else ""
