"""What a person may say on each page of the journey."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ettle.framework import queries as framework
from ettle.instruments.actions import spec_to_version
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.journey.actions import WEEKS, GoalDetails, Step
from ettle.journey.models import LookBackAnswer
from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.kit.forms.widgets import AnswerButtons
from ettle.kit.values.names import validate_words_without_links
from ettle.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ettle.instruments.models import InstrumentVersion
    from ettle.instruments.types import AnsweredStatement, Statement
    from ettle.instruments.types.specs import InstrumentSpec
    from ettle.journey.models import Goal, Importance
    from ettle.people.types import LearningRole

# A first small step further away than this is asked whether it can be smaller.
SOON = timedelta(days=7)


class RoleForm(forms.Form):
    """Which role a self-assessment is for, of those the person learns in; of all when they have not said."""

    role = forms.ChoiceField(
        label=_("Which role are you answering for?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the role you are answering for"),
            "invalid_choice": _("Choose one of the roles on the page"),
        },
    )

    def __init__(self, *args: Any, roles: Sequence[LearningRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(roles) or people.offered_roles()
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker what is declared above
        field.choices = [(role.key, role.title) for role in offered]
        if len(offered) == 1:
            field.initial = offered[0].key


class StatementForm(forms.Form):
    """One statement: a point of the scale, or an answer that is not counted, or nothing."""

    said = forms.ChoiceField(
        required=False,
        widget=AnswerButtons,
        error_messages={"invalid_choice": _("Choose one of the answers on the page")},
    )

    def __init__(self, *args: Any, version: InstrumentVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["said"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker what is declared above
        field.label = version.question
        points = [(str(point.value), point.label) for point in version.points()]
        field.choices = [*points, (_("or"), list(version.uncounted_labels().items()))]


class ThenForm(forms.Form):
    """How someone was then, seen with today's eyes: one question a line, each of which may be left out."""

    def __init__(
        self,
        *args: Any,
        lines: Sequence[AnsweredStatement],
        version: InstrumentVersion,
        choices: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        points = [(str(point.value), point.label) for point in version.points()]
        for place, answered in enumerate(lines):
            self.fields[f"line-{place}"] = forms.ChoiceField(
                label=answered.statement.wording,
                required=False,
                widget=forms.RadioSelect,
                choices=[*points, (_("or"), list(version.uncounted_labels().items()))],
                initial=choices.get(answered.statement.key),
                error_messages={"invalid_choice": _("Choose one of the answers on the page")},
            )

    def given_answers(self) -> dict[str, str]:
        """Line key -> what was said, without lines left out."""
        found = {
            answered.statement.key: self.cleaned_data[f"line-{place}"] for place, answered in enumerate(self.lines)
        }
        return {key: answer for key, answer in found.items() if answer}


class ImportanceForm(forms.Form):
    importance = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers on the page")},
    )
    reason = WrittenField(
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, version: InstrumentVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["importance"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker what is declared above
        field.label = version.importance_question
        field.choices = [(str(point.value), point.label) for point in version.importance_points()]
        self.fields["reason"].label = version.reason_question


class ImportancesForm(forms.Form):
    """How much each capability matters, side by side. Each may be left out.

    capabilities: key -> title. given: what was said so far.
    """

    def __init__(
        self,
        *args: Any,
        capabilities: Mapping[str, str],
        given: Mapping[str, Importance],
        version: InstrumentVersion,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for key, title in capabilities.items():
            self.fields[key] = forms.TypedChoiceField(
                label=title,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[(str(point.value), point.label) for point in version.importance_points()],
                initial=given[key].importance if key in given else None,
                widget=forms.RadioSelect(attrs={"class": "choices-segments"}),
                error_messages={"invalid_choice": _("Choose one of the answers on the page")},
            )


def build_preview_forms(spec: InstrumentSpec | FeedbackSpec, _statement: Statement) -> dict[str, forms.Form]:
    """The forms in which people would answer a self-assessment, by the name that the workshop shows them under."""
    if isinstance(spec, FeedbackSpec):
        return {}
    version = spec_to_version(spec)
    return {
        "line": StatementForm(version=version, prefix="look"),
        "importance": ImportanceForm(version=version, prefix="look"),
    }


class DayField(forms.DateField):
    """A day from today on, chosen in the browser's own way or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("Write the day like 9 October 2026 or 09/10/2026"), **kwargs.pop("error_messages", {})}
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
        super().__init__(input_formats=formats, error_messages=messages, **kwargs)


def _require_not_past(day: date | None, today: date, saved_day: date | None = None) -> date | None:
    if day is not None and day < today and day != saved_day:
        raise forms.ValidationError(_("Choose today or a day to come"))
    return day


class StepForm(forms.Form):
    """A small step and its day: for the next step, and for a smaller one."""

    step = WrittenField(
        label=_("The next small step"),
        limit=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write one small thing you will do"),
        },
    )
    by_on = DayField(label=_("By when"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_by_on(self) -> date | None:
        return _require_not_past(self.cleaned_data["by_on"], self.today)

    def chosen_step(self) -> Step:
        return Step(**self.cleaned_data)


class MoveForm(forms.Form):
    """Another day for the same step."""

    by_on = DayField(label=_("Which day instead?"), error_messages={"required": _("Choose another day for this step")})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_by_on(self) -> date | None:
        return _require_not_past(self.cleaned_data["by_on"], self.today)


class GoalForm(forms.Form):
    """A goal in the order a person thinks it: for whom, about what, the first step, when, who helps, how you know."""

    outcome = WrittenField(
        label=_("What do you want to be different for people?"),
        help_text=_("For example: Residents choose their own morning"),
        limit=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write what you want to be different for people"),
        },
    )
    behaviour = WrittenField(
        label=_("What will you do differently?"),
        help_text=_("For example: I ask before I help"),
        limit=300,
        required=False,
    )
    cue = WrittenField(
        label=_("When will you do it?"),
        help_text=_("If this happens, then I do that. For example: When I open the door, I ask before I begin"),
        limit=300,
        required=False,
    )
    themes = forms.MultipleChoiceField(
        label=_("Which of these is it about?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the themes on the page")},
    )
    step = WrittenField(
        label=_("A first small step"),
        help_text=_("Something you can do in the next few days. For example: Ask two residents"),
        limit=300,
        error_messages={
            "required": _("Write one small thing you will do first"),
        },
    )
    by_on = DayField(label=_("By when"), required=False)
    helper = WrittenField(
        label=_("Who helps?"),
        help_text=_("A name, so that you remember to ask them. We do not tell them."),
        limit=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sign = WrittenField(
        label=_("How will you know?"),
        help_text=_("What you will see or hear when it is different"),
        limit=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    remind = forms.ChoiceField(
        label=_("Shall we ask you by email how it is going?"),
        help_text=_("Three emails at most. They do not contain your words. You can move or stop them with one press."),
        choices=[("yes", _("Yes, after 2, 8 and 26 weeks")), ("no", _("No, thank you"))],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose yes or no")},
    )

    def __init__(self, *args: Any, today: date, saved_day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.saved_day = today, saved_day
        themes = framework.theme_choices()
        self.capabilities = {key: str(capability) for key, _title, capability in themes}
        field = self.fields["themes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = [(key, title) for key, title, _capability in themes]

    @classmethod
    def from_goal(cls, goal: Goal, *, data: Any, today: date) -> GoalForm:
        """The form of a goal that is there, filled with what it says; its emails are stopped and moved on its page."""
        names = ("outcome", "behaviour", "cue", "helper", "sign", "step", "by_on")
        initial = {name: getattr(goal, name) for name in names}
        themes = [theme.key for theme in goal.themes.all()]
        form = cls(data, initial={**initial, "themes": themes}, today=today, saved_day=goal.by_on)
        del form.fields["remind"]
        return form

    def has_more(self) -> bool:
        """Whether something is filled in, or wrong, among what is folded away."""
        names = [name for name in ("behaviour", "cue", "themes", "helper", "sign", "remind") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    def theme_groups(self) -> list[dict[str, Any]]:
        """The themes under their capabilities, those with a chosen theme open."""
        groups: dict[str, dict[str, Any]] = {}
        for choice in self["themes"]:
            capability = self.capabilities[str(choice.data["value"])]
            group = groups.setdefault(capability, {"title": capability, "choices": [], "open": False, "chosen": 0})
            group["choices"].append(choice)
            if choice.data["selected"]:
                group["open"], group["chosen"] = True, group["chosen"] + 1
        return list(groups.values())

    def clean_by_on(self) -> date | None:
        return _require_not_past(self.cleaned_data["by_on"], self.today, self.saved_day)

    def goal_details(self) -> GoalDetails:
        data = self.cleaned_data
        return GoalDetails(
            outcome=data["outcome"],
            behaviour=data["behaviour"],
            sign=data["sign"],
            helper=data["helper"],
            themes=[theme for theme in framework.list_themes() if theme.key in data["themes"]],
            cue=data["cue"],
        )

    def reminder_weeks(self) -> tuple[int, ...]:
        """When to ask how it is going."""
        return WEEKS if self.cleaned_data.get("remind") == "yes" else ()

    def first_step(self) -> Step:
        return Step(self.cleaned_data["step"], self.cleaned_data["by_on"])


class LookBackForm(forms.Form):
    how = forms.ChoiceField(
        label=_("Where are you with it?"),
        choices=LookBackAnswer.How.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose where you are with it"),
            "invalid_choice": _("Choose one of the answers"),
        },
    )
    words = WrittenField(
        label=_("What happened, and what changed for people?"),
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HelperMessageForm(forms.Form):
    """What goes to someone who helps: their name, where to, and every word of it."""

    name = WrittenField(
        label=_("Their name"),
        limit=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name of the person")},
    )
    email = EmailAddressField(
        label=_("Their email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write their email address"),
            "invalid": _("Write an email address, like name@example.org"),
        },
    )
    words = WrittenField(
        label=_("What you want to say"),
        limit=2_000,
        validators=[validate_words_without_links],
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write what you want to say"),
        },
    )

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = goal.helper
        words = [gettext("I have set myself a goal: %(goal)s") % {"goal": goal.outcome}]
        if goal.has_step():
            words.append(gettext("My next small step: %(step)s") % {"step": goal.step})
        words.append(gettext("Would you ask me about it when we next meet?"))
        self.fields["words"].initial = "\n".join(words)
