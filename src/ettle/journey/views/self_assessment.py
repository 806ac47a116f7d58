"""The pages of the self-assessment. Nobody else's is ever found here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ettle.instruments.queries import current_version
from ettle.journey import actions, queries
from ettle.journey.forms import ImportanceForm, ImportancesForm, RoleForm, StatementForm
from ettle.journey.models import Assessment
from ettle.journey.self_assessment import page_order, past_results, result_text
from ettle.kit.forms.outcomes import posted_data, render_form, render_not_saved, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.choice_cookie import read_choices
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.people import queries as people
from ettle.people.types import SignedInRequest

# Answers given again sooner than this say more about the day than about the person.
TOO_SOON = timedelta(days=90)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def start(request: SignedInRequest) -> HttpResponse:
    """Say what comes, how long it takes and who sees it; then begin, or go on."""
    now = timezone.now()
    version = current_version() if people.offered_roles() else None
    roles = people.learning_roles(request.user)
    chosen = people.known_role(read_choices(request).role)
    form = RoleForm(posted_data(request), initial={"role": chosen} if chosen else None, roles=roles)
    if version is not None:
        begin = actions.restart if request.POST.get("go") == "restart" else actions.begin
        begun = run_form(form, lambda data: begin(person=request.user, version=version, now=now, **data))
        if begun:
            return redirect(_resume_address(begun.value))
    status = queries.assessment_status(request.user)
    context = {
        "version": version,
        "roles": roles,
        "open": status.open and _assessment_progress(status.open),
        "latest": status.result,
        "is_soon": status.result is not None and now - status.result.finished_at < TOO_SOON,
        "newest": past_results.newest_results(request.user),
    }
    return render_form(request, "journey/start.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: SignedInRequest, uuid: UUID, number: int) -> HttpResponse:
    """Ask one statement. A press on an answer saves it and goes on; going on without one leaves the statement out."""
    assessment = _get_assessment(request, uuid)
    if assessment.ended_at is not None:
        return _refuse_ended(request, assessment)
    lines = assessment.sheet.statements()
    if not 1 <= number <= len(lines):
        raise Http404
    asked, page = lines[number - 1], page_order.Page(number)
    posted = posted_data(request)
    choice = queries.current_choice(assessment, asked.key) if posted is None else ""
    form = StatementForm(posted, initial={"said": choice}, version=assessment.version)
    if run_form(form, lambda data: _save_statement(request, assessment, asked.key, data["said"])):
        return _redirect_onward(request, assessment, page)
    context = {
        "asked": asked,
        "number": number,
        "of": len(lines),
        "is_answered": choice not in {"", "skipped"},
        "back": _back_address(request, assessment, page),
    }
    return render_form(request, "journey/line.html", form, context)


def _save_statement(request: SignedInRequest, assessment: Assessment, key: str, choice: str) -> None:
    """Save the answer. Stopping without one says nothing about the statement, so it is asked again."""
    if choice or request.POST.get("go") != "stop":
        actions.save_answer(assessment, line=key, choice=choice or "skipped", now=timezone.now())


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def importances(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask how much each capability matters, side by side, after the statements."""
    assessment = _get_assessment(request, uuid)
    if assessment.ended_at is not None:
        return _redirect_ended(assessment)
    lines = assessment.sheet.statements()
    form = ImportancesForm(
        posted_data(request),
        capabilities={asked.capability_key: asked.capability for asked in lines},
        given=queries.current_importances(assessment),
        version=assessment.version,
    )
    # What the script saves while a person answers says nothing about the questions they have not come to.
    is_done = request.POST.get("go") not in {"save", "stop"}
    if run_form(
        form,
        lambda data: actions.save_importances(
            assessment,
            importances={key: point for key, point in data.items() if is_done or point is not None},
            now=timezone.now(),
        ),
    ):
        return _redirect_onward(request, assessment, page_order.IMPORTANCES)
    context = {"question": assessment.version.importance_question}
    context["back"] = _back_address(request, assessment, page_order.IMPORTANCES)
    return render_form(request, "journey/importances.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def importance(request: SignedInRequest, uuid: UUID, capability: str) -> HttpResponse:
    """Change how much one capability matters and say why, from the check page."""
    assessment = _get_assessment(request, uuid)
    if assessment.ended_at is not None:
        return _refuse_ended(request, assessment)
    lines = [asked for asked in assessment.sheet.statements() if asked.capability_key == capability]
    if not lines:
        raise Http404
    given = queries.current_importances(assessment).get(capability)
    initial = {"importance": given.importance, "reason": given.reason} if given else {}
    form = ImportanceForm(posted_data(request), initial=initial, version=assessment.version)
    now = timezone.now()
    if run_form(form, lambda data: actions.save_importance(assessment, capability=capability, now=now, **data)):
        if request.POST.get("go") == "save":
            return HttpResponse(status=204)
        return redirect("journey:check", uuid=assessment.uuid)
    context = {
        "title": lines[0].capability,
        "lines": lines,
        "back": reverse("journey:check", args=[assessment.uuid]),
    }
    return render_form(request, "journey/importance.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show every answer before the result; then make the result."""
    assessment = _get_assessment(request, uuid)
    if assessment.ended_at is not None:
        return _redirect_ended(assessment)
    form = Form(posted_data(request))
    if run_form(form, lambda data: actions.finish(assessment, now=timezone.now())):
        return redirect("journey:result", uuid=assessment.uuid)
    answers = queries.current_answers(assessment)
    importances = queries.current_importances(assessment)
    context = {
        "groups": _answers_to_check(assessment, answers, importances),
        "given": sum(choice != "skipped" for choice in answers.values()),
        "of": len(assessment.sheet.statements()),
        "back": page_order.IMPORTANCES.address(assessment.uuid),
    }
    return render_form(request, "journey/check.html", form, context)


def _get_assessment(request: SignedInRequest, uuid: UUID) -> Assessment:
    assessment = queries.find_assessment(request.user, uuid)
    if assessment is None:
        raise Http404
    return assessment


def _redirect_ended(assessment: Assessment) -> HttpResponse:
    """A page of an assessment that takes no more answers leads to its result, or to the newer one's start."""
    return redirect(_address_after(assessment))


def _refuse_ended(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    """The same, but what was sent is not saved: a redirect would say that it was. The words come back on a page."""
    if request.method != "POST":
        return _redirect_ended(assessment)
    if Assessment.objects.finished_or_open().contains(assessment):
        reason = _("You finished this in another tab or on another device, so it takes no more answers.")
    else:
        reason = _("You began again in another tab or on another device, so this one takes no more answers.")
    return render_not_saved(request, reason, words=request.POST.get("reason", ""), onward=_address_after(assessment))


def _address_after(assessment: Assessment) -> str:
    if Assessment.objects.finished_or_open().contains(assessment):
        return reverse("journey:result", args=[assessment.uuid])
    return reverse("journey:start")


def _redirect_onward(request: SignedInRequest, assessment: Assessment, page: page_order.Page) -> HttpResponse:
    """After a save: nothing to show to the script, My journey when stopping, else the next page."""
    go = request.POST.get("go")
    if go == "save":
        return HttpResponse(status=204)
    if go == "stop":
        messages.success(request, _("Your answers are saved. Continue when it suits you."))
        return redirect("dashboard:my-journey")
    if _from_check(request):
        return redirect("journey:check", uuid=assessment.uuid)
    return redirect(page_order.next_address(page, assessment.sheet.statements(), assessment.uuid))


def _back_address(request: SignedInRequest, assessment: Assessment, page: page_order.Page) -> str:
    if _from_check(request):
        return reverse("journey:check", args=[assessment.uuid])
    return page_order.previous_address(page, assessment.sheet.statements(), assessment.uuid)


def _from_check(request: SignedInRequest) -> bool:
    return request.GET.get("from") == "check"


def _resume_address(assessment: Assessment, answers: dict[str, str] | None = None) -> str:
    """Where an assessment goes on. answers: those that were read already."""
    return page_order.resume_address(
        assessment.sheet.statements(),
        queries.current_answers(assessment) if answers is None else answers,
        queries.current_importances(assessment),
        assessment.uuid,
    )


def _assessment_progress(assessment: Assessment) -> dict[str, Any]:
    """How far an open assessment is, and where it goes on."""
    answers = queries.current_answers(assessment)
    return {
        "role": people.role_title(assessment.role),
        "begun_at": assessment.begun_at,
        "answered": len(answers),
        "of": len(assessment.sheet.statements()),
        "address": _resume_address(assessment, answers),
    }


def _answers_to_check(
    assessment: Assessment, answers: dict[str, str], importances: dict[str, Any]
) -> list[dict[str, Any]]:
    """Every question with what was said and where to change it, one group a capability."""
    version = assessment.version
    groups: dict[str, dict[str, Any]] = {}
    for number, asked in enumerate(assessment.sheet.statements(), start=1):
        answer = importances.get(asked.capability_key)
        group = groups.setdefault(
            asked.capability_key,
            {
                "key": asked.capability_key,
                "title": asked.capability,
                "importance": result_text.importance_label(answer.importance, version) if answer else "",
                "reason": answer.reason if answer else "",
                "importance_address": reverse("journey:importance", args=[assessment.uuid, asked.capability_key]),
                "lines": [],
            },
        )
        group["lines"].append(
            {
                "wording": asked.wording,
                "said": result_text.answer_label(answers.get(asked.key, ""), version),
                "address": reverse("journey:line", args=[assessment.uuid, number]),
            }
        )
    return list(groups.values())
