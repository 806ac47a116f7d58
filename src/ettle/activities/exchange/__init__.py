"""Activities in the formats of other systems: QTI 3.0, statements of xAPI, H5P. Pure: no database, no clock."""
