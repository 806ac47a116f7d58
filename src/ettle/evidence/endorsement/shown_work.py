"""What an endorser is shown, exactly as it was when the learner asked: JSON that no later change touches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ettle.kit.values.hashes import hash_content

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Application

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class ShowableAnswer:
    """An answer that the learner may show to an endorser."""

    criterion: Criterion
    text: str


def list_showable(application: Application) -> list[ShowableAnswer]:
    """The answers in words: as they were last sent, or as they are now when nothing was sent yet."""
    last = application.last_sent
    rows = last.answers.all() if last else application.answers.current()
    texts = {answer.criterion_id: answer.text for answer in rows}
    return [
        ShowableAnswer(criterion, texts[criterion.pk])
        for criterion in application.criteria
        if texts.get(criterion.pk, "").strip()
    ]


def build_snapshot(application: Application, answers: Sequence[ShowableAnswer], *, note: str) -> Snapshot:
    """Return what the link will show. Nothing of the evidence unless the learner chose it."""
    version = application.version
    return {
        "learner": str(application.learner),
        "badge": str(version.name),
        "number": version.badge.number,
        "edition": version.edition,
        "achievement": str(version.uuid),
        "summary": str(version.summary),
        "criteria": [
            {"title": str(criterion.title), "question": str(criterion.question), "shows_met": str(criterion.shows_met)}
            for criterion in application.criteria
        ],
        "note": note,
        "answers": [{"title": str(answer.criterion.title), "text": answer.text} for answer in answers],
    }


def choose_answers(application: Application, chosen: Collection[int]) -> list[ShowableAnswer]:
    """The showable answers of these criteria. chosen: their positions."""
    return [answer for answer in list_showable(application) if answer.criterion.position in chosen]


def build_claim(application: Application, shown: Snapshot, *, words: str) -> dict[str, Any]:
    """What a signed endorsement of the achievement would claim, with the hash of what the endorser was shown."""
    return {
        "achievement": shown["achievement"],
        "badge": shown["number"],
        "edition": shown["edition"],
        "application": str(application.uuid),
        "endorsement_comment": words,
        "shown_sha256": hash_content(shown),
    }
