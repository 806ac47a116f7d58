"""A page title names the thing and its kind, so that four tabs can be told apart."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "ettle"
TITLE = re.compile(r"\{% block title %\}(.*?)\{% endblock %\}", re.DOTALL)
NAMES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
PHRASE = re.compile(r'\{% translate "([^"]*)" %\}')
# Templates of one address, which shows one or the other.
ONE_ADDRESS = (
    {"evidence/activity.html", "evidence/answer.html", "evidence/confirm.html", "evidence/practice.html"},
    {"evidence/application.html", "evidence/sent.html"},
    {"people/join.html", "people/join_request.html", "people/join_sign_in.html"},
)


def page_titles() -> dict[str, str]:
    """Template -> the source of its title; the shells of a page have none."""
    found = {}
    for path in sorted(TEMPLATES.rglob("templates/**/*.html")):
        title = TITLE.search(path.read_text())
        if "tests" not in path.relative_to(TEMPLATES).parts and title and title[1].strip():
            found[str(path).partition("/templates/")[2]] = " ".join(PHRASE.sub(r"\1", title[1]).split())
    return found


def test_every_title_has_words_of_its_own_besides_names() -> None:
    bare = [name for name, title in page_titles().items() if not re.search(r"[^\W\d_]", NAMES.sub("", title))]

    assert bare == [], "add the kind of thing, as in ‘Empowering – your badge’"


def test_no_two_pages_have_one_title() -> None:
    templates = defaultdict(set)
    for name, title in page_titles().items():
        templates[title].add(name)

    alike = [names for names in templates.values() if len(names) > 1 and names not in ONE_ADDRESS]

    assert alike == []
