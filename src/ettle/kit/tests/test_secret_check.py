"""A site notices that it was given the secret key of another."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ettle.kit.models import SecretKeyCheck
from ettle.kit.operations import secret_check
from ettle.kit.refusal import Refused
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_another_secret_key_is_refused_and_accepted_after_a_loss(settings: Any) -> None:
    secret_check.settle_secret(NOW)
    secret_check.settle_secret(NOW)
    settings.SECRET_KEY = "another-random-secret-key-" * 3

    with pytest.raises(Refused, match="is not the one that this site was prepared with"):
        secret_check.settle_secret(NOW)
    with pytest.raises(CommandError, match="not the one that this site was prepared with"):
        call_command("work")
    call_command("acceptkeys", verbosity=0)

    secret_check.settle_secret(NOW)
    assert settings.SECRET_KEY not in SecretKeyCheck.objects.get().digest
