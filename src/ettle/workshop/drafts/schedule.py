"""Scheduled publication of drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.models import PUBLICATION_REFUSED, SpecDraft


def publish_due(model: type[SpecDraft], *, now: datetime) -> int:
    """Publish every due draft of this model and return how many. One that is refused stays a draft, and the people who
    scheduled and wrote it are emailed the reason."""
    due = _due_revisions(model, now).order_by("approved_go_live_at", "pk")
    return sum(_publish_revision(model, pk, now) for pk in due.values_list("pk", flat=True))


def _due_revisions(model: type[SpecDraft], now: datetime) -> Any:
    of_model = ContentType.objects.get_for_model(model)
    return Revision.objects.filter(base_content_type=of_model, approved_go_live_at__lte=now)


def _publish_revision(model: type[SpecDraft], pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            revision = _due_revisions(model, now).select_for_update().filter(pk=pk).first()
            if revision is None:  # another worker was first, or the schedule was cancelled
                return False
            # It is due: without its date, it is published now and not scheduled a second time.
            revision.content["go_live_at"] = None
            draft = revision.content_object
            revision.publish(
                user=scheduler_of(draft), log_action="wagtail.publish.scheduled", skip_permission_checks=True
            )
    except Refused as refusal:
        _cancel_publication(model, pk, str(refusal), now)
        return False
    return True


def scheduler_of(draft: SpecDraft) -> Any:
    """Return the person who scheduled the draft."""
    entries = ModelLogEntry.objects.for_instance(draft).filter(action="wagtail.publish.schedule")
    last = entries.select_related("user").order_by("timestamp", "pk").last()
    return last.user if last else None


@transaction.atomic
def _cancel_publication(model: type[SpecDraft], pk: int, why: str, now: datetime) -> None:
    revision = _due_revisions(model, now).select_for_update().filter(pk=pk).first()
    if revision is None:
        return
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    draft = revision.content_object
    log(instance=draft, action=PUBLICATION_REFUSED, revision=revision, data={"why": why})
    audit.record(None, "held back a draft that was due", draft, now=now)
    for person in {author for author in (revision.user, scheduler_of(draft)) if author is not None}:
        draft.notify(person, "draft_held_back", f"{revision.pk}/{person.pk}", now=now, note=why)
