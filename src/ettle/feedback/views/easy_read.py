"""The Easy Read form: one sentence and one picture a page, three answers, and words for those who wish."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.feedback import actions
from ettle.feedback.actions import NOT_SEEN, ObserverAnswers
from ettle.feedback.forms import CommentsForm, HelpedForm
from ettle.feedback.link_tokens import ObserverLink
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

FACES = tuple(f"feedback/pictures/face-{name}.html" for name in ("yes", "some", "no"))


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def easy(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """The Easy Read form begins: what it is, that they may say no, and whether somebody helps."""
    start = easy_start(link, actions.find_answer_sheet(link))
    form = HelpedForm(request.POST) if request.method == "POST" else start["form"]
    now = timezone.now()
    if run_form(form, lambda data: actions.save(link, ObserverAnswers(agreed=True, **data), now=now)):
        return redirect(link_address("observer-easy-line", link, 1))
    return render_form(request, "feedback/observer/easy.html", form, page_context(link) | start)


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def easy_line(request: HttpRequest, link: ObserverLink, number: int) -> HttpResponse:
    """One sentence, one picture, three answers."""
    asked = list(link.feedback.easy_sentences().items())
    if not 1 <= number <= len(asked):
        raise Http404
    (key, line), easy = asked[number - 1], link.feedback.version.shown_spec().easy
    form = Form(posted_data(request))
    offered = {str(answer.counts_as) for answer in easy.answers} | {NOT_SEEN}
    choice = request.POST.get("said", "")
    if form.is_valid() and choice not in offered:
        form.add_error(None, _("Press one of the answers"))
    if run_form(form, lambda data: actions.save(link, ObserverAnswers(answers={key: choice}), now=timezone.now())):
        return redirect(
            link_address("observer-easy-line", link, number + 1)
            if number < len(asked)
            else link_address("observer-easy-words", link)
        )
    sheet = actions.find_answer_sheet(link)
    before = link_address("observer-easy-line", link, number - 1) if number > 1 else link_address("observer-easy", link)
    context = page_context(link) | {
        "line": line,
        "picture": f"feedback/pictures/{line.picture}.html",
        "answers": [(answer, face) for answer, face in zip(easy.answers, FACES, strict=False)],
        "dont_know": easy.dont_know,
        "chosen": sheet.answers.get(key) if sheet else None,
        "number": number,
        "of": len(asked),
        "back": before,
    }
    return render_form(request, "feedback/observer/easy_line.html", form, context)


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def easy_words(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Two easy questions; sending follows on the same page."""
    sheet = actions.find_answer_sheet(link)
    name = link.feedback.person.name or _("this person")
    form = CommentsForm(
        posted_data(request),
        questions=(
            _("What is good about %(name)s?") % {"name": name},
            _("What could %(name)s do better?") % {"name": name},
        ),
        examples={},
        initial=answer_sheet_comments(sheet),
    )
    if saved := run_form(form, lambda data: _save_and_send(request, link, data)):
        return saved.value
    context = page_context(link) | {
        "findings": find_in_comments(request, link, sheet),
        "no": link_address("observer-no", link),
        "back": link_address("observer-easy-line", link, len(link.feedback.easy_sentences())),
    }
    return render_form(request, "feedback/observer/easy_words.html", form, context)


def _save_and_send(request: HttpRequest, link: ObserverLink, data: dict[str, Any]) -> HttpResponse:
    """Save the comments; send all answers unless the page has to show first what could identify someone."""
    now = timezone.now()
    actions.save(link, ObserverAnswers(value=data["value"], change=data["change"]), now=now)
    if shown_first := show_words_first(request, link, (data["value"], data["change"])):
        return shown_first
    actions.send_answers(link, now=now)
    return redirect(link_address("observer-sent", link))
