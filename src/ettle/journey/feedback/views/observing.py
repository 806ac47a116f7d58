"""The pages behind an observer's link. No account, no session, nothing written when a page is only read.

A mail scanner that opens every address changes nothing: answering, declining and stopping mail are all posts. Nothing
here uses kit.once or the audit line: a row with a moment would say when somebody answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from itertools import groupby
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ettle.journey.feedback import actions
from ettle.journey.feedback.actions import NOT_SEEN, Said
from ettle.journey.feedback.forms import HelpedForm, LinesForm, WordsForm
from ettle.journey.feedback.groups import ASKED_AS, Group
from ettle.journey.feedback.links import Link, link_of
from ettle.journey.feedback.models import AnswerSheet
from ettle.journey.scoring import Line
from ettle.journey.views.answering import status
from ettle.kit.refused import Refused

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Link, P], HttpResponse]
SKIPPED = "Left out"


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page with an observer's link; a link that is not ours, or whose 360 is closed, is a page that says so."""

    @login_not_required
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, *, key: UUID, token: str, **parts: Any) -> HttpResponse:
        link = link_of(key, token)
        if link is None:
            return render(request, "journey/feedback/no_link.html", status=404)
        return view(request, link, **parts)

    return opened


def while_open(view: Page[P]) -> Page[P]:
    """For pages that take answers: once the link has run out they lead to the page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, link: Link, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not link.observer.is_open(timezone.now()):
            return redirect(_address("observer", link))
        return view(request, link, *args, **kwargs)

    return guarded


@by_link
def welcome(request: HttpRequest, link: Link) -> HttpResponse:
    """Say who asks, who sees what, and what can be done; nothing is begun by reading it."""
    sheet = actions.sheet_of(link)
    observer = link.observer
    context = _about(link) | {
        "sheet": sheet,
        "is_open": observer.is_open(timezone.now()),
        "taken_back": observer.taken_back_at is not None,
        "asked_as": ASKED_AS[Group(observer.group)],
        "is_manager": observer.group == Group.MANAGER,
        "is_supported": observer.group == Group.SUPPORTED and _easy_lines(link),
        "content": link.feedback.version.content,
        "minutes": _minutes(link),
        "goes_on_at": _go_on(link, sheet),
        "easy": _address("observer-easy", link),
        "first": _address("observer-lines", link, 1),
        "no": _address("observer-no", link),
    }
    return render(request, "journey/feedback/observer/welcome.html", context)


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
    if form.is_valid() and _saved(link, form, Said(answers=form.cleaned_data)):
        following = _address("observer-lines", link, number + 1)
        return _onward(request, link, following if number < len(pages) else _address("observer-words", link))
    back = _address("observer-lines", link, number - 1) if number > 1 else _address("observer", link)
    context = _about(link) | {
        "form": form,
        "title": own[0].capability,
        "number": number,
        "of": len(pages),
        "question": version.content["question"],
        "back": _address("observer-check", link) if _from_check(request) else back,
    }
    return render(request, "journey/feedback/observer/lines.html", context, status=status(form))


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
        initial=_words_of(sheet),
    )
    if form.is_valid():
        said = form.cleaned_data
        if _saved(link, form, Said(examples=form.examples(), value=said["value"], change=said["change"])):
            return redirect(_address("observer-check", link))
    context = _about(link) | {
        "form": form,
        "example_question": content["example_question"],
        "back": _address("observer-lines", link, len(_pages(link))),
    }
    return render(request, "journey/feedback/observer/words.html", context, status=status(form))


@by_link
@while_open
def check(request: HttpRequest, link: Link) -> HttpResponse:
    """Everything that was said, and where to change it; then send."""
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and _sent(link, form):
        return redirect(_address("observer-sent", link))
    sheet = actions.sheet_of(link)
    context = _about(link) | {
        "form": form,
        "sheet": sheet,
        "groups": _to_check(link, sheet),
        "examples": _examples(link, sheet),
        "words": _address("observer-words", link),
        "back": _address("observer-words", link),
    }
    return render(request, "journey/feedback/observer/check.html", context, status=status(form))


@by_link
def sent(request: HttpRequest, link: Link) -> HttpResponse:
    """Thank them, and say that they may still change their mind."""
    sheet = actions.sheet_of(link)
    if sheet is None or not sheet.is_sent:
        return redirect(_address("observer", link))
    return render(request, "journey/feedback/observer/sent.html", _about(link))


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
    context = _about(link) | {"form": form, "is_done": is_done, "sheet": actions.sheet_of(link)}
    return render(request, "journey/feedback/observer/no.html", context, status=status(form))


@by_link
def no_mail(request: HttpRequest, link: Link) -> HttpResponse:
    """Stop mail about this 360; they may still answer."""
    if request.method == "POST":
        actions.no_more_mail(link)
    is_done = request.method == "POST" or link.observer.wants_no_mail
    return render(request, "journey/feedback/observer/no_mail.html", _about(link) | {"is_done": is_done})


@by_link
@while_open
def easy(request: HttpRequest, link: Link) -> HttpResponse:
    """The Easy Read form begins: what it is, that they may say no, and whether somebody helps."""
    sheet = actions.sheet_of(link)
    helped = {True: "yes", False: "no", None: ""}[sheet.helped if sheet else None]
    form = HelpedForm(request.POST if request.method == "POST" else None, initial={"helped": helped})
    if form.is_valid() and _saved(link, form, Said(agreed=True, helped=form.cleaned_data["helped"])):
        return redirect(_address("observer-easy-line", link, 1))
    context = _about(link) | {
        "form": form,
        "no": _address("observer-no", link),
        "minutes": link.feedback.version.content["easy"]["minutes"],
    }
    return render(request, "journey/feedback/observer/easy.html", context, status=status(form))


@by_link
@while_open
def easy_line(request: HttpRequest, link: Link, number: int) -> HttpResponse:
    """One sentence, one picture, three answers."""
    asked = _easy_lines(link)
    if not 1 <= number <= len(asked):
        raise Http404
    line, content = asked[number - 1], link.feedback.version.content["easy"]
    key = f"{line['theme']}.{link.feedback.role}"
    form = Form(request.POST if request.method == "POST" else None)
    offered = {str(answer["counts_as"]) for answer in content["answers"]} | {NOT_SEEN}
    said = request.POST.get("said", "")
    if form.is_valid():
        if said not in offered:
            form.add_error(None, "Press one of the answers")
        elif _saved(link, form, Said(answers={key: said})):
            return redirect(
                _address("observer-easy-line", link, number + 1)
                if number < len(asked)
                else _address("observer-easy-words", link)
            )
    sheet = actions.sheet_of(link)
    before = _address("observer-easy-line", link, number - 1) if number > 1 else _address("observer-easy", link)
    context = _about(link) | {
        "form": form,
        "line": line,
        "picture": f"journey/feedback/pictures/{line['picture']}.html",
        "answers": [(answer, face) for answer, face in zip(content["answers"], FACES, strict=False)],
        "dont_know": content["dont_know"],
        "chosen": sheet.answers.get(key) if sheet else None,
        "number": number,
        "of": len(asked),
        "back": before,
    }
    return render(request, "journey/feedback/observer/easy_line.html", context, status=status(form))


FACES = tuple(f"journey/feedback/pictures/face-{name}.html" for name in ("yes", "some", "no"))


@by_link
@while_open
def easy_words(request: HttpRequest, link: Link) -> HttpResponse:
    """Two easy questions; sending follows on the same page."""
    sheet = actions.sheet_of(link)
    name = link.feedback.person.name or "this person"
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        questions=(f"What is good about {name}?", f"What could {name} do better?"),
        examples={},
        initial=_words_of(sheet),
    )
    if form.is_valid():
        said = Said(value=form.cleaned_data["value"], change=form.cleaned_data["change"])
        if _saved(link, form, said) and _sent(link, form):
            return redirect(_address("observer-sent", link))
    context = _about(link) | {
        "form": form,
        "no": _address("observer-no", link),
        "back": _address("observer-easy-line", link, len(_easy_lines(link))),
    }
    return render(request, "journey/feedback/observer/easy_words.html", context, status=status(form))


def _address(page: str, link: Link, *args: object) -> str:
    return reverse(f"journey:{page}", args=[link.observer.pk, link.token, *args])


def _about(link: Link) -> dict[str, Any]:
    """What every page of an observer says: whom it is about, and the way back to its beginning."""
    name = link.feedback.person.name or "Somebody"
    return {"about": name, "first_name": name.split(maxsplit=1)[0], "home": _address("observer", link)}


def _saved(link: Link, form: Form, said: Said) -> bool:
    try:
        actions.save(link, said, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _sent(link: Link, form: Form) -> bool:
    try:
        actions.send_answers(link, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _onward(request: HttpRequest, link: Link, following: str) -> HttpResponse:
    return redirect(_address("observer-check", link) if _from_check(request) else following)


def _from_check(request: HttpRequest) -> bool:
    return request.GET.get("from") == "check"


def _pages(link: Link) -> list[list[Line]]:
    """The lines, one list a capability, in order."""
    return [list(own) for _, own in groupby(link.feedback.lines.lines(), key=lambda line: line.capability_key)]


def _easy_lines(link: Link) -> list[dict[str, str]]:
    """The Easy Read sentences for this role that stand for a line that is asked."""
    asked = {line.key for line in link.feedback.lines.lines()}
    role = link.feedback.role
    lines: Sequence[dict[str, str]] = link.feedback.version.content["easy"]["lines"]
    return [line for line in lines if line["role"] == role and f"{line['theme']}.{role}" in asked]


def _go_on(link: Link, sheet: AnswerSheet | None) -> str:
    """Where somebody who has begun goes on: the Easy Read form when they agreed there, else the first open page."""
    if sheet is None:
        return ""
    if sheet.agreed:
        return _address("observer-easy-line", link, 1)
    for number, own in enumerate(_pages(link), start=1):
        if not any(line.key in sheet.answers for line in own):
            return _address("observer-lines", link, number)
    return _address("observer-check", link)


def _minutes(link: Link) -> int:
    content = link.feedback.version.content
    is_short = len(link.feedback.lines.lines()) <= len(content["short_form"])
    return int(content["short_minutes"] if is_short else content["minutes"])


def _words_of(sheet: AnswerSheet | None) -> dict[str, str]:
    return {"value": sheet.value, "change": sheet.change} if sheet else {}


def _to_check(link: Link, sheet: AnswerSheet | None) -> list[dict[str, Any]]:
    version = link.feedback.version
    labels = {str(point.value): point.label for point in version.points()} | {NOT_SEEN: version.content["not_seen"]}
    said = sheet.answers if sheet else {}
    return [
        {
            "title": own[0].capability,
            "address": _address("observer-lines", link, number),
            "lines": [(line.wording, labels.get(said.get(line.key, ""), SKIPPED)) for line in own],
        }
        for number, own in enumerate(_pages(link), start=1)
    ]


def _examples(link: Link, sheet: AnswerSheet | None) -> list[tuple[str, str]]:
    wordings = {line.key: line.wording for line in link.feedback.lines.lines()}
    return [(wordings[line], words) for line, words in sheet.examples.items()] if sheet else []
