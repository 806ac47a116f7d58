"""Issue a badge again: with a new name that was checked, or with evidence or endorsements that were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges import queries
from ettle.badges.award.badge_email import send_name_decision_email, send_name_request_emails
from ettle.badges.award.reissue import lock_award, refuse_unusable, reissue_award, renew_award
from ettle.badges.credential import signable_text
from ettle.badges.models import Award, Issuance, ReissueRequest
from ettle.badges.types import EvidenceItem
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.values.written_text import normalise_line

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User

MOST_EVIDENCE, LONGEST_EVIDENCE = 10, 5_000  # pieces, characters


@transaction.atomic
def request_reissue(award: Award, *, note: str, by: User, now: datetime) -> ReissueRequest:
    """Ask for a badge with the name that the holder's account has now. Leads or administrators are emailed to decide.

    Raises Refused for someone else's badge, without another name, while a request waits, and for a badge that is not
    signed, withdrawn or suspended.
    """
    if award.learner_id != by.pk:
        raise Refused(_("Only the person who earned a badge decides this."))
    award = lock_award(award)
    if obstacle := queries.describe_new_name_obstacle(award):
        raise Refused(obstacle)
    if award.reissue_requests.waiting().exists():
        raise Refused(_("You have asked already. Someone will check it."))
    request = ReissueRequest.objects.create(
        award=award, name=normalise_line(award.learner.name), note=note.strip(), asked_at=now
    )
    audit.record(by, "asked for a badge with a new name", award, now=now)
    send_name_request_emails(request, now)
    return request


@transaction.atomic
def cancel_reissue_request(request: ReissueRequest, *, by: User, now: datetime) -> None:
    """Take back a request that waits. Raises Refused for someone else's, and when it was decided a moment ago."""
    award = lock_award(request.award)
    if award.learner_id != by.pk:
        raise Refused(_("Only the person who earned a badge decides this."))
    _close_request(request, is_accepted=False, answer="", by=by, now=now)
    audit.record(by, "took back a request for a badge with a new name", award, now=now)


@transaction.atomic
def decide_reissue(request: ReissueRequest, *, accepted: bool, answer: str, by: User, now: datetime) -> Award:
    """Decide on a new name. If it is accepted, a new credential replaces the newest one, exactly once.

    The holder is emailed. answer: why not, for the holder; it may be empty when it is accepted. Returns the award as it
    is afterwards. Raises Refused for who may not, and when it was decided a moment ago.
    """
    if not queries.can_decide_reissue(by, request.award):
        raise Refused(_("Only a lead of the organisation that issued the badge or an administrator can decide this."))
    if not accepted and not answer.strip():
        raise Refused(_("Write why the badge is not issued with this name"), field="answer")
    award = lock_award(request.award)
    _close_request(request, is_accepted=accepted, answer=answer.strip(), by=by, now=now)
    if accepted:
        refuse_unusable(award)
        changes = {"name": request.name, "email": award.learner.email}
        reissue_award(award, Issuance.Reason.NAME, changes=changes, now=now)
    audit.record(by, "accepted a new name on a badge" if accepted else "refused a new name on a badge", award, now=now)
    send_name_decision_email(award, request, now, is_accepted=accepted)
    return award


@transaction.atomic
def publish_evidence(award: Award, *, items: Sequence[EvidenceItem], by: User, now: datetime) -> Award:
    """Sign a badge again with the evidence that its holder chooses to publish, instead of what it had; none removes it.

    Anyone who has the badge can read it from then on, and copies stay with those who have them. Returns the award as it
    is afterwards. Raises Refused for someone else's badge and for texts that are too long or cannot be signed.
    """
    if award.learner_id != by.pk:
        raise Refused(_("Only the person who earned a badge decides this."))
    evidence = [_check_evidence(item) for item in items]
    if len(evidence) > MOST_EVIDENCE:
        raise Refused(_("Choose %(count)s pieces of evidence or fewer") % {"count": MOST_EVIDENCE}, field="evidence")
    award = lock_award(award)
    if refuse_unusable(award).issuance.evidence != evidence:
        reissue_award(award, Issuance.Reason.CHOICE, changes={"evidence": evidence}, now=now)
        audit.record(by, "chose the evidence in a badge", award, now=now)
    return award


def renew(*, learner: User, version: BadgeVersion, now: datetime) -> None:
    """Have someone's badge signed again soon if the endorsements that may be published are others than those in it.

    Call it in the transaction that changed them. It never refuses: who withdraws an endorsement does not wait for keys.
    """
    for uuid in Award.objects.filter(learner=learner, version=version).values_list("uuid", flat=True):
        task_queue.enqueue_once(renew_award, key=f"renew/{uuid}/{now.isoformat()}", now=now, award=str(uuid))


def _close_request(request: ReissueRequest, *, is_accepted: bool, answer: str, by: User, now: datetime) -> None:
    decision = {"is_accepted": is_accepted, "answer": answer, "decided_by": by, "decided_at": now}
    if not ReissueRequest.objects.waiting().filter(pk=request.pk).update(**decision):
        raise Refused(_("This request was already decided."))


def _check_evidence(item: EvidenceItem) -> dict[str, str]:
    checked = {"name": item.name.strip(), "narrative": item.narrative.strip()}
    if not all(checked.values()):
        raise Refused(_("Write a title and a text for each piece of evidence"), field="evidence")
    if sum(map(len, checked.values())) > LONGEST_EVIDENCE:
        words = _("Make each piece of evidence %(count)s characters or shorter")
        raise Refused(words % {"count": LONGEST_EVIDENCE}, field="evidence")
    for text in checked.values():
        for fault in signable_text.find_text_faults(text):
            raise Refused(fault, field="evidence")
    return checked
