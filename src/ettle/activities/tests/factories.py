"""Activities and badges for this room's tests: small made ones, and the real ones of the starter pack."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.conf import settings
from django.core import signing

from ettle.activities import actions
from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.actions.visitor_plays import SALT
from ettle.activities.items.registry import item_types
from ettle.activities.items.sort import actions as sort_actions
from ettle.activities.models import ActivityVersion, Invitation, InvitedActivity
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec, RequiredActivity
from ettle.people.tests import cast

FOLDER = Path(settings.BASE_DIR) / "content" / "leadership" / "activities"
OWN = Path(__file__).parent / "data"
DRAWN = 8  # cards of the starter pack's sort
SPECS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def spec(key: str) -> ActivitySpec:
    """An activity of the starter pack, or the story ‘rota’, which is only for tests."""
    own = OWN / f"{key}.yaml"
    return built(yaml.safe_load((own if own.exists() else FOLDER / f"{key}.yaml").read_text()))


def built(data: dict[str, Any]) -> ActivitySpec:
    """An activity of plain data: read from a file, or made up."""
    parts = {item_type.key: item_type.spec.from_stored for item_type in item_types()}
    return ActivityFileSpec(**{name: parts[name](value) if name in parts else value for name, value in data.items()})


def badge(number: str = "ET-101", name: str = "Management and leadership") -> Any:
    """A published badge version, made row by row: what it asks for is not this room's business."""
    badge, _ = apps.get_model("badges", "Badge").objects.get_or_create(number=number, slug=number.lower())
    return apps.get_model("badges", "BadgeVersion").objects.get_or_create(
        badge=badge,
        edition=1,
        defaults={
            "name": name,
            "summary": "What differs and what overlaps.",
            "why": "Both are care.",
            "minutes": 90,
            "order": "evidence-activity",
            "content_hash": hashlib.sha256(number.encode()).hexdigest(),
            "published_at": cast.NOW,
        },
    )[0]


def asked(*groups: tuple[str, ...], number: str = "ET-101") -> Any:
    """A badge version that asks for these activities, all published."""
    for key in {key for group in groups for key in group}:
        actions.publish(spec(key), by=None, now=cast.NOW)
    version = badge(number)
    requirements = [[RequiredActivity(key=key) for key in group] for group in groups]
    actions.require(version, requirements, by=None, now=cast.NOW)
    return version


def invitation(*keys: str, learner: Any = None, number: str = "ET-101") -> Invitation:
    """Isla (or another) is invited to these activities, in this order."""
    version = asked(*[(key,) for key in keys], number=number)
    return actions.invite(learner=learner or cast.isla(), version=version, by=cast.bashir(), now=cast.NOW)


def finish_sort(invited: InvitedActivity) -> None:
    """The learner sorts the cards that are drawn from the starter pack's sort."""
    play = begin(invited)
    for number in range(1, DRAWN + 1):
        sort_actions.place_card(play, number=number, category="both", now=cast.NOW)


def begin(invited: InvitedActivity) -> StoredPlay:
    """Its learner begins an activity that they are invited to."""
    learner = invited.invitation.learner
    return StoredPlay(actions.begin(invited, learner=learner, now=cast.NOW), learner)


def old_visitor_token(version: ActivityVersion) -> str:
    """The address of a visitor's play as it was before there were variants: without one."""
    key = version.activity.key
    return signing.Signer(salt=f"{SALT}/{key}").sign_object((version.edition, 7, []), compress=True)
