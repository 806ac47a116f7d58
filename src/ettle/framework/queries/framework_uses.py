"""Which frameworks the site has and what it uses each for, as a process remembers it.

Every page asks, and the answer changes when a pack is loaded. Another worker's change is seen within 30 seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import CharField, DateField, Value

from ettle.framework.models import Framework, LogicNode
from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import MODEL
from ettle.kit.translations.pack_texts import PackText
from ettle.kit.values.short_caches import current_period


@dataclass(frozen=True)
class KnownFramework:
    """A framework in any edition. use: a FrameworkUse, or empty. title: of its newest edition."""

    key: str
    use: str
    title: str


def known_frameworks() -> Mapping[str, KnownFramework]:
    """Every framework of the site by its key. The logic model is one of them, with MODEL as its key and its use."""
    return _read_frameworks(current_period())


@lru_cache(maxsize=1)
def _read_frameworks(_period: int) -> dict[str, KnownFramework]:
    frameworks = Framework.objects.order_by().values_list("key", "use", "title", "edition", "in_force_on")
    words = [Value(text, CharField()) for text in (MODEL, MODEL, "", "")]
    nodes = LogicNode.objects.current().order_by().values_list(*words, Value(None, DateField()))
    # The newest last, as `newest_first` has them; a union can only be put in order here.
    rows = sorted(frameworks.union(nodes), key=lambda row: (row[4] or date.min, row[3]))
    return {key: KnownFramework(key, use, PackText(title)) for key, use, title, _edition, _in_force in rows}


def clear_cache() -> None:
    """Forget the frameworks that this process has read."""
    _read_frameworks.cache_clear()


def key_of_use(use: FrameworkUse) -> str:
    """The key of the framework that has this use; empty on a site without one."""
    return next((framework.key for framework in known_frameworks().values() if framework.use == use), "")


def use_of(key: str) -> str:
    """What the framework with this key is used for; empty for most, and for one that the site does not have."""
    framework = known_frameworks().get(key)
    return framework.use if framework else ""


def has_use(use: str) -> bool:
    """Whether the site has a framework of this use; MODEL: whether it has a logic model."""
    return any(framework.use == use for framework in known_frameworks().values())
