"""A tree of prose told as Markdown that reads back as the same tree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ettle.library.markup.rich_text import Bullets, Paragraph, Part, Run

SIGNS = {"strong": "**", "em": "_"}
_ALWAYS = re.compile(r"[\\`*_\[\]<]|&(?=[#A-Za-z])")
_AT_START = re.compile(r"^([-+#=~:|>]|[0-9]{1,9}(?=[.)]))")


def write_markdown(found: Iterable[Part]) -> str:
    """The one Markdown of a tree."""
    said: list[str] = []
    before: Part | None = None
    turn = False
    for part in found:
        if isinstance(part, Bullets):
            # A list after a list of its kind needs another sign, or the two would be one.
            turn = isinstance(before, Bullets) and before.ordered == part.ordered and not turn
            gap = "\n" if isinstance(before, Paragraph) else "\n\n"
            said.append((gap if said else "") + write_list(part, turn=turn))
        else:
            said.append(("\n\n" if said else "") + _write_paragraph(part))
        before = part
    return "".join(said)


def write_list(part: Bullets, *, turn: bool = False) -> str:
    """A list. turn: with the other sign."""
    lines = []
    for number, item in enumerate(part.items, 1):
        sign = f"{number}{')' if turn else '.'} " if part.ordered else ("* " if turn else "- ")
        lines.append(sign + re.sub(r"\n(?!\n)", "\n" + " " * len(sign), write_markdown(item)))
    return "\n".join(lines)


def escape_line(words: str) -> str:
    """Plain words on one line, so that nothing in them is taken for a mark."""
    return _AT_START.sub(_escape_start, _ALWAYS.sub(r"\\\g<0>", words))


def _escape_start(found: re.Match[str]) -> str:
    return found[0] + "\\" if found[0].isdecimal() else "\\" + found[0]


def _write_paragraph(part: Paragraph) -> str:
    said = ""
    before = Run("")
    for place, run in enumerate(part.runs):
        after = part.runs[place + 1] if place + 1 < len(part.runs) else Run("")
        said += _transition_signs(before, run) + _write_run(before, run, after)
        before = run
    return said + _transition_signs(before, Run(""))


def _transition_signs(before: Run, run: Run) -> str:
    """The signs between two runs: links go round strong words, strong words round emphasis."""
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
    said = _ALWAYS.sub(r"\\\g<0>", middle)
    if not head and not _transition_signs(before, run) and before.text in {"", "\n"}:
        said = _AT_START.sub(_escape_start, said)
    if middle.endswith("!") and not tail and after.link and after.link != run.link:
        said = said[:-1] + "\\!"
    return head + said + tail


def _is_entity_needed(one: Run, other: Run, *, opens: bool) -> bool:
    """Must the character beside a sign be written out? Signs only count next to a space or a punctuation mark."""
    if not one.text or not other.text or one.link != other.link:
        return False
    outer, inner = (one, other) if opens else (other, one)
    layers = _mark_layers(outer)
    if layers == _mark_layers(inner) or _mark_layers(inner)[: len(layers)] != layers:
        return False
    beside = one.text[-1] if opens else other.text[0]
    return not beside.isspace() and not unicodedata.category(beside).startswith("P")


def _is_unusual_space(letter: str) -> bool:
    """Spaces that are not the ordinary one are lost at the ends of lines unless they are written out."""
    return letter.isspace() and letter != " "


def _character_entity(letter: str) -> str:
    return f"&#{ord(letter)};"
