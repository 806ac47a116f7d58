"""Say what an answer shows. Only its learner can, at any time: it is no part of what is sent."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.evidence.actions.answers import lock_own_application
from ettle.evidence.answer_links.queries import WrittenAnswer
from ettle.evidence.models import AnswerLink
from ettle.framework.item_links import ItemLinkSet
from ettle.framework.types import LinkTarget
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def choose_links(
    answer: WrittenAnswer, *, offered: Collection[LinkTarget], selected: Collection[uuid.UUID], by: User, now: datetime
) -> None:
    """Link an answer to the selected targets, and remove its links to the others offered. Raises Refused."""
    _lock_links(answer, by).choose(offered, selected, now=now)


@transaction.atomic
def accept_suggestion(answer: WrittenAnswer, *, target: LinkTarget, by: User, now: datetime) -> None:
    """Link an answer to what was suggested. Raises Refused."""
    _lock_links(answer, by).add([target], now=now)


@transaction.atomic
def decline_suggestion(answer: WrittenAnswer, *, target: LinkTarget, by: User, now: datetime) -> None:
    """Do not suggest this for the answer again. Raises Refused."""
    _lock_links(answer, by).decline(target, now=now)


@transaction.atomic
def remove_link(answer: WrittenAnswer, *, item: uuid.UUID, by: User) -> None:
    """Remove a link. Raises Refused."""
    _lock_links(answer, by).remove(item)


def _lock_links(answer: WrittenAnswer, by: User) -> ItemLinkSet[AnswerLink]:
    lock_own_application(answer.application, by)
    if not answer.is_written:
        raise Refused(_("Write or record your answer first. Then say what it shows."))
    return ItemLinkSet(AnswerLink, answer.fields)
