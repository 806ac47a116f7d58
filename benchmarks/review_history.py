"""Years of applications in a site of many organisations, one of which has half of them: rows, not made by actions.

What waits is spread over the organisations like everything else: the last that were sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.bulk_rows import insert_rows, next_key

if TYPE_CHECKING:
    from ettle.people.models import Organisation, User

YEARS = timedelta(days=3 * 365)
MOST_BADGES = 3  # that each learner applies for
STEP = 1_000_003  # a prime, so that neighbours in time are not neighbours in an organisation
PROMISED = timedelta(days=14)
SECOND_EVERY, SAMPLED_EVERY, REFERRED_EVERY, BEGUN_EVERY = 10, 20, 600, 5
WORDS = "I asked her first what would make it a good morning, and we planned the rest of it together. "


@dataclass(frozen=True)
class Scale:
    """How much there is. waiting: of those that were sent. colleagues: assessors of the large organisation."""

    organisations: int
    applications: int
    sent: int
    waiting: int
    colleagues: int


class ReviewHistory:
    """Writes the rows. Keys follow from numbers: application n has the key `first[Application] + n`."""

    def __init__(self, scale: Scale, large: Organisation, now: datetime) -> None:
        from django.contrib.auth import get_user_model

        from ettle.badges.queries import current_versions
        from ettle.evidence import models
        from ettle.people.models import Membership, Organisation

        self.scale, self.large, self.now, self.models = scale, large, now, models
        self.user_model = get_user_model()
        self.organisation_model, self.membership_model = Organisation, Membership
        versions = [version for version in current_versions() if version.criteria.filter(kind="text").exists()]
        self.versions = versions[:MOST_BADGES]
        self.badges = len(self.versions)
        self.criteria = [
            list(version.criteria.filter(kind="text").values_list("pk", flat=True))[:2] for version in self.versions
        ]
        self.learners = -(-scale.applications // self.badges)
        self.first_person, self.first_organisation = next_key(self.user_model), next_key(Organisation)
        self.first_application = next_key(models.Application)
        self.first_submission, self.first_mark = next_key(models.Submission), next_key(models.Mark)
        self.first_review, self.first_declaration = next_key(models.Review), next_key(models.Declaration)

    def write(self) -> None:
        """Write everything, and let the database count its rows, as it does by itself within minutes."""
        from django.db import connection

        self._write_people()
        self._write_applications()
        self._write_waiting()
        self._write_answered()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def small_assessor(self) -> User:
        """Return an assessor of one of the small organisations."""
        person: User = self.user_model.objects.get(pk=self._assessor_of(1, 0))
        return person

    def _assessor_of(self, organisation: int, number: int) -> int:
        """The key of an assessor: of the large organisation (0), or one of two of a small one."""
        after = self.first_person + self.learners
        if organisation == 0:
            return after + number % self.scale.colleagues
        return after + self.scale.colleagues + 2 * organisation + number % 2

    def _organisation_of(self, learner: int) -> int:
        """The number of a learner's organisation: 0 for half of them."""
        return 0 if learner % 2 == 0 else 1 + learner // 2 % (self.scale.organisations - 1)

    def _organisation_key(self, number: int) -> int:
        return self.large.pk if number == 0 else self.first_organisation + number

    def _write_people(self) -> None:
        scale, began = self.scale, self.now - YEARS
        insert_rows(
            self.organisation_model,
            ("id", "slug", "name"),
            ((self.first_organisation + n, f"made-{n}", f"House {n}") for n in range(1, scale.organisations)),
        )
        assessors = scale.colleagues + 2 * scale.organisations
        insert_rows(
            self.user_model,
            ("id", "email", "name", "joined_at", "password"),
            (
                (self.first_person + n, f"made{n}@example.org", f"Person {n}", began, "!")
                for n in range(self.learners + assessors)
            ),
        )
        insert_rows(
            self.membership_model,
            ("id", "person_id", "organisation_id", "role", "began_at"),
            (
                (next_number, person, self._organisation_key(organisation), role, began)
                for next_number, (person, organisation, role) in enumerate(
                    self._list_memberships(), next_key(self.membership_model)
                )
            ),
        )

    def _list_memberships(self) -> Iterator[tuple[int, int, str]]:
        for learner in range(self.learners):
            yield self.first_person + learner, self._organisation_of(learner), "learner"
        for number in range(self.scale.colleagues):
            yield self._assessor_of(0, number), 0, "assessor"
        for organisation in range(1, self.scale.organisations):
            yield self._assessor_of(organisation, 0), organisation, "assessor"
            yield self._assessor_of(organisation, 1), organisation, "assessor"

    def _application(self, sending: int) -> int:
        """The number of the application that was sent as this one in time."""
        return sending * STEP % self.scale.applications

    def _criteria(self, sending: int) -> list[int]:
        return self.criteria[self._application(sending) % self.badges]

    def _sent_at(self, sending: int) -> datetime:
        return self.now - YEARS + YEARS * (sending + 1) / (self.scale.sent + 1)

    def _assessor(self, sending: int) -> int:
        organisation = self._organisation_of(self._application(sending) // self.badges)
        return self._assessor_of(organisation, sending // 7)

    @property
    def _answered(self) -> range:
        return range(self.scale.sent - self.scale.waiting)

    @property
    def _waiting(self) -> range:
        return range(self.scale.sent - self.scale.waiting, self.scale.sent)

    def _write_applications(self) -> None:
        models, scale = self.models, self.scale
        ended = {self._application(n): self._sent_at(n) + PROMISED / 2 for n in self._answered}
        insert_rows(
            models.Application,
            ("id", "learner_id", "badge_id", "version_id", "begun_at", "ended_at"),
            (
                (
                    self.first_application + n,
                    self.first_person + n // self.badges,
                    self.versions[n % self.badges].badge_id,
                    self.versions[n % self.badges].pk,
                    self.now - YEARS,
                    ended.get(n),
                )
                for n in range(scale.applications)
            ),
        )
        insert_rows(
            models.Answer,
            ("id", "application_id", "criterion_id", "rev", "text", "key", "saved_at"),
            (
                (key, self.first_application + n, self.criteria[n % self.badges][0], 1, WORDS, uuid.uuid4(), self.now)
                for n, key in enumerate(range(next_key(models.Answer), next_key(models.Answer) + scale.applications))
            ),
        )
        self._write_sendings()

    def _write_sendings(self) -> None:
        from ettle.evidence.application.declarations import current_wording, store_wording

        models, first = self.models, self.first_submission
        sendings = [(n, self.first_application + self._application(n)) for n in range(self.scale.sent)]
        wording = store_wording(current_wording(is_assessed=True), now=self.now).pk
        insert_rows(
            models.Declaration,
            ("id", "application_id", "wording_id", "ai_use", "declared_at"),
            (
                (self.first_declaration + n, application, wording, "none", self._sent_at(n))
                for n, application in sendings
            ),
        )
        insert_rows(
            models.Submission,
            ("id", "application_id", "declaration_id", "round", "sent_at"),
            ((first + n, application, self.first_declaration + n, 1, self._sent_at(n)) for n, application in sendings),
        )
        insert_rows(
            models.SentAnswer,
            ("id", "submission_id", "criterion_id", "text"),
            (
                (key, first + n, self._criteria(n)[0], WORDS)
                for n, key in enumerate(
                    range(next_key(models.SentAnswer), next_key(models.SentAnswer) + self.scale.sent)
                )
            ),
        )
        insert_rows(
            models.Promise,
            ("id", "submission_id", "working_days", "due_on", "hand_over_on", "alert_on", "closed_at"),
            (self._promise(n, key) for n, key in enumerate(self._keys(models.Promise))),
        )
        insert_rows(
            models.Assignment,
            ("id", "submission_id", "assessor_id", "organisation_id", "since", "why", "ended_at", "why_ended"),
            (self._assignment(n, key) for n, key in enumerate(self._keys(models.Assignment))),
        )

    def _keys(self, model: Any) -> range:
        first = next_key(model)
        return range(first, first + self.scale.sent)

    def _promise(self, sending: int, key: int) -> tuple[Any, ...]:
        sent_at = self._sent_at(sending)
        closed = sent_at + PROMISED / 2 if sending in self._answered else None
        due = (sent_at + PROMISED).date()
        return key, self.first_submission + sending, 10, due, due, due, closed

    def _assignment(self, sending: int, key: int) -> tuple[Any, ...]:
        sent_at = self._sent_at(sending)
        organisation = self._organisation_key(self._organisation_of(self._application(sending) // self.badges))
        ended, why = (sent_at + PROMISED / 2, "answered") if sending in self._answered else (None, "")
        owner = self._assessor(sending)
        return key, self.first_submission + sending, owner, organisation, sent_at, "rule", ended, why

    def _write_waiting(self) -> None:
        """Some that are claimed and half decided, and some that were referred."""
        models, first = self.models, self.first_submission
        begun = [n for n in self._waiting if n % BEGUN_EVERY == 0]
        insert_rows(
            models.DraftDecision,
            ("id", "submission_id", "assessor_id", "criterion_id", "outcome", "saved_at"),
            (
                (
                    key,
                    first + n,
                    self._assessor(n),
                    self._criteria(n)[0],
                    "met",
                    self.now,
                )
                for key, n in enumerate(begun, next_key(models.DraftDecision))
            ),
        )
        insert_rows(
            models.Claim,
            ("id", "submission_id", "assessor_id", "claimed_at", "expires_at"),
            (
                (key, first + n, self._assessor(n), self.now, self.now + timedelta(minutes=30 if n % 2 else -30))
                for key, n in enumerate(begun, next_key(models.Claim))
            ),
        )
        insert_rows(
            models.Referral,
            ("id", "submission_id", "assessor_id", "referee_id", "why", "words", "referred_at", "returned_at"),
            (
                (
                    key,
                    first + n,
                    self._assessor(n),
                    self._assessor(n),
                    "risk",
                    WORDS,
                    self._sent_at(n),
                    self.now if n in self._answered else None,
                )
                for key, n in enumerate(range(0, self.scale.sent, REFERRED_EVERY), next_key(models.Referral))
            ),
        )

    def _write_answered(self) -> None:
        """Every answer: the review, what it decided, and the marks that it came of."""
        models, first = self.models, self.first_submission
        insert_rows(
            models.Review,
            ("id", "submission_id", "assessor_id", "letter", "sent_at"),
            (
                (self.first_review + n, first + n, self._assessor(n), WORDS, self._sent_at(n) + PROMISED / 2)
                for n in self._answered
            ),
        )
        insert_rows(
            models.Decision,
            ("id", "review_id", "criterion_id", "outcome"),
            (
                (key, self.first_review + n, criterion, "met")
                for key, (n, criterion) in enumerate(self._decided(), next_key(models.Decision))
            ),
        )
        self._write_marks()
        insert_rows(
            models.SecondMarking,
            ("id", "submission_id", "cause", "draw", "decided_at", "asked_at", "result", "settled_at"),
            (
                self._second_marking(n, key)
                for n, key in zip(self._answered, self._keys(models.SecondMarking), strict=False)
            ),
        )
        sampled = range(0, len(self._answered), SAMPLED_EVERY)
        insert_rows(
            models.Sample,
            ("id", "submission_id", "percent", "is_chosen", "drawn_at"),
            (
                (key, first + n, 5, n % (10 * SAMPLED_EVERY) == 0, self._sent_at(n))
                for key, n in enumerate(sampled, next_key(models.Sample))
            ),
        )

    def _decided(self) -> Iterator[tuple[int, int]]:
        for sending in self._answered:
            for criterion in self._criteria(sending):
                yield sending, criterion

    def _write_marks(self) -> None:
        models, marks = self.models, list(self._list_marks())
        insert_rows(
            models.Mark,
            (
                "id",
                "submission_id",
                "assessor_id",
                "place",
                "letter",
                "sent_at",
                "settles_at",
                "settled_at",
            ),
            (
                (self.first_mark + number, self.first_submission + n, assessor, place, WORDS, at, at, at)
                for number, (n, place, assessor, at) in enumerate(marks)
            ),
        )
        insert_rows(
            models.MarkedCriterion,
            ("id", "mark_id", "criterion_id", "outcome", "reason", "suggestion"),
            (
                (key, self.first_mark + number, criterion, *self._outcome(number))
                for key, (number, criterion) in enumerate(
                    ((number, criterion) for number, (n, *_) in enumerate(marks) for criterion in self._criteria(n)),
                    next_key(models.MarkedCriterion),
                )
            ),
        )

    def _list_marks(self) -> Iterator[tuple[int, int, int, datetime]]:
        """Sending, place, assessor and moment of every mark."""
        for sending in self._answered:
            at = self._sent_at(sending) + PROMISED / 2
            yield sending, 1, self._assessor(sending), at
            if sending % SECOND_EVERY == 0:
                yield sending, 2, self._assessor(sending + 7), at

    def _outcome(self, mark: int) -> tuple[str, str, str]:
        return ("not-yet", "too-general", WORDS) if mark % 6 == 0 else ("met", "", "")

    def _second_marking(self, sending: int, key: int) -> tuple[Any, ...]:
        at = self._sent_at(sending) + PROMISED / 2
        submission = self.first_submission + sending
        if sending % SECOND_EVERY:
            return key, submission, "", 0.5, at, None, "", None
        return key, submission, "sample", 0.01, at, at, "agreed", at
