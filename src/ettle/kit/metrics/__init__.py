"""Figures for an operator's monitoring, in the OpenMetrics format. They name no person and no organisation."""
