"""Emails to authors about pages and drafts in review.

Wagtail decides who gets one, and writes most of the words. It would send each at once, while the author waits and
without a limit; here they go through the queue, by their kind and by the limit of their recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail import signals
from wagtail.admin import mail as wagtail_mail
from wagtail.models import TaskState, WorkflowState

from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import DRAFTS
from ettle.workshop.authors.limits import REVIEW_NOTICES
from ettle.workshop.cms_middleware import workshop_addresses

if TYPE_CHECKING:
    from ettle.people.models import User


class QueuedEmails:
    """In front of one of Wagtail's notifiers: its emails are enqueued."""

    def send_emails(
        self, template_set: Mapping[str, str], context: dict[str, Any], recipients: Iterable[User], **options: Any
    ) -> bool:
        for recipient in recipients:
            with workshop_addresses():
                words = {**context, "user": recipient}
                subject, body = (render_to_string(template_set[part], words).strip() for part in ("subject", "text"))
            delivery.send_notice(
                "workshop/mail/review.txt",
                to=recipient.email,
                kind=DRAFTS,
                key=None,
                limit=REVIEW_NOTICES,
                now=timezone.now(),
                subject=" ".join(subject.split()),
                words=body,
            )
        return True


class TaskSubmittedEmails(QueuedEmails, wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To those who may approve: something waits for them."""


class SubmittedEmails(QueuedEmails, wagtail_mail.WorkflowStateSubmissionEmailNotifier):
    """To administrators: something was sent for review."""


class RejectedEmails(QueuedEmails, wagtail_mail.WorkflowStateRejectionEmailNotifier):
    """To the author: it was sent back."""


class ApprovedEmails(QueuedEmails, wagtail_mail.WorkflowStateApprovalEmailNotifier):
    """To the author: it was approved."""


# By the name under which Wagtail connects its own. Signals hold no receiver alive, so these are held here.
NOTIFIERS = {
    "group_approval_task_submitted_email_notification": (signals.task_submitted, TaskState, TaskSubmittedEmails()),
    "workflow_state_submitted_email_notification": (signals.workflow_submitted, WorkflowState, SubmittedEmails()),
    "workflow_state_rejected_email_notification": (signals.workflow_rejected, WorkflowState, RejectedEmails()),
    "workflow_state_approved_email_notification": (signals.workflow_approved, WorkflowState, ApprovedEmails()),
}


def replace_notifiers() -> None:
    """Connect our notifiers in the places of Wagtail's. A place that is taken keeps its receiver."""
    for place, (signal, sender, notifier) in NOTIFIERS.items():
        signal.disconnect(sender=sender, dispatch_uid=place)
        signal.connect(notifier, sender=sender, dispatch_uid=place)
