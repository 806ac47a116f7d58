"""Put frameworks and the logic model in place, and edit what they hold."""

from __future__ import annotations

from ettle.framework.actions.frameworks import identifier, put_framework
from ettle.framework.actions.logic_model import put_logic_model

__all__ = ["identifier", "put_framework", "put_logic_model"]
