"""Ask someone to endorse an application, withdraw that, answer by the link, and what follows from an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ettle.badges.actions import renew
from ettle.evidence.actions.answers import lock_own_application
from ettle.evidence.endorsement import queries, shown_work
from ettle.evidence.endorsement.address_hashes import hash_address, is_own_account, is_own_address
from ettle.evidence.endorsement.request_emails import notify_of_answer, send_request
from ettle.evidence.limits import ENDORSER_ANSWERS, ENDORSER_EMAILS
from ettle.evidence.models import (
    Application,
    Endorsement,
    EndorsementAnswer,
    EndorsementDuty,
    EndorsementShown,
)
from ettle.evidence.models.endorsements import ANSWER_LASTS, SHORTEST_ANSWER
from ettle.kit import audit
from ettle.kit.limits.counters import consume
from ettle.kit.mail import delivery
from ettle.kit.mail.email_limits import count_emails
from ettle.kit.refusal import Refused
from ettle.people.queries import outside_email_fault

if TYPE_CHECKING:
    from ettle.people.models import User

Kind = EndorsementAnswer.Kind
OWN_WORK = gettext_lazy("This is your own work. Someone else must endorse it")
OTHER_RELATIONSHIP = gettext_lazy("This badge asks for someone who knows them in another way. Choose that, or decline")
ASSESSES = gettext_lazy("You assess this work, so you cannot endorse it too. Choose ‘I would rather not’")
NOT_OPEN = gettext_lazy("This link does not work any more")


@dataclass(frozen=True)
class EndorserDetails:
    """The person a learner asks. relationship: a key of Relationship."""

    name: str
    email: str
    relationship: str


@dataclass(frozen=True)
class EndorserAnswer:
    """What an endorser says. All but `kind` are empty unless they endorse."""

    kind: str
    name: str = ""
    job_title: str = ""
    relationship: str = ""
    words: str = ""
    is_name_public: bool = False


@transaction.atomic
def ask_endorser(
    application: Application, *, endorser: EndorserDetails, note: str, shown: Collection[int], by: User, now: datetime
) -> Endorsement:
    """Send a link to the person that a learner names. The email has no word of the evidence.

    shown: the positions of the criteria whose answers they may read. Raises Refused for the learner's own address and
    that of an assessor of this work, while another request waits, and for a person who cannot send emails to outside
    addresses; LimitReached.
    """
    application = lock_own_application(application, by)
    status = queries.find_status(application, now)
    if status is None or not status.may_begin:
        raise Refused(_("This application cannot be endorsed now."))
    allowed = application.version.endorsement_by
    if allowed and endorser.relationship not in allowed:
        raise Refused(_("This badge asks for someone else. Choose from the list"), field="relationship")
    if is_own_address(application.learner, endorser.email):
        raise Refused(_("Enter the address of someone else. You cannot endorse your own work"), field="email")
    fault = outside_email_fault(by, now=now)
    if fault:
        raise Refused(fault, field="email")
    if not status.may_ask:
        raise Refused(_("You have asked someone already. Withdraw that first."))
    address_hash = hash_address(endorser.email)
    if queries.is_assessor_of(application, address_hash=address_hash):
        raise Refused(_("This person assesses this work and cannot endorse it too. Ask someone else"), field="email")
    if Endorsement.objects.filter(application=application, address_hash=address_hash).exists():
        raise Refused(_("You have asked this person already. Ask someone else"), field="email")
    count_emails(ENDORSER_EMAILS, by=by.uuid, to=[endorser.email], now=now, field="email")
    Endorsement.objects.open().filter(application=application).update(closed_at=now, next_reminder_at=None)
    answers = shown_work.choose_answers(application, shown)
    endorsement = _create_endorsement(
        application, endorser, shown_work.build_snapshot(application, answers, note=note), status.duty, now
    )
    send_request(endorsement, now)
    audit.record(by, "asked someone to endorse an application", endorsement, now=now)
    return endorsement


def _create_endorsement(
    application: Application,
    endorser: EndorserDetails,
    shown: shown_work.Snapshot,
    duty: EndorsementDuty | None,
    now: datetime,
) -> Endorsement:
    answer_by = max(duty.due_at, now + SHORTEST_ANSWER) if duty else now + ANSWER_LASTS
    return Endorsement.objects.create(
        application=application,
        endorser_name=endorser.name,
        endorser_email=endorser.email,
        address_hash=hash_address(endorser.email),
        relationship=endorser.relationship,
        shown=shown,
        asked_at=now,
        answer_by=answer_by,
        next_reminder_at=now + (answer_by - now) / 2,
    )


@transaction.atomic
def withdraw_request(endorsement: Endorsement, *, by: User, now: datetime) -> None:
    """Close the link of someone who has not answered, so that someone else may be asked. Their address is erased."""
    lock_own_application(endorsement.application, by)
    row = Endorsement.objects.prefetch_related("answers").get(pk=endorsement.pk)
    if row.last_answer is not None:
        raise Refused(_("They have answered, so the request cannot be withdrawn any more."))
    if row.withdrawn_at is None:
        changes = {"withdrawn_at": now, "closed_at": now, "endorser_email": "", "next_reminder_at": None}
        Endorsement.objects.filter(pk=row.pk).update(**changes)
        audit.record(by, "withdrew a request to endorse", row, now=now)


@transaction.atomic
def answer_request(
    endorsement: Endorsement, *, answer: EndorserAnswer, now: datetime, by: User | None
) -> EndorsementAnswer:
    """Store what the endorser says, or a correction of it. The same answer once more changes nothing.

    by: who is signed in in the browser that answers, or the learner if it is the browser in which they asked; an
    endorser needs no account. Raises Refused for the learner, also with another account of theirs, for an assessor of
    this work who endorses it, when the time to correct is over, and when the request was closed a moment ago.
    """
    if by is not None and is_own_account(endorsement.application.learner, by):
        raise Refused(OWN_WORK)
    row = _lock_endorsement(endorsement)
    if not queries.can_answer(row, now):
        raise Refused(NOT_OPEN)
    is_endorsed = answer.kind == Kind.ENDORSED
    if not is_endorsed:
        answer = EndorserAnswer(kind=answer.kind)
    if (last := row.last_answer) is not None and _read_answer(last) == answer:
        return last
    if is_endorsed:
        _refuse_endorser(row, answer, by)
    _refuse_second_open(row, is_endorsed=is_endorsed)
    consume(ENDORSER_ANSWERS, str(row.uuid), now=now)
    stored = _store_answer(row, answer, now)
    audit.record(None, "answered a request to endorse by a link", row, now=now)
    notify_of_answer(row, str(stored.uuid), now)
    return stored


@transaction.atomic
def take_back_endorsement(endorsement: Endorsement, *, now: datetime, by: User | None) -> None:
    """The endorser withdraws what they said, at any time. The badge stays; what it shows follows from its row.

    by: as in `answer_request`. Raises Refused for the learner, who may have seen the link.
    """
    if by is not None and is_own_account(endorsement.application.learner, by):
        raise Refused(OWN_WORK)
    row = _lock_endorsement(endorsement)
    if row.last_answer is None or not row.last_answer.is_endorsed:
        raise Refused(_("There is no endorsement to withdraw."))
    stored = _store_answer(row, EndorserAnswer(kind=Kind.WITHDRAWN), now)
    audit.record(None, "withdrew an endorsement by a link", row, now=now)
    notify_of_answer(row, str(stored.uuid), now)


@transaction.atomic
def hide_endorser(endorsement: Endorsement, *, now: datetime) -> None:
    """The endorser takes their name off the public page, at any time. The endorsement holds."""
    row = _lock_endorsement(endorsement)
    last = row.last_answer
    if last is None or not last.is_endorsed or not last.is_name_public:
        return
    private = EndorserAnswer(Kind.ENDORSED, last.name, last.job_title, last.relationship, last.words)
    _store_answer(row, private, now)
    audit.record(None, "hid the name of an endorser by a link", row, now=now)


@transaction.atomic
def show_on_badge(endorsement: Endorsement, *, by: User, now: datetime) -> None:
    """The holder shows an endorsement on the badge's public page and in the badge, where the endorser agreed."""
    lock_own_application(endorsement.application, by)
    row = Endorsement.objects.prefetch_related("answers").get(pk=endorsement.pk)
    last = row.last_answer
    if last is None or not last.is_endorsed or not last.is_name_public:
        raise Refused(_("This endorsement cannot be shown: its endorser keeps it private."))
    EndorsementShown.objects.get_or_create(endorsement=row, defaults={"shown_at": now})
    _renew_badge(row.application, now)
    audit.record(by, "showed an endorsement on a badge", row, now=now)


@transaction.atomic
def hide_on_badge(endorsement: Endorsement, *, by: User, now: datetime) -> None:
    lock_own_application(endorsement.application, by)
    EndorsementShown.objects.filter(endorsement=endorsement).delete()
    _renew_badge(endorsement.application, now)
    audit.record(by, "hid an endorsement on a badge", endorsement, now=now)


def _lock_endorsement(endorsement: Endorsement) -> Endorsement:
    """Lock the application, as everything does that changes its endorsements, and read the request again."""
    Application.objects.select_for_update().get(pk=endorsement.application_id)
    rows = Endorsement.objects.select_related("application__learner", "application__version__badge")
    return rows.prefetch_related("answers").get(pk=endorsement.pk)


def _read_answer(stored: EndorsementAnswer) -> EndorserAnswer:
    return EndorserAnswer(
        stored.kind, stored.name, stored.job_title, stored.relationship, stored.words, stored.is_name_public
    )


def _refuse_endorser(row: Endorsement, answer: EndorserAnswer, by: User | None) -> None:
    """Refuse someone the badge does not ask for, and an assessor of this work."""
    if row.application.version.endorsement_by and answer.relationship not in row.application.version.endorsement_by:
        raise Refused(OTHER_RELATIONSHIP, field="relationship")
    if queries.is_assessor_of(row.application, address_hash=row.address_hash, account=by):
        raise Refused(ASSESSES)


def _refuse_second_open(row: Endorsement, *, is_endorsed: bool) -> None:
    others = Endorsement.objects.open().filter(application=row.application_id).exclude(pk=row.pk)
    if is_endorsed and others.exists():
        raise Refused(_("They have asked someone else in the meantime. Thank you for your answer."))


def _store_answer(row: Endorsement, answer: EndorserAnswer, now: datetime) -> EndorsementAnswer:
    """Add an answer, erase the address, and close the request unless it endorses."""
    is_endorsed = answer.kind == Kind.ENDORSED
    claim = shown_work.build_claim(row.application, row.shown, words=answer.words) if is_endorsed else {}
    stored = EndorsementAnswer.objects.create(
        endorsement=row,
        kind=answer.kind,
        name=answer.name,
        job_title=answer.job_title,
        relationship=answer.relationship,
        words=answer.words,
        is_name_public=answer.is_name_public,
        claim=claim,
        answered_at=now,
    )
    changes = {"endorser_email": "", "next_reminder_at": None, "closed_at": None if is_endorsed else now}
    Endorsement.objects.filter(pk=row.pk).update(**changes)
    # The holder agreed to show other words than these.
    if EndorsementShown.objects.filter(endorsement=row).delete()[0]:
        _renew_badge(row.application, now)
    return stored


def _renew_badge(application: Application, now: datetime) -> None:
    """The badge contains the endorsement that is shown, so it is signed again when that changes."""
    renew(learner=application.learner, version=application.version, now=now)


@transaction.atomic
def forget_endorser(address: str) -> None:
    """Erase an endorser who leaves the site. Where they answered, what they said stays with the badge's holder."""
    delivery.erase_address(address)
    rows = Endorsement.objects.filter(address_hash=hash_address(address))
    rows.filter(answers=None).update(endorser_name="")
    rows.update(endorser_email="", next_reminder_at=None)
