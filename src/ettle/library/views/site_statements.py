"""The pages about the site itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.http.language_choice import has_choice
from ettle.library.media_files import image_sizes
from ettle.library.models import StatementPage
from ettle.library.presentation import area_languages, help_contents
from ettle.library.publication.operator_notes import find_note

PRIVACY = "privacy"
LINKED_FROM_EVERY_PAGE = {
    help_contents.HELP: _("Help"),
    "accessibility": _("Accessibility"),
    PRIVACY: _("Privacy"),
}


@audience(EVERYONE)
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """The list of pages about the site, the glossary among them."""
    pages = StatementPage.objects.live().order_by("position", "title")
    for page in pages:
        area_languages.translate_title(page)
    return render(request, "library/statements.html", {"pages": pages})


@audience(EVERYONE)
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """One page about the site, such as accessibility or privacy."""
    page = StatementPage.objects.live().filter(slug=slug).first()
    if page is None:
        return _show_missing(request, slug)
    is_administrator = request.user.is_authenticated and request.user.is_superuser
    note = find_note(page) if is_administrator else ""
    language = area_languages.translate_statement(page)
    image_sizes.attach_sizes(page.body)
    if slug == help_contents.HELP:
        return _show_help(request, page, language)
    context = {
        "page": page,
        "language": language,
        "is_about_languages": slug == PRIVACY and has_choice(),
        "note": note,
    }
    return render(request, "library/statement.html", context)


def _show_missing(request: HttpRequest, slug: str) -> HttpResponse:
    """In the place of a page to which every page links, and that neither a pack nor an author has written yet."""
    if slug not in LINKED_FROM_EVERY_PAGE:
        raise Http404
    context = {
        "title": LINKED_FROM_EVERY_PAGE[slug],
        "is_author": request.user.is_authenticated and request.user.is_staff,
    }
    return render(request, "library/statement_missing.html", context)


def _show_help(request: HttpRequest, page: StatementPage, language: str) -> HttpResponse:
    """Help, with the questions that the operator has added in statements of their own."""
    more = StatementPage.objects.live().filter(slug__startswith=help_contents.MORE_HELP).order_by("position", "title")
    shown = [(page, language), *((added, area_languages.translate_statement(added)) for added in more)]
    for added, _language in shown[1:]:
        image_sizes.attach_sizes(added.body)
    groups = help_contents.group_questions(shown)
    context = {"page": page, "shown": shown, "groups": groups}
    return render(request, "library/help.html", context)
