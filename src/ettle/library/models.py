"""Areas and statements as Wagtail pages, and what a person marked while reading.

A page is shown only as its live revision. A reading mark is made by the reader; reading is never tracked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager

from ettle.kit.database.prepared_queries import prepared_query
from ettle.kit.http.choice_cookie import Choices
from ettle.kit.translations.pack_texts import PackCharField, PackTextField
from ettle.library.editor import blocks, knowledge_blocks
from ettle.library.editor.block_field import BlocksField
from ettle.library.editor.page_forms import AreaPageForm, PageForm
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.media_files.image_sizes import schedule_renditions
from ettle.library.media_files.models import Film, PackFile
from ettle.library.presentation.article_renderer import render_article
from ettle.library.presentation.live_revision import LiveRevision
from ettle.library.publication.page_checks import refuse_faults
from ettle.library.reading_progress import FormerAddress, ReadMark, Retirement, SavedArea
from ettle.people import queries as people

__all__ = [
    "AreaGroup",
    "AreaPage",
    "Film",
    "FormerAddress",
    "FrontPage",
    "LiveRevision",
    "PackCopy",
    "PackFile",
    "ParentPage",
    "ReadMark",
    "Retirement",
    "SavedArea",
    "StatementPage",
]  # fmt: skip


def render_preview(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A draft as it will look. Pages of this site may frame it; otherwise the site's security policy applies."""
    response: HttpResponse = TemplateResponse(request, template, context)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    framed: HttpResponse = csp_replace({"frame-ancestors": [SELF]})(lambda _: response)(request)
    return framed


class CheckedPage:
    """A page that is checked before it is published: by an author, by approval or on schedule."""

    # Arguments for the next save(): treebeard's add_child() calls save() without any.
    save_options: Mapping[str, Any] = MappingProxyType({})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **self.save_options, **kwargs)  # type: ignore[misc]  # a mixin for Wagtail's Page

    def clean_words(self) -> None:
        """Clean the rich text that no field cleans."""

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        page = revision.as_object()
        refuse_faults(page)
        schedule_renditions(page)
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # a mixin for Wagtail's Page


class FrontPage(Page):
    """The front page; the parent pages of areas and statements are below it."""

    sentence = models.TextField(
        max_length=300, blank=True, help_text=_lazy("Left empty, it is the sentence of the content pack")
    )

    content_panels = [*Page.content_panels, FieldPanel("sentence")]
    promote_panels: list[Any] = []
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["library.ParentPage"]
    max_count = 1

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return render_preview(request, "library/preview_front.html", {"page": self})


class ParentPage(Page):
    """The parent of all areas, or of all statements. It has no content and redirects to the front page."""

    parent_page_types = ["library.FrontPage"]
    subpage_types = ["library.AreaPage", "library.StatementPage"]
    promote_panels: list[Any] = []
    max_count = 2
    preview_modes: list[Any] = []

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponseRedirect("/")


class AreaManager(PageManager):
    def find_live(self, slug: str) -> LiveRevision | None:
        """The live revision at this slug, in one small query: the rendered page is cached by revision."""
        return next((LiveRevision.from_columns(*row) for row in _live_revision(slug)), None)

    def find_by_slug(self, slug: str) -> AreaPage | None:
        """The area at this slug, live or not. Loading a pack calls it several times for every area."""
        return next(iter(_areas_at(slug)), None)


@prepared_query
def _areas_at(slug: str) -> models.QuerySet[AreaPage]:
    areas: models.QuerySet[AreaPage] = AreaPage.objects.filter(slug=slug).order_by("pk")[:1]
    return areas


@prepared_query
def _live_revision(slug: str) -> models.QuerySet[AreaPage, tuple[int, int | None, datetime | None]]:
    names = ("pk", "live_revision_id", "last_published_at")
    rows: models.QuerySet[Any, Any] = AreaPage.objects.live().filter(slug=slug).values_list(*names)
    return rows.order_by("pk")[:1]


class AreaGroup(models.Model):
    """A group of areas in the menu of the front page, as a pack brought it. An area names it by its key."""

    key = models.SlugField(max_length=40, unique=True)
    title = PackCharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.title)


# What a reader meets first.
OPENING_FIELDS = ("group", "outcome", "in_short", "drawing", "drawing_alt", "act", "question")


class AreaPage(CheckedPage, Page):
    """A learning area: text, a paragraph for each role, something to try, and sources."""

    summary = models.TextField(max_length=300)
    minutes = models.PositiveSmallIntegerField(help_text=_lazy("Reading time you promise"))
    position = models.PositiveSmallIntegerField(default=100, help_text=_lazy("Where it stands among the areas"))
    roles = models.JSONField(default=list)
    capabilities = models.JSONField(default=list, blank=True)
    alignments = models.JSONField(default=list, blank=True)
    badges = models.JSONField(default=list, blank=True)
    activities = models.JSONField(default=list, blank=True)
    related = models.JSONField(default=list, blank=True)
    tools = BlocksField([("tool", blocks.Tool())], blank=True)
    body = BlocksField(blocks.PageBody())
    role_texts = BlocksField(blocks.RoleTexts(), blank=True)
    try_this = RichTextField(features=blocks.INLINE)
    reflection = models.TextField(max_length=600)
    references = BlocksField([("reference", blocks.Reference())], blank=True)
    reviewed_on = models.DateField(help_text=_lazy("When this page was last revised"))
    group = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(
        max_length=90, blank=True, help_text=_lazy("What gets better for people, in a few words")
    )
    drawing = models.CharField(max_length=80, blank=True)
    drawing_alt = models.TextField(
        _lazy("What the drawing shows"), max_length=400, blank=True, help_text=_lazy("For people who cannot see it")
    )
    in_short = models.JSONField(default=list, blank=True)
    act = models.CharField(
        max_length=140,
        blank=True,
        help_text=_lazy("One small act for this week. A reader makes it a goal with one press"),
    )
    question = models.CharField(max_length=140, blank=True, help_text=_lazy("One question to think about"))
    checks = BlocksField([("question", knowledge_blocks.KnowledgeQuestion())], blank=True)
    setting_examples = BlocksField(blocks.SettingTexts(), blank=True)

    objects = AreaManager()

    parent_page_types = ["library.ParentPage"]
    subpage_types: list[str] = []
    base_form_class = AreaPageForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [*Page.content_panels, *map(FieldPanel, ("summary", "body", "try_this", "reflection"))],
                heading=_lazy("Content"),
            ),
            ObjectList(
                [*map(FieldPanel, OPENING_FIELDS), FieldPanel("checks", heading=_lazy("Check yourself"))],
                heading=_lazy("Opening"),
            ),
            ObjectList(
                [FieldPanel("roles"), FieldPanel("role_texts", heading=_lazy("Paragraphs"))],
                heading=_lazy("For roles"),
            ),
            ObjectList([FieldPanel("setting_examples", heading=_lazy("Examples"))], heading=_lazy("For settings")),
            ObjectList(
                [*map(FieldPanel, ("capabilities", "alignments", "badges", "activities", "related", "tools"))],
                heading=_lazy("Links"),
            ),
            ObjectList([FieldPanel("references"), FieldPanel("reviewed_on")], heading=_lazy("Sources")),
            ObjectList(
                [*map(FieldPanel, ("slug", "minutes", "position")), PublishingPanel(), CommentPanel()],
                heading=_lazy("Settings"),
            ),
        ]
    )

    @property
    def short_minutes(self) -> int:
        """How many of the minutes are for what stands before the sections: the sections share the others."""
        return 1 if self.in_short and self.minutes > 2 else 0

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_whole = kwargs.get("update_fields") is None
        before = None
        if is_whole and self.pk:
            before = AreaPage.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if is_whole:
            self._record_former_address(before)

    def _record_former_address(self, before: str | None) -> None:
        """Store the former slug when it has changed, so that old links still work."""
        if before and before != self.slug and self.first_published_at:
            details = {"area": self, "left_at": timezone.now()}
            FormerAddress.objects.update_or_create(slug=before, defaults=details)
        if before != self.slug:
            FormerAddress.objects.filter(slug=self.slug).delete()

    def shown_revision(self) -> LiveRevision:
        return LiveRevision.from_columns(self.pk, self.live_revision_id, self.last_published_at)

    def clean(self) -> None:
        super().clean()
        self.clean_words()

    def clean_words(self) -> None:
        self.try_this = clean_input(self.try_this or "")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Render a draft for its author, without the cache."""
        choices = Choices(people.default_role() if mode_name == "role" else "")
        context = {"page": self, "article": render_article(self, choices)}
        return render_preview(request, "library/preview_area.html", context)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        role = str(people.role_title(people.default_role())).lower()
        return [
            ("", _("As everyone reads it")),
            *([("role", _("As a %(role)s reads it") % {"role": role})] if role else []),
        ]


class AreaTranslation(models.Model):
    """An area in another language, as a pack brought it. content: the fields of the spec that are translated.

    body: the blocks of its text, as a page stores them: made when it is loaded, because films have rows.
    """

    area = models.ForeignKey(AreaPage, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    content = models.JSONField()
    body = models.TextField(blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "language"], name="library_area_once_in_a_language")]


class StatementPage(CheckedPage, Page):
    """A page about the site itself: accessibility, privacy, terms."""

    summary = PackTextField(max_length=300)
    position = models.PositiveSmallIntegerField(default=100)
    body = BlocksField(blocks.PageBody())
    reviewed_on = models.DateField()

    parent_page_types = ["library.ParentPage"]
    subpage_types: list[str] = []
    base_form_class = PageForm
    content_panels = [*Page.content_panels, *map(FieldPanel, ("summary", "body", "reviewed_on", "position"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return render_preview(request, "library/statement.html", {"page": self})


class PackCopy(models.Model):
    """What a pack last loaded into a page. If the page has a newer revision, an author has changed it since.

    is_retired: the pack retired the area. If it is live, an author has published it again.
    """

    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    revision = models.PositiveBigIntegerField()
    is_retired = models.BooleanField(default=False, db_default=False)
    loaded_at = models.DateTimeField()
