"""The words that names in the code are made of, as docs/style.md says."""

from __future__ import annotations

# Words that end like a gerund or a participle and are nouns of the field, or part of one.
NOUNS = frozenset(
    {
        "branding",  # the operator's name, logo and colours
        "heading",
        "learning_log",
        "learning_overview",  # learning at a glance
        "findings",  # what the privacy check found
        "logging",
        "mapping",
        "marking",  # what assessors decide, the second time too
        "marking_figures",
        "matching",  # of a query with the index
        "my_reading",  # the page "My reading"
        "ranking",  # the order of search results
        "rating",
        "recordings",
        "rings",  # a chart
        "reading_progress",
        "routing",  # which assessor gets a piece of work
        "scoring",
        "setting",
        "settings",
        "settings_dev",
        "settings_test",
        "landing_pages",
        "signing",
        "spelling",
        "signing_heads",  # of that log
        "signing_keys",
        "signing_log",
        "testing",  # what tests need of the product
        "bitstring",
        "working_days",
    }
)
# Adjectives before the noun that says what the module holds.
ADJECTIVES = frozenset(
    {"baked", "guarded", "linked", "prepared", "published", "repeated", "scheduled", "signed", "stored", "trusted"}
)

# Said in other words: a loop variable is named for what it is, and each act has a standard term (stored, cached, ...).
FORBIDDEN = frozenset({"one", "told", "kept", "held", "said", "anew", "laid"})

# Modules that may be in any room, because they mean the same in each.
IN_EVERY_ROOM = frozenset(
    {
        "actions", "api", "apps", "forms", "limits", "models", "navigation", "pack_kinds", "personal_data", "queries",
        "scheduled_tasks", "search_items", "site_checks", "spec_export", "specs", "types", "urls", "views",
        "wagtail_hooks",
    }
)  # fmt: skip
# Modules of one name in two rooms that mean the same thing there.
IN_SOME_ROOMS = {
    "answers": "what people answered",
    "attachments": "files that belong to what someone wrote",
    "drafts": "what an author has begun",
    "easy_read": "the Easy Read form of the 360",
    "erasure": "erasing a person",
    "fields": "fields of forms",
    "norms": "how people of this site answer",
    "scoring": "from answers to points",
    "summaries": "what a person hands to someone else",
}
