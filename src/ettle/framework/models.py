"""Frameworks and their items, how items relate, and the logic model. What is published stays in its edition.

Terms follow 1EdTech CASE: a framework is a CFDocument, an item a CFItem, an association a CFAssociation.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import MODEL
from ettle.framework.versions.change_counter import ChangeCounter
from ettle.framework.versions.models import Version
from ettle.kit.translations.pack_texts import PackCharField, PackText, PackTextField

__all__ = [
    "Association",
    "ChangeCounter",
    "Framework",
    "FrameworkImport",
    "ImportedItem",
    "Item",
    "LogicLink",
    "LogicNode",
    "Version",
]  # fmt: skip


# By the use of its framework, the name of the address of one Code.
CODE_ADDRESSES: dict[str, str] = {
    FrameworkUse.WORKER_CODES: "code",
    FrameworkUse.EMPLOYER_CODES: "employers-code",
}
# A title such as "Domain 3" or "Standard SCDLMCA1": a number in a list that nobody has filled in yet.
NUMBER_ONLY = r"^[^ ]+ [^ ]*[0-9][^ ]*$"


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def filled(self) -> FrameworkQuerySet:
        """Editions that tell a reader something: at least one item is more than a number."""
        items = Item.objects.current().filter(framework=OuterRef("pk"))
        numbers = Q(kind=Item.Kind.ELEMENT, title__regex=NUMBER_ONLY)
        return self.filter(Exists(items.exclude(numbers)))

    def newest_first(self) -> FrameworkQuerySet:
        return self.order_by(models.F("in_force_on").desc(nulls_last=True), "-edition")


class Framework(models.Model):
    """One edition of one framework: the capabilities, the Codes of 2024, the CPL elements.

    slots: what we know to be missing, as [{"title", "words"}]. Readers see the title, and the operator who can fill it
    sees both. use: what the site uses the framework for, a FrameworkUse; empty for most. All editions of a key have
    the same.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(max_length=60)
    edition = models.CharField(max_length=40)
    title = PackCharField(max_length=200)
    owner = models.CharField(max_length=200)
    description = PackTextField(blank=True)
    note = PackTextField(blank=True)
    source_url = models.URLField(blank=True)
    language = models.CharField(max_length=12, default="en-GB")
    licence = models.CharField(max_length=200, blank=True)
    in_force_on = models.DateField(null=True)
    is_ours = models.BooleanField(default=False)
    use = models.CharField(max_length=20, blank=True, default="", db_default="")
    slots = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "edition"], name="framework_edition_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    def shown_slots(self) -> list[dict[str, str]]:
        """What is missing, for showing."""
        return [{name: PackText(slot[name]) for name in ("title", "words")} for slot in self.slots]

    @property
    def source_site(self) -> str:
        """The site that has the owner's text, as people say it: "sssc.uk.com"."""
        return urlsplit(self.source_url).netloc.removeprefix("www.")

    @property
    def source_is_front_page(self) -> bool:
        """Whether we only know the owner's site, and not where the text is there."""
        return bool(self.source_url) and urlsplit(self.source_url).path in {"", "/"}

    @property
    def subject(self) -> str:
        """How drafts and versions name it: "codes-workers@2024"."""
        return f"{self.key}@{self.edition}"


class ItemQuerySet(models.QuerySet["Item"]):
    def current(self) -> ItemQuerySet:
        """Items that are still part of their framework."""
        return self.filter(retired_at=None)

    def of_newest(self, framework: str) -> ItemQuerySet:
        """The items of the newest edition of one framework, in order, parents loaded."""
        newest = Framework.objects.filter(key=framework).newest_first().values("pk")[:1]
        items = self.current().filter(framework=models.Subquery(newest))
        return items.select_related("parent__parent", "framework").order_by("position")

    def of_use(self, use: FrameworkUse) -> ItemQuerySet:
        """The items of the newest edition of the framework that has this use; none on a site without it."""
        newest = Framework.objects.filter(use=str(use)).newest_first().values("pk")[:1]
        items = self.current().filter(framework=models.Subquery(newest))
        return items.select_related("parent__parent", "framework").order_by("position")


class Item(models.Model):
    """One competency item: a capability, a theme, an indicator for one role, a Code number, a CPL element.

    Its UUID is derived from framework, edition and key, so that two sites agree on it. An item that other rooms point
    to is never reworded; one that a later pack leaves out is retired, not deleted, while anything points to it.
    """

    class Kind(models.TextChoices):
        CAPABILITY = "capability", _lazy("Capability")
        THEME = "theme", _lazy("Theme")
        INDICATOR = "indicator", _lazy("Indicator")
        PART = "part", _lazy("Part")
        CODE = "code", _lazy("Code")
        ELEMENT = "element", _lazy("Element")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField()
    title = PackCharField(max_length=300)
    statement = PackTextField()
    third_person = PackTextField(blank=True)
    role = models.CharField(max_length=12, blank=True)
    audience = models.CharField(max_length=20, blank=True)
    is_verified = models.BooleanField(default=True)
    near_source = models.CharField(max_length=200, blank=True)
    icon = models.CharField(max_length=12, blank=True, default="", db_default="")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="framework_item_key_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        """A Code's own page, or the permanent address of any other item."""
        name = CODE_ADDRESSES.get(self.framework.use)
        if name and self.kind == self.Kind.CODE:
            return reverse(f"framework:{name}", args=[self.framework.edition, self.key])
        return reverse("framework:item", args=[self.uuid])

    @property
    def subject(self) -> str:
        return self.framework.subject


class AssociationQuerySet(models.QuerySet["Association"]):
    def current(self) -> AssociationQuerySet:
        """Between items that are still part of their frameworks."""
        return self.filter(origin__retired_at=None, destination__retired_at=None)

    def for_display(self) -> AssociationQuerySet:
        """Current associations, the strongest first, both ends loaded."""
        both = self.current().select_related("origin__framework", "destination__parent", "destination__framework")
        return both.order_by("-strength", "origin__position", "destination__position")


class Association(models.Model):
    """One item relates to another. Ours unless a source is named. CASE calls it a CFAssociation."""

    class Strength(models.TextChoices):
        STRONG = "strong", _lazy("Strong")
        SOME = "some", _lazy("Some")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.ForeignKey(Item, models.PROTECT, related_name="associations")
    destination = models.ForeignKey(Item, models.PROTECT, related_name="associated_from")
    kind = models.CharField(max_length=30, default="isRelatedTo")
    strength = models.CharField(max_length=8, choices=Strength.choices, default=Strength.SOME)
    is_ours = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)
    note = PackTextField(blank=True)
    changed_at = models.DateTimeField()

    objects = AssociationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "destination", "kind"], name="framework_association_once")
        ]

    @property
    def subject(self) -> str:
        """It belongs to the edition that it begins in."""
        return self.origin.subject


class LogicNodeQuerySet(models.QuerySet["LogicNode"]):
    def current(self) -> LogicNodeQuerySet:
        """Nodes that are still part of the model."""
        return self.filter(retired_at=None)


class LogicNode(models.Model):
    """One node of the logic model: what leaders bring, do, how they engage, what follows, what helps or hinders.

    spoken: how it reads in a sentence such as "Because …, …, so …". Empty: derived from the title and the column.
    is_first: the sentence begins with it when a reader has chosen nothing yet.
    A node that a later pack leaves out is retired, so that what people linked to it can still show it.
    """

    class Column(models.TextChoices):
        BRING = "bring", _lazy("Bring")
        DO = "do", _lazy("Do")
        ENGAGE = "engage", _lazy("Engage")
        REACTION = "reaction", _lazy("Reactions")
        OUTCOME = "outcome", _lazy("Outcomes")
        ENABLER = "enabler", _lazy("Enablers")
        BARRIER = "barrier", _lazy("Barriers")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=8, unique=True)
    column = models.CharField(max_length=10, choices=Column.choices)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    spoken = models.CharField(max_length=200, blank=True)
    is_first = models.BooleanField(
        _lazy("the first"),
        default=False,
        db_default=False,
        help_text=_lazy("The sentence begins with this node. The one that was the first so far no longer is."),
    )
    themes = models.ManyToManyField(Item, related_name="logic_nodes")
    capabilities = models.ManyToManyField(Item, related_name="capability_nodes")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = LogicNodeQuerySet.as_manager()

    class Meta:
        ordering = ["column", "position"]

    subject = MODEL

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class LogicLinkQuerySet(models.QuerySet["LogicLink"]):
    def current(self) -> LogicLinkQuerySet:
        """Links that are still part of the model."""
        return self.filter(retired_at=None)


class LogicLink(models.Model):
    """Why one node may lead to another, or hinder a link (blocks); its assumption; how strong the evidence is."""

    class Strength(models.TextChoices):
        STATED = "stated", _lazy("Stated")
        PLAUSIBLE = "plausible", _lazy("Plausible")
        UNTESTED = "untested", _lazy("Untested")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=8, unique=True)
    origin = models.ForeignKey(LogicNode, models.PROTECT, related_name="links_out")
    destination = models.ForeignKey(LogicNode, models.PROTECT, null=True, related_name="links_in")
    blocks = models.ForeignKey("self", models.PROTECT, null=True, related_name="blocked_by")
    why = models.CharField(max_length=300)
    assumption = models.CharField(max_length=300, blank=True)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    source = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = LogicLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destination__isnull=False, blocks__isnull=True)
                | Q(destination__isnull=True, blocks__isnull=False),
                name="framework_link_leads_or_blocks",
            )
        ]

    subject = MODEL

    def __str__(self) -> str:
        return self.key

    def in_words(self) -> str:
        """Both ends in one phrase: "Clear values may lead to Trust in the team"."""
        if self.blocks is not None:
            return _("%(title)s may hinder: %(link)s") % {
                "title": self.origin.title,
                "link": self.blocks.in_words(),
            }
        return _("%(title)s may lead to %(destination)s") % {
            "title": self.origin.title,
            "destination": self.destination.title if self.destination else "",
        }


class FrameworkImport(models.Model):
    """One uploaded file of items, and what was done with it. The audit lines say by whom.

    rows and notes: what was read, never changed. added_editions: those ("key@edition") that the import added. A file
    that is not confirmed is deleted after a day; an import that was undone stays on record.
    """

    class Kind(models.TextChoices):
        CODES = "codes", _lazy("Numbers of the Codes")
        CAPABILITIES = "capabilities", _lazy("Capabilities and themes")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    file_name = models.CharField(max_length=100)
    rows = models.JSONField()
    notes = models.JSONField(default=list)
    may_add_edition = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=False)
    added_editions = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportedItem(models.Model):
    """What an import did to one item. was: the item before, null when it is new; became: as the import left it."""

    file_import = models.ForeignKey(FrameworkImport, models.CASCADE, related_name="items")
    framework_key = models.CharField(max_length=60)
    edition = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    was = models.JSONField(null=True)
    became = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file_import", "framework_key", "edition", "key"], name="framework_imported_once"
            )
        ]

    def __str__(self) -> str:
        return self.key
