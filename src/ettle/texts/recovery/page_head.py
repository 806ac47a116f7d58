"""What the head of a page needs so that words written on it are not lost: whose they are, and the script."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ettle.texts.recovery.device_keys import DeviceOwner, account_owner
from ettle.texts.recovery.script_messages import render_messages


def describe_writer(request: HttpRequest) -> str:
    """Return the head's part for a signed-in person; "" for a visitor, whose forms are as the browser has them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return render_head(account_owner(user), reverse("texts:device-key"), sign_out=reverse("account_logout"))


def render_counter() -> SafeString:
    """What a visitor's page needs to count what is written in a field: all that it has of the script of a writer."""
    return format_html(
        '{}<script type="module" src="{}"></script>', render_messages(), static("texts/js/word-count.js")
    )


def render_head(owner: DeviceOwner, key_address: str, *, sign_out: str = "") -> SafeString:
    """owner: whose words the forms of this page hold. key_address: where their key is given out."""
    return format_html(
        '<meta name="ettle-writer" content="{}" data-key="{}" data-sign-out="{}" data-sign-in="{}">'
        '{}<script type="module" src="{}"></script>',
        owner.tag,
        key_address,
        sign_out,
        reverse("account_login"),
        render_messages(),
        static("texts/js/written-forms.js"),
    )
