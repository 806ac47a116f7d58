"""Read endorsements: for the learner's pages, for the badge's pages, and by a link."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse

from ettle.badges.types import EndorsementStatement
from ettle.evidence.endorsement.address_hashes import hashes_of
from ettle.evidence.endorsement.status import EndorsementStatus
from ettle.evidence.models import Application, Assignment, Claim, Endorsement, EndorsementDuty, Mark, Relationship
from ettle.evidence.models.endorsements import LINK_LASTS
from ettle.kit.mail import signed_links
from ettle.people.queries import learning_roles

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ettle.badges.models import Award, BadgeVersion
    from ettle.badges.types import BadgeEndorsement
    from ettle.people.models import User

LINK_PURPOSE = "evidence-endorsement"


def is_required_for(learner: User, version: BadgeVersion) -> bool:
    """Whether a badge requires an endorsement of someone in this learner's roles."""
    if version.endorsement != "required":
        return False
    roles = {role.key for role in learning_roles(learner)} if version.endorsement_roles else set()
    return version.endorsement_for(roles) == "required"


def find_status(application: Application, now: datetime) -> EndorsementStatus | None:
    """Where the endorsement of an application is; None when its badge knows none. Four queries at most."""
    if application.version.endorsement == "none":
        return None
    duty = EndorsementDuty.objects.filter(application=application).first()
    return EndorsementStatus(
        application=application,
        requests=list(requests_of(application)),
        duty=duty,
        is_required=duty is not None or is_required_for(application.learner, application.version),
        may_begin=may_begin(application),
        now=now,
    )


def requests_of(application: Application) -> QuerySet[Endorsement]:
    """The requests of an application with their answers, the newest first."""
    rows = Endorsement.objects.filter(application=application).select_related("shown_publicly")
    return rows.prefetch_related("answers")


def may_begin(application: Application) -> bool:
    """Whether an endorser may be asked now: when all is met, or from the beginning where the badge says so."""
    status = application.status
    if status.is_declined:
        return False
    if status.is_all_met or status.is_earned:
        return True
    return application.version.endorsement_from == "begun" and application.ended_at is None


def find_badge_endorsement(award: Award, now: datetime) -> BadgeEndorsement | None:
    """What the pages of a badge show ("badges.endorsement"); None when it has none. Three queries: strangers see it."""
    status = _find_award_status(award, now)
    return status.describe_badge(reverse("evidence:endorsement", args=[status.application.uuid])) if status else None


def list_endorsement_statements(award: Award) -> list[EndorsementStatement]:
    """The endorsement of a badge that both its endorser and its holder publish ("badges.endorsement_statements")."""
    status = _find_award_status(award, award.awarded_at)
    answer = status.newest.last_answer if status and status.newest and status.is_public else None
    if answer is None:
        return []
    relationship = str(Relationship(answer.relationship).label)
    return [
        EndorsementStatement(answer.uuid, answer.name, answer.job_title, relationship, answer.words, answer.answered_at)
    ]


def _find_award_status(award: Award, now: datetime) -> EndorsementStatus | None:
    """Where the endorsement of an award is; None when its badge knows none. Three queries."""
    if award.version.endorsement == "none":
        return None
    rows = Application.objects.filter(learner=award.learner_id, version=award.version_id).exclude(ended_at=None)
    rows = rows.filter(begun_at__lte=award.awarded_at)  # a later one is of the badge that renews this one
    application = rows.select_related("version", "endorsement_duty").order_by("-ended_at", "-pk").first()
    if application is None:
        return None
    duty: EndorsementDuty | None = getattr(application, "endorsement_duty", None)
    return EndorsementStatus(
        application=application,
        requests=list(requests_of(application)),
        duty=duty,
        is_required=duty is not None,
        may_begin=True,
        now=now,
    )


def is_assessor_of(application: Application, *, address_hash: str = "", account: User | None = None) -> bool:
    """Whether an address or an account is of an assessor who decides on an application, owns it now, or has decided.

    Known of an account here alone, with the addresses that it has or had.
    """
    mine = {"submission__application": application}
    deciding = Q(pk__in=Mark.objects.filter(**mine).values("assessor"))
    deciding |= Q(pk__in=Claim.objects.filter(**mine).values("assessor"))
    deciding |= Q(pk__in=Assignment.objects.open().filter(**mine).values("assessor"))
    assessors = get_user_model().objects.filter(deciding)
    return any(person == account or address_hash in hashes_of(person) for person in assessors)


def is_endorser_of(application: Application, person: User) -> bool:
    """Whether the learner has named this person as the one who endorses the application: asked now, or endorsed."""
    asked = open_hashes_of(application)
    return bool(asked) and not hashes_of(person).isdisjoint(asked)


def open_hashes_of(application: Application) -> frozenset[str]:
    """The hashes of the addresses that are asked to endorse an application now, or have endorsed it."""
    asked = Endorsement.objects.open().filter(application=application)
    return frozenset(asked.values_list("address_hash", flat=True))


def endorsement_path(endorsement: Endorsement) -> str:
    """The secret address that an endorser opens."""
    return reverse("evidence:endorse", args=[signed_links.make_token(LINK_PURPOSE, str(endorsement.uuid))])


def find_endorsement(token: str) -> Endorsement | None:
    """The request of a link; None when the link is for something else, was changed, or is too old."""
    number = signed_links.read_token(LINK_PURPOSE, token, lasts=LINK_LASTS)
    rows = Endorsement.objects.select_related("application__learner", "application__version__badge", "shown_publicly")
    return rows.prefetch_related("answers").filter(uuid=number).first() if number else None


def is_link_open(endorsement: Endorsement, now: datetime) -> bool:
    """Whether a link shows anything: not to someone whose request was withdrawn or is too old."""
    if endorsement.withdrawn_at is not None or not endorsement.application.learner.is_active:
        return False
    return endorsement.last_answer is not None or now < endorsement.closes_at


def can_answer(endorsement: Endorsement, now: datetime) -> bool:
    """Whether this link may answer now, or correct its answer, unless that was ‘not me’ or a withdrawal."""
    last = endorsement.last_answer
    if last is not None and last.kind in {last.Kind.UNKNOWN, last.Kind.WITHDRAWN}:
        return False
    until = endorsement.corrected_until or endorsement.closes_at
    return is_link_open(endorsement, now) and now < until
