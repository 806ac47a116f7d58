"""Personal data of this room. A learner's text is deleted when they leave; that work was judged is retained."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ettle.evidence.endorsement import personal_data as endorsements
from ettle.evidence.models import Relation
from ettle.kit.personal_data import Declaration, EmailReference, OnErasure, PersonalField

_ASSESSED = PersonalField(_("so that a badge can be traced to the decision behind it"), _("as long as the badge"))
_WRITTEN = PersonalField(_("to apply for a badge with it"))
_LINKED = PersonalField(_("so that you can see what your evidence shows, for yourself alone"))
_ASSESSOR = PersonalField(_("to say who judged the work"), _("as long as the badge"))
_ROUTED = PersonalField(_("so that nobody judges the work of someone they know"))
_ROUTED_TO = PersonalField(_("so that you get the work that you can review, and none while you are away"))
_PROMISED = PersonalField(_("so that you know by when your work is answered"), _("as long as the badge"))
_MEASURED = PersonalField(_("to check that assessors decide alike, and fairly"), _("as long as you assess"))
_LOGGED = PersonalField(_("so that you can write down what you learn, for yourself alone"), _("until you delete it"))
_WITHDRAWN = PersonalField(
    _("for your own record of why you withdrew it, and to count reasons without names"), _("as long as your account")
)
_RETENTION_REASON = _(
    "Your applications: we keep the fact that work was sent and judged, so that a badge can be traced. "
    "Everything you wrote is deleted."
)

DECLARATIONS = [
    Declaration(
        model="evidence.Application",
        owner="learner",
        personal={"learner": _ASSESSED, "begun_at": _ASSESSED, "ended_at": _ASSESSED},
        not_personal=("id", "uuid", "badge", "version"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_RETENTION_REASON,
    ),
    Declaration(
        model="evidence.Answer",
        owner="application__learner",
        personal={"text": _WRITTEN, "saved_at": _WRITTEN},
        not_personal=("id", "application", "criterion", "rev", "key"),
    ),
    Declaration(
        model="evidence.AnswerFile",
        owner="application__learner",
        personal={
            "kind": _WRITTEN,
            "file": _WRITTEN,
            "small": _WRITTEN,
            "name": _WRITTEN,
            "shows": _WRITTEN,
            "added_at": _WRITTEN,
            "removed_at": _WRITTEN,
        },
        not_personal=("id", "uuid", "application", "criterion", "size", "seconds"),
    ),
    Declaration(
        model="evidence.AnswerLink",
        owner="application__learner",
        personal=dict.fromkeys(("framework", "key", "title", "linked_at", "is_declined"), _LINKED),
        not_personal=("id", "application", "criterion", "edition", "item", "words", "path"),
    ),
    Declaration(
        model="evidence.SentFile",
        owner="submission__application__learner",
        not_personal=("id", "submission", "criterion", "file"),
    ),
    Declaration(
        model="evidence.Confirmation",
        owner="application__learner",
        personal={"confirmed_at": _WRITTEN},
        not_personal=("id", "application", "criterion"),
    ),
    Declaration(
        model="evidence.MadeUp",
        owner="application__learner",
        personal={"words": _WRITTEN, "reason": _WRITTEN, "marked_at": _WRITTEN},
        not_personal=("id", "application"),
    ),
    Declaration(
        model="evidence.Declaration",
        owner="application__learner",
        personal={"ai_use": _ASSESSED, "ai_words": _WRITTEN, "declared_at": _ASSESSED},
        not_personal=("id", "application", "wording"),
        on_erasure=OnErasure.BLANK,
        blanks={"ai_words": "(taken out)"},
        retention_reason=_RETENTION_REASON,
    ),
    Declaration(
        model="evidence.DeclarationWording",
        not_personal=(
            "id",
            "digest",
            "language",
            "is_assessed",
            "number",
            "statements",
            "question",
            "answers",
            "used_since",
        ),
    ),
    Declaration(
        model="evidence.Withdrawal",
        owner="application__learner",
        personal={"reason": _WITHDRAWN, "words": _WITHDRAWN, "withdrawn_at": _WITHDRAWN},
        not_personal=("id", "application"),
    ),
    Declaration(
        model="evidence.Submission",
        owner="application__learner",
        personal={"sent_at": _ASSESSED, "opened_at": _ASSESSED, "taken_back_at": _ASSESSED},
        not_personal=("id", "uuid", "application", "declaration", "round", "is_appeal"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_RETENTION_REASON,
    ),
    Declaration(
        model="evidence.Promise",
        owner="submission__application__learner",
        personal={"due_on": _PROMISED, "next_due_on": _PROMISED, "breached_at": _PROMISED, "closed_at": _PROMISED},
        not_personal=("id", "submission", "working_days", "hand_over_on", "alert_on", "handed_over_at", "alerted_at"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_(
            "The dates of your applications: we keep by when an answer was promised and whether it came in time, "
            "to count late answers."
        ),
    ),
    Declaration(
        model="evidence.Assignment",
        owner="assessor",
        personal=dict.fromkeys(("assessor", "organisation", "since", "why", "ended_at", "why_ended"), _ASSESSOR),
        not_personal=("id", "submission"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_(
            "Work that came to you as an assessor: we keep who was to answer which work and when, without your name, "
            "as part of its history."
        ),
    ),
    Declaration(
        model="evidence.AssessorProfile",
        owner="assessor",
        personal=dict.fromkeys(("assessor", "badges", "roles", "languages", "leads_pool"), _ROUTED_TO),
        not_personal=("id",),
    ),
    Declaration(
        model="evidence.Leave",
        owner="assessor",
        personal=dict.fromkeys(("assessor", "begins_on", "ends_on", "deputy", "recorded_at"), _ROUTED_TO),
        not_personal=("id",),
    ),
    Declaration(
        model="evidence.Relation",
        owner="person",
        personal=dict.fromkeys(("email", "kind", "declared_at"), _ROUTED),
        not_personal=("id", "person", "other"),
    ),
    Declaration(
        model="evidence.OwnerAlert",
        owner="person",
        personal=dict.fromkeys(("person", "why", "alerted_at"), _ASSESSOR),
        not_personal=("id", "submission"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_(
            "Alerts about late work that we sent to you: we keep that someone was alerted, without your name, "
            "as part of the history of that work."
        ),
    ),
    Declaration(model="evidence.ReviewAim", not_personal=("id", "badge", "working_days")),
    Declaration(model="evidence.ClosedDay", not_personal=("id", "day", "name")),
    Declaration(model="evidence.UsualWait", not_personal=("id", "wait", "answers", "sent", "late", "computed_at")),
    Declaration(
        model="evidence.SentAnswer",
        owner="submission__application__learner",
        personal={"text": _WRITTEN},
        not_personal=("id", "submission", "criterion"),
        on_erasure=OnErasure.BLANK,
        blanks={"text": ""},
        retention_reason=_RETENTION_REASON,
    ),
    Declaration(
        model="evidence.DraftDecision",
        owner="assessor",
        personal={
            "assessor": _ASSESSOR,
            "outcome": _ASSESSOR,
            "reason": _ASSESSOR,
            "suggestion": _ASSESSOR,
            "saved_at": _ASSESSOR,
        },
        not_personal=("id", "submission", "criterion"),
    ),
    Declaration(
        model="evidence.LetterDraft",
        owner="assessor",
        personal={"assessor": _ASSESSOR, "text": _ASSESSOR, "saved_at": _ASSESSOR},
        not_personal=("id", "submission"),
    ),
    Declaration(
        model="evidence.Claim",
        owner="assessor",
        personal={"assessor": _ASSESSOR, "claimed_at": _ASSESSOR, "expires_at": _ASSESSOR},
        not_personal=("id", "submission"),
    ),
    Declaration(
        model="evidence.Mark",
        owner="submission__application__learner",
        personal={
            "assessor": _ASSESSOR,
            "letter": _ASSESSED,
            "decline_reason": _ASSESSED,
            "sent_at": _ASSESSED,
            "settled_at": _ASSESSED,
        },
        not_personal=("id", "uuid", "submission", "place", "settles_at"),
        on_erasure=OnErasure.BLANK,
        blanks={"letter": ""},
        retention_reason=_(
            "Letters from your assessors: we keep the fact that work was judged, who judged it and when. "
            "The letters are deleted."
        ),
    ),
    Declaration(
        model="evidence.MarkedCriterion",
        owner="mark__submission__application__learner",
        personal={"outcome": _ASSESSED, "reason": _ASSESSED, "suggestion": _ASSESSED},
        not_personal=("id", "mark", "criterion"),
        on_erasure=OnErasure.BLANK,
        blanks={"suggestion": "(taken out)"},
        retention_reason=_("Decisions on your criteria: they are kept. The sentences about them are deleted."),
    ),
    Declaration(
        model="evidence.SecondMarking",
        owner="submission__application__learner",
        personal={"decided_at": _ASSESSED, "asked_at": _ASSESSED, "settled_at": _ASSESSED, "result": _ASSESSED},
        not_personal=("id", "submission", "cause", "draw"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_RETENTION_REASON,
    ),
    Declaration(
        model="evidence.Review",
        owner="submission__application__learner",
        personal={
            "assessor": _ASSESSOR,
            "letter": _ASSESSED,
            "decline_reason": _ASSESSED,
            "sent_at": _ASSESSED,
        },
        not_personal=("id", "submission"),
        on_erasure=OnErasure.BLANK,
        blanks={"letter": ""},
        retention_reason=_(
            "Letters from your assessors: we keep the fact that work was judged, who judged it and when. "
            "The letters are deleted."
        ),
    ),
    Declaration(
        model="evidence.Decision",
        owner="review__submission__application__learner",
        personal={"outcome": _ASSESSED, "reason": _ASSESSED, "suggestion": _ASSESSED},
        not_personal=("id", "review", "criterion"),
        on_erasure=OnErasure.BLANK,
        blanks={"suggestion": "(taken out)"},
        retention_reason=_("Decisions on your criteria: they are kept. The sentences about them are deleted."),
    ),
    Declaration(
        model="evidence.Sample",
        owner="submission__application__learner",
        personal={"looked_by": _ASSESSOR, "looked_at": _ASSESSED, "outcome": _ASSESSED, "note": _ASSESSED},
        not_personal=("id", "submission", "percent", "is_chosen", "drawn_at"),
        on_erasure=OnErasure.BLANK,
        blanks={"note": "(taken out)"},
        retention_reason=_(
            "Work that an assessor looked at without deciding on it: we keep the fact that it was looked at, "
            "who did it and when. The words are deleted."
        ),
    ),
    # The owner is the assessor who wrote it: a learner who downloads their data must not be warned of the referral.
    Declaration(
        model="evidence.Referral",
        owner="assessor",
        personal={
            "assessor": _ASSESSOR,
            "referee": PersonalField(
                _("so that someone who may be at risk is kept safe"), _("as the law on safeguarding asks")
            ),
            "why": PersonalField(
                _("so that someone who may be at risk is kept safe"), _("as the law on safeguarding asks")
            ),
            "words": PersonalField(
                _("so that someone who may be at risk is kept safe"), _("as the law on safeguarding asks")
            ),
            "referred_at": _ASSESSOR,
            "returned_at": _ASSESSOR,
        },
        not_personal=("id", "submission"),
        on_erasure=OnErasure.RETAIN,
        retention_reason=_(
            "Concerns that you reported about someone’s safety: they are kept for the people who must look into them."
        ),
    ),
    Declaration(
        model="evidence.Interest",
        owner="assessor",
        personal={"assessor": _ROUTED, "learner": _ROUTED, "declared_at": _ROUTED},
        not_personal=("id",),
    ),
    Declaration(
        model="evidence.Handover",
        owner="assessor",
        personal={"assessor": _ROUTED, "handed_over_at": _ROUTED},
        not_personal=("id", "submission"),
    ),
    Declaration(
        model="evidence.MarkingRule",
        owner="",
        not_personal=("id", "badge", "share", "first_marks"),
    ),
    Declaration(
        model="evidence.AgreementFigure",
        owner="",
        not_personal=("id", "criterion", "units", "alpha", "low", "high", "counted_at"),
    ),
    Declaration(
        model="evidence.DriftFigure",
        owner="assessor",
        personal={
            "assessor": _MEASURED,
            "decisions": _MEASURED,
            "met": _MEASURED,
            "expected": _MEASURED,
            "score": _MEASURED,
            "counted_at": _MEASURED,
            "alarmed_at": _MEASURED,
        },
        not_personal=("id",),
    ),
    Declaration(
        model="evidence.Calibration",
        owner="assessor",
        personal={"assessor": _MEASURED, "choices": _MEASURED, "done_at": _MEASURED},
        not_personal=("id", "badge"),
    ),
    Declaration(
        model="evidence.CopiedEntry",
        owner="application__learner",
        personal={"happened_on": _LOGGED, "words": _LOGGED, "copied_at": _LOGGED},
        not_personal=("id", "application", "criterion", "entry", "key"),
    ),
    *endorsements.DECLARATIONS,
]


def forget_relation(address: str) -> None:
    """Erase a person that learners named as someone who must not assess their work: now they cannot."""
    Relation.objects.filter(email__iexact=address).delete()


EMAIL_REFERENCES = [
    EmailReference(
        model="evidence.Relation",
        email="email",
        personal=dict.fromkeys(("kind", "declared_at"), _ROUTED),
        forget=forget_relation,
    ),
    *endorsements.EMAIL_REFERENCES,
]
