"""A spec written as a file of a pack: YAML, or Markdown with front matter. The same spec gives the same bytes.

Values at their default are left out. Reading the file (`kit.input`) gives the same spec back.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ettle.kit.input.specs import Spec

# What YAML takes for an end of line, or does not allow, unless it is escaped between quotes.
ESCAPED_CHARACTERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
LINE_WIDTH = 110
MAX_INLINE_LIST = 90


class _Dumper(yaml.SafeDumper):
    """Indented lists, no anchors, texts of several lines as block scalars."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _represent_text(dumper: Any, text: str) -> yaml.Node:
    node: yaml.Node = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_scalar_style(text))
    return node


def _scalar_style(text: str) -> str | None:
    if ESCAPED_CHARACTERS.search(text):
        return '"'
    lines = text.split("\n")
    is_plain = not text[:1].isspace() and not any(line[-1:].isspace() for line in lines)
    return "|" if len(lines) > 1 and is_plain else None


def _represent_list(dumper: Any, values: tuple[Any, ...]) -> yaml.Node:
    is_short = all(isinstance(value, (str, int)) for value in values) and len(str(list(values))) <= MAX_INLINE_LIST
    node: yaml.Node = dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_short)
    return node


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(tuple, _represent_list)


def spec_to_yaml(spec: Spec, *, but: tuple[str, ...] = ()) -> str:
    """Return a spec as YAML. but: names that are written elsewhere."""
    values = spec.model_dump(exclude_defaults=True, exclude=set(but))
    text: str = yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LINE_WIDTH)
    return text


def spec_to_markdown(spec: Any) -> str:
    """Return a spec with a `body` as Markdown, the other names as front matter."""
    return f"---\n{spec_to_yaml(spec, but=('body',))}---\n\n{spec.body}"


def spec_to_toml(spec: Spec) -> str:
    """Return a spec of plain texts as TOML."""
    return "".join(f"{name} = {_quote_text(value)}\n" for name, value in spec.model_dump(exclude_defaults=True).items())


def _quote_text(text: str) -> str:
    escaped = re.sub(r"[\\\"\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", text)
    return f'"{escaped}"'


WRITERS = {".yaml": spec_to_yaml, ".md": spec_to_markdown, ".toml": spec_to_toml}
