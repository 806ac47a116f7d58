"""Continuous professional learning: what a person counts, their record, and an employer's check."""
