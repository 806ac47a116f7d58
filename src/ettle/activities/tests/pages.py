"""Addresses of an activity under way, and playing it by them as a browser without JavaScript does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from ettle.activities.models import Invitation
from ettle.activities.tests.factories import DRAWN

REFLECTION = (
    "I will ask the team before I fill a gap myself because they know more about the night than I do and they see what "
    "I miss when I am tired."
)
GOOD = ["ask-together", "limit", "thank-and-review"]
Awarded = list[tuple[str, str]]


def at(invitation: Invitation, position: int, *rest: object) -> str:
    return reverse("activities:play", args=[invitation.uuid, position]) + "".join(f"{part}/" for part in rest)


def begin(client: Client, invitation: Invitation, position: int = 1) -> str:
    """Press Start; return the first step's address."""
    client.force_login(invitation.learner)
    return str(client.post(at(invitation, position)).headers["Location"])


def text(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def play_sort(client: Client, invitation: Invitation, position: int = 1) -> str:
    here = begin(client, invitation, position)
    for _ in range(DRAWN):
        here = client.post(here, {"answer": "leadership"}).headers["Location"]
    return str(client.post(f"{here}next/", {"words": ""}).headers["Location"])


def play_scenario(client: Client, invitation: Invitation, choices: list[str], position: int = 1) -> str:
    here = begin(client, invitation, position)
    for choice in choices:
        here = client.post(here, {"answer": choice}).headers["Location"]
    return client.get(here).headers["Location"]
