"""Doses on Today, readings, alerts and refused files."""

from datetime import date, time
from decimal import Decimal

import pytest

from mendly_core.genes.readers.errors import UnreadableGenome, unreadable_codes
from mendly_core.signals.thresholds import threshold_rules
from mendly_core.words import (
    ALERT_RULES,
    REGISTRY,
    Goal,
    SentenceError,
    Week,
    alert_text,
    dose_line,
    grade,
    reading_card,
    upload_refused,
)
from mendly_core.words.checks import text_problems
from mendly_core.words.formats import LANGUAGES, Language

BLOOD_PRESSURE_GOAL = Goal(lows=(110, 70), highs=(130, 80))


@pytest.mark.parametrize(
    ("state", "english", "spanish"),
    [
        ("upcoming", "Metformin is next at 1:00 pm.", "Metformin le toca a las 13:00."),
        ("due", "It is time for Metformin.", "Es hora de Metformin."),
        (
            "late",
            "Metformin was planned at 1:00 pm. It is not logged yet.",
            "Metformin le tocaba a las 13:00. Aún no está anotado.",
        ),
        ("taken", "You took Metformin at 1:20 pm.", "Tomó Metformin a las 13:20."),
        ("skipped", "You skipped Metformin. We noted that.", "Se saltó Metformin. Lo anotamos."),
        (
            "missed",
            "Metformin at 1:00 pm is not logged. If you took it, you can still add it.",
            "Metformin a las 13:00 no está anotado. Si la tomó, aún puede anotarla.",
        ),
    ],
)
def test_a_dose_is_told_without_blame(state: str, english: str, spanish: str) -> None:
    for language, expected in (("en", english), ("es", spanish)):
        line = dose_line(
            state,  # type: ignore[arg-type]
            medicine_name="Metformin",
            due=time(13),
            taken=time(13, 20) if state == "taken" else None,
            language=language,
        )
        assert line == expected
        assert not {"missed", "forgot", "failed", "olvidó"} & set(line.casefold().split())


def test_an_unknown_dose_state_is_a_mistake() -> None:
    with pytest.raises(SentenceError):
        dose_line("lost", medicine_name="Metformin", due=time(13), language="en")  # type: ignore[arg-type]


def test_blood_pressure_is_told_as_average_goal_last_week_and_count() -> None:
    card = reading_card(
        "blood_pressure",
        this_week=Week((128, 82), 9),
        last_week=Week((134, 86), 7),
        goal=BLOOD_PRESSURE_GOAL,
        language="en",
    )
    assert card.title == "Blood pressure"
    assert card.headline == "Your average this week is 128 over 82."
    assert card.lines == (
        "That is above your goal.",
        "Last week it was 134 over 86.",
        "This comes from 9 readings.",
    )


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ((110, 70), "within"),
        ((130, 80), "within"),
        ((131, 70), "above"),
        ((110, 81), "above"),
        ((109, 70), "below"),
        ((109, 81), "above"),
        ((110, 69), "below"),
    ],
)
def test_the_ends_of_a_goal_belong_to_it(values: tuple[int, int], place: str) -> None:
    card = reading_card(
        "blood_pressure", this_week=Week(values, 3), last_week=None, goal=BLOOD_PRESSURE_GOAL, language="en"
    )
    assert card.lines[0] == f"That is {'within' if place == 'within' else place} your goal."


def test_an_open_goal_has_one_side_only() -> None:
    for value, line in ((Decimal("82.1"), "above"), (Decimal(20), "within")):
        card = reading_card(
            "weight",
            this_week=Week((value,), 1),
            last_week=None,
            goal=Goal((None,), (82,)),
            language="en",
            unit="kg",
        )
        assert card.lines[0] == f"That is {line} your goal."
        assert card.lines[2] == "This comes from 1 reading."


def test_no_goal_and_no_reading_are_said_plainly() -> None:
    for goal in (None, Goal((None,), (None,))):
        card = reading_card(
            "weight",
            this_week=Week((Decimal("81.4"),), 2),
            last_week=None,
            goal=goal,
            language="es",
            unit="kg",
        )
        assert card.headline == "Su media de esta semana es 81,4 kg."
        assert card.lines[0] == "Aún no tiene una meta. Su equipo de salud puede fijarla con usted."
        assert card.lines[1] == "No tenemos mediciones de la semana pasada."
    empty = reading_card("weight", this_week=None, last_week=None, goal=None, language="en", unit="kg")
    assert empty.headline == "No readings this week yet. Add one to see your average here."
    assert empty.lines == ()


SLOTS_OF_ALERTS: dict[str, object] = {
    "upper": 185,
    "lower": 121,
    "value": 52,
    "unit": "mg/dL",
    "gain": Decimal("1.4"),
    "days": 1,
    "nights": 2,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ALERT_RULES)
def test_every_alert_says_what_was_seen_and_one_thing_to_do_at_grade(rule: str, language: Language) -> None:
    seen = f"alerts.{_sentence_of(rule)}"
    slots = {name: SLOTS_OF_ALERTS[name] for name in REGISTRY[seen].slots}
    alert = alert_text(
        rule,
        language,
        measured_on=date(2026, 11, 22),
        measured_at=time(8, 4),
        emergency_number="112",
        **slots,  # type: ignore[arg-type]
    )
    text = "\n".join(filter(None, (alert.headline, alert.measured, alert.todo, alert.emergency)))
    assert grade(text, language, ["112", "mg/dL"]).passes
    assert text_problems(text.replace("112", "Bo"), language) == ()


def _sentence_of(rule: str) -> str:
    named = {"bp_esc_elevated": "bp_elevated", "rhr_night_red": "rhr_night", "rhr_night_yellow": "rhr_night"}
    if rule.startswith("bp_esc_hypertension"):
        return "bp_stage1"
    return "hf_weight" if rule.startswith("hf_weight") else named.get(rule, rule)


def test_every_rule_that_can_raise_an_alert_has_a_text() -> None:
    silent = {"bp_normal", "bp_esc_nonelevated", "spo2_scale2_range", "cgm_pregnancy_range"}
    for_staff = {name for name in threshold_rules() if name.startswith(("news2", "cgm_goal", "no_data"))}
    assert set(ALERT_RULES) == set(threshold_rules()) - silent - for_staff


def test_a_ward_score_has_no_text_for_patients() -> None:
    with pytest.raises(SentenceError):
        alert_text(
            "news2_high", "en", measured_on=date(2026, 11, 22), measured_at=time(8), emergency_number="112"
        )


def test_a_very_high_blood_pressure_names_the_emergency_number() -> None:
    alert = alert_text(
        "bp_severe",
        "en",
        measured_on=date(2026, 11, 22),
        measured_at=time(8, 4),
        emergency_number="911",
        upper=185,
        lower=121,
    )
    assert alert.headline == "Your blood pressure is very high: 185 over 121."
    assert alert.todo == "Rest for 5 minutes. Then measure again."
    assert alert.emergency == ("Chest pain, bad headache, trouble with seeing or speaking? Call 911 now.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*unreadable_codes(), "too_hard"])
def test_every_refused_file_is_told_why_and_what_to_do(code: str, language: Language) -> None:
    facts = {"line": 1204, "samples": ["NA12878", "NA12891"], "limit": 100, "found": [37, 38]}
    text = upload_refused(code, language, **facts)
    assert grade(text, language, ["NA12878", "NA12891"]).passes
    assert "NA12878, NA12891" in text
    assert text_problems(text, language, linked=("vcf",)) == ()
    assert len(REGISTRY[f"uploads.{code}"].wordings["en"].split(". ")) >= 2  # type: ignore[union-attr]


def test_a_refusal_carries_over_the_facts_of_the_error() -> None:
    error = UnreadableGenome("malformed_line", line=7)
    assert upload_refused(error.code, "en", **error.facts) == (
        "A line of this file is broken. Please download it again. The trouble is in line 7. "
        "Nothing from this file was kept."
    )


def test_an_unknown_refusal_is_a_mistake() -> None:
    with pytest.raises(SentenceError):
        upload_refused("bad_luck", "en")
