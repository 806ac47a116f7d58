"""The author's forms of a story: its head, a place with its options, an ending. What is saved may be unfinished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ettle.activities.types.stories import (
    MAX_BYTES,
    MOST_OPTIONS,
    EndingSpec,
    NodeSpec,
    OptionSpec,
    RouteSpec,
    format_effects,
    format_route,
    make_key,
)
from ettle.kit.forms.fields import WrittenField
from ettle.kit.values.numbers import parse_number
from ettle.workshop.drafts.forms import PartForm, written
from ettle.workshop.stories.story_content import StoryContent
from ettle.workshop.stories.term_lines import (
    format_model_words,
    format_passages,
    format_variables,
    parse_effects_line,
    parse_model_words,
    parse_passages,
    parse_routes,
    parse_variables,
)

FEWEST_OPTIONS = 2
# These may stay empty in a story that is published.
OPTIONAL = frozenset(
    {"passages", "stops", "routes", "skips_duty", "effects", "position", "remove", "about_words", "label"}
)
PASSAGE_HINT = _("Each begins with its condition: (if trust >= 1) Her voice is calm.")
WAS = [("management", _("Management")), ("leadership", _("Leadership")), ("both", _("Both"))]


class OutlineForm(forms.Form):
    text = WrittenField(
        label=_("The text of the story"),
        widget=forms.Textarea(attrs={"rows": 12}),
        limit=MAX_BYTES,
        error_messages={"required": _("Paste the text of a story")},
    )


class StoryForm(PartForm):
    optional = OPTIONAL
    content: StoryContent


class HeadForm(StoryForm):
    title = written(_("Title"))
    summary = written(_("Summary"), rows=3, hint=_("Two or three sentences for the list of activities"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=120, required=False)
    opening = written(_("Opening"), rows=6, hint=_("Who the learner is in this story, and what has happened"))
    start = forms.ChoiceField(label=_("Where it starts"), required=False)
    variables = written(
        _("Variables"),
        rows=4,
        hint=_("What choices raise and lower, one in each line: trust: How far the team trusts you (from -3 to 3)"),
    )
    model_words = written(
        _("Your words for the logic model"),
        rows=6,
        hint=_("One part in each line: D2: explaining why. Parts that no option touches are left out when you save"),
    )
    reflection = written(_("Question at the end"), rows=3, hint=_("What the learner is asked to write about"))
    about_words = forms.IntegerField(label=_("About how many words"), min_value=0, max_value=500, required=False)
    label = written(
        _("For which readers or where it is told"),
        hint=_("Only for a story with variants: the readers it is told to as it stands here. Such as: Care at home"),
    )

    def add_fields(self) -> None:
        story, scenario = self.content.story, self.content.scenario
        nodes = [(node.key, node.title or node.key) for node in scenario.nodes]
        self.fields["start"].choices = [("", _("Choose a place")), *nodes]  # type: ignore[attr-defined]  # a ChoiceField
        self.initial |= {
            "title": story.title, "summary": story.summary, "minutes": story.minutes or None,
            "opening": scenario.opening, "start": scenario.start, "reflection": scenario.reflection,
            "variables": format_variables(scenario.variables), "about_words": scenario.reflection_about_words,
            "model_words": format_model_words(scenario.model_nodes), "label": scenario.label,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["variables"] = self.parse("variables", parse_variables)
        cleaned["model_words"] = self.parse("model_words", parse_model_words)
        return cleaned

    def change(self, content: StoryContent) -> StoryContent:
        """Return the content with what this form says."""
        data = self.cleaned_data
        story = {"title": data["title"], "summary": data["summary"], "minutes": data["minutes"] or 0}
        scenario = {name: data[name] for name in ("opening", "start", "variables", "reflection", "label")}
        about = data["about_words"] if data["about_words"] is not None else 25
        scenario |= {"model_nodes": data["model_words"], "reflection_about_words": about}
        return content.change_head(story, scenario)


class EndingForm(StoryForm):
    title = written(_("Title"))
    text = written(_("How it ends"), rows=6)
    passages = written(_("Words for some learners only"), rows=4, hint=PASSAGE_HINT)
    did_well = written(_("What the learner did well"), rows=3)
    missed_link = written(_("A link they may have missed"), rows=3)
    question = written(_("A question for their own work"), rows=3)
    stops = forms.BooleanField(label=_("The story stops here early, because a duty was left undone"), required=False)

    def __init__(self, data: Any, content: StoryContent, ending: EndingSpec, problems: Any) -> None:
        self.key = ending.key
        texts = {name: getattr(ending, name) for name in ("title", "text", "did_well", "missed_link", "question")}
        passages = format_passages(ending.passages)
        super().__init__(data, content, ending.key, problems, passages=passages, stops=ending.stops, **texts)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["passages"] = self.parse("passages", parse_passages, self.content)
        return cleaned

    def change(self, content: StoryContent) -> StoryContent:
        values = {name: value for name, value in self.cleaned_data.items() if name != "as_it_was"}
        return content.put_place(EndingSpec(key=self.key, **values))


class PlaceForm(StoryForm):
    """A place with the fields of each of its options, and of one more option that may stay empty."""

    options = forms.CharField(widget=forms.HiddenInput, required=False)
    title = written(_("Title"))
    text = written(_("What is happening"), rows=6)
    passages = written(_("Words for some learners only"), rows=4, hint=PASSAGE_HINT)
    question = written(_("Question"), hint=_("What the learner is asked, such as: What do you do first?"))

    def __init__(self, data: Any, content: StoryContent, node: NodeSpec, problems: Any) -> None:
        self.node = node
        count = min(max(FEWEST_OPTIONS, len(node.options) + 1), MOST_OPTIONS)
        if data is not None:
            count = min(max(FEWEST_OPTIONS, parse_number(data.get("options", ""), default=count)), MOST_OPTIONS)
        self.count = count
        texts = {name: getattr(node, name) for name in ("title", "text", "question")}
        passages = format_passages(node.passages)
        super().__init__(data, content, node.key, problems, options=count, passages=passages, **texts)

    def add_fields(self) -> None:
        places = [(place.key, place.title or place.key) for place in self.content.places if place.key != self.node.key]
        for number in range(self.count):
            for name, field in option_fields(number, places).items():
                self.fields[f"option-{number}-{name}"] = field
        for number, option in enumerate(self.node.options):
            self.initial |= {f"option-{number}-{name}": value for name, value in _option_initial(option).items()}

    def head(self) -> list[BoundField]:
        return [self[name] for name in ("title", "text", "passages", "question")]

    def groups(self) -> Iterator[tuple[int, list[BoundField], bool]]:
        """Return the number and the fields of each option, and whether it is folded: nothing is written in it yet."""
        for number in range(self.count):
            prefix = f"option-{number}-"
            fields = [self[name] for name in self.fields if name.startswith(prefix)]
            is_written = any(self[f"{prefix}{name}"].value() for name in ("text", "consequence", "why", "effects"))
            yield number + 1, fields, number > 0 and not is_written and not any(field.errors for field in fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["passages"] = self.parse("passages", parse_passages, self.content)
        for number in range(self.count):
            prefix = f"option-{number}-"
            cleaned[f"{prefix}effects"] = self.parse(f"{prefix}effects", parse_effects_line, self.content.scenario)
            cleaned[f"{prefix}routes"] = self.parse(f"{prefix}routes", parse_routes, self.content)
        return cleaned

    def change(self, content: StoryContent) -> StoryContent:
        data = self.cleaned_data
        values = {name: data[name] for name in ("title", "text", "passages", "question")}
        return content.put_place(NodeSpec(key=self.node.key, options=tuple(self._build_options()), **values))

    def _build_options(self) -> Iterator[OptionSpec]:
        options = [self._option_values(number) for number in range(self.count)]
        filled = [values for values in options if (values["text"] or values["consequence"]) and not values["remove"]]
        known = {option.key for option in self.node.options}
        taken: set[str] = set()
        for values in sorted(filled, key=lambda values: values["position"]):
            key = values["key"] if values["key"] in known - taken else ""
            key = key or make_key(values["text"], taken | known, otherwise="option")
            taken.add(key)
            yield _build_option(key, values)

    def _option_values(self, number: int) -> dict[str, Any]:
        prefix = f"option-{number}-"
        found = {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }
        return found | {"position": (found["position"] or number + 1, number)}


def option_fields(number: int, places: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    return {
        "key": forms.CharField(widget=forms.HiddenInput, required=False),
        "text": written(_("What the learner may do"), rows=2),
        "consequence": written(_("What happens then"), rows=5, hint=_("Tell it as what happens to people")),
        "was": forms.ChoiceField(label=_("Was it…"), choices=WAS, widget=forms.RadioSelect, required=False),
        "why": written(_("Why"), rows=2),
        "touches": written(_("What it touches in the logic model"), hint=_("Keys, such as: D8, R1")),
        "effects": written(_("What it changes"), hint=_("Such as: trust +1, energy -1. The best option changes most")),
        "leads_to": forms.ChoiceField(
            label=_("Where it leads"), choices=[("", _("Choose a place or an ending")), *places], required=False
        ),
        "routes": written(
            _("Somewhere else, when something is true"),
            rows=2,
            hint=_("One in each line: fragile if safety <= -1. The first that is true counts"),
        ),
        "skips_duty": written(_("A duty that it leaves undone"), hint=_("Usually empty. For example: to report harm")),
        "position": forms.IntegerField(
            label=_("Position among the options"), min_value=1, max_value=MOST_OPTIONS, required=False,
            initial=number + 1,
        ),
        "remove": forms.BooleanField(label=_("Delete this option when I save"), required=False),
    }  # fmt: skip


def _option_initial(option: OptionSpec) -> dict[str, Any]:
    last = option.routes[-1] if option.routes and not option.routes[-1].when else None
    others = option.routes[:-1] if last else option.routes
    return {
        "key": option.key, "text": option.text, "consequence": option.consequence, "was": option.was,
        "why": option.why, "touches": ", ".join(option.nodes), "effects": format_effects(option.effects),
        "leads_to": last.to if last else "", "routes": "\n".join(map(format_route, others)),
        "skips_duty": option.skips_duty,
    }  # fmt: skip


def _build_option(key: str, values: Mapping[str, Any]) -> OptionSpec:
    last = (RouteSpec(to=values["leads_to"]),) if values["leads_to"] else ()
    touches = tuple(dict.fromkeys(values["touches"].replace(",", " ").replace(";", " ").split()))
    texts = {name: values[name] for name in ("text", "consequence", "was", "why", "effects", "skips_duty")}
    return OptionSpec(key=key, nodes=touches, routes=(*values["routes"], *last), **texts)


def label_field(place: NodeSpec | EndingSpec | None, name: str) -> str:
    """Return what a field is called in the form of a place, or of the story; nothing where there is none."""
    if name.startswith("option-"):
        number, own = name.removeprefix("option-").split("-", 1)
        option = _("Option %(number)s") % {"number": int(number) + 1}
        return f"{option}, {option_fields(0, ())[own].label}"
    form = EndingForm if isinstance(place, EndingSpec) else PlaceForm if isinstance(place, NodeSpec) else HeadForm
    field = form.base_fields.get(name)
    return str(field.label) if field else ""
