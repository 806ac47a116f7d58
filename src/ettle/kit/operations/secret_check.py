"""Whether the secret key is the one that this site was prepared with.

With another one the site would run: only links in emails that were sent, and the answers of open 360s, would be lost in
silence. So the database holds a digest that the key makes, from which nobody can compute the key.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ettle.kit.models import SecretKeyCheck
from ettle.kit.operations.startup_checks import find_secret_fault, make_secret_digest
from ettle.kit.refusal import Refused


def settle_secret(now: datetime) -> None:
    """Store the digest of the secret key, the first time. Raises Refused when the site has that of another key."""
    row = SecretKeyCheck.objects.first()
    if row is None:
        accept_secret(now)
    elif fault := find_secret_fault(row.digest):
        raise Refused(fault)


@transaction.atomic
def accept_secret(now: datetime) -> None:
    """Take the secret key of the settings for that of this site, because its own is lost."""
    SecretKeyCheck.objects.all().delete()
    SecretKeyCheck.objects.create(digest=make_secret_digest(), since=now)
