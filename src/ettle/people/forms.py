"""Forms about a person and their organisations."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.kit.forms.languages import LanguageForm
from ettle.kit.forms.outcomes import limit_as_form_error
from ettle.kit.forms.time_zones import TimeZoneField
from ettle.kit.input.json_text import check_strings
from ettle.kit.values.email_addresses import parse_mailboxes
from ettle.kit.values.names import validate_name
from ettle.people import queries
from ettle.people.models import Membership
from ettle.people.sign_in import code_limits, encryption, second_factor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_FAULTS_SHOWN, MOST_INVITED = 20, 200
PASSKEY_NAME = _("Name of this passkey")
NO_PASSKEY = _("The passkey did not work. Try again, or sign in with a code by email")
# What the passkey library raises for bytes that no browser has sent.
NOT_A_PASSKEY = (
    ArithmeticError, AttributeError, InvalidSignature, LookupError, RecursionError, TypeError, UnsupportedAlgorithm,
    ValueError, struct.error,
)  # fmt: skip
EMAIL_ADDRESS = _("Email address")
EMAIL_WORDS = {
    "required": _("Enter your email address"),
    "invalid": _("Enter an email address, like name@example.org"),
}


def _email_field(label: StrOrPromise = EMAIL_ADDRESS, help_text: StrOrPromise = "") -> EmailAddressField:
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"})
    return EmailAddressField(label=label, help_text=help_text, widget=widget, error_messages=EMAIL_WORDS)


class _CodeField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Code from the email"),
            help_text=_("6 digits, for example 314159"),
            max_length=20,
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "10"}),
            error_messages={"required": _("Type the code from the email"), "max_length": _("The code has 6 digits")},
        )


def _name_field() -> forms.CharField:
    return WrittenField(
        label=_("Your name"),
        help_text=_("As you want it to appear on your badges, in 120 characters or fewer"),
        limit=120,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name"), "max_length": _("Use 120 characters or fewer for your name")},
    )


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """Enter an address to receive a code."""

    shared_device = forms.BooleanField(
        label=_("This is a shared computer"),
        help_text=_("You will be signed out after 30 minutes without activity, and when the browser is closed."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _email_field()
        self.order_fields(["login", "shared_device"])

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()

    def clean(self) -> Any:
        email = self.cleaned_data.get("login")
        if email:
            with limit_as_form_error():
                code_limits.count_code(context.request, email, now=timezone.now())
        return super().clean()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session["shared_device"] = self.cleaned_data["shared_device"]
        response: HttpResponse = super().login(request, redirect_url)
        return response


class SignUpForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth is untyped
    """Create an account: a name, and an address to send a code to."""

    name = _name_field()
    field_order = ["name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _email_field(help_text=_("We will send a code to it"))
        self.order_fields(["name", "email"])

    def clean(self) -> Any:
        cleaned = super().clean()
        request, email = context.request, self.cleaned_data.get("email")
        if email and not self.errors:
            with limit_as_form_error():
                code_limits.count_sign_up(request, email, now=timezone.now())
        return cleaned


class _DigestMixin:
    """Compares what was typed with the digest that the session has (sign_in.sessions)."""

    expected_code: str | None

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]  # type: ignore[attr-defined]  # mixed into allauth's forms
        self.expected_code = typed if encryption.is_code_of(self.expected_code or "", typed) else ""
        return str(super().clean_code())  # type: ignore[misc]  # mixed into allauth's forms


class CodeForm(_DigestMixin, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth is untyped
    """Enter the code that was sent."""

    code = _CodeField()


class AddressCodeForm(_DigestMixin, allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # allauth is untyped
    """Enter the code that verifies a new address."""

    code = _CodeField()


@contextmanager
def _uniform_error(words: StrOrPromise = NO_PASSKEY) -> Iterator[None]:
    """Return the same error whatever is wrong with a passkey or a code."""
    try:
        yield
    except (forms.ValidationError, *NOT_A_PASSKEY) as fault:
        raise forms.ValidationError(words) from fault


class _CredentialField(forms.JSONField):
    """The browser's JSON about a passkey: limited to a few kilobytes and little nesting."""

    longest = 20_000
    widget = forms.HiddenInput
    default_error_messages = {"invalid": NO_PASSKEY, "required": NO_PASSKEY}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > self.longest:
            raise forms.ValidationError(NO_PASSKEY)
        with _uniform_error():
            content = super().to_python(value)
            check_strings(content)
            return content

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Leave the field empty when the form is shown again: what was refused is of no use, and may not be text."""
        return initial


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """Name a passkey; the browser creates it. It can always be used to sign in on its own."""

    credential = _CredentialField()
    name = WrittenField(
        label=PASSKEY_NAME,
        help_text=_("So that you can tell it from others, for example ‘Work phone’"),
        required=False,
        limit=60,
    )
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)

    def clean(self) -> dict[str, Any]:
        with _uniform_error():
            return cast(dict[str, Any], super().clean())


class SignInPasskeyForm(passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """The browser's answer. Every error has the same words, which do not reveal who has a passkey."""

    credential = _CredentialField()

    def clean_credential(self) -> Any:
        with _uniform_error():
            return super().clean_credential()


NOT_THE_CODE = _("The code is not right. Enter the code that the app shows now")


def _app_code_field(label: StrOrPromise, help_text: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "10"}),
        error_messages={"required": _("Enter the code"), "max_length": NOT_THE_CODE},
    )


class SetUpAppForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    """The first code that a new authenticator app shows."""

    code = _app_code_field(_("Code from the app"), _("6 digits"))

    def clean_code(self) -> str:
        with _uniform_error(NOT_THE_CODE):
            return str(super().clean_code())


class SecondStepForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The code that the person's app shows, or one of their recovery codes."""

    code = _app_code_field(_("Code from your app"), _("6 digits, or one of your recovery codes"))

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        with limit_as_form_error():
            code_limits.count_second_step(self.user, now=timezone.now())
        if second_factor.is_demo_code(self.user, typed):
            self.authenticator = Authenticator.objects.get(user=self.user, type=Authenticator.Type.TOTP)
            return str(typed)
        with _uniform_error(NOT_THE_CODE):
            return str(super().clean_code())


class SecondStepPasskeyForm(passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """The browser's answer about a passkey of a person who is signed in already."""

    credential = _CredentialField()

    def clean_credential(self) -> Any:
        with limit_as_form_error():
            code_limits.count_second_step(self.user, now=timezone.now())
        with _uniform_error():
            return super().clean_credential()


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    name = WrittenField(label=PASSKEY_NAME, limit=60, error_messages={"required": _("Enter a name for this passkey")})


def _role_choices() -> list[tuple[str, str]]:
    return [(role.key, f"{role.title}: {role.who_in_a_sentence}") for role in queries.offered_roles()]


def _setting_choices() -> list[tuple[str, StrOrPromise]]:
    return [("", _("Somewhere else, or I would rather not say")), *queries.setting_titles().items()]


class AboutMeForm(forms.Form):
    """My name, what to call me, and the roles I learn in, on a site that has roles."""

    name = _name_field()
    preferred_name = WrittenField(
        label=_("What should we call you?"),
        help_text=_("In emails, letters and greetings. If you leave this empty, we use your whole name"),
        required=False,
        limit=120,
        validators=[validate_name],
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"max_length": _("Use 120 letters or fewer for what we should call you")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Which roles do you learn in?"),
        help_text=_("Choose all that fit. It changes what we show you first, and you can change it at any time."),
        choices=_role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose roles from the list")},
    )
    work_setting = forms.ChoiceField(
        label=_("Where do you work?"),
        help_text=_("Examples from there are shown first."),
        choices=_setting_choices,
        required=False,
        error_messages={"invalid_choice": _("Choose a setting from the list")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not queries.offered_roles():
            del self.fields["roles"]
        if not queries.offered_settings():
            del self.fields["work_setting"]


class SettingsForm(LanguageForm, AboutMeForm):
    """The same, my time zone, and my language on a site that has several."""

    time_zone = TimeZoneField()


class ChangeAddressForm(forms.Form):
    email = _email_field(_("New email address"), _("You will need to open an email sent to it"))


class InviteForm(forms.Form):
    """Invite many addresses at once. With an error nothing is sent, and everything typed stays."""

    role = forms.ChoiceField(
        label=_("What will they do?"),
        widget=forms.RadioSelect,
        initial=Membership.Role.LEARNER,
        error_messages={"required": _("Choose what they will do"), "invalid_choice": _("Choose one from the list")},
    )
    addresses = WrittenField(
        label=_("Email addresses"),
        help_text=format_lazy(
            _("{most} or fewer. You can paste them from a list or from your email program."), most=MOST_INVITED
        ),
        limit=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={
            "required": _("Enter at least one email address"),
            "max_length": format_lazy(
                _("This is too long. Invite {most} people or fewer at a time"), most=MOST_INVITED
            ),
        },
    )

    def __init__(self, *args: Any, may_name_leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (Membership.Role.LEARNER, _("Learn here")),
            (Membership.Role.ASSESSOR, _("Assess the work of learners here")),
        ]
        if may_name_leads:
            choices.append((Membership.Role.LEAD, _("Lead: invite people and see totals, never anyone’s work")))
        cast("forms.ChoiceField", self.fields["role"]).choices = choices

    def clean_addresses(self) -> list[str]:
        people, problems = parse_mailboxes(self.cleaned_data["addresses"])
        if problems:
            raise forms.ValidationError([problem.words for problem in problems[:MOST_FAULTS_SHOWN]])
        addresses = list(dict.fromkeys(person.address.lower() for person in people))
        if len(addresses) > MOST_INVITED:
            raise forms.ValidationError(
                _("You entered %(count)s addresses. Invite %(most)s or fewer at a time")
                % {"count": len(addresses), "most": MOST_INVITED}
            )
        return addresses


class JoinForm(forms.Form):
    """Accept an invitation; a box to tick when it was sent to another address than the signed-in person's."""

    same_person = forms.BooleanField(
        label=_("The invitation was meant for me"),
        error_messages={"required": _("Tick the box if the invitation was meant for you. If not, sign in as yourself")},
    )

    def __init__(self, *args: Any, other_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not other_address:
            del self.fields["same_person"]


class OrganisationForm(forms.Form):
    name = WrittenField(
        label=_("Name of the organisation"),
        limit=120,
        validators=[validate_name],
        error_messages={"required": _("Enter a name"), "max_length": _("Use 120 letters or fewer for the name")},
    )


class FindPersonForm(forms.Form):
    email = _email_field(help_text=_("Of the person’s account"))


class SiteAssessorForm(forms.Form):
    email = _email_field(help_text=_("Of someone who has an account"))
