"""Who may open the authors' addresses. Only some of them publish (people.queries.may_publish)."""

from __future__ import annotations

from ettle.kit.access import AUTHORS

AUTHORING_WHO: dict[str, frozenset[str]] = {
    "journey:instruments": AUTHORS,
    "journey:change-instrument": AUTHORS,
    "journey:instrument-version": AUTHORS,
    "journey:let-go-of-draft": AUTHORS,
}
