"""The statements as they are asked of one role, stored word for word."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.instruments.models import StatementSet
from ettle.instruments.statements import statements_for
from ettle.kit.refusal import Refused
from ettle.kit.values.hashes import hash_content

if TYPE_CHECKING:
    from ettle.instruments.models import InstrumentVersion


def find_or_create_statement_set(version: InstrumentVersion, role: str) -> StatementSet:
    """The statements in the first person, as the framework words them now.

    Raises Refused when the framework has none for this role.
    """
    lines = list(statements_for(role, wording=lambda indicator: indicator.statement))
    if not lines:
        raise Refused(_("There are no lines for this role yet. Choose another role."), field="role")
    content = [asdict(line) for line in lines]
    sheet, _created = StatementSet.objects.get_or_create(
        version=version, role=role, content_hash=hash_content(content), defaults={"content": content}
    )
    return sheet
