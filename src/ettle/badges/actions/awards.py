"""Award a badge, and choose whether it contains the holder's name so that anyone can read it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges.award import issuers, renewals
from ettle.badges.award.reissue import lock_award, refuse_unusable, reissue_award
from ettle.badges.award.signing import sign_award
from ettle.badges.models import Award, BadgeVersion, Issuance, NameChoice
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.values.written_text import normalise_line

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def award(*, learner: User, version: BadgeVersion, by: User | None, now: datetime) -> Award:
    """Award a badge once; a second call returns the first award. The same transaction enqueues the signing.

    An award that can be renewed by now is followed by a new one, once. The holder's name and address are stored as they
    stand now, for the credential.
    """
    existing = renewals.find_award(learner, version)
    if existing is not None and not existing.can_be_renewed(now):
        return existing
    issuer = issuers.get_or_create_issuer(learner, now)
    fields = {"issuer": issuer, "awarded_at": now, **renewals.find_validity(version, now)}
    renews = renewals.find_award_to_renew(learner, version, now)
    new_award, is_new = Award.objects.get_or_create(learner=learner, version=version, renews=renews, defaults=fields)
    if is_new:
        Issuance.objects.create(
            uuid=new_award.uuid,
            award=new_award,
            name=normalise_line(learner.name),
            email=learner.email,
            is_name_shown=not NameChoice.objects.filter(person=learner).exists(),
            created_at=now,
        )
        audit.record(by, "awarded a badge", new_award, now=now)
        task_queue.enqueue_once(sign_award, key=f"sign/{new_award.uuid}", now=now, award=str(new_award.uuid))
    return new_award


@transaction.atomic
def choose_hidden_name(person: User, *, now: datetime) -> None:
    """From now on, badges that this person earns contain their name only as a hash."""
    NameChoice.objects.get_or_create(person=person, defaults={"hidden_at": now})
    audit.record(person, "hid their name on new badges", person, now=now)


@transaction.atomic
def choose_shown_name(person: User, *, now: datetime) -> None:
    """From now on, badges that this person earns contain their name so that anyone can read it, as by default."""
    NameChoice.objects.filter(person=person).delete()
    audit.record(person, "showed their name on new badges", person, now=now)


@transaction.atomic
def hide_name(award: Award, *, by: User, now: datetime) -> Award:
    """Sign a badge again with the holder's name as a hash alone, so that its page and files do not show it.

    Files that were downloaded before contain the name; they now say that they were replaced. Returns the award as it
    is afterwards. Raises Refused for someone else's badge, and for one that is withdrawn or suspended.
    """
    return _set_name_shown(award, shown=False, act="hid the name on a badge", by=by, now=now)


@transaction.atomic
def show_name(award: Award, *, by: User, now: datetime) -> Award:
    """Sign a badge again with the name that its hash is of, so that anyone can read it. As `hide_name` otherwise."""
    return _set_name_shown(award, shown=True, act="showed the name on a badge", by=by, now=now)


def _set_name_shown(award: Award, *, shown: bool, act: str, by: User, now: datetime) -> Award:
    if award.learner_id != by.pk:
        raise Refused(_("Only the person who earned a badge decides this."))
    award = lock_award(award)
    if not award.is_signed and not award.is_revoked:
        award.issuances.update(is_name_shown=shown)
    elif refuse_unusable(award).issuance.is_name_shown != shown:
        if shown and not refuse_unusable(award).issuance.name:
            raise Refused(
                _("There is no name in this badge. Add your name in your settings, then ask for a new badge.")
            )
        reissue_award(award, Issuance.Reason.CHOICE, changes={"is_name_shown": shown}, now=now)
    audit.record(by, act, award, now=now)
    return award
