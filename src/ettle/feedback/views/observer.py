"""The pages behind an observer's link. No account, no session, nothing written when a page is only read.

A mail scanner that opens every address changes nothing: answering, declining and stopping mail are all posts. Nothing
here uses kit.once or the audit line: a row with a moment would say when somebody answered.
"""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ettle.feedback import actions
from ettle.feedback.actions import NOT_SEEN, ObserverAnswers
from ettle.feedback.answer_pool import AnswerSheet, wants_email
from ettle.feedback.forms import CommentsForm, ObservedStatementForm
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.observer_groups import ASKED_AS, Group, privacy_notice
from ettle.feedback.views.observer_link import (
    answer_sheet_comments,
    easy_start,
    find_in_comments,
    link_address,
    open_by_link,
    page_context,
    show_words_first,
    while_open,
)
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import LINK_HOLDERS, audience
from ettle.texts import queries as texts

SKIPPED = _("Left out")


@audience(LINK_HOLDERS)
@open_by_link
def welcome(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Say who asks, who sees what, and what can be done; nothing is begun by reading it."""
    sheet = actions.find_answer_sheet(link)
    observer, group, context = link.observer, Group(link.observer.group), page_context(link)
    context |= {
        "sheet": sheet,
        "is_open": actions.can_answer(link, sheet, now=timezone.now()),
        "taken_back": observer.taken_back_at is not None,
        "asked_as": ASKED_AS[group],
        "is_manager": group is Group.MANAGER,
        "who_sees": privacy_notice(group, str(context["about"])),
        "content": link.feedback.version.content,
        "minutes": link.feedback.form_minutes,
        "goes_on_at": _resume_address(link, sheet),
        "first": link_address("observer-lines", link, 1),
        "no": link_address("observer-no", link),
        "forget": link_address("observer-forget", link),
    }
    if link.feedback.is_easy_for(group):
        return render(request, "feedback/observer/welcome_easy.html", context | easy_start(link, sheet))
    return render(request, "feedback/observer/welcome.html", context)


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def statement(request: HttpRequest, link: ObserverLink, number: int) -> HttpResponse:
    """Ask one statement. A press on an answer saves it and goes on; going on without one leaves the statement out."""
    lines = link.feedback.lines.statements()
    if not 1 <= number <= len(lines):
        raise Http404
    asked, version = lines[number - 1], link.feedback.version
    shown = version.shown_spec()
    sheet = actions.find_answer_sheet(link)
    choice = sheet.answers.get(asked.key, "") if sheet else ""
    form = ObservedStatementForm(
        posted_data(request),
        initial={"answer": choice},
        question=shown.question,
        points=version.points(),
        not_seen=shown.not_seen,
    )
    if run_form(form, lambda data: _save_choice(link, asked.key, data["answer"])):
        following = link_address("observer-lines", link, number + 1)
        return _redirect_onward(
            request, link, following if number < len(lines) else link_address("observer-words", link)
        )
    back = link_address("observer-lines", link, number - 1) if number > 1 else link_address("observer", link)
    context = page_context(link) | {
        "asked": asked,
        "number": number,
        "of": len(lines),
        "is_answered": bool(choice),
        "back": link_address("observer-check", link) if _from_check(request) else back,
    }
    return render_form(request, "feedback/observer/line.html", form, context)


def _save_choice(link: ObserverLink, line: str, choice: str) -> None:
    """Save an answer; leaving a statement out takes no earlier answer away."""
    answers = ObserverAnswers(answers={line: choice} if choice else {})
    actions.save(link, answers, now=timezone.now())


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def words(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Two open questions, and an example for what was seen rarely."""
    sheet, shown = actions.find_answer_sheet(link), link.feedback.version.shown_spec()
    lowest = [line for line in link.feedback.lines.statements() if sheet and sheet.answers.get(line.key) == "1"]
    form = CommentsForm(
        posted_data(request),
        questions=(shown.value_question, shown.change_question),
        lowest=lowest,
        examples=sheet.examples if sheet else {},
        initial=answer_sheet_comments(sheet),
    )
    if run_form(form, lambda data: _save_comments(link, form, data)):
        comments = (str(words) for words in form.cleaned_data.values())
        return show_words_first(request, link, comments) or redirect(link_address("observer-check", link))
    context = page_context(link) | {
        "findings": find_in_comments(request, link, sheet),
        "example_question": shown.example_question,
        "is_folded": sheet is not None and bool(sheet.value or sheet.change),
        "back": link_address("observer-lines", link, len(link.feedback.lines.statements())),
    }
    return render_form(request, "feedback/observer/words.html", form, context)


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def check(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Everything that was said, and where to change it; then send."""
    form = Form(posted_data(request))
    if run_form(form, lambda data: actions.send_answers(link, now=timezone.now())):
        return redirect(link_address("observer-sent", link))
    sheet = actions.find_answer_sheet(link)
    context = page_context(link) | {
        "sheet": sheet,
        "groups": _answers_to_check(link, sheet),
        "examples": _given_examples(link, sheet),
        "words": link_address("observer-words", link),
        "back": link_address("observer-words", link),
    }
    return render_form(request, "feedback/observer/check.html", form, context)


@audience(LINK_HOLDERS)
@open_by_link
def sent(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Thank them, and say that they may still change their mind."""
    sheet = actions.find_answer_sheet(link)
    if sheet is None or not sheet.is_sent:
        return redirect(link_address("observer", link))
    context = page_context(link) | {"no_mail": link_address("observer-no-mail", link)}
    return render(request, "feedback/observer/sent.html", context)


@audience(LINK_HOLDERS)
@open_by_link
def decline(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Say no, or take answers back that were given."""
    form = Form(posted_data(request))
    is_done = run_form(form, lambda data: actions.decline(link)) is not None
    context = page_context(link) | {"is_done": is_done, "sheet": actions.find_answer_sheet(link)}
    context |= {"forget": link_address("observer-forget", link)}
    return render_form(request, "feedback/observer/no.html", form, context)


@audience(LINK_HOLDERS)
@open_by_link
def stop_mail(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Stop mail about this 360; they may still answer."""
    form = Form(posted_data(request))
    run_form(form, lambda data: actions.no_more_mail(link))
    is_done = not wants_email(link.feedback, link.answer_sheet_key)
    return render_form(request, "feedback/observer/no_mail.html", form, page_context(link) | {"is_done": is_done})


@audience(LINK_HOLDERS)
@open_by_link
def forget_me(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Take the person's name and address out of every 360 that is open. The link is of no use after that."""
    sheet = actions.find_answer_sheet(link)
    if request.method == "POST":
        actions.forget(link.observer.email)
    context = page_context(link) | {
        "sheet": sheet,
        "is_done": request.method == "POST",
        "no": link_address("observer-no", link),
    }
    return render(request, "feedback/observer/forget.html", context)


@audience(LINK_HOLDERS)
@open_by_link
def device_key(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """The key with which this link's unsaved words are encrypted on the device."""
    get_token(request)
    return texts.link_owner(link.token).key_response()


def _save_comments(link: ObserverLink, form: CommentsForm, data: dict[str, Any]) -> None:
    answers = ObserverAnswers(examples=form.given_examples(), value=data["value"], change=data["change"])
    actions.save(link, answers, now=timezone.now())


def _redirect_onward(request: HttpRequest, link: ObserverLink, following: str) -> HttpResponse:
    return redirect(link_address("observer-check", link) if _from_check(request) else following)


def _from_check(request: HttpRequest) -> bool:
    return request.GET.get("from") == "check"


def _resume_address(link: ObserverLink, sheet: AnswerSheet | None) -> str:
    """Where someone who has begun continues: Easy Read if they agreed there, else after the last answered statement."""
    if sheet is None:
        return ""
    if sheet.agreed:
        return link_address("observer-easy-line", link, 1)
    lines = link.feedback.lines.statements()
    reached = max((number for number, line in enumerate(lines, start=1) if line.key in sheet.answers), default=0)
    if reached < len(lines):
        return link_address("observer-lines", link, reached + 1)
    return link_address("observer-check", link)


def _answers_to_check(link: ObserverLink, sheet: AnswerSheet | None) -> list[dict[str, Any]]:
    version = link.feedback.version
    labels = {str(point.value): point.label for point in version.points()} | {NOT_SEEN: version.shown_spec().not_seen}
    answers = sheet.answers if sheet else {}
    groups: dict[str, list[dict[str, str]]] = {}
    for number, line in enumerate(link.feedback.lines.statements(), start=1):
        groups.setdefault(line.capability, []).append(
            {
                "wording": line.wording,
                "said": labels.get(answers.get(line.key, ""), str(SKIPPED)),
                "address": link_address("observer-lines", link, number),
            }
        )
    return [{"title": title, "lines": lines} for title, lines in groups.items()]


def _given_examples(link: ObserverLink, sheet: AnswerSheet | None) -> list[tuple[str, str]]:
    wordings = {line.key: line.wording for line in link.feedback.lines.statements()}
    return [(wordings[line], words) for line, words in sheet.examples.items()] if sheet else []
