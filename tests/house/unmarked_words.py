"""Find words that people read and that no translator would be given: in templates, and in the Python of a room."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, TokenType

from tests.house.rooms import SOURCE

LETTERS = re.compile(r"[A-Za-z]{2,}")
ATTRIBUTE = re.compile(
    r"""\s(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt|label)="([^"]*)\""""
)
TAG = re.compile(r"<!--.*?-->|<(script|style|code|pre|kbd)\b.*?</\1>|<[!/]?[a-zA-Z](?:[^<>\"]|\"[^\"]*\")*>", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
# Names and things that are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"\b(?:Ettle|JSON|PDF|SVG|PNG|CSV|CASE|SCQF|CPL|SSSC|QR|www|https?|mailto)\b|[\w.]+@[\w.]+|\S*/\S*"
)
MARKED = {"blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "comment": "endcomment"}
# Blocks of a template that hold the names of classes, not words.
CLASS_BLOCKS = re.compile(r"block (?:shell|styles|scripts|head|width)\b")
# Words that a tag or a filter is given.
GIVEN = re.compile(
    r"""\b(?:here|heading|title|words|until_then|label|legend|summary|hint|caption|note|says|done)="([A-Z‘“][^"]*)\""""
    r"""|\|default:"([A-Z][^"]*)\""""
)
VALUE = "\ue000"  # where a value or a tag of Django is

# A call -> its arguments that are shown.
CALLS = {
    "Refused": (0,), "LimitReached": (0,), "ValidationError": (0,), "success": (1,), "NavigationLink": (1, 3),
    "LandingPage": (1,),
}  # fmt: skip
ARGUMENTS = {"label", "help_text", "done", "empty_label", "hint"}
MAPPINGS = {"error_messages", "default_error_messages"}
NOT_SHOWN = {"tests", "migrations", "management", "testing"}


def find_in_templates(room: str) -> Iterator[str]:
    """Yield ‘template: words’ for each unmarked piece of text or attribute."""
    for path in sorted((SOURCE / room).rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"} and "tests" not in path.relative_to(SOURCE).parts:
            for words in find_in_template(path.read_text()):
                yield f"{path.relative_to(SOURCE)}: {words}"


def find_in_template(source: str) -> Iterator[str]:
    text = _without_marked(source)
    for given in GIVEN.finditer(" ".join(re.findall(r"\{%\s*(?:include|with) .*?%\}|\{\{.*?\}\}", source))):
        yield from _words_of(given[1] or given[2])
    for value in ATTRIBUTE.findall(text):
        yield from _words_of(value)
    for piece in re.split(VALUE, TAG.sub(VALUE, text)):
        yield from _words_of(piece)


def _without_marked(source: str) -> str:
    """The text of a template with a sign in the place of each value, tag and marked text."""
    kept, end, depth = [], "", 0
    for token in Lexer(source).tokenize():
        contents = token.contents if token.token_type == TokenType.BLOCK else ""
        name = contents.partition(" ")[0]
        if end:
            end = "" if name == end else end
        elif depth:
            depth += {"block": 1, "endblock": -1}.get(name, 0)
        elif name in MARKED:
            end = MARKED[name]
        elif CLASS_BLOCKS.match(contents):
            depth = 1
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type != TokenType.COMMENT:
            kept.append(VALUE)
    return "".join(kept)


def _words_of(piece: str) -> Iterator[str]:
    words = " ".join(SAME_EVERYWHERE.sub("", ENTITY.sub("", piece)).split())
    if LETTERS.search(words):
        yield words


def find_in_python(room: str) -> Iterator[str]:
    """Yield ‘module:line: words’ for words that a call or a form shows, as they are."""
    for path in sorted((SOURCE / room).rglob("*.py")):
        if not NOT_SHOWN & set(path.relative_to(SOURCE).parts):
            for line, words in find_in_module(path):
                yield f"{path.relative_to(SOURCE)}:{line}: {words}"


def find_in_module(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        for shown in _shown_by(node):
            if words := _plain_words(shown):
                yield shown.lineno, words


def _shown_by(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        yield from (node.args[place] for place in CALLS.get(name, ()) if len(node.args) > place)
    elif isinstance(node, ast.keyword):
        yield from _shown_as(node.arg or "", node.value)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _shown_as(getattr(target, "id", ""), node.value)


def _shown_as(name: str, value: ast.expr) -> Iterator[ast.expr]:
    if name in ARGUMENTS:
        yield value
    elif name in MAPPINGS and isinstance(value, ast.Dict):
        yield from value.values


def _plain_words(node: ast.expr) -> str:
    """The words of a string that no function of gettext is called with; "" for everything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values)
    else:
        return ""
    return next(_words_of(text), "")
