"""The contents of Help: the questions, grouped by who asks.

A heading of the statement ‘help’ is a question, with who asks before a colon: ‘Learners: where do I begin?’. An
operator adds questions with a pack of their own, in statements whose key begins with ‘help-’.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ettle.library.markup.anchors import heading_anchor

if TYPE_CHECKING:
    from ettle.library.models import StatementPage

HELP = "help"
MORE_HELP = "help-"
HEADING = "heading"


@dataclass(frozen=True)
class Question:
    """words: without who asks. anchor: of its heading. language: of the words, where it is not that of the page."""

    words: str
    anchor: str
    language: str = ""


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of those who ask, such as learners. language: as for a question."""

    who: str
    language: str = ""
    questions: list[Question] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"for-{heading_anchor(self.who)}"


def group_questions(pages: Iterable[tuple[StatementPage, str]]) -> list[QuestionGroup]:
    """Return the groups in the order in which they first occur. A heading without a colon is in no group.

    pages: each with the language of its text, where that is not the language of the page.
    """
    groups: dict[str, QuestionGroup] = {}
    for page, language in pages:
        for block in page.body:
            who, colon, words = block.value.partition(":") if block.block_type == HEADING else ("", "", "")
            if colon:
                question = Question(
                    words.strip()[:1].upper() + words.strip()[1:], heading_anchor(block.value), language
                )
                groups.setdefault(who, QuestionGroup(who, language)).questions.append(question)
    return list(groups.values())
