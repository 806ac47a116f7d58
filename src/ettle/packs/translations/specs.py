"""The texts of one file of a pack in another language, as a file of the pack has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from django.conf.locale import LANG_INFO

from ettle.kit.input.specs import Rule, Spec, find_problems
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.values.problems import Problem

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
LANGUAGE_WORDS = "Write the code of a language in small letters, such as gd or cy"
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[sd]|(?<=\]\()[^)\s]+")


class TextSpec(Spec):
    """One text. path: in the file. english: what it translates, word for word. text: left out while there is none."""

    path: str
    english: Annotated[str, Rule("Write the English that this translates", pattern=r"\S")]
    text: str = ""


class TranslationSpec(Spec):
    """The texts of a file. kind: "badges", "roles". key: of the badge, the framework and so on; roles have "roles"."""

    kind: str
    key: str
    language: Annotated[str, Rule(LANGUAGE_WORDS, fullmatch=LANGUAGE)]
    texts: tuple[TextSpec, ...]


def check_translation(spec: TranslationSpec) -> list[Problem]:
    """All faults of a translation that can be found without the English file."""
    return find_problems(spec, list(_own_faults(spec)))


def _own_faults(spec: TranslationSpec) -> Iterator[Problem]:
    if spec.language == ENGLISH or spec.language not in LANG_INFO:
        yield Problem("language", f"{LANGUAGE_WORDS}; a site cannot offer ‘{spec.language}’ beside English")
    seen: set[str] = set()
    for place, text in enumerate(spec.texts):
        if text.path in seen:
            yield Problem(f"texts.{place}.path", f"{text.path} is translated above. Keep one.")
        seen.add(text.path)
        missing = sorted(set(PLACEHOLDER.findall(text.english)) - set(PLACEHOLDER.findall(text.text)))
        if text.text and missing:
            words = f"The English has {', '.join(missing)}. Write it in the translation too, as it is."
            yield Problem(f"texts.{place}.text", words)
