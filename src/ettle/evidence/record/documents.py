"""The whole history of one application as a document to download: what was sent, declared, decided and written back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.evidence.endorsement.status import state_of_request
from ettle.kit.files.printable_documents import DocumentSection, PrintableDocument
from ettle.kit.values.dates import format_moment

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import AnswerFile, Endorsement, Review, Submission
    from ettle.evidence.record.history import ApplicationHistory, SentRound


def describe_application(history: ApplicationHistory, *, now: datetime) -> PrintableDocument:
    """Return the document. Every time has its zone; what only assessors see is not in it."""
    application = history.application
    title = _("Application for %(badge)s") % {"badge": application.version.name}
    about = (
        str(application.learner),
        _("As it was on %(moment)s") % {"moment": format_moment(now)},
        _("Files are named here and not included. Notes that only assessors see are not included."),
    )
    sections = (_summary(history), *_rounds(history), *_current_answers(history), *_afterwards(history, now))
    return PrintableDocument(title, about, sections, foot=f"{title} · {application.learner}")


def _summary(history: ApplicationHistory) -> DocumentSection:
    application = history.application
    badge = {"number": application.version.badge.number, "edition": application.version.edition}
    points = [
        _("Badge: %(number)s, edition %(edition)s") % badge,
        _("Opened: %(moment)s") % {"moment": format_moment(application.begun_at)},
        _("State: %(state)s") % {"state": _("Withdrawn") if application.is_withdrawn else _(application.state.value)},
    ]
    if history.earned_at:
        points.append(_("Badge earned: %(moment)s") % {"moment": format_moment(history.earned_at)})
    return DocumentSection(_("In short"), points=tuple(points))


def _rounds(history: ApplicationHistory) -> Iterator[DocumentSection]:
    for sent_round in history.rounds:
        submission = sent_round.submission
        number = {"round": submission.round, "moment": format_moment(submission.sent_at)}
        if submission.taken_back_at is not None:
            words = _("Taken back %(moment)s, before an assessor took it on.")
            taken = words % {"moment": format_moment(submission.taken_back_at)}
            yield DocumentSection(_("Sent %(moment)s, and taken back") % number, (taken,))
            continue
        heading = _("Round %(round)s: what you sent") % number
        yield DocumentSection(heading, (_("Sent %(moment)s") % number, *_appeal_words(submission)))
        for criterion in history.application.criteria:
            if criterion.kind == "text":
                yield _answer(criterion, sent_round)
            else:
                yield _done_part(criterion, sent_round, history)
        yield _declaration(submission)
        if submission.answered is not None:
            yield from _review(history, submission.answered, submission.round)


def _appeal_words(submission: Submission) -> tuple[str, ...]:
    return (_("You asked for a second assessor, who read the same text."),) if submission.is_appeal else ()


def _answer(criterion: Criterion, sent_round: SentRound) -> DocumentSection:
    names = {"round": sent_round.submission.round, "number": criterion.position, "title": criterion.title}
    text = sent_round.texts.get(criterion.pk, "").strip()
    return DocumentSection(
        _("Round %(round)s, criterion %(number)s: %(title)s") % names,
        (str(criterion.question), *(_paragraphs(text) or (_("No words"),))),
        tuple(_name_file(sent.file) for sent in sent_round.files.get(criterion.pk, [])),
    )


def _done_part(criterion: Criterion, sent_round: SentRound, history: ApplicationHistory) -> DocumentSection:
    """A part without words: it was read and confirmed, practised, or an activity was done."""
    names = {"round": sent_round.submission.round, "number": criterion.position, "title": criterion.title}
    confirmed_at = history.confirmed.get(criterion.pk)
    if confirmed_at is not None:
        state = _("Done %(moment)s") % {"moment": format_moment(confirmed_at)}
    else:
        state = _("Done: the activity of this part") if criterion.pk in history.activities else _("Not done")
    heading = _("Round %(round)s, criterion %(number)s: %(title)s") % names
    return DocumentSection(heading, (str(criterion.question), state))


def _name_file(file: AnswerFile) -> str:
    return f"{file.get_kind_display()}: {file.name}{f' ({file.shows})' if file.shows else ''}"


def _declaration(submission: Submission) -> DocumentSection:
    """The words that were read then, in the language of then."""
    declaration = submission.declaration
    used = f"{declaration.ai_answer}: {declaration.ai_words}" if declaration.ai_words else declaration.ai_answer
    moment = _("Declared %(moment)s, wording %(number)s of %(day)s") % {
        "moment": format_moment(declaration.declared_at),
        "number": declaration.wording.number,
        "day": format_moment(declaration.wording.used_since),
    }
    return DocumentSection(
        _("Round %(round)s: what you declared") % {"round": submission.round},
        (moment,),
        (*declaration.statements, f"{declaration.wording.question} – {used}"),
    )


def _review(history: ApplicationHistory, review: Review, number: int) -> Iterator[DocumentSection]:
    criteria = {criterion.pk: criterion for criterion in history.application.criteria}
    answered = _("Answered %(moment)s") % {"moment": format_moment(review.sent_at)}
    declined = review.decline_reason and _("Declined. The reason: %(reason)s.") % {
        "reason": review.get_decline_reason_display()
    }
    decisions = sorted(review.decisions.all(), key=lambda decision: criteria[decision.criterion_id].position)
    yield DocumentSection(
        _("Round %(round)s: the answer") % {"round": number},
        tuple(filter(None, (answered, declined))),
        columns=(_("Criterion"), _("Decision"), _("Reason"), _("Suggestion")) if decisions else (),
        rows=tuple(
            (
                f"{criteria[decision.criterion_id].position}. {criteria[decision.criterion_id].title}",
                decision.get_outcome_display(),
                decision.get_reason_display() if decision.reason else "",
                decision.suggestion,
            )
            for decision in decisions
        ),
    )
    yield DocumentSection(_("Round %(round)s: the letter") % {"round": number}, _paragraphs(review.letter))


def _current_answers(history: ApplicationHistory) -> Iterator[DocumentSection]:
    """The answers that are being written, where they can be sent."""
    if not history.application.status.can_send:
        return
    for criterion in history.application.criteria:
        text = history.texts.get(criterion.pk, "").strip()
        if criterion.pk in history.application.status.open_to_change and text:
            names = {"number": criterion.position, "title": criterion.title}
            heading = _("Not sent yet, criterion %(number)s: %(title)s") % names
            yield DocumentSection(heading, (str(criterion.question), *_paragraphs(text)))


def _afterwards(history: ApplicationHistory, now: datetime) -> Iterator[DocumentSection]:
    if history.note:
        yield DocumentSection(_("A note from an assessor"), _paragraphs(history.note))
    withdrawal = history.withdrawal
    if withdrawal is not None:
        when = _("You withdrew it %(moment)s.") % {"moment": format_moment(withdrawal.withdrawn_at)}
        reason = withdrawal.words or withdrawal.get_reason_display()
        yield DocumentSection(_("Withdrawn"), (when, _("Your reason: %(reason)s") % {"reason": reason}))
    for endorsement in reversed(history.endorsements):
        yield _endorsement(endorsement, now)


def _endorsement(endorsement: Endorsement, now: datetime) -> DocumentSection:
    points = [
        _("You asked %(name)s, %(moment)s")
        % {"name": endorsement.endorser_name, "moment": format_moment(endorsement.asked_at)},
        _("How they know your work: %(relationship)s") % {"relationship": endorsement.get_relationship_display()},
        _("State: %(state)s") % {"state": _(state_of_request(endorsement, now).value)},
    ]
    answer = endorsement.last_answer  # what they said before and changed is theirs alone
    if answer is not None:
        who = ", ".join(filter(None, (answer.name, answer.job_title))) or endorsement.endorser_name
        line = f"{who}, {format_moment(answer.answered_at)}: {answer.get_kind_display()}"
        points.append(f"{line}. {answer.words}" if answer.words else line)
    return DocumentSection(_("Endorsement"), points=tuple(points))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
