"""The blocks of a page. Each is rendered by a template in templates/library/blocks/."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from ettle.library.content_checks import accessibility_checks
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.types.specs import INTERNAL_ADDRESS
from ettle.people.queries import role_title, role_titles, setting_titles
from ettle.people.types.specs import ROLE_KEY, SETTING_KEY

INLINE = ["bold", "italic", "link"]
FEATURES = [*INLINE, "ol", "ul"]
DESCRIBE_PICTURE = _lazy("Write what a person would see in this picture, or tick that it is decorative")
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|gif)|(?:img|dsc|image|photo|picture|screenshot)[\W\d_]*", re.I)


class LabelledBlockMixin:
    """A field with an aria-label: Wagtail renders no label for a field in a list of blocks."""

    def set_name(self, name: str) -> None:
        super().set_name(name)  # type: ignore[misc]  # a mixin for Wagtail's blocks
        self.label_widget()

    def label_widget(self) -> None:
        self.field.widget.attrs["aria-label"] = str(self.label)  # type: ignore[attr-defined]  # the block's own


class SingleLineBlock(LabelledBlockMixin, blocks.CharBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "label" in kwargs:  # a block in a list is never given a name
            self.label_widget()


class MultilineBlock(LabelledBlockMixin, blocks.TextBlock):
    pass


class CleanRichTextBlock(blocks.RichTextBlock):
    """Rich text that is always cleaned before it is stored."""

    @cached_property
    def field(self) -> Any:
        field = super().field
        field.widget.options["ariaLabel"] = str(self.label or "Text")
        return field

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        source = clean_input(cleaned.source)
        faults = [] if self.is_deferred_validation else accessibility_checks.find_link_faults(source)
        if faults:
            raise ValidationError(faults)
        return type(cleaned)(source)

    def get_prep_value(self, value: Any) -> str:
        return clean_input(super().get_prep_value(value) or "")


class ItemList(blocks.StructBlock):
    ordered = blocks.BooleanBlock(required=False, label=_lazy("Numbered"))
    items = blocks.ListBlock(CleanRichTextBlock(features=INLINE, label=_lazy("Item")))

    class Meta:
        icon = "list-ul"
        label = _lazy("List")
        template = "library/blocks/list.html"


class Comparison(blocks.StructBlock):
    """A table whose first column names each row."""

    caption = blocks.CharBlock(max_length=120, help_text=_lazy("What this table compares"))
    columns = blocks.ListBlock(SingleLineBlock(max_length=60, label=_lazy("Name of a column")), min_num=2, max_num=4)
    rows = blocks.ListBlock(blocks.ListBlock(SingleLineBlock(max_length=300, label=_lazy("Cell"))))

    class Meta:
        icon = "table"
        label = _lazy("Comparison table")
        template = "library/blocks/comparison.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = any(len(row) != len(cleaned["columns"]) for row in cleaned["rows"])
        if wrong and not self.is_deferred_validation:
            words = "Give every row as many cells as there are columns; the first row names the columns"
            raise StructBlockValidationError({"rows": ValidationError(words)})
        return cleaned


class Definition(blocks.StructBlock):
    term = blocks.CharBlock(max_length=80)
    meaning = CleanRichTextBlock(features=INLINE)

    class Meta:
        icon = "openquote"
        label = _lazy("Definition")
        template = "library/blocks/definition.html"


def role_choices() -> list[tuple[str, str]]:
    return list(role_titles().items())


class KeyField(forms.ChoiceField):
    """Offers what this site has. A pack may bring a role or a setting together with the page that names it, so any key
    passes; a key of nothing is shown as it is."""

    def __init__(self, *args: Any, pattern: re.Pattern[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pattern = pattern

    def valid_value(self, value: str) -> bool:
        return self.pattern.fullmatch(value) is not None


class KeyBlock(blocks.ChoiceBlock):
    """A choice of keys that match a pattern."""

    pattern: re.Pattern[str]

    def get_field(self, **kwargs: Any) -> KeyField:
        return KeyField(pattern=self.pattern, **kwargs)


class RoleBlock(KeyBlock):
    pattern = ROLE_KEY


class SettingBlock(KeyBlock):
    pattern = SETTING_KEY


class RoleText(blocks.StructBlock):
    """The area as people in one role see it."""

    role = RoleBlock(choices=role_choices)
    text = CleanRichTextBlock(features=INLINE)

    class Meta:
        icon = "user"
        label = _lazy("Paragraph for a role")


class RoleTexts(blocks.StreamBlock):
    role = RoleText()

    def clean(self, value: Any) -> Any:
        return _refuse_repeats(super().clean(value), "role", self.is_deferred_validation)


def _refuse_repeats(cleaned: Any, name: str, is_deferred: bool) -> Any:
    """The cleaned paragraphs. Raises when two are for the same role or setting, unless this is a draft."""
    seen: set[str] = set()
    for place, block in enumerate(cleaned):
        if block.value[name] in seen and not is_deferred:
            words = ValidationError(_("This %(name)s has a paragraph already. Put both into one") % {"name": name})
            raise StreamBlockValidationError({place: words})
        seen.add(block.value[name])
    return cleaned


def setting_choices() -> list[tuple[str, str]]:
    return list(setting_titles().items())


class SettingText(blocks.StructBlock):
    """An example from one setting."""

    setting = SettingBlock(choices=setting_choices)
    text = CleanRichTextBlock(features=INLINE)

    class Meta:
        icon = "home"
        label = _lazy("Example from a setting")


class SettingTexts(blocks.StreamBlock):
    setting = SettingText()

    def clean(self, value: Any) -> Any:
        return _refuse_repeats(super().clean(value), "setting", self.is_deferred_validation)


class ExampleValue(blocks.StructValue):
    @property
    def role_label(self) -> str:
        return role_title(self["role"])


class Example(blocks.StructBlock):
    role = RoleBlock(choices=role_choices)
    text = CleanRichTextBlock(features=INLINE)

    class Meta:
        icon = "user"
        label = _lazy("Example by role")
        template = "library/blocks/example.html"
        value_class = ExampleValue


class Quotation(blocks.StructBlock):
    words = blocks.TextBlock(max_length=600)
    source = blocks.CharBlock(max_length=200, help_text=_lazy("Who, year and page"))

    class Meta:
        icon = "openquote"
        label = _lazy("Quotation with its source")
        template = "library/blocks/quotation.html"


class Reveal(blocks.StructBlock):
    summary = blocks.CharBlock(max_length=120, help_text=_lazy("What a reader opens"))
    text = CleanRichTextBlock(features=FEATURES)

    class Meta:
        icon = "arrow-down"
        label = _lazy("Reveal")
        template = "library/blocks/reveal.html"


class DescribedImage(ImageBlock):
    """A picture with a text alternative, unless its author marks it as decorative.

    Wagtail offers the picture's title as its alt text; a title or file name is refused, as it describes nothing.
    """

    def clean(self, value: Any) -> Any:
        try:
            cleaned = super().clean(value)
        except StructBlockValidationError as wrong:
            if "alt_text" not in wrong.block_errors:
                raise
            raise _missing_description_error(str(DESCRIBE_PICTURE)) from wrong
        if cleaned is None:  # a draft whose picture is not chosen yet
            return None
        alt = (cleaned.contextual_alt_text or "").strip()
        if not cleaned.decorative and not self.is_deferred_validation and _is_picture_name(alt, cleaned.title):
            raise _missing_description_error(
                _("‘%(words)s’ is the picture’s name. %(advice)s") % {"words": alt, "advice": DESCRIBE_PICTURE}
            )
        return cleaned

    class Meta:
        icon = "image"


def _missing_description_error(words: str) -> StructBlockValidationError:
    return StructBlockValidationError({"alt_text": ValidationError(words)})


def _is_picture_name(alt: str, title: str) -> bool:
    return alt.lower() == title.strip().lower() or FILE_NAME.fullmatch(alt) is not None


class Picture(blocks.StructBlock):
    image = DescribedImage(label=_lazy("Picture"))
    caption = blocks.CharBlock(max_length=200, required=False, help_text=_lazy("Who made it, and its licence"))

    class Meta:
        icon = "image"
        label = _lazy("Picture")
        template = "library/blocks/image.html"


class Video(blocks.StructBlock):
    film = SnippetChooserBlock("library.Film")

    class Meta:
        icon = "media"
        label = _lazy("Film")
        template = "library/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        film = cleaned["film"]
        if film and film.missing_parts and not self.is_deferred_validation:
            missing = " and the ".join(film.missing_parts)
            words = _("Add the %(missing)s to this film first. Some people cannot hear it or see it") % {
                "missing": missing
            }
            raise StructBlockValidationError({"film": ValidationError(words)})
        return cleaned


class Reference(blocks.StructBlock):
    text = blocks.CharBlock(max_length=400, help_text=_lazy("Author, year, title, publisher"))
    pages = blocks.CharBlock(max_length=40, required=False)
    url = blocks.URLBlock(required=False)


class Tool(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, help_text=_lazy("What the page is called"))
    url = blocks.RegexBlock(
        INTERNAL_ADDRESS, max_length=200, label=_lazy("Address"),
        help_text=_lazy("A page of this site, such as /me/goals/"),
        error_messages={"invalid": _lazy("Write the address of a page here, such as /me/goals/")},
    )  # fmt: skip
    words = blocks.CharBlock(max_length=160, required=False, help_text=_lazy("What it is good for, in a few words"))


class PageBody(blocks.StreamBlock):
    """The blocks that a page may contain."""

    heading = SingleLineBlock(max_length=120, icon="title", template="library/blocks/heading.html")
    subheading = SingleLineBlock(max_length=120, icon="title", template="library/blocks/subheading.html")
    text = CleanRichTextBlock(features=FEATURES, icon="pilcrow", template="library/blocks/text.html")
    list = ItemList()
    comparison = Comparison()
    definition = Definition()
    example = Example()
    quotation = Quotation()
    reflection = MultilineBlock(
        icon="help", label=_lazy("Reflection prompt"), template="library/blocks/reflection.html"
    )
    try_this = CleanRichTextBlock(
        features=INLINE, icon="pick", label=_lazy("Something to try"), template="library/blocks/try_this.html"
    )
    reveal = Reveal()
    image = Picture()
    video = Video()
    roles = blocks.StaticBlock(
        icon="group",
        label=_lazy("In your role"),
        admin_text=_lazy("The paragraphs for each role stand here. Without this block they come last."),
    )
    settings = blocks.StaticBlock(
        icon="home",
        label=_lazy("In your setting"),
        admin_text=_lazy(
            "The examples by setting stand here. Without this block they follow the paragraphs for each role."
        ),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        headings = {"heading", "subheading"}
        skipped = accessibility_checks.find_skipped_headings(
            (block.block_type, str(block.value) if block.block_type in headings else "") for block in cleaned
        )
        if skipped and not self.is_deferred_validation:
            raise StreamBlockValidationError({place: ValidationError(words) for place, words in skipped.items()})
        return cleaned
