"""The texts of a story for other roles and settings. What happens, and what it changes, is the same for everyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from ettle.activities.items.part_variants import Reader
from ettle.activities.items.spec_fields import HasKey, Key, Text, find_repeated_keys, join_path
from ettle.kit.input.specs import Spec
from ettle.kit.values.problems import Problem
from ettle.people.types.specs import RoleKey, SettingKey

Worded = TypeVar("Worded", bound=Spec)


class OwnTexts(Spec):
    """Texts instead of those of the story. What is empty stays as it is there."""

    @property
    def changes(self) -> dict[str, str]:
        return {name: text for name in self.translated if isinstance(text := getattr(self, name), str) and text.strip()}


class OptionTexts(OwnTexts):
    """Texts of one option. key: that of the option in the story."""

    translated = frozenset({"text", "consequence", "why", "skips_duty"})

    key: str
    text: str = ""
    consequence: str = ""
    why: str = ""
    skips_duty: str = ""


class PlaceTexts(OwnTexts):
    """Texts of one place or ending. passages: in the order of those in the story; their conditions stay."""

    key: str
    title: str = ""
    text: str = ""
    passages: tuple[str, ...] = ()


class NodeTexts(PlaceTexts):
    translated = frozenset({"title", "text", "question", "passages"})

    question: str = ""
    options: tuple[OptionTexts, ...] = ()


class EndingTexts(PlaceTexts):
    translated = frozenset({"title", "text", "did_well", "missed_link", "question", "passages"})

    did_well: str = ""
    missed_link: str = ""
    question: str = ""


class TextVariantSpec(OwnTexts):
    """The story as it is told to some readers. label: for which readers or where, as people choose it.

    roles, settings: keys of learning roles and of settings. Who learns in one of the roles and works in one of the
    settings reads it; where one of the two is empty, the other decides.
    """

    translated = frozenset({"label", "opening", "reflection"})

    key: Key
    label: Text
    roles: tuple[RoleKey, ...] = ()
    settings: tuple[SettingKey, ...] = ()
    opening: str = ""
    reflection: str = ""
    nodes: tuple[NodeTexts, ...] = ()
    endings: tuple[EndingTexts, ...] = ()

    def rate_fit(self, reader: Reader) -> int:
        """Return how well it fits a reader: 2 by role and setting, 1 by one of them, 0 when it is not for them."""
        fits = [not set(self.roles).isdisjoint(reader.roles)] if self.roles else []
        fits += [reader.setting in self.settings] if self.settings else []
        return len(fits) if all(fits) else 0


def put_texts(things: Iterable[Worded], own: Sequence[OptionTexts | PlaceTexts]) -> tuple[Worded, ...]:
    """Return options, places or endings with the texts that are written for them."""
    by_key = {texts.key: texts for texts in own}
    return tuple(_put(thing, by_key[key]) if (key := thing.key) in by_key else thing for thing in things)  # type: ignore[attr-defined]  # each has a key


def _put(thing: Worded, own: OptionTexts | PlaceTexts) -> Worded:
    changes: dict[str, Any] = dict(own.changes)
    if isinstance(own, PlaceTexts):
        texts = zip(thing.passages, own.passages, strict=False)  # type: ignore[attr-defined]  # other numbers are refused
        passages = [passage.model_copy(update={"text": text}) if text else passage for passage, text in texts]
        changes["passages"] = (*passages, *thing.passages[len(passages) :])  # type: ignore[attr-defined]
    if isinstance(own, NodeTexts):
        changes["options"] = put_texts(thing.options, own.options)  # type: ignore[attr-defined]
    return thing.model_copy(update=changes)


def check_variants(
    variants: Sequence[TextVariantSpec], nodes: Mapping[str, Any], endings: Mapping[str, Any]
) -> Iterator[Problem]:
    """Return what is wrong with the variants of a story. nodes, endings: those of the story, by key."""
    yield from find_repeated_keys("scenario.variants", variants)
    read: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    for number, variant in enumerate(variants):
        path = f"scenario.variants.{number}"
        readers = (frozenset(variant.roles), frozenset(variant.settings))
        if not any(readers):
            yield Problem(path, "Say for which roles or settings this is told")
        elif readers in read:
            yield Problem(path, f"{read[readers]} is for the same roles and settings. Keep one of them")
        read.setdefault(readers, variant.key)
        yield from _check_places(join_path(path, "nodes"), variant.nodes, nodes, "place")
        yield from _check_places(join_path(path, "endings"), variant.endings, endings, "ending")
        for place, own in enumerate(variant.nodes):
            yield from _check_options(join_path(path, "nodes", place), own, nodes.get(own.key))


def _check_places(path: str, written: Sequence[PlaceTexts], places: Mapping[str, Any], kind: str) -> Iterator[Problem]:
    yield from find_repeated_keys(path, written)
    for number, own in enumerate(written):
        place = places.get(own.key)
        if place is None:
            yield Problem(join_path(path, number, "key"), f"The story has no {kind} ‘{own.key}’")
        elif own.passages and len(own.passages) != len(place.passages):
            yield Problem(
                join_path(path, number, "passages"),
                f"‘{own.key}’ has {len(place.passages)} of these in the story, and {len(own.passages)} here",
            )


def _check_options(path: str, own: NodeTexts, place: Any) -> Iterator[Problem]:
    yield from find_repeated_keys(join_path(path, "options"), own.options)
    known: set[str] = {option.key for option in place.options} if place is not None else set()
    for number, option in enumerate(own.options):
        if place is not None and option.key not in known:
            yield Problem(join_path(path, "options", number, "key"), f"‘{own.key}’ has no option ‘{option.key}’")
        duty = next((other.skips_duty for other in place.options if other.key == option.key), "") if place else ""
        if option.skips_duty and not duty:
            yield Problem(
                join_path(path, "options", number, "skips_duty"), "The story leaves no duty undone here. Leave this out"
            )


def index_by_key(things: Iterable[HasKey]) -> dict[str, HasKey]:
    return {thing.key: thing for thing in things}
