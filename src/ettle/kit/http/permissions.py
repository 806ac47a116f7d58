"""Permission checks for actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


def refuse_non_administrators(person: User) -> None:
    """Raises Refused unless the person is an administrator."""
    if not person.is_superuser:
        raise Refused(_("Only an administrator can do this."))
