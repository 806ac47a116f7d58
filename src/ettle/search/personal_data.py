"""The search index contains no personal data, only what is published."""

from __future__ import annotations

from ettle.kit.personal_data import Declaration

DECLARATIONS = [
    Declaration(
        model="search.SearchEntry",
        not_personal=(
            "id",
            "kind",
            "key",
            "language",
            "page",
            "revision",
            "address",
            "title",
            "names",
            "about",
            "text",
            "priority",
        ),
    ),
    Declaration(model="search.SearchWord", not_personal=("id", "word", "language")),
    Declaration(model="search.SearchGuide", not_personal=("id", "spec", "version", "updated_at")),
]
