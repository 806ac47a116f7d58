"""What a type of activity is: the spec of its content, how far an attempt is, and the pages that play it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar, cast

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.items.decisions import Decision
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.input.specs import Spec
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from ettle.activities.items.play import Play
    from ettle.activities.models import Response

Part = TypeVar("Part", bound=Spec)


class Progress(Protocol):
    """Where a play stands."""

    @property
    def current(self) -> int:
        """The number of the step to take next, from 1."""

    @property
    def has_ended(self) -> bool:
        """Every step is taken; the next page is the closing page."""

    @property
    def is_finished(self) -> bool:
        """Nothing is left to do, so someone who starts again gets a new attempt."""


@dataclass(frozen=True)
class TrailPart:
    """A part of the file of what was answered. Lines are plain text, already in the language of the page."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class OpenReflection:
    """A page where words of a person's own are written, which they may record first: as for `Play.address`."""

    page: str
    parts: Mapping[str, object]


class ItemViews(Protocol):
    """The module of a type that shows its pages. Each function is given the play under way."""

    def render_step(self, request: HttpRequest, play: Play, number: int) -> HttpResponse:
        """Show a step, or take the answer that is posted to it. number: any that someone writes in the address."""

    def render_ending(self, request: HttpRequest, play: Play) -> HttpResponse:
        """Show the closing page."""

    def render_trail(self, request: HttpRequest, play: Play) -> HttpResponse:
        """Show what was answered, to read again."""

    def list_trail(self, play: Play) -> Iterator[TrailPart]:
        """What was answered, for the file that a person downloads."""


class ItemType(ABC, Generic[Part]):
    """One type. It is imported with the specs, so it names the modules of its pages and does not import them.

    key: the name of its folder, of its kind in the database and of its field in an activity's file; never changed.
    label: what people call it. spec: its field in an activity's file. views: path of the module that is its ItemViews.
    urls: path of a module with addresses of its own, below that of a play; "" when it needs no more than the
    addresses of every type.
    """

    key: ClassVar[str]
    label: ClassVar[StrOrPromise]
    spec: type[Part]
    views: ClassVar[str]
    urls: ClassVar[str] = ""

    @abstractmethod
    def check(self, part: Part) -> Iterator[Problem]:
        """What the rules in the spec's fields cannot say. Paths begin with the key of the type."""

    def check_paths(self, part: Part) -> Iterator[Problem]:
        """What can only be looked at when nothing else is wrong."""
        return iter(())

    def list_decisions(self, part: Part) -> Iterator[Decision]:
        """What its decisions offer, for the rules about all decisions of a pack; nothing where nobody decides."""
        return iter(())

    def list_choice_items(self, part: Part) -> Sequence[ChoiceItem]:
        """What people choose, to be counted and compared; nothing where choices are not counted."""
        return ()

    def read_first_choices(self, part: Part, responses: Sequence[Response]) -> Mapping[str, str]:
        """Item -> the option that was chosen first. Items that were not answered are left out. Pure."""
        return {}

    def count_steps(self, part: Part) -> int:
        """The most steps that a play can take, to count where people stop; 0 where this is not counted."""
        return 0

    def needed_names(self, part: Part) -> Iterator[ResourceName]:
        """What the part names that others define, such as nodes of the logic model."""
        return iter(())

    @abstractmethod
    def read_progress(self, part: Part, seed: int, responses: Sequence[Response]) -> Progress:
        """Work out where a play stands after these responses. Pure: no database, no clock."""

    def find_reflection(self, part: Part, seed: int, responses: Sequence[Response], step: str) -> OpenReflection | None:
        """The page where the words of a reflection are written now; None where `step` waits for none."""
        return None

    def load_views(self) -> ItemViews:
        return cast("ItemViews", import_module(self.views))
