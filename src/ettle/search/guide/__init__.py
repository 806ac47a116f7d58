"""The search guide of a pack: synonyms, common slips, phrases for pages, and signposts to help."""
