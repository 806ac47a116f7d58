"""Rooms say which files packs may hold; packs know none of them by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ettle.kit import room
from ettle.kit.input.pack_kinds import PackKind, ResourceName
from ettle.kit.input.specs import Spec, find_problems
from ettle.packs import actions, kinds
from ettle.packs.export import json_schema
from ettle.packs.tests import small_pack

BEDS: dict[str, Bed] = {}


class Bed(Spec):
    """A bed of the garden."""

    key: str
    crop: str
    after: tuple[str, ...] = ()


def load_bed(spec: Bed, **_: Any) -> None:
    BEDS[spec.key] = spec


def bed_needs(spec: Bed) -> Iterator[ResourceName]:
    for place, key in enumerate(spec.after):
        yield ResourceName("area", key, f"after.{place}")


BED_KIND = PackKind(
    place="beds",
    suffix=".yaml",
    spec=Bed,
    check=find_problems,
    key=lambda spec: str(spec.key),
    load=load_bed,
    list_keys=lambda: sorted(BEDS),
    find_spec=BEDS.get,
    sorts=frozenset({"bed"}),
    needed_sorts=frozenset({"area"}),
    needed_names=bed_needs,
)


@pytest.fixture
def garden(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    offered = [[BED_KIND], *room.offered("packs.kinds")]
    monkeypatch.setattr(kinds, "offered", lambda name: offered)
    _clear()
    yield
    BEDS.clear()
    _clear()


def _clear() -> None:
    kinds.list_kinds.cache_clear()
    kinds.place_order.cache_clear()


def test_each_kind_comes_after_those_that_define_what_it_needs() -> None:
    defined: set[str] = set()
    for kind in kinds.list_kinds():
        assert kind.needed_sorts <= defined, kind.label
        defined |= kind.sorts


@pytest.mark.usefixtures("garden", "db")
def test_a_kind_that_a_room_offers_is_checked_loaded_exported_and_described(now: datetime, tmp_path: Path) -> None:
    pack = small_pack.folder(tmp_path / "pack")
    (pack / "beds").mkdir()
    (pack / "beds" / "south.yaml").write_text("key: south\ncrop: beans\nafter: [nothing]\n")

    assert [str(problem) for problem in actions.check(pack)] == [
        "beds/south.yaml:3: There is no area nothing. Correct it, or add what it names."
    ]

    small_pack.reword(pack, "nothing", "listening")
    assert "beds/south.yaml" in actions.load(pack, by=None, now=now).added
    actions.export(tmp_path / "out")

    assert (tmp_path / "out" / "beds" / "south.yaml").read_text() == "key: south\ncrop: beans\nafter: [listening]\n"
    assert json_schema.build_schema()["$defs"]["Bed"]["description"] == "A bed of the garden."
    assert [kind.label for kind in kinds.list_kinds()].index("beds") > 0


@pytest.mark.usefixtures("garden")
def test_kinds_that_need_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    round_and_round = PackKind(
        "sheds", ".yaml", Bed, find_problems, str, load_bed, list, BEDS.get,
        sorts=frozenset({"shed"}), needed_sorts=frozenset({"shed", "barn"}),
    )  # fmt: skip
    other = PackKind(
        "barns", ".yaml", Bed, find_problems, str, load_bed, list, BEDS.get,
        sorts=frozenset({"barn"}), needed_sorts=frozenset({"shed"}),
    )  # fmt: skip
    monkeypatch.setattr(kinds, "offered", lambda name: [[round_and_round, other]])
    _clear()

    with pytest.raises(ValueError, match="sheds, barns"):
        kinds.list_kinds()
