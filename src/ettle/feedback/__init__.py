"""The 360: observers, answer sheets, and a report that does not tell who said what."""
