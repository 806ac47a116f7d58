"""The pages behind an observer's link. No account, no session, nothing written when a page is only read.

A mail scanner that opens every address changes nothing: answering, declining and stopping mail are all posts. Nothing
here uses kit.once or the audit line: a row with a moment would say when somebody answered.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ettle.feedback import actions
from ettle.feedback.actions import NOT_SEEN, Said
from ettle.feedback.forms import LinesForm, WordsForm
from ettle.feedback.groups import ASKED_AS, Group
from ettle.feedback.links import Link
from ettle.feedback.models import AnswerSheet
from ettle.feedback.views.linked import about, address, by_link, easy_lines, handed_in, saved, while_open, words_of
from ettle.instruments.types import Line
from ettle.journey.views.answering import status
from ettle.kit import mail
from ettle.kit.refused import Refused

SKIPPED = "Left out"


@by_link
def welcome(request: HttpRequest, link: Link) -> HttpResponse:
    """Say who asks, who sees what, and what can be done; nothing is begun by reading it."""
    sheet = actions.sheet_of(link)
    observer = link.observer
    context = about(link) | {
        "sheet": sheet,
        "is_open": observer.is_open(timezone.now()),
        "taken_back": observer.taken_back_at is not None,
        "asked_as": ASKED_AS[Group(observer.group)],
        "is_manager": observer.group == Group.MANAGER,
        "is_supported": observer.group == Group.SUPPORTED and easy_lines(link),
        "content": link.feedback.version.content,
        "minutes": _minutes(link),
        "goes_on_at": _go_on(link, sheet),
        "easy": address("observer-easy", link),
        "first": address("observer-lines", link, 1),
        "no": address("observer-no", link),
        "forget": address("observer-forget", link),
    }
    return render(request, "feedback/observer/welcome.html", context)


@by_link
@while_open
def lines(request: HttpRequest, link: Link, number: int) -> HttpResponse:
    """The lines of one capability."""
    pages = _pages(link)
    if not 1 <= number <= len(pages):
        raise Http404
    own = pages[number - 1]
    sheet, version = actions.sheet_of(link), link.feedback.version
    form = LinesForm(
        request.POST if request.method == "POST" else None,
        lines=own,
        points=version.points(),
        not_seen=version.content["not_seen"],
        said=sheet.answers if sheet else {},
    )
    if form.is_valid() and saved(link, form, Said(answers=form.cleaned_data)):
        following = address("observer-lines", link, number + 1)
        return _onward(request, link, following if number < len(pages) else address("observer-words", link))
    back = address("observer-lines", link, number - 1) if number > 1 else address("observer", link)
    context = about(link) | {
        "form": form,
        "title": own[0].capability,
        "number": number,
        "of": len(pages),
        "question": version.content["question"],
        "back": address("observer-check", link) if _from_check(request) else back,
    }
    return render(request, "feedback/observer/lines.html", context, status=status(form))


@by_link
@while_open
def words(request: HttpRequest, link: Link) -> HttpResponse:
    """Two open questions, and an example for what was seen rarely."""
    sheet, content = actions.sheet_of(link), link.feedback.version.content
    lowest = [line for line in link.feedback.lines.lines() if sheet and sheet.answers.get(line.key) == "1"]
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        questions=(content["value_question"], content["change_question"]),
        lowest=lowest,
        examples=sheet.examples if sheet else {},
        initial=words_of(sheet),
    )
    if form.is_valid():
        said = form.cleaned_data
        if saved(link, form, Said(examples=form.examples(), value=said["value"], change=said["change"])):
            return redirect(address("observer-check", link))
    context = about(link) | {
        "form": form,
        "example_question": content["example_question"],
        "back": address("observer-lines", link, len(_pages(link))),
    }
    return render(request, "feedback/observer/words.html", context, status=status(form))


@by_link
@while_open
def check(request: HttpRequest, link: Link) -> HttpResponse:
    """Everything that was said, and where to change it; then send."""
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and handed_in(link, form):
        return redirect(address("observer-sent", link))
    sheet = actions.sheet_of(link)
    context = about(link) | {
        "form": form,
        "sheet": sheet,
        "groups": _to_check(link, sheet),
        "examples": _examples(link, sheet),
        "words": address("observer-words", link),
        "back": address("observer-words", link),
    }
    return render(request, "feedback/observer/check.html", context, status=status(form))


@by_link
def sent(request: HttpRequest, link: Link) -> HttpResponse:
    """Thank them, and say that they may still change their mind."""
    sheet = actions.sheet_of(link)
    if sheet is None or not sheet.is_sent:
        return redirect(address("observer", link))
    return render(request, "feedback/observer/sent.html", about(link))


@by_link
def no(request: HttpRequest, link: Link) -> HttpResponse:
    """Say no, or take answers back that were given."""
    form = Form(request.POST if request.method == "POST" else None)
    is_done = False
    if form.is_valid():
        try:
            actions.decline(link)
            is_done = True
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = about(link) | {"form": form, "is_done": is_done, "sheet": actions.sheet_of(link)}
    context["forget"] = address("observer-forget", link)
    return render(request, "feedback/observer/no.html", context, status=status(form))


@by_link
def no_mail(request: HttpRequest, link: Link) -> HttpResponse:
    """Stop mail about this 360; they may still answer."""
    if request.method == "POST":
        actions.no_more_mail(link)
    is_done = request.method == "POST" or link.observer.wants_no_mail
    return render(request, "feedback/observer/no_mail.html", about(link) | {"is_done": is_done})


@by_link
def forget_me(request: HttpRequest, link: Link) -> HttpResponse:
    """Take the person's name and address out of every 360 that is open. The link is of no use after that."""
    sheet = actions.sheet_of(link)
    if request.method == "POST":
        mail.forget(link.observer.email)
        actions.forget(link.observer.email)
    context = about(link) | {"sheet": sheet, "is_done": request.method == "POST", "no": address("observer-no", link)}
    return render(request, "feedback/observer/forget.html", context)


def _onward(request: HttpRequest, link: Link, following: str) -> HttpResponse:
    return redirect(address("observer-check", link) if _from_check(request) else following)


def _from_check(request: HttpRequest) -> bool:
    return request.GET.get("from") == "check"


def _pages(link: Link) -> list[list[Line]]:
    """The lines, one list a capability, in order."""
    return [list(own) for _, own in groupby(link.feedback.lines.lines(), key=lambda line: line.capability_key)]


def _go_on(link: Link, sheet: AnswerSheet | None) -> str:
    """Where somebody who has begun goes on: the Easy Read form when they agreed there, else the first open page."""
    if sheet is None:
        return ""
    if sheet.agreed:
        return address("observer-easy-line", link, 1)
    for number, own in enumerate(_pages(link), start=1):
        if not any(line.key in sheet.answers for line in own):
            return address("observer-lines", link, number)
    return address("observer-check", link)


def _minutes(link: Link) -> int:
    content = link.feedback.version.content
    is_short = len(link.feedback.lines.lines()) <= len(content["short_form"])
    return int(content["short_minutes"] if is_short else content["minutes"])


def _to_check(link: Link, sheet: AnswerSheet | None) -> list[dict[str, Any]]:
    version = link.feedback.version
    labels = {str(point.value): point.label for point in version.points()} | {NOT_SEEN: version.content["not_seen"]}
    said = sheet.answers if sheet else {}
    return [
        {
            "title": own[0].capability,
            "address": address("observer-lines", link, number),
            "lines": [(line.wording, labels.get(said.get(line.key, ""), SKIPPED)) for line in own],
        }
        for number, own in enumerate(_pages(link), start=1)
    ]


def _examples(link: Link, sheet: AnswerSheet | None) -> list[tuple[str, str]]:
    wordings = {line.key: line.wording for line in link.feedback.lines.lines()}
    return [(wordings[line], words) for line, words in sheet.examples.items()] if sheet else []
