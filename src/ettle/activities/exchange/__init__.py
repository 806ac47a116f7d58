"""Activities in the formats of other systems: QTI 3.0. Pure: no database, no clock."""
