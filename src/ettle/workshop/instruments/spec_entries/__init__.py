"""What an author typed about an instrument, field by field, and the spec that it makes."""

from __future__ import annotations

from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.instruments.types.specs import InstrumentSpec
from ettle.workshop.instruments.spec_entries.entry import InstrumentEntries
from ettle.workshop.instruments.spec_entries.feedback_entries import FeedbackEntries
from ettle.workshop.instruments.spec_entries.self_assessment_entries import SelfAssessmentEntries


def entries_class(spec: InstrumentSpec | FeedbackSpec) -> type[InstrumentEntries]:
    return FeedbackEntries if isinstance(spec, FeedbackSpec) else SelfAssessmentEntries
