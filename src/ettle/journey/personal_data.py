"""What this room knows of people, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.journey.self_assessment.result_text import answer_label
from ettle.kit.personal_data import Declaration, PersonalField

if TYPE_CHECKING:
    from ettle.journey.models import Answer, Goal, ThenAnswer

PROFILE = PersonalField(_("so that you can see where you say you are, and how that changes"))
GOAL = PersonalField(_("so that you can work towards what you want to be different"))


def describe_answer(answer: Answer | ThenAnswer) -> dict[str, str]:
    """The statement as it was asked, and the answer in the words of its scale."""
    sheet = answer.assessment.sheet
    wordings = {statement.key: statement.wording for statement in sheet.statements()}
    words = {"line": str(wordings.get(answer.line, "")), "score": answer_label(answer.choice, sheet.version)}
    return {field: text for field, text in words.items() if text}


def describe_goal(goal: Goal) -> dict[str, str]:
    titles = ", ".join(str(theme.title) for theme in goal.themes.all())
    return {"themes": titles} if titles else {}


DECLARATIONS = [
    Declaration(
        model="journey.Assessment",
        owner="person",
        personal={"person": PROFILE, "sheet": PROFILE, "begun_at": PROFILE, "ended_at": PROFILE},
        not_personal=("id", "uuid"),
    ),
    Declaration(
        model="journey.Answer",
        owner="assessment__person",
        personal={"line": PROFILE, "score": PROFILE, "word": PROFILE, "answered_at": PROFILE},
        not_personal=("id", "assessment"),
        words=describe_answer,
        related=("assessment__sheet__version",),
    ),
    Declaration(
        model="journey.Importance",
        owner="assessment__person",
        personal={"capability": PROFILE, "importance": PROFILE, "reason": PROFILE, "answered_at": PROFILE},
        not_personal=("id", "assessment"),
    ),
    Declaration(
        model="journey.Result",
        owner="assessment__person",
        personal={"answers": PROFILE, "importances": PROFILE, "finished_at": PROFILE},
        not_personal=("id", "assessment"),
    ),
    Declaration(
        model="journey.ThenAnswer",
        owner="assessment__person",
        personal={"about": PROFILE, "line": PROFILE, "score": PROFILE, "word": PROFILE, "answered_at": PROFILE},
        not_personal=("id", "assessment"),
        words=describe_answer,
        related=("assessment__sheet__version",),
    ),
    Declaration(
        model="journey.Goal",
        owner="person",
        personal={
            "person": GOAL,
            "outcome": GOAL,
            "behaviour": GOAL,
            "sign": GOAL,
            "cue": GOAL,
            "helper": PersonalField(_("so that you remember who to ask; we do not tell them")),
            "themes": GOAL,
            "set_at": GOAL,
        },
        not_personal=("id", "uuid"),
        words=describe_goal,
    ),
    Declaration(
        model="journey.Goal_themes",
        owner="goal__person",
        personal={"item": GOAL},
        not_personal=("id", "goal"),
    ),
    Declaration(
        model="journey.LookBack",
        owner="goal__person",
        personal={
            "weeks": GOAL, "due_on": GOAL, "promised_at": GOAL, "sent_at": GOAL, "ended_at": GOAL, "ended_as": GOAL,
        },
        not_personal=("id", "uuid", "goal"),
    ),
    Declaration(
        model="journey.LookBackAnswer",
        owner="goal__person",
        personal={"how": GOAL, "words": GOAL, "answered_at": GOAL},
        not_personal=("id", "goal"),
    ),
    Declaration(
        model="journey.HelperMessage",
        owner="goal__person",
        personal={
            "name": PersonalField(_("so that you see who you wrote to; we do not keep their address")),
            "words": GOAL,
            "sent_at": GOAL,
        },
        not_personal=("id", "goal"),
    ),
    Declaration(
        model="journey.GoalEvent",
        owner="goal__person",
        personal={"kind": GOAL, "step": GOAL, "by_on": GOAL, "at": GOAL},
        not_personal=("id", "goal"),
    ),
]  # fmt: skip
