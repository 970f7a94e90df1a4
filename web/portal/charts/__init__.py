"""Charts as SVG, drawn on the server: typed facts in, safe HTML out, colours by CSS class only.

`line_chart`: readings over time. `timeline`: everything about a patient on one axis, for providers.
`dose_week`: a strip of days with their doses. `icon_array`: a chance as 100 or 1,000 dots.
`miss_chart`: where in the week doses stay open.
"""

from portal.charts.array import icon_array
from portal.charts.line import LineChart, line_chart
from portal.charts.misses import Misses, miss_chart
from portal.charts.plot import Goal, Point, Series
from portal.charts.timeline import DoseMark, Happening, MedicineBar, Timeline, timeline
from portal.charts.week import DoseDay, DoseState, dose_week

__all__ = [
    "DoseDay",
    "DoseMark",
    "DoseState",
    "Goal",
    "Happening",
    "LineChart",
    "MedicineBar",
    "Misses",
    "Point",
    "Series",
    "Timeline",
    "dose_week",
    "icon_array",
    "line_chart",
    "miss_chart",
    "timeline",
]
