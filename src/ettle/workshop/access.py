"""Who may open the workshop's addresses. Only some authors publish (people.queries.may_publish)."""

from __future__ import annotations

from ettle.kit.access import ADMINISTRATOR, AUTHORS

NOBODY: frozenset[str] = frozenset()  # these answer to a post only

WHO: dict[str, frozenset[str]] = {
    "drafts": AUTHORS,
    "draft": AUTHORS,
    "discard-draft": AUTHORS,
    "draft-preview": AUTHORS,
    "draft-shown": AUTHORS,
    "frame-compare": AUTHORS,
    "frame-history": AUTHORS,
    "frame-go-back": NOBODY,
    "manage-authors": ADMINISTRATOR,
    "end-author": ADMINISTRATOR,
    "instruments": AUTHORS,
    "change-instrument": AUTHORS,
    "instrument-version": AUTHORS,
    "let-go-of-draft": AUTHORS,
}
