"""The Easy Read form: one sentence and one picture a page, three answers, and words for those who wish."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ettle.feedback import actions
from ettle.feedback.actions import NOT_SEEN, Said
from ettle.feedback.forms import HelpedForm, WordsForm
from ettle.feedback.links import Link
from ettle.feedback.views.linked import about, address, by_link, easy_lines, handed_in, saved, while_open, words_of
from ettle.journey.views.answering import status

FACES = tuple(f"feedback/pictures/face-{name}.html" for name in ("yes", "some", "no"))


@by_link
@while_open
def easy(request: HttpRequest, link: Link) -> HttpResponse:
    """The Easy Read form begins: what it is, that they may say no, and whether somebody helps."""
    sheet = actions.sheet_of(link)
    helped = {True: "yes", False: "no", None: ""}[sheet.helped if sheet else None]
    form = HelpedForm(request.POST if request.method == "POST" else None, initial={"helped": helped})
    if form.is_valid() and saved(link, form, Said(agreed=True, helped=form.cleaned_data["helped"])):
        return redirect(address("observer-easy-line", link, 1))
    context = about(link) | {
        "form": form,
        "no": address("observer-no", link),
        "minutes": link.feedback.version.content["easy"]["minutes"],
    }
    return render(request, "feedback/observer/easy.html", context, status=status(form))


@by_link
@while_open
def easy_line(request: HttpRequest, link: Link, number: int) -> HttpResponse:
    """One sentence, one picture, three answers."""
    asked = easy_lines(link)
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
        elif saved(link, form, Said(answers={key: said})):
            return redirect(
                address("observer-easy-line", link, number + 1)
                if number < len(asked)
                else address("observer-easy-words", link)
            )
    sheet = actions.sheet_of(link)
    before = address("observer-easy-line", link, number - 1) if number > 1 else address("observer-easy", link)
    context = about(link) | {
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
    return render(request, "feedback/observer/easy_line.html", context, status=status(form))


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
        initial=words_of(sheet),
    )
    if form.is_valid():
        said = Said(value=form.cleaned_data["value"], change=form.cleaned_data["change"])
        if saved(link, form, said) and handed_in(link, form):
            return redirect(address("observer-sent", link))
    context = about(link) | {
        "form": form,
        "no": address("observer-no", link),
        "back": address("observer-easy-line", link, len(easy_lines(link))),
    }
    return render(request, "feedback/observer/easy_words.html", context, status=status(form))
