"""Emails with a sign-in code: encrypted while they wait in the queue, so that the database never has the code."""

from __future__ import annotations

import json
from typing import Any

from ettle.kit.limits.counters import Limit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.tasks import task_queue
from ettle.people.sign_in import encryption

PURPOSE = "emails"


def send_code_email(template: str, *, to: str, limit: Limit, **context: Any) -> None:
    """Enqueue an email whose words are encrypted until it is sent. limit: by which it was counted."""
    words = json.dumps(delivery.render_email(template, to=to, **context))
    deliver_code_email.enqueue(words=encryption.encrypt(words, PURPOSE), to=to)


@task_queue.task(priority=10)
def deliver_code_email(*, words: str, to: str) -> None:
    subject, body = json.loads(encryption.decrypt(words, PURPOSE))
    delivery.deliver_email.call(subject=subject, body=body, to=to, kind=ACCOUNT.key)
