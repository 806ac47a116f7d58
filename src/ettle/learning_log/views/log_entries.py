"""The pages of a learner's log. Anyone else's entry is a 404."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.framework.queries import link_targets
from ettle.framework.queries.link_targets import framework_name
from ettle.kit.forms.outcomes import add_refusal, posted_data, render_form, run_button, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.refusal import Refused
from ettle.kit.values.numbers import parse_number
from ettle.kit.values.uuids import parse_uuid
from ettle.kit.values.written_text import normalise_line
from ettle.learning_log import actions, queries
from ettle.learning_log.forms import EntryForm, SearchForm
from ettle.learning_log.models import Entry, EntryFile
from ettle.learning_log.quotas import describe_quotas
from ettle.learning_log.types import PARTS, part_label
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ettle.framework.types import LinkTarget
    from ettle.people.types import SignedInRequest

NEXT_PAGES = {
    "capabilities": ("learning_log:links", "capabilities"),
    "model": ("learning_log:links", "model"),
    "codes": ("learning_log:links", "codes"),
    "cpl": ("learning_log:links", "cpl"),
    "inspection": ("learning_log:links", "inspection"),
    "file": ("learning_log:add-file",),
    "copy": ("evidence:log-copy",),
}
PAGE_SIZE = 20
MAX_SEARCH_LENGTH = 200  # characters


@audience(SIGNED_IN)
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """The log, newest first, or the entries that match a search."""
    typed, item = normalise_line(request.GET.get("q", "")), parse_uuid(request.GET.get("link", ""))
    words = typed[:MAX_SEARCH_LENGTH]
    page = _page_number(request)
    is_sought = bool(words or item)
    if is_sought:
        log_page = queries.search_entries(request.user, words=words, item=item, page=page)
    else:
        log_page = queries.newest_entries(request.user, page)
    if page > 1 and not log_page.entries:
        raise Http404
    facets = queries.link_facets(request.user)
    context = {
        "quotas": describe_quotas(request.user),
        "entries": log_page.entries,
        "many": log_page.many,
        "pages": Paginator(range(log_page.many), queries.PAGE_SIZE).page(page) if log_page.many else None,
        "is_sought": is_sought,
        "words": words,
        "most": MAX_SEARCH_LENGTH if len(typed) > MAX_SEARCH_LENGTH else 0,
        "facets": facets,
        "form": SearchForm(words=words, item=item, facets=facets),
        "chosen": next((facet for _, group in facets for facet in group if facet.item == item), None),
        "query": _search_query(words, item),
    }
    return render(request, "learning_log/log.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.CORRECT)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a new entry. The first save links it to the targets in the address."""
    about = link_targets.requested_targets(request.GET.dict())
    number = parse_uuid(request.POST.get("number", "")) or uuid.uuid4()
    form = EntryForm(
        _with_entry_number(request.POST, number) if request.method == "POST" else None,
        number=number,
        day=timezone.localdate(),
        about=f"?{request.GET.urlencode()}" if about else "",
    )
    if request.method == "POST" and form.is_valid():
        answer = _save_and_redirect(request, form, about)
        if answer is not None:
            return answer
    context = {
        "about": about,
        "keys": _hidden_fields(form),
        "is_folded": queries.has_entry(request.user),
    }
    return render_form(request, "learning_log/new.html", form, context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def entry(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """One entry, to read and to change."""
    mine = own_entry_or_404(request, number)
    files = list(queries.files_of(mine))
    saves = queries.current_texts(mine)
    form = EntryForm(
        posted_data(request),
        number=mine.uuid,
        day=mine.happened_on,
        labels={**PARTS, **_file_labels(files)},
        saves=saves,
    )
    if request.method == "POST" and form.is_valid():
        answer = _save_and_redirect(request, form, [])
        if answer is not None:
            return answer
    context = {
        "entry": mine,
        "boxes": [form.first_box(), *form.other_boxes()],
        "keys": _hidden_fields(form),
        "files": [(file, form[file.part]) for file in files],
        "saves_notice": texts.describe_saves(max((save.rev for save in saves.values()), default=0)),
        "saved_at": max((save.saved_at for save in saves.values()), default=None),
        "links": [(framework_name(link.framework), link) for link in queries.links_of(mine)],
        "target_lists": link_targets.offered_lists(),
    }
    return render_form(request, "learning_log/entry.html", form, context)


def _file_labels(files: Sequence[EntryFile]) -> dict[str, str]:
    """The part of each file -> its label, numbered by kind: "What the picture shows (2)"."""
    numbers: Counter[str] = Counter()
    labels = {}
    for file in files:
        numbers[file.kind] += 1
        labels[file.part] = f"{part_label(file.part)} ({numbers[file.kind]})"
    return labels


@audience(SIGNED_IN)
@require_safe
def versions(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Two versions of one or more parts, both stored: choose one or leave both."""
    mine = own_entry_or_404(request, number)
    shown = [
        comparison
        for part, rev in _requested_revisions(request.GET).items()
        if (comparison := _compare_versions(mine, part, rev))
    ]
    if not shown:
        return redirect("learning_log:entry", number)
    return render(request, "learning_log/versions.html", {"entry": mine, "conflicts": shown})


@audience(SIGNED_IN)
@require_POST
@answer_once(OtherContent.APPLY)
def restore_version(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Save an earlier version of one part as its current text."""
    mine = own_entry_or_404(request, number)
    part, rev = request.POST.get("part", ""), request.POST.get("rev", "")
    rest = {key: value for key, value in _requested_revisions(request.GET).items() if key != part}
    run_button(
        request,
        lambda: actions.restore_version(
            mine, part=part, rev=parse_number(rev, default=0), by=request.user, now=timezone.now()
        ),
        done=_("Saved. The other version stays in the history."),
    )
    return _redirect_to_versions(number, rest) if rest else redirect("learning_log:entry", number)


@audience(SIGNED_IN)
@require_safe
def history(request: SignedInRequest, number: uuid.UUID, part: str) -> HttpResponse:
    """Every stored save of one part, newest first."""
    mine = own_entry_or_404(request, number)
    chain = mine.revision_chain(part)
    page = Paginator(chain.saves().order_by("-rev"), PAGE_SIZE).get_page(request.GET.get("page"))
    label = part_label(part)
    context = {"entry": mine, "part": part, "label": label, "page": page, "current": chain.current()}
    if context["current"] is None and part not in PARTS:
        raise Http404
    return render(request, "learning_log/history.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def link(request: SignedInRequest, number: uuid.UUID, name: str) -> HttpResponse:
    """Choose what an entry is about, from one framework at a time."""
    mine = own_entry_or_404(request, number)
    target_list = link_targets.find_list(name)
    if target_list is None:
        raise Http404
    form, me, now = Form(posted_data(request)), request.user, timezone.now()
    ticked = frozenset(entry_link.item for entry_link in queries.links_of(mine))
    if form.is_bound:
        ticked = frozenset(item for text in request.POST.getlist("item") if (item := parse_uuid(text)))
    if run_form(form, lambda _: actions.link(mine, offered=target_list.targets(), selected=ticked, by=me, now=now)):
        messages.success(request, _("Links saved"))
        return redirect("learning_log:entry", number)
    context = {
        "account": _("log entry of %(day)s") % {"day": date_format(mine.happened_on, "DATE_FORMAT")},
        "back": reverse("learning_log:entry", args=[number]),
        "back_words": _("Log entry of %(day)s") % {"day": date_format(mine.happened_on, "DATE_FORMAT")},
        "target_list": target_list,
        "groups": target_list.grouped_targets(ticked),
        "lead": _("Tick as many as you like, or none. It helps you find the entry again."),
    }
    return render_form(request, "framework/link_picker.html", form, context)


@audience(SIGNED_IN)
@require_POST
def unlink(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Remove one link."""
    mine = own_entry_or_404(request, number)
    item = parse_uuid(request.POST.get("item", ""))
    if item:
        actions.unlink(mine, item=item, by=request.user)
    return redirect("learning_log:entry", number)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once(OtherContent.APPLY)
def delete(request: SignedInRequest, number: uuid.UUID) -> HttpResponse:
    """Delete an entry. Asks for confirmation: it cannot be undone."""
    mine = own_entry_or_404(request, number)
    if request.method == "POST":
        actions.delete_entry(mine, by=request.user, now=timezone.now())
        messages.success(request, _("Entry deleted"))
        return redirect("learning_log:log")
    saves = queries.current_texts(mine)
    first = queries.entry_title([saves[part].text for part in PARTS if part in saves])
    return render(request, "learning_log/delete.html", {"entry": mine, "title": first})


def own_entry_or_404(request: SignedInRequest, number: uuid.UUID) -> Entry:
    """Return this person's own entry. Anyone else's is a 404."""
    entry = queries.entry_of(request.user, number)
    if entry is None:
        raise Http404
    return entry


def _save_and_redirect(request: SignedInRequest, form: EntryForm, about: list[LinkTarget]) -> HttpResponse | None:
    """Save the page and return a redirect; None when it was refused, with the error on the form."""
    now = timezone.now()
    try:
        saved = actions.save_entry(
            form.cleaned_data["number"],
            submitted=form.submitted_parts(),
            happened_on=form.changed_day(),
            about=about,
            by=request.user,
            today=timezone.localdate(now),
            now=now,
        )
    except actions.EntryNotFound:
        raise Http404 from None
    except Refused as refused:
        add_refusal(form, refused)
        return None
    if saved.conflicts:
        return _redirect_to_versions(saved.entry.uuid, saved.conflicts)
    name, *args = NEXT_PAGES.get(request.POST.get("then", ""), ("learning_log:entry",))
    if name == "learning_log:entry":
        # When it was saved is said once, in the line of the form: a press may have found nothing new to save.
        messages.success(request, _("Saved"))
    return redirect(name, saved.entry.uuid, *args)


def _with_entry_number(posted: QueryDict, number: uuid.UUID) -> QueryDict:
    """The posted data with a valid number: without one, nothing typed on this page could ever be saved."""
    data = posted.copy()
    data["number"] = str(number)
    return data


def _redirect_to_versions(number: uuid.UUID, conflicts: dict[str, int]) -> HttpResponse:
    answer = redirect("learning_log:versions", number)
    query = QueryDict(mutable=True)
    query.update({part: str(rev) for part, rev in conflicts.items()})
    answer["Location"] += f"?{query.urlencode()}"
    return answer


def _compare_versions(mine: Entry, part: str, rev: int) -> dict[str, Any] | None:
    """This page's version of a part and the other one, with the differences marked."""
    saves = {save.rev: save for save in mine.revision_chain(part).saves().filter(rev__in=[rev - 1, rev, rev + 1])}
    here, there = saves.get(rev), saves.get(rev - 1)
    if here is None or there is None:
        return None
    return {
        "part": part,
        "label": part_label(part),
        "here": here,
        "there": there,
        "here_marked": texts.diff_words(there.text, here.text),
        "there_marked": texts.diff_words(here.text, there.text),
        "are_both": rev + 1 in saves,
    }


def _requested_revisions(query: QueryDict) -> dict[str, int]:
    """Part -> the revision that this page wrote, from the query string."""
    return {part[:40]: parse_number(str(rev), default=0) for part, rev in list(query.dict().items())[:12]}


def _hidden_fields(form: EntryForm) -> list[Any]:
    return [field for field in form if field.is_hidden]


def _search_query(words: str, item: uuid.UUID | None) -> str:
    query = QueryDict(mutable=True)
    query.update({"q": words} if words else {})
    query.update({"link": str(item)} if item else {})
    return query.urlencode()


def _page_number(request: SignedInRequest) -> int:
    return max(1, min(parse_number(request.GET.get("page", ""), default=1), 100_000))
