"""The article of an area, rendered once per revision and role.

Cached by revision, so that publishing shows at once in every worker. A draft is never cached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.http.choice_cookie import Choices
from ettle.kit.pages.page_cache import Key, cached_part
from ettle.library.models import AreaPage
from ettle.library.presentation.area_languages import translate_area, translation_version
from ettle.library.presentation.article_renderer import list_sections, render_article
from ettle.library.presentation.article_sections import Section
from ettle.library.presentation.live_revision import LiveRevision


@dataclass(frozen=True)
class Article:
    """parts: what depends on the reader, rendered in advance by name, such as "saved" and "unsaved".

    revision: what it was rendered from; None when the page is not live. act: the act to try, or "".
    A placeholder is an HTML comment; rich text cannot contain one, because cleaning removes comments.
    """

    title: str
    html: str
    sections: tuple[Section, ...]
    parts: Mapping[str, str]
    revision: LiveRevision | None
    act: str

    def fill_article(self, placeholders: Mapping[str, str]) -> SafeString:
        return mark_safe(fill_placeholders(self.html, placeholders))  # noqa: S308 - our templates, filled by views.areas


def fill_placeholders(html: str, placeholders: Mapping[str, str]) -> str:
    for name, inside in placeholders.items():
        html = html.replace(f"<!-- placeholder {name} -->", inside)
    return html


def cached_article(live: LiveRevision, choices: Choices) -> Article:
    """The article of a live revision, for a role and a setting, from the cache or rendered now."""
    key = article_key(live, choices)
    return cached_part(
        key, lambda: _load_article(live.pk, choices), is_current=lambda article: article.revision == live
    )


def article_key(live: LiveRevision, choices: Choices) -> Key:
    return ("library.article", live.name, choices.role, choices.setting, translation_version(live.pk))


def _load_article(pk: int, choices: Choices) -> Article:
    page = AreaPage.objects.get(pk=pk)
    languages = translate_area(page)
    return Article(
        title=page.title,
        html=str(render_article(page, choices, languages)),
        sections=tuple(list_sections(page)),
        parts=_render_parts(page),
        revision=page.shown_revision() if page.live else None,
        act=page.act,
    )


def _render_parts(page: AreaPage) -> Mapping[str, str]:
    sign_in = f"{resolve_url(settings.LOGIN_URL)}?next={resolve_url('library:area', page.slug)}"
    about = {"slug": page.slug, "sections": list_sections(page), "sign_in": sign_in}
    saves = {
        name: render_to_string("library/save.html", {**about, "is_saved": name == "saved"})
        for name in ("saved", "unsaved")
    }
    acts = {
        name: render_to_string("library/act.html", {"slug": page.slug, "kind": name})
        for name in (("act", "own_act", "visitor_act") if page.act else ())
    }
    kinds = ("visitor", "open", "read")
    readings = {kind: render_to_string("library/reading.html", {**about, "kind": kind}) for kind in kinds}
    return saves | acts | readings
