"""Hooks into Wagtail's admin: films as a snippet, uploads of several files, and warnings after saving a page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ettle.library.editor.upload_views import AddDocuments, AddPictures
from ettle.library.media_files.models import Film
from ettle.library.models import AreaPage, StatementPage
from ettle.library.publication import page_checks


@register_snippet
class FilmViewSet(SnippetViewSet):
    model = Film
    icon = "media"
    menu_label = "Films"
    menu_name = "films"
    add_to_admin_menu = True
    list_display = ["title", "credit"]
    search_fields = ["title"]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own, which have the same addresses
def list_upload_addresses() -> list[URLPattern]:
    return [
        path("images/multiple/add/", AddPictures.as_view()),
        path("documents/multiple/add/", AddDocuments.as_view()),
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def show_page_warnings(request: HttpRequest, page: Any) -> None:
    """Show warnings; they do not stop the page from being published."""
    if isinstance(page, AreaPage | StatementPage):
        for words in page_checks.find_warnings(page, timezone.localdate()):
            messages.warning(request, words)
