"""A chart gets fewer points and loses neither a peak nor a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.signals.downsample import Point, min_max_buckets

points = st.lists(
    st.tuples(st.integers(0, 40) | st.integers(0, 10_000), st.integers(-50, 50).map(float)), max_size=80
).map(sorted)


@given(points, st.integers(1, 30))
def test_every_point_lies_in_one_bucket_that_spans_its_value(made: list[Point], buckets: int) -> None:
    found = min_max_buckets(made, buckets)
    assert len(found) <= buckets
    assert sum(bucket.count for bucket in found) == len(made)
    for moment, value in made:
        (bucket,) = [bucket for bucket in found if bucket.start <= moment < bucket.end]
        assert bucket.low[1] <= value <= bucket.high[1]


@given(points, st.integers(1, 30))
def test_low_and_high_are_real_points_of_the_bucket_in_order_of_time(made: list[Point], buckets: int) -> None:
    for bucket in min_max_buckets(made, buckets):
        for point in bucket.points():
            assert point in made
            assert bucket.start <= point[0] < bucket.end
        assert list(bucket.points()) == sorted(bucket.points())


@given(points, st.integers(1, 30))
def test_the_extremes_of_the_whole_are_kept(made: list[Point], buckets: int) -> None:
    found = min_max_buckets(made, buckets)
    if made:
        assert min(bucket.low[1] for bucket in found) == min(value for _, value in made)
        assert max(bucket.high[1] for bucket in found) == max(value for _, value in made)


def test_a_point_on_the_edge_belongs_to_the_later_bucket() -> None:
    found = min_max_buckets([(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)], 2)
    assert [(bucket.start, bucket.end, bucket.count) for bucket in found] == [(0, 2, 2), (2, 4, 2)]


def test_a_gap_stays_a_gap() -> None:
    found = min_max_buckets([(0, 1.0), (1, 2.0), (99, 3.0)], 10)
    assert [(bucket.start, bucket.end, bucket.count) for bucket in found] == [(0, 10, 2), (90, 100, 1)]


def test_of_equal_values_the_earliest_is_kept() -> None:
    (bucket,) = min_max_buckets([(0, 5.0), (1, 5.0), (2, 5.0)], 1)
    assert bucket.points() == ((0, 5.0),)


def test_points_out_of_order_and_no_buckets_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        min_max_buckets([(5, 1.0), (3, 1.0), (9, 1.0)], 2)
    with pytest.raises(ValueError, match="bucket"):
        min_max_buckets([(5, 1.0)], 0)


def test_a_year_of_minutes_is_drawn_quickly() -> None:
    year = [(minute * 60_000, float(minute % 97)) for minute in range(100_000)]
    assert len(min_max_buckets(year, 500)) == 500
