"""An area in another language, as a pack describes it: only what is translated, and the rest stays in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from django.conf.locale import LANG_INFO

from ettle.kit.input.specs import Rule, Spec, find_problems
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.values.problems import Problem
from ettle.library.markup import block_markdown
from ettle.library.types.specs import (
    MAX_ACT_LENGTH,
    MAX_DESCRIPTION_LENGTH,
    MAX_OUTCOME_LENGTH,
    MAX_QUESTION_LENGTH,
    CheckSpec,
    PageKey,
    Text,
    find_short_faults,
)

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
LANGUAGE_WORDS = "Write the code of a language in small letters, such as gd or cy"


class AreaTranslationSpec(Spec):
    """An area in another language. key: of the area. language: a code such as gd. Every other field may be left out.

    role_paragraphs and setting_examples: those that are translated; the others stay in English. body: the whole text.
    """

    key: PageKey
    language: Annotated[str, Rule(LANGUAGE_WORDS, fullmatch=LANGUAGE)]
    body: str = ""
    title: str = ""
    summary: str = ""
    outcome: Annotated[str, Rule(max_length=MAX_OUTCOME_LENGTH)] = ""
    drawing_alt: Annotated[str, Rule(max_length=MAX_DESCRIPTION_LENGTH)] = ""
    in_short: tuple[Text, ...] = ()
    act: Annotated[str, Rule(max_length=MAX_ACT_LENGTH)] = ""
    question: Annotated[str, Rule(max_length=MAX_QUESTION_LENGTH)] = ""
    try_this: str = ""
    reflection: str = ""
    checks: tuple[CheckSpec, ...] = ()
    role_paragraphs: dict[str, str] = {}
    setting_examples: dict[str, str] = {}


def check_translation(spec: AreaTranslationSpec) -> list[Problem]:
    """All faults of a translation that can be found without the database."""
    return find_problems(spec, list(_faults(spec)))


def _faults(spec: AreaTranslationSpec) -> Iterator[Problem]:
    if spec.language == ENGLISH or spec.language not in LANG_INFO:
        yield Problem("language", f"{LANGUAGE_WORDS}; a site cannot offer ‘{spec.language}’ beside English")
    yield from (Problem("in_short", words) for words in find_short_faults(spec.in_short))
    try:
        block_markdown.find_files(spec.body)
    except block_markdown.BlockError as wrong:
        yield Problem("body", str(wrong))
