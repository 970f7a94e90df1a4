"""Health: averages in words, charts with their tables, a reading that is asked about, one that was wrong."""

from __future__ import annotations

from datetime import UTC, timedelta
from decimal import Decimal

import pytest

from mendly.clock import new_id, now
from mendly.vitals.batches import SampleBatch
from mendly.vitals.models import Observation
from mendly.vitals.services import record_observation, store_samples
from mendly.vitals.values import BloodPressure, Weight
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of

PRESSURE = {
    "systolic": "128",
    "diastolic": "82",
    "pulse": "70",
    "on": "2026-11-02",
    "at": "08:10",
    "note": "",
}


def add(people: People, kind: str = "blood-pressure", **facts: object) -> object:
    given = PRESSURE | {"entry": new_id()} | facts
    return browser_of(people.amara).post(page_of(people.amara, f"health/add/{kind}/"), given)


def health(people: People, query: str = "") -> str:
    return browser_of(people.amara).get(page_of(people.amara, f"health/{query}")).content.decode()


def measure(people: People, days_ago: int, systolic: int, diastolic: int) -> None:
    assert people.amara.patient is not None
    record_observation(
        people.amara.actor,
        people.amara.patient.id,
        observation_id=new_id(),
        taken_at=now() - timedelta(days=days_ago, hours=1),
        values=BloodPressure(systolic, diastolic),
    )


def test_the_average_stands_in_words_above_a_chart_that_can_be_read_as_a_table(people: People) -> None:
    for days_ago, systolic in ((0, 130), (1, 126), (8, 140)):
        measure(people, days_ago, systolic, 82)
    html = health(people)
    assert "Your average this week is 128 over 82." in html
    assert "Last week it was 140 over 82." in html
    assert "Normal: below 120 over 80" in html
    assert "<table>" in html
    assert "130 mm Hg" in html
    assert "Upper number" in html


@pytest.mark.parametrize(
    ("days", "shown"), [("7", "7"), ("90", "90"), ("30", "30"), ("x", "30"), ("8", "30")]
)
def test_the_days_to_show_can_be_chosen(people: People, days: str, shown: str) -> None:
    html = health(people, f"?days={days}")
    assert f'<a href="?days={shown}" aria-current="page">' in html


def test_empty_measures_say_what_will_appear(people: People) -> None:
    html = health(people)
    assert "No readings this week yet." in html
    assert "Steps from your phone or watch will show here." in html
    assert page_of(people.amara, "health/add/blood-pressure/") in html


def test_a_reading_is_kept_once_with_the_time_of_the_patients_clock(people: People) -> None:
    entry = new_id()
    for _ in range(2):
        assert add(people, entry=entry).status_code == 302
    row = Observation.objects.get()
    assert row.values == BloodPressure(128, 82, 70)
    assert row.taken_at.astimezone(UTC).isoformat() == "2026-11-02T07:10:00+00:00"
    assert "128 over 82, pulse 70" in health(people)


def test_unusual_numbers_are_asked_about_and_kept_only_after_a_yes(people: People) -> None:
    answer = add(people, systolic="82", diastolic="128")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This is far from what we expect. Is it right?" in html
    assert 'name="sure" value="yes"' in html
    assert Observation.objects.count() == 0
    assert add(people, systolic="82", diastolic="128", sure="yes").status_code == 302
    assert Observation.objects.get().is_doubtful
    assert "Not counted: please check it" in health(people)


def test_what_is_wrong_is_told_and_nothing_is_kept(people: People) -> None:
    for facts in (
        {"systolic": ""},
        {"systolic": "a"},
        {"systolic": "0"},
        {"diastolic": "1000"},
        {"on": "soon"},
        {"at": "08:99"},
        {"on": "1999-01-01"},
        {"at": "09:00"},
        {"note": "x" * 501},
        {"entry": "x"},
    ):
        answer = add(people, **facts)
        assert answer.status_code == 422, facts
        assert 'class="errors flow"' in answer.content.decode(), facts
    for weight in ("", "-1", "0", "81.4567", "heavy"):
        assert add(people, "weight", weight=weight).status_code == 422, weight
    assert add(people, "height").status_code == 404
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(("language", "typed"), [("en", "81.4"), ("es", "81,4")])
def test_a_weight_is_typed_as_the_language_writes_numbers(people: People, language: str, typed: str) -> None:
    facts = PRESSURE | {"entry": new_id(), "weight": typed}
    browser = browser_of(people.amara, language=language)
    assert browser.post(page_of(people.amara, "health/add/weight/"), facts).status_code == 302
    assert Observation.objects.get().values == Weight(Decimal("81.4"))
    assert f"{typed} kg" in browser.get(page_of(people.amara, "health/")).content.decode()


def test_a_reading_that_was_wrong_no_longer_counts(people: People) -> None:
    measure(people, 0, 130, 80)
    row = Observation.objects.get()
    address = page_of(people.amara, f"health/{row.id}/withdraw/")
    assert browser_of(people.bo).post(address).status_code == 404
    assert browser_of(people.amara).post(address).status_code == 302
    assert "130 over 80" not in health(people)


def test_steps_are_counted_by_the_days_of_the_patients_zone(people: People) -> None:
    assert people.amara.patient is not None
    midnight = now().astimezone(people.amara.user.zone_info).replace(hour=0, minute=0, second=0)
    first = int(midnight.timestamp() * 1000)
    minutes = [(first + 60_000 * n, 50.0) for n in range(-60, 120)]
    batch = SampleBatch("steps", "phone", "{steps}", 60, tuple(minutes))
    store_samples(people.amara.actor, people.amara.patient.id, [batch])
    html = health(people)
    assert "Your average this week is 4,500 steps a day." in html
    assert "6000" in html
    assert "3000" in html


def test_a_note_is_shown_as_text(people: People) -> None:
    add(people, note="<b>after coffee</b>")
    assert "&lt;b&gt;after coffee" in health(people)


def test_a_proxys_reading_is_their_own(people: People) -> None:
    facts = PRESSURE | {"entry": new_id()}
    browser_of(people.dario).post(page_of(people.amara, "health/add/blood-pressure/"), facts)
    assert Observation.objects.get().recorded_by == people.dario.user.id
    add(people)
    html = browser_of(people.dario).get(page_of(people.amara, "health/")).content.decode()
    assert html.count("/withdraw/") == 1
    assert health(people).count("/withdraw/") == 2
