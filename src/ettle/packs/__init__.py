"""Content packs: reading, checking, loading and exporting them."""
