"""The variants of a story that is being written: add, move and delete one, and change its texts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ettle.activities.types.stories import (
    EndingSpec,
    EndingTexts,
    NodeSpec,
    NodeTexts,
    OptionTexts,
    PlaceTexts,
    ScenarioSpec,
    TextVariantSpec,
    make_key,
)
from ettle.workshop.stories.story_content import Place, StoryContent, list_places, put_by_key

PLACE_TEXTS = ("title", "text")
NODE_TEXTS, ENDING_TEXTS = (*PLACE_TEXTS, "question"), (*PLACE_TEXTS, "did_well", "missed_link", "question")
OPTION_TEXTS = ("text", "consequence", "why", "skips_duty")


def add_variant(content: StoryContent, label: str) -> tuple[StoryContent, str]:
    """Return the content with one more variant at the end, and its key."""
    key = make_key(label, {variant.key for variant in content.scenario.variants}, otherwise="variant")
    return put_variant(content, TextVariantSpec(key=key, label=label)), key


def put_variant(content: StoryContent, variant: TextVariantSpec) -> StoryContent:
    return content.change_scenario(variants=put_by_key(content.scenario.variants, variant))


def remove_variant(content: StoryContent, key: str) -> StoryContent:
    return content.change_scenario(
        variants=tuple(variant for variant in content.scenario.variants if variant.key != key)
    )


def move_variant(content: StoryContent, key: str, *, by: int) -> StoryContent:
    """Return the content with a variant earlier (by -1) or later (by 1) in the list from which readers choose."""
    variants = list(content.scenario.variants)
    place = next((number for number, variant in enumerate(variants) if variant.key == key), None)
    if place is None or not 0 <= place + by < len(variants):
        return content
    variants[place], variants[place + by] = variants[place + by], variants[place]
    return content.change_scenario(variants=tuple(variants))


def find_texts(variant: TextVariantSpec, place: Place) -> PlaceTexts:
    """Return the texts of a variant for a place or an ending; empty ones where it has none of its own."""
    own: tuple[PlaceTexts, ...] = variant.endings if isinstance(place, EndingSpec) else variant.nodes
    empty = EndingTexts if isinstance(place, EndingSpec) else NodeTexts
    return next((texts for texts in own if texts.key == place.key), empty(key=place.key))


def put_texts(
    content: StoryContent, key: str, place: Place, values: dict[str, Any], options: tuple[OptionTexts, ...]
) -> StoryContent:
    """Return the content with the texts of a variant for one place. Texts that say what the story says are left out.

    values: the texts by the names of the place's fields, with `passages` in the order of the story's.
    """
    variant = next(variant for variant in content.scenario.variants if variant.key == key)
    own: dict[str, Any] = {
        name: text if text != getattr(place, name) else "" for name, text in values.items() if name != "passages"
    }
    passages = tuple(
        "" if text == passage.text else text for text, passage in zip(values["passages"], place.passages, strict=True)
    )
    own["passages"] = passages if any(passages) else ()
    if isinstance(place, EndingSpec):
        ending = EndingTexts(key=place.key, **own)
        return put_variant(content, variant.replace(endings=_sort(content, variant.endings, ending)))
    known = {option.key: option for option in place.options}
    changed = tuple(_leave_out_same(texts, known[texts.key]) for texts in options if texts.key in known)
    node = NodeTexts(key=place.key, options=tuple(texts for texts in changed if texts.changes), **own)
    return put_variant(content, variant.replace(nodes=_sort(content, variant.nodes, node)))


def _leave_out_same(texts: OptionTexts, option: Any) -> OptionTexts:
    return texts.replace(**{name: "" for name in OPTION_TEXTS if getattr(texts, name) == getattr(option, name)})


def _sort(content: StoryContent, own: tuple[Any, ...], texts: PlaceTexts) -> tuple[Any, ...]:
    """Return the texts of a variant in the order of the story's places, without those that say nothing of their own."""
    order = {place.key: number for number, place in enumerate(content.places)}
    stored = [other for other in put_by_key(own, texts) if other.key != texts.key or has_texts(texts)]
    return tuple(sorted(stored, key=lambda other: order.get(other.key, len(order))))


def has_texts(texts: PlaceTexts) -> bool:
    return bool(texts.changes or any(texts.passages) or getattr(texts, "options", ()))


def drop_leftovers(content: StoryContent, variant: TextVariantSpec) -> TextVariantSpec:
    """Return a variant without texts for places and endings that the story does not have."""
    nodes, endings = ({place.key for place in places} for places in (content.scenario.nodes, content.scenario.endings))
    return variant.replace(
        nodes=tuple(own for own in variant.nodes if own.key in nodes),
        endings=tuple(own for own in variant.endings if own.key in endings),
    )


def list_leftovers(content: StoryContent, variant: TextVariantSpec) -> list[PlaceTexts]:
    """Return the texts for places and endings that the story does not have."""
    stays = drop_leftovers(content, variant)
    return [own for own in (*variant.nodes, *variant.endings) if own not in (*stays.nodes, *stays.endings)]


def list_leftover_words(own: PlaceTexts, place: Place) -> list[str]:
    """Return the words of a variant for passages and options that a place does not have."""
    known = {option.key for option in getattr(place, "options", ())}
    words = [text for text in own.passages[len(place.passages) :] if text]
    for texts in getattr(own, "options", ()):
        words += [] if texts.key in known else [text for text in texts.changes.values() if text]
    return words


@dataclass(frozen=True)
class VariedPlace:
    """A place of the story and how many of its texts a variant has in words of its own."""

    place: Place
    is_ending: bool
    own: int
    total: int


def list_varied_places(scenario: ScenarioSpec, variant: TextVariantSpec) -> Iterator[VariedPlace]:
    for place in list_places(scenario):
        texts = find_texts(variant, place)
        own = len(texts.changes) + sum(map(bool, texts.passages))
        own += sum(len(option.changes) for option in getattr(texts, "options", ()))
        yield VariedPlace(place, not isinstance(place, NodeSpec), own, sum(1 for _text in _list_texts(place)))


def _list_texts(place: Place) -> Iterator[str]:
    """Return the texts of a place that a variant may have in other words."""
    names = NODE_TEXTS if isinstance(place, NodeSpec) else ENDING_TEXTS
    yield from (text for name in names if (text := getattr(place, name)))
    yield from (passage.text for passage in place.passages)
    for option in getattr(place, "options", ()):
        yield from (text for name in OPTION_TEXTS if (text := getattr(option, name)))
