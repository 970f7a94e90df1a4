"""The map of open doses: numbers beside each box, the same in its table, in a drawing that a phone can hold."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses.habits import MapCell
from portal.charts import Misses, miss_chart
from portal.course_words import miss_map_of

cells = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 23)),
    st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=30,
).map(lambda found: tuple(MapCell(day, hour, n, m) for (day, hour), (m, n) in sorted(found.items())))


@given(cells)
def test_each_field_tells_its_numbers_in_the_drawing_and_in_the_table(found: tuple[MapCell, ...]) -> None:
    drawn = str(miss_chart(Misses("k", "Open doses", found)))
    told = re.findall(r">(\d+)/(\d+)<", drawn)
    assert sorted(told) == sorted((str(cell.missed), str(cell.settled)) for cell in found)
    rows = re.findall(r"<td>(\d+)</td><td>(\d+)</td>", drawn)
    assert rows == [(str(cell.missed), str(cell.settled)) for cell in found]
    assert drawn.count('class="taken urgent"') == sum(cell.missed > 0 for cell in found)
    width = int(re.findall(r'viewBox="0 0 (\d+) ', drawn)[0])
    assert all(float(x) < width for x in re.findall(r' x="([\d.]+)"', drawn))


def test_the_line_names_where_most_stayed_open_or_says_that_none_is_known() -> None:
    friday, monday = MapCell(4, 21, 4, 3), MapCell(0, 8, 4, 1)
    assert "Friday at 9:00 pm" in miss_map_of("k", "t", (monday, friday)).line
    with override("es"):
        assert "viernes" in miss_map_of("k", "t", (monday, friday)).line
    assert "as far as we know" in miss_map_of("k", "t", (MapCell(0, 8, 4, 0),)).line
    assert miss_map_of("k", "t", ()).chart is None


def test_a_map_without_a_dose_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="needs a dose"):
        miss_chart(Misses("k", "t", ()))
