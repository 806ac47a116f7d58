"""H5P Branching Scenario: its texts and its structure as the draft of a story."""
