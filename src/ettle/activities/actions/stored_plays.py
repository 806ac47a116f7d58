"""A play whose answers are stored with an account: by invitation, or for practice."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.activities.actions.attempts import complete_activity, refuse_expired
from ettle.activities.items.play import Play
from ettle.activities.models import Attempt, Invitation, Response
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


class StoredPlay(Play):
    is_stored = True
    attempt: Attempt
    learner: User

    def __init__(self, attempt: Attempt, learner: User, *, is_past: bool = False) -> None:
        super().__init__(attempt.activity_version, attempt.seed, attempt.variant)
        self.attempt = attempt
        self.learner = learner
        self.is_past = is_past

    @cached_property
    def responses(self) -> list[Response]:
        return list(self.attempt.responses.order_by("pk"))

    @property
    def invitation(self) -> Invitation | None:
        return self.attempt.invited.invitation if self.attempt.invited else None

    @property
    def home(self) -> str:
        if self.invitation is not None:
            return reverse("activities:invitation", kwargs={"invitation": self.invitation.uuid})
        return reverse("activities:practice", kwargs=self.place)

    @property
    def place(self) -> dict[str, object]:
        if self.attempt.invited is None:
            return {"activity": self.version.activity.key}
        return {"invitation": self.attempt.invited.invitation.uuid, "position": self.attempt.invited.position}

    def address(self, page: str, /, **parts: object) -> str:
        address = super().address(page, **parts)
        return f"{address}?attempt={self.attempt.number}" if self.is_past else address

    def lock(self) -> list[Response]:
        if self.attempt.learner_id != self.learner.pk:
            raise Refused(_("This activity is someone else’s."))
        Attempt.objects.select_for_update().get(pk=self.attempt.pk)
        self.responses = list(self.attempt.responses.order_by("pk"))
        return self.responses

    def add_response(
        self, step: str, act: str, value: str, *, now: datetime, score: Decimal | None = None, rule: str = ""
    ) -> None:
        refuse_expired(self.attempt, now=now)
        response = Response.objects.create(
            attempt=self.attempt,
            step=step,
            sequence=sum(earlier.step == step for earlier in self.responses) + 1,
            act=act,
            value=value,
            score=score,
            rule=rule if score is not None else "",
            at=now,
        )
        self.responses.append(response)

    def add_words(self, step: str, act: str, words: str, *, now: datetime) -> None:
        self.add_response(step, act, words, now=now)

    @transaction.atomic
    def finish(self, *, now: datetime) -> None:
        if self.attempt.invited is not None:
            complete_activity(self.attempt, learner=self.learner, now=now)
