"""What cannot be taken over from another format, or written in it."""

from __future__ import annotations

from collections.abc import Sequence

from ettle.kit.refusal import Refused


class ExchangeRefused(Refused):
    """Raised when something would lose its meaning. problems: a sentence for each, which names what it is about."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems: Sequence[str] = problems
