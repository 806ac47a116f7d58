"""What every page behind an observer's link shares: opening the link, addresses, and words that come too late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ettle.feedback import actions
from ettle.feedback.answer_pool import AnswerSheet, AnswersUnreadable
from ettle.feedback.forms import HelpedForm
from ettle.feedback.link_tokens import ObserverLink, find_link
from ettle.feedback.observer_groups import Group, easy_privacy_notice, seen_by
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

P = ParamSpec("P")
# Once a 360 is closed, nothing is left by which its links could be told from others.
NO_LINK = _lazy("This feedback has ended, or the link is not complete, so your answers cannot be saved.")
COMMENTS = {"value": _lazy("What you value"), "change": _lazy("What would help")}
SHOWN = "look"  # in the address: the page shows what in the saved comments could identify someone
Page = Callable[Concatenate[HttpRequest, ObserverLink, P], HttpResponse]


def open_by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page with an observer's link; a link that is not ours, or whose 360 is closed, is a page that says so."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, *, key: UUID, token: str, **parts: Any) -> HttpResponse:
        link = find_link(key, token)
        if link is None:
            return _refuse_post(request, NO_LINK, 404) or render(request, "feedback/no_link.html", status=404)
        try:
            return view(request, link, **parts)
        except AnswersUnreadable as refusal:
            page = _refuse_post(request, str(refusal), 503)
            return page or render(request, "feedback/unreadable.html", {"why": refusal}, status=503)

    return opened


def while_open(view: Page[P]) -> Page[P]:
    """For pages that take answers: once the link has expired they lead to the page that says so.

    What is sent then is not saved, and is shown so that it can be copied.
    """

    @wraps(view)
    def guarded(request: HttpRequest, link: ObserverLink, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not actions.can_answer(link, actions.find_answer_sheet(link), now=timezone.now()):
            return _refuse_post(request, actions.LINK_EXPIRED, 410) or redirect(link_address("observer", link))
        return view(request, link, *args, **kwargs)

    return guarded


def _refuse_post(request: HttpRequest, reason: StrOrPromise, status: int) -> HttpResponse | None:
    """The page that says that nothing was saved and why, with the words that were sent; None when nothing was sent."""
    if request.method != "POST":
        return None
    context = {"reason": reason, "words": list(_sent_words(request.POST))}
    return render(request, "feedback/observer/not_saved.html", context, status=status)


def _sent_words(data: QueryDict) -> Iterator[tuple[StrOrPromise, str]]:
    """The words of a form behind a link, with what they are. A statement has an example, or the choice of a point."""
    for name in data:
        words = str(data[name])
        is_example = "." in name and not words.isdigit() and words != actions.NOT_SEEN
        if (name in COMMENTS or is_example) and words.strip():
            yield COMMENTS.get(name, _("An example")), words


def link_address(page: str, link: ObserverLink, *args: object) -> str:
    return reverse(f"feedback:{page}", args=[link.observer.pk, link.token, *args])


def page_context(link: ObserverLink) -> dict[str, Any]:
    """What every page of an observer has: the person it is about, the way back, and whose words its forms hold."""
    name = link.feedback.person.name or _("Someone")
    return {
        "about": name,
        "home": link_address("observer", link),
        "seen_by": seen_by(Group(link.observer.group), name),
        "writer_head": texts.render_head(texts.link_owner(link.token), link_address("observer-key", link)),
    }


def easy_start(link: ObserverLink, sheet: AnswerSheet | None) -> dict[str, Any]:
    """What the start of the Easy Read form shows: who sees what, how long it takes, and whether somebody helps."""
    helped = {True: "yes", False: "no", None: ""}[sheet.helped if sheet else None]
    return {
        "form": HelpedForm(initial={"helped": helped}),
        "who_sees": easy_privacy_notice(page_context(link)["about"]),
        "minutes": link.feedback.version.content["easy"]["minutes"],
        "easy": link_address("observer-easy", link),
        "no": link_address("observer-no", link),
    }


def answer_sheet_comments(sheet: AnswerSheet | None) -> dict[str, str]:
    return {"value": sheet.value, "change": sheet.change} if sheet else {}


def show_words_first(request: HttpRequest, link: ObserverLink, comments: Iterable[str]) -> HttpResponse | None:
    """Lead to the page of the comments, which are saved by now, where something in them could identify someone.

    None where nothing could, or when the page has shown it before. The page is opened again and does not answer the
    post, so that Back to it asks for nothing.
    """
    unseen = texts.list_unseen_findings(filter(None, comments), request.POST, _names_of_person(link))
    return redirect(f"{request.path}?{SHOWN}=1") if unseen else None


def find_in_comments(request: HttpRequest, link: ObserverLink, sheet: AnswerSheet | None) -> list[texts.ListedFinding]:
    """Return what in the saved comments could identify someone, for the page that `show_words_first` leads to."""
    if sheet is None or SHOWN not in request.GET or request.method == "POST":
        return []
    comments = filter(None, (sheet.value, sheet.change, *sheet.examples.values()))
    return texts.ask_to_look(request, comments, _names_of_person(link))


def _names_of_person(link: ObserverLink) -> set[str]:
    """The name of the person that the comments are about, whole and in parts: it tells nothing of anyone else."""
    name = link.feedback.person.name
    return {name, *name.split()}
