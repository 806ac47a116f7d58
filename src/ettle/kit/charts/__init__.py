"""Drawings of numbers, made on the server: plain data in, SVG with a table of the same figures out.

A sentence first, then the drawing, then the table, then the caption. Nothing is told by colour alone, and a reader who
cannot see the drawing has every number in the table.
"""

from __future__ import annotations

from ettle.kit.charts.dots import DotRow, dot_rows
from ettle.kit.charts.slopes import SlopeRow, slope_rows

__all__ = ["DotRow", "SlopeRow", "dot_rows", "slope_rows"]
