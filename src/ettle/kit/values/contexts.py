"""Values that hold for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Value = TypeVar("Value")


@contextmanager
def set_inside(variable: ContextVar[Value], value: Value) -> Iterator[None]:
    """Inside, the variable has this value; afterwards the one that it had before."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
