"""Specs of content: pydantic models that define types, defaults and rules once, for every use.

A spec holds values of the right types, always. Its rules (lengths, patterns, choices) are in the model as well,
but are checked only by `find_problems`: an author's draft may be unfinished, and content published under an older
rule must stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ettle.kit.values.problems import Problem

CHECK_RULES = {"rules": True}
RULE_WORDS = {"string_too_long": "Make this {max_length} characters or fewer; it has {length}."}
INTEGER_PATTERN = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL_PATTERN = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{0,18})?([eE][-+]?[0-9]{1,2})?")
TRUE_WORDS, FALSE_WORDS = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}


class Spec(BaseModel):
    """The base of every spec: frozen, strict about types, no undeclared names.

    translated: the fields whose texts a pack may have in other languages (kit.input.spec_texts).
    """

    translated: ClassVar[frozenset[str]] = frozenset()
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with other values. Raises ValidationError for a value of the wrong type or an unknown name."""
        return type(self)(**dict(self) | changes)

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the spec from stored JSON of `model_dump`. Unknown names are ignored."""
        return cls.model_validate(stored, strict=False, extra="ignore")

    @classmethod
    def row_values(cls, row: object, elsewhere: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row's values by the names of the fields, so that a new field is included.

        elsewhere: values that are stored somewhere else, by name.
        """
        return {name: getattr(row, name) for name in cls.model_fields if name not in elsewhere} | dict(elsewhere)

    @classmethod
    def from_row(cls, row: object, elsewhere: Mapping[str, Any]) -> Self:
        """Return the spec that a row was stored from."""
        return cls.from_stored(cls.row_values(row, elsewhere))


class Rule:
    """A rule of one field, inside Annotated: pydantic's constraints, or the values to choose from.

    words: what its author must do, with {value}, {length} and the constraint's own name as placeholders. In JSON Schema
    a rule is like any other constraint.
    """

    def __init__(
        self,
        words: str = "",
        *,
        choices: Sequence[str] = (),
        fullmatch: re.Pattern[str] | None = None,
        **constraints: Any,
    ) -> None:
        self.words, self.choices, self.constraints = words, tuple(choices), constraints
        self._kind: Any = None
        if fullmatch is not None:
            constraints["pattern"] = f"^(?:{fullmatch.pattern})$"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        self._kind = (
            tuple[Any, ...] if get_origin(source) is tuple else source
        )  # its parts are checked by rules of their own

        def check(value: Any, info: ValidationInfo) -> Any:
            if info.context is CHECK_RULES:
                self._check_value(value)
            return value

        return core_schema.with_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        rule = {name: fact for name, fact in self._value_adapter.json_schema().items() if name not in {"type", "items"}}
        return handler(schema) | rule

    @cached_property
    def _value_adapter(self) -> TypeAdapter[Any]:
        """Return the validator of a value. Built on first use: most processes check nothing."""
        checked: Any = Literal[self.choices] if self.choices else Annotated[self._kind, Field(**self.constraints)]
        return TypeAdapter(checked)

    def _check_value(self, value: Any) -> None:
        try:
            self._value_adapter.validate_python(value)
        except ValidationError as error:
            fault = error.errors()[0]
            known = {"value": value, "length": len(value) if hasattr(value, "__len__") else value}
            words = (self.words or RULE_WORDS[fault["type"]]).format(**fault.get("ctx", {}) | known)
            raise PydanticCustomError("rule", "{words}", {"words": words}) from error


def find_problems(spec: Spec, more: Iterable[Problem] = ()) -> list[Problem]:
    """Return the rules that a spec breaks, and its further problems, in the order of its fields."""
    problems: list[Problem] = []
    try:
        type(spec).model_validate(spec.model_dump(), context=CHECK_RULES)
    except ValidationError as error:
        problems = [Problem(".".join(map(str, fault["loc"])), fault["msg"]) for fault in error.errors()]
    return sorted([*problems, *more], key=lambda problem: _path_order(spec, problem.path))


def _path_order(spec: Spec, path: str) -> list[int]:
    """Return the sort key of a path: a problem of the whole comes before a problem inside it."""
    order: list[int] = []
    value: Any = spec
    for part in path.split(".") if path else ():
        if isinstance(value, Spec):
            order.append(list(type(value).model_fields).index(part))
            value = getattr(value, part)
        elif isinstance(value, tuple):
            order.append(int(part))
            value = value[int(part)]
    return order


class PlainText(str):
    """Text from a file without quotes, which may mean a number, yes or no, or a date."""

    __slots__ = ()


def _parse_integer(text: str) -> int:
    if not INTEGER_PATTERN.fullmatch(text):
        raise ValueError
    return int(text)


def _parse_decimal(text: str) -> float:
    if not DECIMAL_PATTERN.fullmatch(text):
        raise ValueError
    return float(text)


def _parse_boolean(text: str) -> bool:
    if text not in TRUE_WORDS | FALSE_WORDS:
        raise ValueError
    return text in TRUE_WORDS


def _parse_if(kind: type[str], parse: Callable[[str], Any]) -> BeforeValidator:
    """Parse plain text; leave what cannot be parsed for pydantic to refuse."""

    def parse_value(value: Any) -> Any:
        if not isinstance(value, kind):
            return value
        try:
            return parse(value)
        except ValueError:
            return value

    return BeforeValidator(parse_value)


# The types of fields that a file writes as plain text. Text itself is `str`: `1.10` and `no` stay what was typed.
YamlInt = Annotated[int, _parse_if(PlainText, _parse_integer)]
YamlFloat = Annotated[float, _parse_if(PlainText, _parse_decimal)]
YamlBool = Annotated[bool, _parse_if(PlainText, _parse_boolean)]
YamlDate = Annotated[date, _parse_if(str, date.fromisoformat)]
