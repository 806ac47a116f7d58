"""What the tests of the house look at: the rooms and their models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from ettle.kit.room import installed_rooms

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ettle"


def rooms() -> list[str]:
    return [room.label for room in installed_rooms()]


def tables() -> Iterator[type[models.Model]]:
    """Every model of ours, with the tables that tie many to many."""
    for room in rooms():
        yield from apps.get_app_config(room).get_models(include_auto_created=True)
