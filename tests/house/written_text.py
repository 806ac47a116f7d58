"""The words in a file that people read, at the same place as in the file: all else is blank."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# What a reader never sees in a template, except the words that a template tag quotes.
_HIDDEN = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)
_TEMPLATE_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_HTML_TAG = re.compile(r"<[^<>]*>", re.DOTALL)
_READ_ATTRIBUTE = re.compile(r'\b(?:title|alt|aria-label|placeholder|content|label)="([^"]*)"')
_QUOTED = re.compile(r'(?<=translate )"([^"]*)"|(?<=_\()"([^"]*)"|"([^"]*\s[^"]*)"')
_BLOCK_TAG = re.compile(
    r"</?(?:article|blockquote|button|dd|details|div|dl|dt|fieldset|figcaption|form|h\d|label|legend|li|nav|ol|option|p"
    r"|section|summary|table|tbody|td|th|thead|title|tr|ul)\b|<br\b|\{% (?:block|endblock|plural|else|elif|endif)\b"
)
_FENCED = re.compile(r"^( *)(```|~~~).*?^\1\2", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]+`")
_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+")
_SCRIPT_STRING = re.compile(r"""(["'`])((?:(?!\1)[^\\\n])* (?:(?!\1)[^\\\n])*)\1""")
_LIST = re.compile(r"\[[^\[\]]*\]")
_SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _keep_groups(pattern: re.Pattern[str], text: str) -> str:
    """The text with all but the last group of each match blank."""
    kept = list(_blank(text))
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        kept[match.start(group) : match.end(group)] = match[group]
    return "".join(kept)


def template_words(source: str) -> str:
    """The words of a template: its text, the attributes that are read, and what its tags quote."""
    shown = _HIDDEN.sub(lambda found: _blank(found[0]), source)
    shown = _TEMPLATE_TAG.sub(lambda found: _keep_groups(_QUOTED, found[0]), shown)
    shown = _VARIABLE.sub(lambda found: "X" + _blank(found[0])[1:], shown)
    return _HTML_TAG.sub(lambda found: _keep_groups(_READ_ATTRIBUTE, found[0]), shown)


def template_sentences(source: str) -> Iterator[str]:
    """Each sentence of a template; the end of a paragraph, a cell or a button ends one."""
    shown = _HIDDEN.sub("", source)
    shown = _BLOCK_TAG.sub(lambda found: "\n\n" + found[0], shown)
    text = _HTML_TAG.sub(
        "", _VARIABLE.sub("X", _TEMPLATE_TAG.sub(lambda found: _keep_groups(_QUOTED, found[0]), shown))
    )
    for paragraph in re.split(r"\n\s*\n", text):
        for sentence in re.split(r"(?<=[.!?:])[”’)]*\s+", paragraph):
            if sentence.strip():
                yield " ".join(sentence.split())


def markdown_words(source: str) -> str:
    for pattern in (_FENCED, _CODE, _ADDRESS):
        source = pattern.sub(lambda found: _blank(found[0]), source)
    return source


def script_words(source: str) -> str:
    return _keep_groups(_SCRIPT_STRING, _SCRIPT_COMMENT.sub(lambda found: _blank(found[0]), source))


def python_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each string that is not a docstring and not a lower-case key, with its line; what is filled in is an X."""
    hidden = set(map(id, _docstrings(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            hidden.update(map(id, node.values))
            parts = [part.value if isinstance(part, ast.Constant) else "X" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in hidden
            and (" " in node.value or not node.value.islower())
        ):
            yield node.lineno, node.value


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def guide_words(source: str) -> str:
    """The search guide without its lists, which are what people type."""
    return _LIST.sub(lambda found: _blank(found[0]), source)


def file_words(path: Path) -> Iterator[tuple[int, str]]:
    """What people read in a file, in pieces, each with the line it begins on."""
    source = path.read_text()
    if path.suffix == ".py":
        yield from python_strings(ast.parse(source))
    elif path.suffix in {".html", ".txt"}:
        yield 1, template_words(source)
    elif path.suffix == ".js":
        yield 1, script_words(source)
    elif path.suffix == ".md":
        yield 1, markdown_words(source)
    elif path.parent.name == "search" and path.suffix == ".yaml":
        yield 1, guide_words(source)
    else:
        yield 1, source
