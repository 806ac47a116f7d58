"""Employer verification: choose, look at exactly that, send; the verifier's page; the code of a record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ettle.cpl import actions, queries, record_documents
from ettle.cpl.forms import AnswerForm, AskForm, CheckForm
from ettle.cpl.limits import RECORD_CHECKS
from ettle.cpl.models import VerificationAnswer
from ettle.cpl.record_snapshots import build_snapshot, present_snapshot, shown_groups
from ettle.kit.files.printable_documents import download_response
from ettle.kit.forms.outcomes import posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import EVERYONE, LINK_HOLDERS, NOT_STORED, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.http.page_limits import limit_page
from ettle.kit.values.dates import format_moment, operator_date
from ettle.people.queries import outside_email_fault
from ettle.people.types import SignedInRequest

KINDS = ("pdf", "txt")


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.SHOW)
def ask(request: SignedInRequest) -> HttpResponse:
    """Choose what to show and to whom; look at exactly that; then send it."""
    scheme, now = queries.personal_scheme(request.user), timezone.now()
    year = scheme.year(operator_date(now), request.GET.get("year", ""))
    form = AskForm(posted_data(request), learning=list(queries.learning_in(request.user, year)))
    go = request.POST.get("go")
    context = {"year": year, "email_fault": outside_email_fault(request.user, now=now), "person": request.user}
    if go == "send":
        sent = run_form(
            form,
            lambda data: actions.ask_verifier(
                person=request.user,
                name=data["name"],
                email=data["email"],
                shown=build_snapshot(str(request.user), scheme, year, form.chosen_learning()),
                now=now,
            ),
        )
        if sent:
            words = _("We will email %(name)s, unless they asked for no more emails")
            messages.success(request, words % {"name": sent.value.verifier_name})
            return redirect("cpl:verification", uuid=sent.value.uuid)
    elif go == "show" and form.is_valid():
        snapshot = build_snapshot(str(request.user), scheme, year, form.chosen_learning())
        context |= {"shown": present_snapshot(snapshot), "groups": shown_groups(snapshot)}
    return render_form(request, "cpl/ask.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One request: what was shown, the answer, and withdrawing it."""
    found = get_object_or_404(queries.verifications_of(request.user), uuid=uuid)
    if request.method == "POST":
        withdrawn = _("Withdrawn. The link no longer shows anything.")
        run_button(request, lambda: actions.withdraw_verification(found, now=timezone.now()), withdrawn)
        return redirect("cpl:verification", uuid=uuid)
    context = {
        "verification": found,
        "answer": (answer := found.find_answer()),
        "answered_at": format_moment(answer.answered_at) if answer else "",
        "is_open": found.is_open(timezone.now()),
        "shown": present_snapshot(found.shown),
        "groups": shown_groups(found.shown),
        "proves": record_documents.what_it_proves(),
    }
    return render(request, "cpl/verification.html", context)


@audience(SIGNED_IN)
@require_safe
def own_record(request: SignedInRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The signed record, for the learner."""
    found = get_object_or_404(queries.verifications_of(request.user), uuid=uuid)
    return _record_response(found.find_answer(), kind)


@audience(LINK_HOLDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the verifier was shown, and their answer. Opening it changes nothing."""
    found, now = actions.find_verification(token), timezone.now()
    if found is None or not found.is_open(now):
        return render(request, "cpl/link_over.html", status=404)
    context = {
        "token": token,
        "verification": found,
        "shown": present_snapshot(found.shown),
        "groups": shown_groups(found.shown),
        "proves": record_documents.what_it_proves(),
        "is_own": request.user.pk == found.person_id,
    }
    answer = found.find_answer()
    if answer:
        answered_at = format_moment(answer.answered_at)
        return render(request, "cpl/verified.html", context | {"answer": answer, "answered_at": answered_at})
    form = AnswerForm(posted_data(request), topics=found.shown["topics"], initial={"name": found.verifier_name})
    answered = run_form(
        form,
        lambda data: actions.answer_verification(
            found,
            name=data["name"],
            job_title=data["job_title"],
            missing=form.missing(data),
            now=now,
            by=request.user if request.user.is_authenticated else None,
        ),
    )
    if answered:
        return redirect("cpl:verify", token=token)
    return render_form(request, "cpl/verify.html", form, context)


@audience(LINK_HOLDERS)
@never_cache
@require_safe
def verifier_record(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The signed record, for the verifier, while their link works."""
    found = actions.find_verification(token)
    if found is None or not found.is_open(timezone.now()):
        raise Http404
    return _record_response(found.find_answer(), kind)


@audience(EVERYONE)
@limit_page(RECORD_CHECKS)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Whether a record with this code was signed here, by whom it was answered and when: to compare with the record."""
    form = CheckForm(request.GET if "code" in request.GET else None)
    answer = queries.find_answer_by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and (answer is None or not queries.is_intact(answer)):
        form.add_error("code", _("No record here has this code. Check the code; or its owner may have left this site"))
        answer = None
    context = {
        "answer": answer,
        "answered_at": format_moment(answer.answered_at) if answer else "",
        "shown": present_snapshot(answer.content()["shown"]) if answer else None,
        "proves": record_documents.what_it_proves(),
    }
    response = render_form(request, "cpl/check.html", form, context)
    response.headers["Cache-Control"] = NOT_STORED  # it names two people
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _record_response(answer: VerificationAnswer | None, kind: str) -> HttpResponse:
    if answer is None or kind not in KINDS:
        raise Http404
    return download_response(record_documents.signed_record(answer), kind=kind)
