"""A play without an account. The server stores nothing: the seed and the answers so far travel in the address, signed.

So Back, reload and a bookmark work, and scripts are not needed. The token names what was chosen and when one went back;
it has no key, no score, and none of a person's own words.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.activities.items.play import Play
from ettle.activities.models import ActivityVersion, Response
from ettle.kit.refusal import Refused

SALT = "ettle.activities.visitor-plays"
LONGEST_TOKEN = 3_000  # characters; servers and proxies refuse addresses above 4,000
LONGEST_VALUE = 1_000  # characters; what is chosen is a key or a few of them


class TokenInvalid(ValueError):
    """The address is cut off, was changed, or names a version that is not there."""


class VisitorPlay(Play):
    is_stored = False

    def __init__(
        self, version: ActivityVersion, seed: int, responses: Sequence[Response] = (), variant: str = ""
    ) -> None:
        super().__init__(version, seed, variant)
        self._responses = list(responses)

    @classmethod
    def begin(cls, version: ActivityVersion, variant: str = "") -> VisitorPlay:
        return cls(version, secrets.randbelow(2**31), variant=variant)

    @classmethod
    def read(cls, activity: str, token: str) -> VisitorPlay:
        """The play that an address holds. activity: its key. Raises TokenInvalid."""
        try:
            # An address from before there were variants has three parts.
            edition, seed, rows, *variants = _signer(activity).unsign_object(token)
            responses = [Response(step=step, act=act, value=value) for step, act, value in rows]
        except (signing.BadSignature, ValueError, TypeError) as fault:
            raise TokenInvalid(activity) from fault
        versions = ActivityVersion.objects.filter(activity__key=activity, edition=edition)
        version = versions.select_related("activity").defer("content").first()
        if version is None:
            raise TokenInvalid(activity)
        return cls(version, seed, responses, *variants[:1])

    @property
    def responses(self) -> list[Response]:
        return self._responses

    @property
    def token(self) -> str:
        rows = [(response.step, str(response.act), response.value) for response in self._responses]
        found: str = _signer(self.version.activity.key).sign_object(
            (self.version.edition, self.seed, rows, self.variant), compress=True
        )
        return found

    @property
    def home(self) -> str:
        return reverse("activities:paused", kwargs=self.place)

    @property
    def place(self) -> dict[str, object]:
        return {"activity": self.version.activity.key, "token": self.token}

    def lock(self) -> list[Response]:
        return self._responses

    def add_response(
        self, step: str, act: str, value: str, *, now: datetime, score: Decimal | None = None, rule: str = ""
    ) -> None:
        if len(value) > LONGEST_VALUE:
            raise ValueError("What a person wrote is never in an address: call add_words")
        self._responses.append(Response(step=step, act=act, value=value))
        if len(self.token) > LONGEST_TOKEN:
            self._responses.pop()
            raise Refused(
                _(
                    "You have gone back so often that this page cannot hold your answers any more. Begin from the "
                    "first page, or sign in to practise without this limit."
                )
            )

    def add_words(self, step: str, act: str, words: str, *, now: datetime) -> None:
        self.add_response(step, act, "", now=now)

    def finish(self, *, now: datetime) -> None:
        """Nothing is completed without an account."""


def _signer(activity: str) -> signing.Signer:
    return signing.Signer(salt=f"{SALT}/{activity}")
