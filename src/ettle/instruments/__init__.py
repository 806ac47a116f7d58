"""What the self-assessment and the 360 ask: versions, statements, scales and scoring."""
