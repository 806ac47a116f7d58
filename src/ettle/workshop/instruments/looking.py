"""What a line, and what else is asked, looks like to a person. Nothing that is chosen there is kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from ettle.feedback.forms import LinesForm
from ettle.framework import queries as framework
from ettle.instruments.actions.instruments import drawn_up
from ettle.instruments.feedback_specs import PICTURES, FeedbackSpec
from ettle.instruments.types import Line, Point
from ettle.journey.forms import ImportanceForm, LineForm
from ettle.people.queries import LearningRole

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ettle.instruments.specs import InstrumentSpec

ROLE = LearningRole.FRONTLINE
NO_LINE = "There are no lines for this role yet"


def look(spec: InstrumentSpec | FeedbackSpec) -> dict[str, Any]:
    """What the page needs to show it, with the first line of a front-line worker."""
    line = framework.first_indicator(str(ROLE)) or (NO_LINE, NO_LINE)
    shown = _look_at_360(spec, line) if isinstance(spec, FeedbackSpec) else _look_at_lines(spec, line)
    return {"role": str(ROLE.label).lower(), **shown}


def _look_at_lines(spec: InstrumentSpec, line: tuple[str, str]) -> dict[str, Any]:
    version = drawn_up(spec)
    return {
        "wording": line[0],
        "line": LineForm(version=version, prefix="look"),
        "importance": ImportanceForm(version=version, prefix="look"),
    }


def _look_at_360(spec: FeedbackSpec, line: tuple[str, str]) -> dict[str, Any]:
    asked = [Line(key="line", wording=line[1] or line[0], theme_key="", theme="", capability_key="", capability="")]
    points = [Point(point.value, point.label) for point in spec.scale]
    sentence = next((one for one in spec.easy.lines if one.role == ROLE), None)
    return {
        "question": spec.question,
        "observed": LinesForm(lines=asked, points=points, not_seen=spec.not_seen, said={}, prefix="look"),
        "questions": [spec.value_question, spec.change_question, spec.example_question],
        "sentence": sentence,
        "picture": sentence and drawing(sentence.picture),
        "answers": [*(answer.label for answer in spec.easy.answers), spec.easy.dont_know],
    }


def drawing(name: str) -> str:
    """The template of an Easy Read picture."""
    return f"feedback/pictures/{name}.html"


@cache
def drawings() -> SafeString:
    """The pictures with their names, drawn once: they are files of ours and never change while a process lives."""
    return render_to_string(
        "workshop/instruments/drawings.html", {"drawings": [(name, drawing(name)) for name in PICTURES]}
    )
