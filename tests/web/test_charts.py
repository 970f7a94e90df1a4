"""The drawings say what was measured: each point in its place, gaps open, words and a table beside it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as Xml
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as some

from portal.charts import (
    DoseDay,
    DoseMark,
    Goal,
    Happening,
    LineChart,
    MedicineBar,
    Point,
    Series,
    Timeline,
    dose_week,
    icon_array,
    line_chart,
    timeline,
)
from portal.charts.plot import BUCKETS, day_ticks, extremes, runs, value_ticks

MADRID = ZoneInfo("Europe/Madrid")
START = datetime(2026, 11, 1, tzinfo=MADRID)
DAYS = 14


def readings(values: list[float], step: timedelta = timedelta(days=1)) -> list[Point]:
    return [Point(START + timedelta(hours=8) + step * n, value) for n, value in enumerate(values)]


def blood_pressure(upper: list[float], lower: list[float], **more: object) -> LineChart:
    series = (Series("Upper", readings(upper), "reading"), Series("Lower", readings(lower), "dose"))
    end = START + timedelta(days=DAYS)
    return LineChart("bp", "Blood pressure", series, START, end, MADRID, "mmHg", **more)  # type: ignore[arg-type]


def parsed(html: str) -> Xml.Element:
    return Xml.fromstring(html.replace('data-chart=""', 'data-chart="yes"'))


def with_class(root: Xml.Element, name: str) -> list[Xml.Element]:
    return [found for found in root.iter() if name in (found.get("class") or "").split()]


def drawing(root: Xml.Element) -> Xml.Element:
    return next(found for found in root.iter("svg") if found.get("role") == "img")


def rows(root: Xml.Element) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in root.findall(".//tbody/tr")]


def all_charts() -> list[str]:
    mark = DoseMark(date(2026, 11, 2), "open")
    facts = Timeline(
        "t",
        "Two weeks",
        date(2026, 11, 1),
        date(2026, 11, 14),
        MADRID,
        "Blood pressure",
        (Series("Upper", readings([140.0, 138.0])),),
        doses=(mark,),
        medicines=(MedicineBar("Lisinopril 10 mg", None, None),),
        happenings=(Happening(START + timedelta(days=3), "message", "A <b>bold</b> word"),),
    )
    return [
        line_chart(blood_pressure([140, 138], [90, 88], goals=(Goal(110, 130, "Goal 110 to 130"),))),
        timeline(facts),
        dose_week([DoseDay(date(2026, 11, 2), ("taken", "skipped", "open", "ahead"))]),
        icon_array(12, "12 out of 100 have it, 88 do not."),
    ]


@pytest.mark.parametrize("html", all_charts(), ids=["line", "timeline", "week", "array"])
def test_charts_are_well_formed_and_carry_no_inline_style(html: str) -> None:
    parsed(html)
    assert "style=" not in html
    assert "#" not in html.replace("&#", "")  # colours come from classes only


def test_each_reading_has_one_dot_and_the_second_series_is_dashed_with_squares() -> None:
    root = parsed(line_chart(blood_pressure([140, 138, 136], [90, 88, 86])))
    first, second = (group for group in drawing(root).iter("g"))
    assert (first.get("class"), second.get("class")) == ("reading", "dose")
    assert len(first.findall("circle")) == 3
    assert len(second.findall("rect")) == 3
    assert [path.get("class") for path in second.findall("path")] == ["path second"]


def test_higher_values_stand_higher() -> None:
    root = parsed(line_chart(blood_pressure([120, 150], [80, 80])))
    low, high = (float(dot.get("cy", "")) for dot in drawing(root).iter("circle"))
    assert high < low


def test_a_pause_stays_a_gap() -> None:
    points = [
        *readings([140, 139, 138]),
        Point(START + timedelta(days=9), 130),
        Point(START + timedelta(days=10), 131),
    ]
    chart = LineChart("g", "Pulse", (Series("Pulse", points),), START, START + timedelta(days=DAYS), MADRID)
    lines = drawing(parsed(line_chart(chart))).findall(".//path")
    assert [line.get("d", "").count("L") for line in lines] == [2, 1]


def test_a_lonely_reading_between_two_gaps_is_still_seen_when_there_are_many_points() -> None:
    many = [Point(START + timedelta(minutes=n), 70) for n in range(200)]
    lonely = Point(START + timedelta(days=10), 90)
    chart = LineChart(
        "l", "Pulse", (Series("Pulse", [*many, lonely]),), START, START + timedelta(days=DAYS), MADRID
    )
    assert len(drawing(parsed(line_chart(chart))).findall(".//circle")) == 1


def test_the_goal_is_a_band_with_its_words() -> None:
    root = parsed(line_chart(blood_pressure([140], [90], goals=(Goal(110, 130, "Goal 110 to 130"),))))
    assert len(with_class(root, "band")) == 1
    assert with_class(root, "inband")[0].text == "Goal 110 to 130"


def test_the_table_tells_the_same_moments_as_the_drawing() -> None:
    root = parsed(line_chart(blood_pressure([140, 138], [90, 88])))
    assert rows(root) == [
        ["1 Nov, 8:00 am", "140 mmHg", "90 mmHg"],
        ["2 Nov, 8:00 am", "138 mmHg", "88 mmHg"],
    ]
    places = [row.get("data-x") for row in root.findall(".//tbody/tr")]
    assert places == [dot.get("cx") for dot in drawing(root).iter("circle")]


def test_times_and_numbers_are_written_in_the_readers_language() -> None:
    weights = (Series("Peso", readings([81.4]), "reading"),)
    with override("es"):
        html = line_chart(
            LineChart("w", "Peso", weights, START, START + timedelta(days=3), MADRID, "kg", decimals=1)
        )
    assert rows(parsed(html)) == [["1 nov, 8:00", "81,4 kg"]]


def test_the_description_names_lowest_highest_and_last() -> None:
    description = drawing(parsed(line_chart(blood_pressure([140, 150, 138], [90, 85, 88])))).findtext("desc")
    assert description is not None
    assert "Upper: lowest 138, highest 150, last 138 mmHg." in description


def test_nothing_measured_is_a_sentence_and_no_empty_picture() -> None:
    html = line_chart(blood_pressure([], []))
    assert html == '<p class="soft">No readings in this time yet.</p>'


def test_readings_outside_the_shown_time_are_left_out() -> None:
    early = Point(START - timedelta(days=1), 200)
    chart = LineChart(
        "o", "Pulse", (Series("Pulse", [early, *readings([70])]),), START, START + timedelta(days=2), MADRID
    )
    root = parsed(line_chart(chart))
    assert len(drawing(root).findall(".//circle")) == 1
    assert len(rows(root)) == 1


def test_a_chart_needs_one_or_two_series_and_a_length() -> None:
    one = Series("a", ())
    with pytest.raises(ValueError, match="one or two"):
        line_chart(LineChart("k", "t", (one, one, one), START, START + timedelta(1), MADRID))
    with pytest.raises(ValueError, match="ends after"):
        line_chart(LineChart("k", "t", (one,), START, START, MADRID))


def test_a_day_is_labelled_by_its_hours() -> None:
    points = [Point(START + timedelta(hours=n), 70) for n in range(24)]
    chart = LineChart("d", "Pulse", (Series("Pulse", points),), START, START + timedelta(days=1), MADRID)
    words = [text.text for text in drawing(parsed(line_chart(chart))).iter("text")]
    assert "6:00 am" in words
    assert "6:00 pm" in words


def test_ten_thousand_points_keep_their_spike_in_a_small_drawing_and_a_short_table() -> None:
    points = [Point(START + timedelta(minutes=n), 70 + n % 3) for n in range(10_000)]
    points[4321] = Point(points[4321].at, 190)
    chart = LineChart(
        "x", "Pulse", (Series("Pulse", points),), START, START + timedelta(minutes=10_000), MADRID
    )
    html = line_chart(chart)
    assert len(html) < 40_000
    assert "highest 190" in html
    assert any("190" in cell for row in rows(parsed(html)) for cell in row)
    assert len(rows(parsed(html))) <= 120


@given(some.lists(some.floats(30, 250), min_size=1, max_size=3000), some.integers(1, BUCKETS))
def test_buckets_lose_neither_the_lowest_nor_the_highest_value_nor_the_order(
    values: list[float], buckets: int
) -> None:
    points = [Point(START + timedelta(seconds=n), value) for n, value in enumerate(values)]
    kept = extremes(points, START, START + timedelta(seconds=len(values)), buckets)
    assert len(kept) <= max(len(points) if len(points) <= 2 * buckets else 0, 2 * buckets)
    assert {min(values), max(values)} <= {float(point.value) for point in kept}
    assert [point.at for point in kept] == sorted({point.at for point in kept})


@given(some.lists(some.integers(0, 500), unique=True), some.integers(1, 100))
def test_runs_hold_every_point_once_and_no_pause_longer_than_the_gap(hours: list[int], gap: int) -> None:
    points = [Point(START + timedelta(hours=hour), 1) for hour in sorted(hours)]
    found = list(runs(points, timedelta(hours=gap)))
    assert [point for run in found for point in run] == points
    for run in found:
        assert all(b.at - a.at <= timedelta(hours=gap) for a, b in pairwise(run))


@given(some.floats(-500, 500), some.floats(0, 1000))
def test_scales_reach_past_all_values_in_few_even_steps(low: float, span: float) -> None:
    ticks = value_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + span - 1e-6
    assert 2 <= len(ticks) <= 7
    assert ticks[0] < ticks[-1]


@pytest.mark.parametrize(("days", "labels"), [(7, 8), (30, 5), (90, 3), (365, 4)])
def test_an_axis_of_days_has_few_labels(days: int, labels: int) -> None:
    assert len(day_ticks(date(2026, 1, 2), date(2026, 1, 2) + timedelta(days))) == labels


def test_an_axis_across_the_change_of_the_clock_keeps_local_midnights() -> None:
    start = datetime(2026, 10, 23, tzinfo=MADRID)
    points = [Point(start.astimezone(UTC) + timedelta(days=n), 70) for n in range(5)]
    chart = LineChart("c", "Pulse", (Series("Pulse", points),), start, start + timedelta(days=5), MADRID)
    words = [text.text for text in drawing(parsed(line_chart(chart))).iter("text")]
    assert [word for word in words if word in {"Fri", "Sat", "Sun", "Mon", "Tue"}] == [
        "Fri",
        "Sat",
        "Sun",
        "Mon",
        "Tue",
    ]


def whole_timeline() -> Timeline:
    doses = tuple(
        DoseMark(date(2026, 11, 1) + timedelta(n), "open" if n == 3 else "taken")
        for n in range(DAYS)
        for _ in range(2)
    )
    return Timeline(
        "t",
        "Two weeks of Amara",
        date(2026, 11, 1),
        date(2026, 11, 14),
        MADRID,
        "Blood pressure",
        (Series("Systolic", readings([140, 138, 136])), Series("Diastolic", readings([90, 88, 86]), "dose")),
        (Goal(110, 130, "Goal 110 to 130"),),
        0,
        doses,
        (
            MedicineBar("Lisinopril 10 mg", None, None),
            MedicineBar("Simvastatin 20 mg", date(2026, 11, 12), None, "gene"),
        ),
        (
            Happening(START + timedelta(days=12), "symptom", "Sore legs"),
            Happening(START + timedelta(days=12, hours=1), "alert", "Muscle pain"),
            Happening(START + timedelta(days=2), "message", "Question"),
        ),
    )


def test_the_timeline_shows_doses_medicines_and_happenings_on_one_axis() -> None:
    root = drawing(parsed(timeline(whole_timeline())))
    assert len(with_class(root, "taken")) == 2 * (DAYS - 1)
    assert len(with_class(root, "open")) == 2
    assert len(with_class(root, "bar")) == 2
    assert [mark.findtext("title") for mark in with_class(root, "mark")] == [
        "Muscle pain",
        "Sore legs",
        "Question",
    ]


def test_a_medicine_starts_on_its_day_and_a_running_one_fills_the_axis() -> None:
    root = drawing(parsed(timeline(whole_timeline())))
    running, started = with_class(root, "bar")
    days = {dose.get("x") for dose in with_class(root, "taken")}
    assert float(running.get("width", "")) > float(started.get("width", ""))
    assert started.get("x") in days


def test_a_long_name_at_the_end_of_the_axis_stays_inside() -> None:
    bar = MedicineBar("A medicine with a long name, started yesterday", date(2026, 11, 14), None)
    facts = Timeline("t", "t", date(2026, 11, 1), date(2026, 11, 14), MADRID, medicines=(bar,))
    (name,) = with_class(drawing(parsed(timeline(facts))), "onbar")
    assert name.get("text-anchor") == "end"


def test_the_timelines_table_tells_each_day_in_words() -> None:
    told = {row[0]: row[1:] for row in rows(parsed(timeline(whole_timeline())))}
    assert told["1 Nov"] == ["140", "90", "2 of 2", ""]
    assert told["4 Nov"] == ["", "", "0 of 2", ""]
    assert told["12 Nov"][-1] == "Simvastatin 20 mg started."
    assert told["13 Nov"][-1] == "Reports: Sore legs. Alerts: Muscle pain."


def test_lanes_without_facts_are_left_out() -> None:
    facts = Timeline("t", "t", date(2026, 11, 1), date(2026, 11, 14), MADRID)
    assert with_class(parsed(timeline(facts)), "lab") == []


def test_a_timeline_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after"):
        timeline(Timeline("t", "t", date(2026, 11, 2), date(2026, 11, 1), MADRID))


def test_a_name_with_markup_is_shown_as_text() -> None:
    bar = MedicineBar("<script>x</script>", None, None)
    html = timeline(Timeline("t", "t", date(2026, 11, 1), date(2026, 11, 2), MADRID, medicines=(bar,)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_week_counts_taken_among_due_doses_and_forms_differ_without_colour() -> None:
    monday = date(2026, 11, 2)
    days = [
        DoseDay(monday, ("taken", "open", "ahead")),
        DoseDay(monday + timedelta(1), ("ahead",)),
        DoseDay(monday, ()),
    ]
    root = parsed(dose_week(days, today=monday + timedelta(1)))
    assert [" ".join(day.itertext()) for day in root] == ["Mon 1 of 2", "Tue later", "Mon none"]
    assert [day.get("class") for day in root] == [None, "today", None]
    assert [mark.get("class") for mark in root.iter("rect")][:3] == [
        "taken ok",
        "open urgent",
        "ahead general",
    ]


@pytest.mark.parametrize("count", [0, 1, 537, 1000])
def test_an_icon_array_fills_exactly_the_count(count: int) -> None:
    root = parsed(icon_array(count, "words", 1000))
    assert len(with_class(root, "on")) == count
    assert len(with_class(root, "off")) == 1000 - count
    assert root.get("aria-label") == "words"


def test_an_icon_array_refuses_what_it_cannot_show() -> None:
    with pytest.raises(ValueError, match="out of 100"):
        icon_array(101, "words")
