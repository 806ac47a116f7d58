"""What a line, and what else is asked, looks like to a person. Nothing that is chosen there is kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from ettle.feedback.forms import StatementsForm
from ettle.framework import queries as framework
from ettle.instruments.actions.publication import spec_to_version
from ettle.instruments.feedback_specs import PICTURES, FeedbackSpec
from ettle.instruments.types import Point, Statement
from ettle.journey.forms import ImportanceForm, StatementForm
from ettle.people.queries import LearningRole

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ettle.instruments.specs import InstrumentSpec

PREVIEW_ROLE = LearningRole.FRONTLINE
NO_STATEMENT = "There are no lines for this role yet"


def build_preview(spec: InstrumentSpec | FeedbackSpec) -> dict[str, Any]:
    """What the page needs to show it, with the first line of a front-line worker."""
    line = framework.first_indicator(str(PREVIEW_ROLE)) or (NO_STATEMENT, NO_STATEMENT)
    shown = _preview_feedback(spec, line) if isinstance(spec, FeedbackSpec) else _preview_self_assessment(spec, line)
    return {"role": str(PREVIEW_ROLE.label).lower(), **shown}


def _preview_self_assessment(spec: InstrumentSpec, line: tuple[str, str]) -> dict[str, Any]:
    version = spec_to_version(spec)
    return {
        "wording": line[0],
        "line": StatementForm(version=version, prefix="look"),
        "importance": ImportanceForm(version=version, prefix="look"),
    }


def _preview_feedback(spec: FeedbackSpec, line: tuple[str, str]) -> dict[str, Any]:
    asked = [
        Statement(key="line", wording=line[1] or line[0], theme_key="", theme="", capability_key="", capability="")
    ]
    points = [Point(point.value, point.label) for point in spec.scale]
    sentence = next((one for one in spec.easy.lines if one.role == PREVIEW_ROLE), None)
    return {
        "question": spec.question,
        "observed": StatementsForm(lines=asked, points=points, not_seen=spec.not_seen, said={}, prefix="look"),
        "questions": [spec.value_question, spec.change_question, spec.example_question],
        "sentence": sentence,
        "picture": sentence and picture_template(sentence.picture),
        "answers": [*(answer.label for answer in spec.easy.answers), spec.easy.dont_know],
    }


def picture_template(name: str) -> str:
    """The template of an Easy Read picture."""
    return f"feedback/pictures/{name}.html"


@cache
def render_pictures() -> SafeString:
    """The pictures with their names, drawn once: they are files of ours and never change while a process lives."""
    return render_to_string(
        "workshop/instruments/drawings.html", {"drawings": [(name, picture_template(name)) for name in PICTURES]}
    )
