"""What people in the tests tell when they apply for a badge."""

from __future__ import annotations

STORY = (
    "On a late shift two people were off sick and the list of visits no longer fitted the evening. I looked at who "
    "needed help with medicine and who could wait, and moved the order: that was management, because it made the "
    "evening run. Then I rang each of my colleagues, said why the order had changed and asked what worried them: that "
    "was leadership, because they could decide well on their own. Both met when I asked a new worker which visit she "
    "would move, and we changed the plan because she knew something that I did not. A senior showed leadership too: "
    "she said that she had got the rota wrong, and nobody laughed. The people we support got their medicine in time, "
    "and one of them said that nobody had rushed. I learned that the list and the reasons belong together, and that "
    "asking takes a minute which the evening gives back. Next week I will ask before I change anything at all. "
)

_HALFWAY = STORY.index("Both met when")
_ANSWERS = {
    2: "We decide a lot between us at night because nobody is there to ask, so I write down the reasons. ",
    3: STORY[:_HALFWAY],
    4: STORY[_HALFWAY:],
}


def answer_for(position: int) -> str:
    """What they write for one criterion: for each something else, because the same text in two answers is refused."""
    return _ANSWERS[position]
