"""Batches of samples: stored once, merged under a lock, refused when malformed."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.db import connections

from mendly.accounts.api.bodies import read_capped
from mendly.errors import TooLarge
from mendly.live.models import Event
from mendly.vitals.batches import MOST_POINTS, SampleBatch
from mendly.vitals.models import ImportBatch, SampleChunk, Series
from mendly.vitals.points import Curve, points_of
from mendly.vitals.selectors import series_of
from mendly.vitals.services import store_samples
from mendly.vitals.zones import zone_at
from mendly_core.signals.chunks import decode_day
from tests.backend.conftest import People, Persona

MORNING = int(datetime(2026, 11, 20, 8, 0, tzinfo=UTC).timestamp() * 1000)
HOUR, DAY = 3_600_000, 86_400_000
JSON = "application/json"


def address(people: People, part: str = "samples/") -> str:
    return f"/api/v1/patients/{people.amara.patient.id}/{part}"


def batch(points: Any = ((MORNING, 62), (MORNING + 60_000, 64.5)), **more: Any) -> dict[str, Any]:
    given = {"type": "heart_rate", "source": "My watch", "unit": "/min", "zone_offset_min": 60}
    return given | {"points": [list(point) for point in points]} | more


def samples(points: Any, source: str = "My watch", type: str = "heart_rate") -> SampleBatch:
    unit = {"heart_rate": "/min", "steps": "{steps}"}[type]
    return SampleBatch(type, source, unit, 60, tuple(points))


def store(people: People, *batches: SampleBatch) -> list[str]:
    return [r.status for r in store_samples(people.amara.actor, people.amara.patient.id, batches)]


def send(people: People, *batches: Any) -> Any:
    return people.amara.phone().post(address(people), {"batches": list(batches)})


def held(chunk: SampleChunk) -> list[tuple[int, float]]:
    return decode_day(chunk.blob).samples()


@pytest.mark.both_databases
def test_an_upload_sent_three_times_is_stored_once(people: People) -> None:
    phone, body = people.amara.phone(), {"batches": [batch()]}
    answers = [phone.post(address(people), body).json()["results"][0] for _ in range(3)]
    assert [answer["status"] for answer in answers] == ["accepted", "duplicate", "duplicate"]
    assert [(a["accepted"], a["duplicate"]) for a in answers] == [(2, 0), (0, 2), (0, 2)]
    assert (SampleChunk.objects.count(), ImportBatch.objects.count()) == (1, 1)


@pytest.mark.both_databases
def test_overlapping_uploads_in_any_order_give_the_same_day(people: People) -> None:
    points = [(MORNING + n * 60_000, 60.0 + n % 7) for n in range(50)]
    store(people, samples(points[20:50]))
    assert store(people, samples(points[0:30]), samples(points[10:40])) == ["accepted", "duplicate"]
    chunk = SampleChunk.objects.get()
    assert [value for _, value in held(chunk)] == [value for _, value in points]
    assert (chunk.n, chunk.vmin, chunk.vmax) == (50, 60.0, 66.0)
    assert chunk.vsum == sum(value for _, value in points)
    assert chunk.first_at == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert chunk.last_at == chunk.first_at + timedelta(minutes=49)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_lose_nothing(people: People) -> None:
    def upload(start: int) -> None:
        for n in range(start, start + 40, 4):
            points = [(MORNING + m * 1000, 60.0) for m in (n, n + 1, n + 2, n + 3)]
            store(people, samples(points), samples([(MORNING + DAY + n, 61.0)], source="Other"))
        connections.close_all()

    threads = [Thread(target=upload, args=(start,)) for start in (0, 20, 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Series.objects.count() == 2
    watch = SampleChunk.objects.get(day=date(2026, 11, 20))
    assert [offset for offset, _ in held(watch)] == [8 * 3_600_000 + m * 1000 for m in range(80)]
    assert SampleChunk.objects.get(day=date(2026, 11, 21)).n == 20


def test_points_of_many_days_fall_into_utc_days(people: People) -> None:
    midnight = int(datetime(2026, 3, 29, tzinfo=UTC).timestamp() * 1000)  # clocks change in Madrid
    store(people, samples([(midnight - 1, 60.0), (midnight, 61.0), (midnight + DAY - 1, 62.0)]))
    days = {chunk.day: chunk.n for chunk in SampleChunk.objects.all()}
    assert days == {date(2026, 3, 28): 1, date(2026, 3, 29): 2}


def test_the_zone_of_the_samples_is_kept_as_runs(people: People) -> None:
    def walk(hour: int, zone_offset_min: int) -> None:
        points = tuple((MORNING + hour * HOUR + n * 60_000, 10.0) for n in range(3))
        store(people, SampleBatch("steps", "Phone", "{steps}", zone_offset_min, points))

    walk(0, 60)
    walk(4, 60)
    walk(6, -300)
    walk(2, 120)
    zones = SampleChunk.objects.get().zones
    assert zones == [[8 * HOUR, 60], [10 * HOUR, 120], [12 * HOUR, 60], [14 * HOUR, -300]]
    assert [zone_at(zones, hour * HOUR) for hour in (0, 8, 11, 12, 13, 23)] == [60, 60, 120, 60, 60, -300]


def test_one_device_is_one_series_whatever_its_memory_address(people: People) -> None:
    store(people, samples([(MORNING, 60.0)], source="<Device: 0x28123abc0>, Watch"))
    store(people, samples([(MORNING + 1000, 60.0)], source="<Device:  0x28ffff110>, watch"))
    assert Series.objects.count() == 1


def test_the_name_of_a_source_lies_sealed_and_its_key_differs_between_patients(people: People) -> None:
    store(people, samples([(MORNING, 60.0)]))
    store_samples(people.bo.actor, people.bo.patient.id, [samples([(MORNING, 60.0)])])
    rows = list(Series.objects.values_list("source", "source_key"))
    assert all(b"watch" not in source.data for source, _ in rows)
    assert len({key for _, key in rows}) == 2
    blob = SampleChunk.objects.values_list("blob", flat=True)[0]
    assert not blob.data.startswith(b"MC")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"type": "mood"}, "We do not keep this type of samples."),
        ({"unit": "bpm"}, "We take this type in /min only."),
        ({"points": []}, "The batch holds no points."),
        ({"source": "0x28123abc0"}, "The source needs a name."),
        ({"points": [[MORNING, 1e300]]}, "The value is not a usable number."),
        ({"points": [[0, 60]]}, "The time lies before the year 2000."),
        ({"points": [[4_102_444_800_000, 60]]}, "The time lies in the future."),
        ({"points": [[-(10**18), 60], [10**40, 60]]}, "The time lies before the year 2000."),
    ],
)
def test_a_batch_that_cannot_be_kept_spoils_no_other(
    people: People, wrong: dict[str, Any], reason: str
) -> None:
    first, second = send(people, batch(**wrong), batch()).json()["results"]
    assert (first["status"], first["reason"]) == ("rejected", reason)
    assert second["status"] == "accepted"
    assert SampleChunk.objects.get().n == 2


def test_a_point_that_cannot_be_kept_is_named_and_the_others_are_stored(people: People) -> None:
    result = send(people, batch([(MORNING, 60), (0, 61), (MORNING + 1000, -1e300)])).json()["results"][0]
    assert (result["status"], result["accepted"]) == ("accepted", 1)
    assert [refused["index"] for refused in result["refused"]] == [1, 2]


def test_a_point_that_was_refused_is_no_duplicate_when_its_time_has_come(people: People) -> None:
    body = {"batches": [batch([(MORNING, 60), (MORNING + 2 * DAY, 61)])]}
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        phone = people.amara.phone()
        early = [phone.post(address(people), body).json()["results"][0] for _ in range(2)]
    assert [(a["accepted"], a["duplicate"], len(a["refused"])) for a in early] == [(1, 0, 1), (0, 1, 1)]
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        phone = people.amara.phone()
        late = [phone.post(address(people), body).json()["results"][0] for _ in range(2)]
    assert [(a["accepted"], a["duplicate"], len(a["refused"])) for a in late] == [(1, 1, 0), (0, 2, 0)]
    assert sum(chunk.n for chunk in SampleChunk.objects.all()) == 2


def test_an_implausible_value_is_kept_not_deleted(people: People) -> None:
    assert store(people, samples([(MORNING, 999.0)])) == ["accepted"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_never_comes_in_by_another_door(people: People, value: float) -> None:
    assert store(people, samples([(MORNING, value)])) == ["rejected"]
    assert Series.objects.count() == 0


MALFORMED = [
    b"",
    b"[",
    b"{}",
    b"[]",
    b"null",
    b'"batches"',
    b'{"batches": {}}',
    b'{"batches": [1]}',
    b'{"batches": [{}]}',
    b"\xff\xfe",
    b'{"batches": "\xff"}',
    b"[" * 100_000,
]
WRONG_FIELDS: list[dict[str, Any]] = [
    {"type": 5},
    {"source": "a\x00b"},
    {"source": ""},
    {"source": "x" * 81},
    {"source": "line\n"},
    {"unit": None},
    {"zone_offset_min": "60"},
    {"zone_offset_min": 60.5},
    {"zone_offset_min": 100_000},
    {"zone_offset_min": 10**30},
    {"points": None},
    {"points": [[MORNING]]},
    {"points": [[MORNING, 60, 61]]},
    {"points": [[str(MORNING), 60]]},
    {"points": [[MORNING + 0.5, 60]]},
    {"points": [[MORNING, "60"]]},
    {"points": [[MORNING, None]]},
    {"points": [[MORNING, True]]},
    {"points": [[MORNING, 10**400]]},
]
NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "01", "0x10", "+1"]


def test_malformed_uploads_are_refused_and_change_nothing(people: People) -> None:
    phone = people.amara.phone()
    bodies = [
        *MALFORMED,
        *(json.dumps({"batches": [batch(), batch() | wrong]}).encode() for wrong in WRONG_FIELDS),
        *(json.dumps({"batches": [batch()]}).replace("64.5", n).encode() for n in NUMBERS),
        json.dumps({"batches": [batch(source="SUR")]}).replace("SUR", "\\ud800").encode(),
    ]
    for body in bodies:
        answer = phone.post(address(people), body, content_type=JSON)
        assert answer.status_code == 400, body[:80]
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]
    assert (Series.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_the_place_of_a_mistake_is_told_and_no_value(people: People) -> None:
    detail = send(people, batch(points=[(MORNING, "very private")])).json()["detail"]
    assert "$.batches[0].points[0][1]" in detail
    assert "private" not in detail


def test_more_points_than_allowed_are_refused_as_a_whole(people: People) -> None:
    points = [(MORNING + n, 60) for n in range(MOST_POINTS + 1)]
    answer = send(people, batch(points[:3000]), batch(points[3000:]))
    assert (answer.status_code, Series.objects.count()) == (413, 0)
    assert send(people, batch(points[:MOST_POINTS])).json()["results"][0]["accepted"] == MOST_POINTS


def test_a_packed_upload_is_unpacked(people: People) -> None:
    body = gzip.compress(json.dumps({"batches": [batch()]}).encode())
    phone = people.amara.phone()
    answer = phone.post(address(people), body, content_type=JSON, HTTP_CONTENT_ENCODING="gzip")
    assert answer.json()["results"][0]["accepted"] == 2


def test_a_bomb_or_a_damaged_packet_is_refused_before_it_grows(people: People) -> None:
    phone = people.amara.phone()
    whole = gzip.compress(json.dumps({"batches": [batch()]}).encode())
    packets = {
        gzip.compress(b" " * 50_000_000): 413,
        gzip.compress(gzip.compress(b" " * 50_000_000)): 400,
        whole[:-9]: 400,
        whole + b"more": 400,
        whole + whole: 400,
        whole[:20] + b"\x00\x00" + whole[22:]: 400,
        b"": 400,
        b"no gzip": 400,
    }
    for packet, status in packets.items():
        answer = phone.post(address(people), packet, content_type=JSON, HTTP_CONTENT_ENCODING="gzip")
        assert answer.status_code == status, packet[:30]
    assert phone.post(address(people), b" " * 1_000_001, content_type=JSON).status_code == 413
    assert (
        phone.post(address(people), b"x=1", content_type="application/x-www-form-urlencoded").status_code
        == 415
    )
    assert Series.objects.count() == 0


def test_a_bomb_never_grows_in_memory() -> None:
    packet = gzip.compress(b" " * 100_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read_capped(BytesIO(packet), 1_000_000, is_gzip=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("who", "status"),
    [("dario", 200), ("imani", 200), ("bo", 404), ("carmen", 404), ("sam", 404), ("quill", 404)],
)
def test_who_may_add_and_see_samples(people: People, who: str, status: int) -> None:
    persona: Persona = getattr(people, who)
    client = persona.phone()
    assert client.post(address(people), {"batches": [batch()]}).status_code == status
    assert client.get(address(people, "series/")).status_code == status
    span = {"from": "2026-11-20T00:00:00Z", "to": "2026-11-21T00:00:00Z"}
    assert client.get(address(people, "series/heart_rate/"), span).status_code == status
    assert Series.objects.count() == (status == 200)


def test_screens_are_told_once_and_only_when_something_is_new(people: People) -> None:
    for _ in range(2):
        store(people, samples([(MORNING, 60.0)]), samples([(MORNING + 1, 60.0)]))
    events = Event.objects.filter(kind="samples", user=people.amara.user.id)
    assert [event.ids for event in events] == [{"patient": str(people.amara.patient.id)}]


def curve(
    people: People,
    type: str = "heart_rate",
    start: datetime = datetime(2026, 11, 20, tzinfo=UTC),
    days: int = 1,
) -> Curve:
    return points_of(people.amara.actor, people.amara.patient.id, type, start, start + timedelta(days=days))


def test_a_chart_keeps_every_peak_in_few_points(people: People) -> None:
    points = [(MORNING + n * 10_000, 60.0 + n % 5) for n in range(4000)]
    points[1234] = (points[1234][0], 199.0)
    store(people, samples(points))
    drawn = curve(people)
    assert len(drawn.buckets) <= 600
    assert (points[1234][0], 199.0) in drawn.points
    assert sum(bucket.count for bucket in drawn.buckets) == 4000


def test_a_long_chart_is_drawn_from_the_days_lows_and_highs(people: People) -> None:
    days = [(MORNING + n * DAY + m, 60.0 + m) for n in range(-40, 1) for m in range(3)]
    store(people, samples(days))
    start = datetime(2026, 10, 1, tzinfo=UTC)
    drawn = points_of(
        people.amara.actor, people.amara.patient.id, "heart_rate", start, start + timedelta(days=90)
    )
    assert drawn.is_daily
    assert {value for _, value in drawn.points} == {60.0, 62.0}
    assert len(drawn.points) == 2 * 41


def test_several_sources_have_one_winner_a_minute_and_are_never_added_up(people: People) -> None:
    minute = 60_000
    watch = [(MORNING + n * minute, 100.0) for n in range(10)]
    phone = [(MORNING + n * minute + 500, 90.0) for n in range(8, 12)]
    store(people, samples(watch, "Watch", "steps"), samples(phone, "Phone", "steps"))
    drawn = curve(people, "steps").points
    assert [value for _, value in drawn] == [100.0] * 10 + [90.0] * 2


def test_charts_refuse_odd_questions(people: People) -> None:
    client = people.amara.phone()
    series = address(people, "series/heart_rate/")
    good = {"from": "2026-11-20T00:00:00Z", "to": "2026-11-21T00:00:00Z"}
    assert client.get(address(people, "series/mood/"), good).status_code == 404
    for wrong in (
        {"from": ""},
        {"from": "2026-11-20T00:00:00"},
        {"to": "2026-11-19T00:00:00Z"},
        {"to": "9999-12-31T23:59:59Z"},
    ):
        assert client.get(series, good | wrong).status_code == 400, wrong
    assert client.get(series).status_code == 400
    assert client.get(series, good).json() == {
        "type": "heart_rate",
        "unit": "/min",
        "is_daily": False,
        "points": [],
    }


def test_the_list_of_series_tells_source_count_and_span(people: People) -> None:
    store(people, samples([(MORNING, 60.0), (MORNING + DAY, 61.0)]), samples([(MORNING, 1.0)], "Phone"))
    lines = series_of(people.amara.actor, people.amara.patient.id)
    assert [(line.source, line.n) for line in lines] == [("My watch", 2), ("Phone", 1)]
    assert lines[0].last_at - lines[0].first_at == timedelta(days=1)
