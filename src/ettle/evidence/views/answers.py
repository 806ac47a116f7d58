"""A page for each criterion: write, confirm or practise; and choose between two versions."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.activities import queries as activities
from ettle.evidence import actions
from ettle.evidence.application import practice
from ettle.evidence.application.attachments import files_of_answer
from ettle.evidence.application.readiness import describe_repeated
from ettle.evidence.forms import AnswerForm, PracticeForm, VersionChoiceForm, unbound_answer_form
from ettle.evidence.models import Answer, MadeUp
from ettle.evidence.queries import copies_into_answer, has_written_answer
from ettle.evidence.views.applications import next_part_address, own_application_or_404
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.refusal import Refused
from ettle.texts import queries as texts
from ettle.texts.revisions import Revision

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from ettle.badges.models import Criterion
    from ettle.evidence.models import Application
    from ettle.people.types import SignedInRequest

PAGE_SIZE = 20
TICKED = "ticked"
NOTHING_CHANGED = _("Nothing was changed. Choose one of these versions, or both.")


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """The page of one criterion, by its kind."""
    application = own_application_or_404(request, number)
    criterion = criterion_or_404(application, position)
    pages = {"confirm": _confirmation_page, "practice": _practice_page, "activity": _activity_page}
    show = pages.get(criterion.kind, _answer_page)
    return show(request, application, criterion)


@audience(SIGNED_IN)
@require_POST
def choose(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """Store the version that the writer chose, or both."""
    application = own_application_or_404(request, number)
    criterion = criterion_or_404(application, position)
    form = VersionChoiceForm(request.POST, criterion=criterion)
    if not form.is_valid():
        return _ask_again(request, application, criterion, form)
    try:
        resolved = run_form(
            form,
            lambda data: actions.resolve_conflict(
                application,
                criterion=criterion,
                text=data["text"],
                choice=data["choice"],
                base=data["rev"],
                key=data["key"],
                by=request.user,
                now=timezone.now(),
            ),
        )
    except actions.Conflict as conflict:
        return _render_two_versions(request, application, criterion, conflict.current, form.cleaned_data["text"])
    if resolved is None:
        return _render_answer(request, application, criterion, form)
    messages.success(request, gettext("Saved. The other version stays in the history."))
    return redirect("evidence:criterion", number, position)


@audience(SIGNED_IN)
@require_safe
def history(request: SignedInRequest, number: uuid.UUID, position: int) -> HttpResponse:
    """Every stored save of one answer, newest first, to read or to use again."""
    application = own_application_or_404(request, number)
    criterion = criterion_or_404(application, position)
    saves = application.answers.filter(criterion=criterion).order_by("-rev")
    page = Paginator(saves, PAGE_SIZE).get_page(request.GET.get("page"))
    context = _criterion_context(application, criterion) | {
        "page": page,
        "current": _current_answer(application, criterion),
        "saves": [(save, uuid.uuid4()) for save in page],
        "is_open": criterion.pk in application.status.open_to_change,
    }
    return render(request, "evidence/history.html", context)


def criterion_or_404(application: Application, position: int) -> Criterion:
    for criterion in application.criteria:
        if criterion.position == position:
            return criterion
    raise Http404


def _answer_page(request: SignedInRequest, application: Application, criterion: Criterion) -> HttpResponse:
    if request.method != "POST":
        return _render_answer(request, application, criterion, None)
    form = AnswerForm(request.POST, criterion=criterion)
    try:
        saved = run_form(
            form,
            lambda data: actions.save_answer(
                application,
                criterion=criterion,
                text=data["text"],
                base=data["rev"],
                key=data["key"],
                by=request.user,
                now=timezone.now(),
            ),
        )
    except actions.Conflict as conflict:
        return _render_two_versions(request, application, criterion, conflict.current, form.cleaned_data["text"])
    if saved is None:
        return _render_answer(request, application, criterion, form)
    return _respond_to_save(request, application, criterion, saved.value, form)


def _respond_to_save(
    request: SignedInRequest, application: Application, criterion: Criterion, answer: Answer, form: AnswerForm
) -> HttpResponse:
    """Go to the next part, or stay here: when asked to, for a repeated text, or to show privacy findings once."""
    here = redirect("evidence:criterion", application.uuid, criterion.position)
    try:
        _store_reasons(request, application)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _render_answer(request, application, criterion, form, saved=answer)
    if "log" in request.POST:
        return redirect("evidence:log-words", application.uuid, criterion.position)
    if "stay" in request.POST or "safe" in request.POST:
        messages.success(request, _describe_saved(application, answer))
        return here
    repeated = _describe_repeated(application, criterion, answer.text)
    if repeated:
        form.add_error("text", repeated)
        return _render_answer(request, application, criterion, form, saved=answer)
    if texts.ask_to_look(request, [answer.text], _cleared_words(application)):
        return here
    return redirect(next_part_address(application, criterion.position))


def _describe_saved(application: Application, answer: Answer) -> str:
    """What the page says when it comes back: a screen reader says nothing of a page that looks as it did."""
    number = len(texts.list_findings(answer.text, _cleared_words(application)))
    if not number:
        return gettext("Saved")
    words = ngettext("Saved. %(number)s thing to look at", "Saved. %(number)s things to look at", number)
    return words % {"number": number}


def _store_reasons(request: SignedInRequest, application: Application) -> None:
    """Store why words are safe. Raises Refused when a button asks for it and no reason was given."""
    safe_words = texts.read_safe_words(request.POST)
    if "safe" in request.POST and not safe_words:
        raise Refused(gettext("Say in a few words why no one can be recognised by these words"))
    for safe in safe_words:
        actions.mark_made_up(application, marked=safe.words, reason=safe.reason, by=request.user, now=timezone.now())


def _describe_repeated(application: Application, criterion: Criterion, text: str) -> str:
    """What to do when this text is that of another answer too; empty when it is not. The text is saved already."""
    written = {answer.criterion_id: answer.text for answer in application.answers.current()}
    return describe_repeated(criterion, application, written | {criterion.pk: text})


def _render_answer(
    request: SignedInRequest,
    application: Application,
    criterion: Criterion,
    form: AnswerForm | None,
    *,
    saved: Answer | None = None,
) -> HttpResponse:
    """saved: the answer that this request saved, whose form shows what is wrong with it."""
    is_open = criterion.pk in application.status.open_to_change
    current = _current_answer(application, criterion)
    text, rev = (current.text, current.rev) if current else ("", 0)
    typed = form.data.get("text", "") if form else text
    context = _criterion_context(application, criterion) | {
        "answer": current,
        "copied": copies_into_answer(application, criterion),
        "count": texts.count_words(typed),
        "findings": texts.list_findings(typed, _cleared_words(application), request.POST) if is_open else [],
        "is_open": is_open,
        "is_folded": is_open and (current is not None or has_written_answer(request.user)),
        "is_read_by_assessor": any(each.is_assessed for each in application.criteria),
        "saves_notice": texts.describe_saves(rev),
        "attached": files_of_answer(application, criterion, timezone.now()),
    }
    if form is not None and saved is not None:
        posted = request.POST.copy()
        posted["rev"], posted["key"] = str(saved.rev), str(uuid.uuid4())
        form.data = posted
    return render_form(request, "evidence/answer.html", form or unbound_answer_form(criterion, text, rev), context)


def _ask_again(
    request: SignedInRequest, application: Application, criterion: Criterion, form: VersionChoiceForm
) -> HttpResponse:
    """Show a choice that cannot be stored again, with the text: in its form where the text is at fault."""
    current = _current_answer(application, criterion)
    if current is None or "text" in form.errors:
        return _render_answer(request, application, criterion, form)
    text = request.POST.get("text", "")
    return _render_two_versions(request, application, criterion, current, text, fault=NOTHING_CHANGED, status=422)


def _render_two_versions(
    request: SignedInRequest,
    application: Application,
    criterion: Criterion,
    current: Revision,
    text: str,
    *,
    fault: str | StrPromise = "",
    status: int = 409,
) -> HttpResponse:
    text = texts.clean_text(text)
    context = _criterion_context(application, criterion) | {
        "current": current,
        "fault": fault,
        "text": text,
        "mine": texts.diff_words(current.text, text),
        "theirs": texts.diff_words(text, current.text),
        "keys": [uuid.uuid4() for _ in range(3)],
    }
    return render(request, "evidence/two_versions.html", context, status=status)


def _confirmation_page(request: SignedInRequest, application: Application, criterion: Criterion) -> HttpResponse:
    if request.method == "POST":
        actions.confirm(application, criterion=criterion, by=request.user, now=timezone.now())
        return redirect(next_part_address(application, criterion.position))
    return render(
        request,
        "evidence/confirm.html",
        _criterion_context(application, criterion) | _confirmation_context(application, criterion),
    )


def _practice_page(request: SignedInRequest, application: Application, criterion: Criterion) -> HttpResponse:
    """What was ticked is in the address of the page that says what was found, so that Back from there sends nothing."""
    task = practice.read_practice(criterion.material)
    chosen = request.GET if request.method != "POST" and TICKED in request.GET else None
    form = PracticeForm(posted_data(request) if chosen is None else chosen, task=task, criterion=criterion)
    context = _criterion_context(application, criterion) | {"task": task}
    me, now = request.user, timezone.now()
    if request.method == "POST":
        if run_form(
            form, lambda data: actions.check_practice(application, criterion=criterion, **data, by=me, now=now)
        ):
            return redirect(f"{request.path}?{urlencode({TICKED: form.cleaned_data[TICKED]}, doseq=True)}")
    elif form.is_bound and not form.is_valid():
        return redirect("evidence:criterion", application.uuid, criterion.position)
    elif form.is_bound:
        ticked = form.cleaned_data["ticked"]
        context |= {
            "found": task.found_places(ticked),
            "found_count": len(task.found_sentences(ticked)),
            "is_done": task.is_done(ticked),
            "fine": [task.sentences[at] for at in ticked if not task.sentences[at].places],
        }
    context |= _confirmation_context(application, criterion)
    return render_form(request, "evidence/practice.html", form, context)


def _activity_page(request: SignedInRequest, application: Application, criterion: Criterion) -> HttpResponse:
    """What the activity is, and whether it is done. By POST, open it and go to where the learner stands in it."""
    onward = next_part_address(application, criterion.position)
    form = Form(posted_data(request))
    opened = run_form(
        form,
        lambda _data: actions.open_activity(
            application, criterion=criterion, return_path=onward, by=request.user, now=timezone.now()
        ),
    )
    if opened:
        return redirect("activities:play", opened.value.invitation.uuid, opened.value.position)
    context = _criterion_context(application, criterion) | {
        "activity": next(iter(activities.current_versions([criterion.activity])), None),
        "is_done": bool(activities.completed_keys(request.user, [criterion.activity])),
    }
    return render_form(request, "evidence/activity.html", form, context)


def _criterion_context(application: Application, criterion: Criterion) -> dict[str, Any]:
    decisions = [
        decision
        for submission in application.rounds
        if submission.answered
        for decision in submission.answered.decisions.all()
        if decision.criterion_id == criterion.pk
    ]
    return {
        "application": application,
        "criterion": criterion,
        "decision": decisions[-1] if decisions else None,
        "number_of": len(application.criteria),
        "onward": next_part_address(application, criterion.position),
        "may_send": application.status.can_send,
    }


def _confirmation_context(application: Application, criterion: Criterion) -> dict[str, Any]:
    return {"confirmation": application.confirmations.filter(criterion=criterion).first()}


def _current_answer(application: Application, criterion: Criterion) -> Answer | None:
    return Answer.objects.filter(application=application, criterion=criterion).order_by("-rev").first()


def _cleared_words(application: Application) -> frozenset[str]:
    return frozenset(MadeUp.objects.filter(application=application).values_list("words", flat=True))
