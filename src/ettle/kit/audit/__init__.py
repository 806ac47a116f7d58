"""The audit log: one line for every action that changes something, sealed in a chain that shows later changes."""

from __future__ import annotations

from ettle.kit.audit.lines import record

__all__ = ["record"]
