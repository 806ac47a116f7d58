"""A tree of prose told as Markdown that reads back as the same tree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ettle.library.prose import Bullets, Paragraph, Part, Run

SIGNS = {"strong": "**", "em": "_"}
_ALWAYS = re.compile(r"[\\`*_\[\]<]|&(?=[#A-Za-z])")
_AT_START = re.compile(r"^([-+#=~:|>]|[0-9]{1,9}(?=[.)]))")


def markdown(found: Iterable[Part]) -> str:
    """The one Markdown of a tree."""
    said: list[str] = []
    before: Part | None = None
    turn = False
    for part in found:
        if isinstance(part, Bullets):
            # A list after a list of its kind needs another sign, or the two would be one.
            turn = isinstance(before, Bullets) and before.ordered == part.ordered and not turn
            gap = "\n" if isinstance(before, Paragraph) else "\n\n"
            said.append((gap if said else "") + bullets(part, turn=turn))
        else:
            said.append(("\n\n" if said else "") + _paragraph(part))
        before = part
    return "".join(said)


def bullets(part: Bullets, *, turn: bool = False) -> str:
    """A list. turn: with the other sign."""
    lines = []
    for number, item in enumerate(part.items, 1):
        sign = f"{number}{')' if turn else '.'} " if part.ordered else ("* " if turn else "- ")
        lines.append(sign + re.sub(r"\n(?!\n)", "\n" + " " * len(sign), markdown(item)))
    return "\n".join(lines)


def line(words: str) -> str:
    """Plain words on one line, so that nothing in them is taken for a mark."""
    return _AT_START.sub(_escaped_start, _ALWAYS.sub(r"\\\g<0>", words))


def _escaped_start(found: re.Match[str]) -> str:
    return found[0] + "\\" if found[0].isdecimal() else "\\" + found[0]


def _paragraph(part: Paragraph) -> str:
    said = ""
    before = Run("")
    for place, run in enumerate(part.runs):
        after = part.runs[place + 1] if place + 1 < len(part.runs) else Run("")
        said += _change(before, run) + _text(before, run, after)
        before = run
    return said + _change(before, Run(""))


def _change(before: Run, run: Run) -> str:
    """The signs between two runs: links go round strong words, strong words round emphasis."""
    old, new = _layers(before), _layers(run)
    same = next((place for place, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(old), len(new)) if same is None else same
    closing = "".join(_close(layer) for layer in reversed(old[same:]))
    return closing + "".join(_open(layer) for layer in new[same:])


def _layers(run: Run) -> list[str]:
    return ([run.link] if run.link else []) + [sign for mark, sign in SIGNS.items() if mark in run.marks]


def _open(layer: str) -> str:
    return layer if layer in SIGNS.values() else "["


def _close(layer: str) -> str:
    if layer in SIGNS.values():
        return layer
    return "](<" + re.sub(r"[\\<>&]", r"\\\g<0>", layer) + ">)"


def _text(before: Run, run: Run, after: Run) -> str:
    if run.text == "\n":
        return "\\\n"
    edges = {0} if _beside(before, run, opens=False) else set()
    edges |= {-1} if _beside(run, after, opens=True) else set()
    edges |= {place for place in (0, -1) if _is_odd_space(run.text[place])}
    head = _entity(run.text[0]) if 0 in edges or (-1 in edges and len(run.text) == 1) else ""
    tail = _entity(run.text[-1]) if -1 in edges and len(run.text) > 1 else ""
    middle = run.text[1 if head else 0 : -1 if tail else None]
    said = _ALWAYS.sub(r"\\\g<0>", middle)
    if not head and not _change(before, run) and before.text in {"", "\n"}:
        said = _AT_START.sub(_escaped_start, said)
    if middle.endswith("!") and not tail and after.link and after.link != run.link:
        said = said[:-1] + "\\!"
    return head + said + tail


def _beside(one: Run, other: Run, *, opens: bool) -> bool:
    """Must the character beside a sign be written out? Signs only count next to a space or a punctuation mark."""
    if not one.text or not other.text or one.link != other.link:
        return False
    outer, inner = (one, other) if opens else (other, one)
    layers = _layers(outer)
    if layers == _layers(inner) or _layers(inner)[: len(layers)] != layers:
        return False
    beside = one.text[-1] if opens else other.text[0]
    return not beside.isspace() and not unicodedata.category(beside).startswith("P")


def _is_odd_space(letter: str) -> bool:
    """Spaces that are not the ordinary one are lost at the ends of lines unless they are written out."""
    return letter.isspace() and letter != " "


def _entity(letter: str) -> str:
    return f"&#{ord(letter)};"
