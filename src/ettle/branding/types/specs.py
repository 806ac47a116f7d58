"""What a content pack says about the site as a whole, as plain data."""

from __future__ import annotations

from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, find_problems
from ettle.kit.values.problems import Problem

LONGEST_STRAPLINE, LONGEST_TITLE, LONGEST_SENTENCE = 90, 80, 300


class SiteSpec(Spec):
    """strapline: the line beside the name of the site. front_title: the heading that visitors read on the front page.
    front_sentence: what the site is for, below it. Each may be left out; then a neutral one stands there."""

    translated = frozenset({"strapline", "front_title", "front_sentence"})

    strapline: Annotated[str, Rule(max_length=LONGEST_STRAPLINE)] = ""
    front_title: Annotated[str, Rule(max_length=LONGEST_TITLE)] = ""
    front_sentence: Annotated[str, Rule(max_length=LONGEST_SENTENCE)] = ""


def check_site(spec: SiteSpec) -> list[Problem]:
    return find_problems(spec)
