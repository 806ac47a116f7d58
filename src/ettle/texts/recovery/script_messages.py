"""What the scripts of this room say, for pages in other languages. A test keeps the list complete."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from ettle.kit.operations.environment import ENGLISH

# A place for a value is {name}, filled by messages.js.
SCRIPT_MESSAGES = (
    gettext_noop("Delete them and sign out"),
    gettext_noop("Discard them"),
    gettext_noop("Not saved yet"),
    gettext_noop("Not saved yet. Kept on this device"),
    gettext_noop("Not saved yet: press the button to see why"),
    gettext_noop("Not saved: someone else is signed in now. {here}. Sign in again to save it"),
    gettext_noop("Not saved: the site could not be sure that this came from you. {here}. Load the page again"),
    gettext_noop("Not saved: the site did not answer. {here}. We try again"),
    gettext_noop("Not saved: there is no connection. {here}. We try again when there is one"),
    gettext_noop("Not saved: this is more than the site takes at once. {here}. Make it shorter"),
    gettext_noop("Not saved: too many attempts. {here}. Wait a while, then press the button again"),
    gettext_noop("Not saved: too many attempts. {here}. You can press the button again at {time}"),
    gettext_noop(
        "Not saved: what this belongs to is not there any more. Copy what you entered if you want to use it elsewhere"
    ),
    gettext_noop("Not saved: you are signed out. {here}"),
    gettext_noop("Not sent yet"),
    gettext_noop("Not sent yet. Kept on this device"),
    gettext_noop("Open the page to put them back."),
    gettext_noop("Put them back"),
    gettext_noop("Saved"),
    gettext_noop("Saved {time}"),
    gettext_noop("Saving…"),
    gettext_noop("Show them"),
    gettext_noop("Open a new tab, sign in there, then come back here"),
    gettext_noop("Sign out and keep them"),
    gettext_noop("Two versions of this text: use the Save button to choose"),
    gettext_noop("On this device, and not saved yet"),
    gettext_noop(
        "You can open a page and save them first. If you sign out and keep them, nobody can read "
        "or hear them here until you sign in again on this device."
    ),
    gettext_noop("You have words here that were not saved"),
    gettext_noop("You wrote them on this device on {time}."),
    gettext_noop("What you entered is kept on this device"),
    gettext_noop("What you entered is only on this page, so keep it open"),
    gettext_noop("Or choose a recording:"),
    gettext_noop("Record"),
    gettext_noop("Your recording"),
    gettext_noop("A recording"),
    gettext_noop("Save it as a file"),
    gettext_noop("Delete this recording"),
    gettext_noop("This browser cannot record here. Choose a recording instead."),
    gettext_noop(
        "This site may not use the microphone. Allow it in the settings of your browser, or choose a recording instead."
    ),
    gettext_noop("We found no microphone. Connect one and try again, or choose a recording instead."),
    gettext_noop(
        "The microphone does not answer. Another app may be using it. Try again, or choose a recording instead."
    ),
    gettext_noop("Stop"),
    gettext_noop("Recording. Press Stop when you have finished."),
    gettext_noop("{time} left"),
    gettext_noop("Record again"),
    gettext_noop("Nothing was recorded. Try again."),
    gettext_noop("Recorded. Listen to it, then press the button to save it."),
    gettext_noop("This recording is larger than 5 MB. Choose a shorter one."),
    gettext_noop("The recording is deleted."),
    gettext_noop("Use it"),
    gettext_noop("Delete it"),
    gettext_noop("You made a recording here that was not saved. It is still on this device."),
    gettext_noop("Your recording is kept on this device"),
    gettext_noop("Your recording is only on this page. Keep it open, or save it as a file"),
    gettext_noop("{words} of about {number}"),
)


# For which numbers the catalogue is asked. Plural rules of languages look at the last two digits at most.
COUNTS = range(200)


def count_messages(number: int) -> dict[str, str]:
    """The English for other numbers than 1 -> the form for this number, in the active language."""
    return {
        "{number} characters left": ngettext("1 character left", "{number} characters left", number),
        "{number} characters too many": ngettext("1 character too many", "{number} characters too many", number),
        "{number} words": ngettext("1 word", "{number} words", number),
        "{words}, {number} over": ngettext("{words}, 1 over", "{words}, {number} over", number),
    }


def render_messages() -> SafeString:
    """Return the translations of this page's language as data in the page; nothing on an English page."""
    language = get_language() or ENGLISH
    return SafeString() if language == ENGLISH else _render_messages(language)


@lru_cache(maxsize=16)
def _render_messages(_language: str) -> SafeString:
    translated = {message: gettext(message) for message in SCRIPT_MESSAGES}
    words = {message: words for message, words in translated.items() if words != message}
    return json_script({"words": words, **_collect_forms()}, "script-messages")


def _collect_forms() -> dict[str, object]:
    """The plural forms of each counted message, and `rule`: the form that each number takes, a digit each.

    The catalogue knows its rule as a function alone, so each number is asked for. Numbers that have the same words in
    all messages are one form.
    """
    asked = [count_messages(number) for number in COUNTS]
    forms = list({tuple(messages.values()): messages for messages in asked}.values())
    rule = "".join(str(forms.index(messages)) for messages in asked)
    return {"rule": rule, "counted": {name: [form[name] for form in forms] for name in asked[0]}}
