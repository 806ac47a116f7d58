"""The Easy Read form: one sentence and one picture a page, three answers, and words for those who wish."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ettle.feedback import actions
from ettle.feedback.actions import NOT_SEEN, ObserverAnswers
from ettle.feedback.forms import CommentsForm, HelpedForm
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.views.observer_link import (
    answer_sheet_comments,
    easy_sentences,
    link_address,
    open_by_link,
    page_context,
    save_answers,
    submit_answers,
    while_open,
)
from ettle.kit.forms.form_status import form_status
from ettle.kit.http.audience import LINK_HOLDERS, audience

FACES = tuple(f"feedback/pictures/face-{name}.html" for name in ("yes", "some", "no"))


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def easy(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """The Easy Read form begins: what it is, that they may say no, and whether somebody helps."""
    sheet = actions.find_answer_sheet(link)
    helped = {True: "yes", False: "no", None: ""}[sheet.helped if sheet else None]
    form = HelpedForm(request.POST if request.method == "POST" else None, initial={"helped": helped})
    if form.is_valid() and save_answers(link, form, ObserverAnswers(agreed=True, helped=form.cleaned_data["helped"])):
        return redirect(link_address("observer-easy-line", link, 1))
    context = page_context(link) | {
        "form": form,
        "no": link_address("observer-no", link),
        "minutes": link.feedback.version.content["easy"]["minutes"],
    }
    return render(request, "feedback/observer/easy.html", context, status=form_status(form))


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def easy_line(request: HttpRequest, link: ObserverLink, number: int) -> HttpResponse:
    """One sentence, one picture, three answers."""
    asked = easy_sentences(link)
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
        elif save_answers(link, form, ObserverAnswers(answers={key: said})):
            return redirect(
                link_address("observer-easy-line", link, number + 1)
                if number < len(asked)
                else link_address("observer-easy-words", link)
            )
    sheet = actions.find_answer_sheet(link)
    before = link_address("observer-easy-line", link, number - 1) if number > 1 else link_address("observer-easy", link)
    context = page_context(link) | {
        "form": form,
        "line": line,
        "picture": f"feedback/pictures/{line['picture']}.html",
        "answers": [(answer, face) for answer, face in zip(content["answers"], FACES, strict=False)],
        "dont_know": content["dont_know"],
        "chosen": sheet.answers.get(key) if sheet else None,
        "number": number,
        "of": len(asked),
        "back": before,
    }
    return render(request, "feedback/observer/easy_line.html", context, status=form_status(form))


@audience(LINK_HOLDERS)
@open_by_link
@while_open
def easy_words(request: HttpRequest, link: ObserverLink) -> HttpResponse:
    """Two easy questions; sending follows on the same page."""
    sheet = actions.find_answer_sheet(link)
    name = link.feedback.person.name or "this person"
    form = CommentsForm(
        request.POST if request.method == "POST" else None,
        questions=(f"What is good about {name}?", f"What could {name} do better?"),
        examples={},
        initial=answer_sheet_comments(sheet),
    )
    if form.is_valid():
        said = ObserverAnswers(value=form.cleaned_data["value"], change=form.cleaned_data["change"])
        if save_answers(link, form, said) and submit_answers(link, form):
            return redirect(link_address("observer-sent", link))
    context = page_context(link) | {
        "form": form,
        "no": link_address("observer-no", link),
        "back": link_address("observer-easy-line", link, len(easy_sentences(link))),
    }
    return render(request, "feedback/observer/easy_words.html", context, status=form_status(form))
