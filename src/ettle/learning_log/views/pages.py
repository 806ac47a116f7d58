"""The pages of a learner's log. What is not this person's own is not found."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ettle.kit.once import once
from ettle.kit.refused import Refused
from ettle.kit.uuids import as_uuid
from ettle.learning_log import actions, links, queries
from ettle.learning_log.forms import EntryForm, SearchForm
from ettle.learning_log.models import PARTS, Entry, EntryFile
from ettle.texts import changes

if TYPE_CHECKING:
    from ettle.people.requests import SignedInRequest

THEN = {
    "capabilities": ("learning_log:links", "capabilities"),
    "model": ("learning_log:links", "model"),
    "codes": ("learning_log:links", "codes"),
    "cpl": ("learning_log:links", "cpl"),
    "file": ("learning_log:add-file",),
    "copy": ("evidence:log-copy",),
}
A_PAGE = 20
TYPED = "What the voice note says"


@require_GET
def log(request: SignedInRequest) -> HttpResponse:
    """My log, newest first; what holds some words, or is linked to something."""
    words, item = request.GET.get("q", "").replace("\0", "")[:200].strip(), as_uuid(request.GET.get("link", ""))
    page = _page(request)
    is_sought = bool(words or item)
    if is_sought:
        looked = queries.found(request.user, words=words, item=item, page=page)
    else:
        looked = queries.newest(request.user, page)
    if page > 1 and not looked.entries:
        raise Http404
    facets = queries.facets(request.user)
    context = {
        "entries": looked.entries,
        "many": looked.many,
        "pages": Paginator(range(looked.many), queries.A_PAGE).page(page) if looked.many else None,
        "is_sought": is_sought,
        "words": words,
        "facets": facets,
        "form": SearchForm(words=words, item=item, facets=facets),
        "chosen": next((one for _, group in facets for one in group if one.item == item), None),
        "query": _sought(words, item),
    }
    return render(request, "learning_log/log.html", context)


@require_http_methods(["GET", "POST"])
@once
def new(request: SignedInRequest) -> HttpResponse:
    """A quick entry. What the address asks for is linked with the first save."""
    about = links.asked(request.GET.dict())
    number = as_uuid(request.POST.get("number", "")) or uuid.uuid4()
    form = EntryForm(
        _numbered(request.POST, number) if request.method == "POST" else None,
        number=number,
        day=timezone.localdate(),
        about=f"?{request.GET.urlencode()}" if about else "",
    )
    if request.method == "POST" and form.is_valid():
        answer = _saved(request, form, about)
        if answer is not None:
            return answer
    context = {"form": form, "about": about, "boxes": form.boxes(list(PARTS)), "keys": _hidden(form)}
    return render(request, "learning_log/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def entry(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One entry, to read and to go on writing."""
    mine = mine_or_404(request, number)
    files = queries.files_of(mine)
    voices = [one for one in files if one.kind == EntryFile.Kind.VOICE]
    saves = queries.texts_of(mine)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        number=mine.uuid,
        day=mine.happened_on,
        labels=PARTS | {one.part: f"{TYPED} ({place})" for place, one in enumerate(voices, 1)},
        saves=saves,
    )
    if request.method == "POST" and form.is_valid():
        answer = _saved(request, form, [])
        if answer is not None:
            return answer
    context = {
        "entry": mine,
        "form": form,
        "boxes": form.boxes(list(PARTS)),
        "keys": _hidden(form),
        "files": [(file, form[file.part] if file.part in form.fields else None) for file in files],
        "saved_at": max((save.saved_at for save in saves.values()), default=None),
        "links": [(queries.name_of(link.framework), link) for link in queries.links_of(mine)],
        "shelves": links.SHELVES.values(),
    }
    return render(request, "learning_log/entry.html", context, status=422 if form.errors else 200)


@require_GET
def versions(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Two versions of one or more parts, both kept: choose, or leave them both."""
    mine = mine_or_404(request, number)
    shown = [one for part, rev in _revs(request.GET).items() if (one := _apart(mine, part, rev))]
    if not shown:
        return redirect("learning_log:entry", number)
    return render(request, "learning_log/versions.html", {"entry": mine, "apart": shown})


@require_POST
@once
def take_up(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Make an earlier version of one part the text again."""
    mine = mine_or_404(request, number)
    part, rev = request.POST.get("part", ""), request.POST.get("rev", "")
    rest = {key: value for key, value in _revs(request.GET).items() if key != part}
    try:
        actions.take_up(mine, part=part, rev=_number(rev), by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Kept. The other version stays in the history.")
    return _to_versions(number, rest) if rest else redirect("learning_log:entry", number)


@require_GET
def history(request: SignedInRequest, number: uuid.UUID, part: str) -> HttpResponse:
    """Every save of one part that is kept, newest first."""
    mine = mine_or_404(request, number)
    chain = mine.chain(part)
    page = Paginator(chain.saves().order_by("-rev"), A_PAGE).get_page(request.GET.get("page"))
    label = PARTS.get(part, TYPED)
    context = {"entry": mine, "part": part, "label": label, "page": page, "current": chain.current()}
    if context["current"] is None and part not in PARTS:
        raise Http404
    return render(request, "learning_log/history.html", context)


@require_http_methods(["GET", "POST"])
@once
def link(request: SignedInRequest, number: uuid.UUID, shelf: str) -> HttpResponse:
    """Choose what an entry is about, from one framework at a time."""
    mine = mine_or_404(request, number)
    if shelf not in links.SHELVES:
        raise Http404
    found = links.SHELVES[shelf]
    refusal = ""
    ticked = frozenset(one.item for one in queries.links_of(mine))
    if request.method == "POST":
        ticked = frozenset(item for text in request.POST.getlist("item") if (item := as_uuid(text)))
        try:
            actions.link(mine, offered=found.targets(), wanted=ticked, by=request.user, now=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Links kept")
            return redirect("learning_log:entry", number)
    context = {"entry": mine, "shelf": found, "groups": found.grouped(ticked), "refusal": refusal}
    return render(request, "learning_log/links.html", context, status=422 if refusal else 200)


@require_POST
def unlink(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Take one link off."""
    mine = mine_or_404(request, number)
    item = as_uuid(request.POST.get("item", ""))
    if item:
        actions.unlink(mine, item=item, by=request.user)
    return redirect("learning_log:entry", number)


@require_http_methods(["GET", "POST"])
@once
def delete(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Delete an entry. Asked once more, because it cannot be undone."""
    mine = mine_or_404(request, number)
    if request.method == "POST":
        actions.delete_entry(mine, by=request.user, now=timezone.now())
        messages.success(request, "The entry is deleted")
        return redirect("learning_log:log")
    texts = queries.texts_of(mine)
    first = queries.title([texts[part].text for part in PARTS if part in texts])
    return render(request, "learning_log/delete.html", {"entry": mine, "title": first})


def mine_or_404(request: SignedInRequest, number: uuid.UUID) -> Entry:
    """This person's own entry. Anybody else's is not found."""
    found = queries.entry_of(request.user, number)
    if found is None:
        raise Http404
    return found


def _saved(request: SignedInRequest, form: EntryForm, about: list[links.Target]) -> HttpResponse | None:
    """Save the page and say where to go; None when a rule said no, which the form then tells."""
    now = timezone.now()
    try:
        saved = actions.save_entry(
            form.cleaned_data["number"],
            told=form.told(),
            happened_on=form.new_day(),
            about=about,
            by=request.user,
            today=timezone.localdate(now),
            now=now,
        )
    except actions.NotYours:
        raise Http404 from None
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    if saved.apart:
        return _to_versions(saved.entry.uuid, saved.apart)
    name, *args = THEN.get(request.POST.get("then", ""), ("learning_log:entry",))
    if name == "learning_log:entry":
        messages.success(request, f"Saved {date_format(timezone.localtime(now), 'H:i')}")
    return redirect(name, saved.entry.uuid, *args)


def _numbered(posted: QueryDict, number: uuid.UUID) -> QueryDict:
    """What was posted, with a number that can be read: without one nothing typed could ever be saved from this page."""
    told = posted.copy()
    told["number"] = str(number)
    return told


def _to_versions(number: uuid.UUID, apart: dict[str, int]) -> HttpResponse:
    answer = redirect("learning_log:versions", number)
    query = QueryDict(mutable=True)
    query.update({part: str(rev) for part, rev in apart.items()})
    answer["Location"] += f"?{query.urlencode()}"
    return answer


def _apart(mine: Entry, part: str, rev: int) -> dict[str, Any] | None:
    """This page's version of a part beside the one that was there, with what differs marked."""
    saves = {save.rev: save for save in mine.chain(part).saves().filter(rev__in=[rev - 1, rev, rev + 1])}
    here, there = saves.get(rev), saves.get(rev - 1)
    if here is None or there is None:
        return None
    return {
        "part": part,
        "label": PARTS.get(part, TYPED),
        "here": here,
        "there": there,
        "here_marked": changes.marked(there.text, here.text),
        "there_marked": changes.marked(here.text, there.text),
        "are_both": rev + 1 in saves,
    }


def _revs(query: QueryDict) -> dict[str, int]:
    """What the address says of versions: the part, and the revision that this page wrote."""
    return {part[:40]: _number(str(rev)) for part, rev in list(query.dict().items())[:12]}


def _hidden(form: EntryForm) -> list[Any]:
    return [field for field in form if field.is_hidden]


def _sought(words: str, item: uuid.UUID | None) -> str:
    query = QueryDict(mutable=True)
    query.update({"q": words} if words else {})
    query.update({"link": str(item)} if item else {})
    return query.urlencode()


def _page(request: SignedInRequest) -> int:
    return max(1, min(_number(request.GET.get("page", "1")), 100_000))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
