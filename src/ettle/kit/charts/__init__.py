"""Charts rendered on the server: plain data in, SVG with a table of the same figures out.

A sentence first, then the drawing, then the table, then the caption. Nothing is shown by colour alone, and
readers who cannot see the drawing find all of it in the table.
"""

from __future__ import annotations

from ettle.kit.charts.dots import DotRow, dot_rows
from ettle.kit.charts.ranges import RangeRow, range_rows
from ettle.kit.charts.slopes import SlopeRow, slope_rows

__all__ = [
    "DotRow",
    "RangeRow",
    "SlopeRow",
    "dot_rows",
    "range_rows",
    "slope_rows",
]
