"""How large a story that people write may be, in an outline and in the workshop."""

from __future__ import annotations

MOST_PLACES = 60  # places and endings together
MOST_OPTIONS = 12  # of a place
MOST_VARIABLES = 12
MOST_MODEL_NODES = 60
MOST_VARIANTS = 12
