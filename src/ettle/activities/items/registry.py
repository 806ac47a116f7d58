"""The types there are: every folder in here that has a module item_type or question_type with its type."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ettle.activities import items
from ettle.activities.items.item_type import ItemType, OpenReflection, Progress
from ettle.activities.items.part_variants import OfferedVariant, Reader, VariedSpec
from ettle.activities.items.published_content import play_part, published_part
from ettle.activities.items.question_type import QuestionType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ettle.activities.items.play import Play
    from ettle.activities.models import ActivityVersion, Attempt, Response

NOT_A_TYPE = "tests"
ITEM, QUESTION = "item_type", "question_type"


@cache
def item_types() -> tuple[ItemType[Any], ...]:
    """Every type of activity, by key. Raises ImportError for a folder that holds no type."""
    return tuple(_load_type(folder, ITEM) for folder in _list_folders(ITEM))


@cache
def question_types() -> tuple[QuestionType[Any], ...]:
    """Every type of question, by key."""
    return tuple(_load_type(folder, QUESTION) for folder in _list_folders(QUESTION))


def _list_folders(module: str) -> list[str]:
    folders = sorted(found.name for found in pkgutil.iter_modules(items.__path__) if found.ispkg)
    folders = [folder for folder in folders if folder != NOT_A_TYPE]
    for folder in folders:
        if not _has_module(folder, ITEM) and not _has_module(folder, QUESTION):
            raise ImportError(f"The folder {folder} has neither {ITEM}.py nor {QUESTION}.py.")
    return [folder for folder in folders if _has_module(folder, module)]


def _has_module(folder: str, module: str) -> bool:
    return find_spec(f"{items.__name__}.{folder}.{module}") is not None


def _load_type(folder: str, module: str) -> Any:
    """What the module of a folder holds: ITEM_TYPE of item_type, QUESTION_TYPE of question_type."""
    found = getattr(import_module(f"{items.__name__}.{folder}.{module}"), module.upper())
    if found.key != folder:
        raise ImportError(f"The folder {folder} holds the type {found.key}. Give both the same name.")
    return found


def find_item_type(key: str) -> ItemType[Any]:
    """Raises LookupError for a key of no type."""
    for item_type in item_types():
        if item_type.key == key:
            return item_type
    raise LookupError(key)


def play_item_type(play: Play) -> ItemType[Any]:
    """The type of the activity that is played."""
    return find_item_type(play.version.activity.kind)


def read_progress(play: Play) -> Progress:
    """Where a play stands after its responses."""
    item_type = play_item_type(play)
    return item_type.read_progress(play_part(item_type.spec, play), play.seed, play.responses)


def read_attempt_progress(attempt: Attempt, responses: Sequence[Response]) -> Progress:
    """Where these responses of an attempt lead to."""
    version = attempt.activity_version
    item_type = find_item_type(version.activity.kind)
    part = published_part(item_type.spec, version, attempt.variant)
    return item_type.read_progress(part, attempt.seed, responses)


def list_variants(version: ActivityVersion) -> tuple[OfferedVariant, ...]:
    """The variants that a person may choose from; nothing when the activity is the same for everyone."""
    part = published_part(find_item_type(version.activity.kind).spec, version)
    return part.list_variants() if isinstance(part, VariedSpec) else ()


def choose_variant(version: ActivityVersion, reader: Reader) -> str:
    """The key of the variant that fits a reader best; "" for the activity as it is."""
    part = published_part(find_item_type(version.activity.kind).spec, version)
    return part.choose_variant(reader) if isinstance(part, VariedSpec) else ""


def is_under_way(progress: Progress, *, is_practice: bool) -> bool:
    """Whether it can go on. Practice is over at its end, an invited activity when it is finished."""
    return not (progress.has_ended if is_practice else progress.is_finished)


def find_reflection(play: Play, step: str) -> OpenReflection | None:
    """The page where the words of a reflection are written now; None where `step` of this play waits for none."""
    item_type = play_item_type(play)
    return item_type.find_reflection(play_part(item_type.spec, play), play.seed, play.responses, step)
