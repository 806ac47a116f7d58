"""A tree of rich text written as Markdown that parses back to the same tree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ettle.library.markup.rich_text import Bullets, Paragraph, Part, Run

SIGNS = {"strong": "**", "em": "_"}
_ALWAYS = re.compile(r"[\\`*_\[\]<]|&(?=[#A-Za-z])")
_AT_START = re.compile(r"^([-+#=~:|>]|[0-9]{1,9}(?=[.)]))")


def write_markdown(parts: Iterable[Part]) -> str:
    """The canonical Markdown of a tree."""
    pieces: list[str] = []
    before: Part | None = None
    is_alternate = False
    for part in parts:
        if isinstance(part, Bullets):
            # A list after another of its kind needs a different sign, or the two would be parsed as one.
            is_follower = isinstance(before, Bullets) and before.ordered == part.ordered
            is_alternate = is_follower and not is_alternate
            gap = "\n" if isinstance(before, Paragraph) else "\n\n"
            pieces.append((gap if pieces else "") + write_list(part, is_alternate=is_alternate))
        else:
            pieces.append(("\n\n" if pieces else "") + _write_paragraph(part))
        before = part
    return "".join(pieces)


def write_list(part: Bullets, *, is_alternate: bool = False) -> str:
    """A list. is_alternate: with the second sign, * or 1) instead of - or 1."""
    lines = []
    for number, item in enumerate(part.items, 1):
        bullet = "* " if is_alternate else "- "
        sign = f"{number}{')' if is_alternate else '.'} " if part.ordered else bullet
        lines.append(sign + re.sub(r"\n(?!\n)", "\n" + " " * len(sign), write_markdown(item)))
    return "\n".join(lines)


def escape_line(words: str) -> str:
    """One line of plain text, escaped so that no character is read as Markdown."""
    return _AT_START.sub(_escape_start, _ALWAYS.sub(r"\\\g<0>", words))


def _escape_start(match: re.Match[str]) -> str:
    return match[0] + "\\" if match[0].isdecimal() else "\\" + match[0]


def _write_paragraph(part: Paragraph) -> str:
    text = ""
    before = Run("")
    for place, run in enumerate(part.runs):
        after = part.runs[place + 1] if place + 1 < len(part.runs) else Run("")
        text += _transition_signs(before, run) + _write_run(before, run, after)
        before = run
    return text + _transition_signs(before, Run(""))


def _transition_signs(before: Run, run: Run) -> str:
    """The signs between two runs. Links are outside strong, strong is outside emphasis."""
    old, new = _mark_layers(before), _mark_layers(run)
    same = next((place for place, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(old), len(new)) if same is None else same
    closing = "".join(_closing_sign(layer) for layer in reversed(old[same:]))
    return closing + "".join(_opening_sign(layer) for layer in new[same:])


def _mark_layers(run: Run) -> list[str]:
    return ([run.link] if run.link else []) + [sign for mark, sign in SIGNS.items() if mark in run.marks]


def _opening_sign(layer: str) -> str:
    return layer if layer in SIGNS.values() else "["


def _closing_sign(layer: str) -> str:
    if layer in SIGNS.values():
        return layer
    return "](<" + re.sub(r"[\\<>&]", r"\\\g<0>", layer) + ">)"


def _write_run(before: Run, run: Run, after: Run) -> str:
    if run.text == "\n":
        return "\\\n"
    edges = {0} if _is_entity_needed(before, run, opens=False) else set()
    edges |= {-1} if _is_entity_needed(run, after, opens=True) else set()
    edges |= {place for place in (0, -1) if _is_unusual_space(run.text[place])}
    head = _character_entity(run.text[0]) if 0 in edges or (-1 in edges and len(run.text) == 1) else ""
    tail = _character_entity(run.text[-1]) if -1 in edges and len(run.text) > 1 else ""
    middle = run.text[1 if head else 0 : -1 if tail else None]
    escaped = _ALWAYS.sub(r"\\\g<0>", middle)
    if not head and not _transition_signs(before, run) and before.text in {"", "\n"}:
        escaped = _AT_START.sub(_escape_start, escaped)
    if middle.endswith("!") and not tail and after.link and after.link != run.link:
        escaped = escaped[:-1] + "\\!"
    return head + escaped + tail


def _is_entity_needed(first: Run, other: Run, *, opens: bool) -> bool:
    """Whether the character next to a sign must be written as an entity.

    Markdown reads a sign only next to a space or punctuation.
    """
    if not first.text or not other.text or first.link != other.link:
        return False
    outer, inner = (first, other) if opens else (other, first)
    layers = _mark_layers(outer)
    if layers == _mark_layers(inner) or _mark_layers(inner)[: len(layers)] != layers:
        return False
    letter = first.text[-1] if opens else other.text[0]
    return not letter.isspace() and not unicodedata.category(letter).startswith("P")


def _is_unusual_space(letter: str) -> bool:
    """Whether this is a space other than U+0020: at the end of a line it is lost unless written as an entity."""
    return letter.isspace() and letter != " "


def _character_entity(letter: str) -> str:
    return f"&#{ord(letter)};"
