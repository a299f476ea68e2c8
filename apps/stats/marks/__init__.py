"""Marks of charts in SVG: columns, lines, shares. Widths are in per cent, heights in pixels, so words keep their size.

Each chart has a sentence for those who cannot see it, and a table of its numbers. Inks are classes of `charts.css`; a
second one is also hatched or dashed. `stats/marks/chart.html` draws them.
"""

from apps.stats.marks.chart import Chart, Series
from apps.stats.marks.columns import Columns
from apps.stats.marks.lines import Lines
from apps.stats.marks.shares import Share, Shares

__all__ = ["Chart", "Columns", "Lines", "Series", "Share", "Shares"]
