"""The care team's view of a course and of side effects, as far as the patient shares it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import time_machine
from django.test import Client

from mendly.clock import new_id, now
from mendly.genome.services import enter_lab_result
from mendly.insights.services import refresh
from mendly.medicines.models import Medicine
from mendly.medicines.services import (
    answer_barrier,
    choose_summary,
    record_stock,
    report_side_effect,
    set_schedule,
    sum_up_weeks,
)
from mendly.medicines.services.side_effects import Told
from mendly.medicines.services.stocks import Counted
from mendly.policy import Category
from mendly_core.doses import StockKind
from mendly_core.doses.courses import Barrier
from mendly_core.side_effects import Common, Severity
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, draft, madrid
from tests.web.provider.conftest import HTMX, Record, withdraw


def test_the_page_counts_and_says_that_this_is_no_pdc(people: People, record: Record, imani: Client) -> None:
    medicine = Medicine.objects.get(patient=record.patient)
    start = now().date() - timedelta(days=4)
    set_schedule(people.amara.actor, record.patient, medicine.id, draft("00:01", valid_from=start))
    answer_barrier(people.amara.actor, record.patient, medicine.id, Barrier.COST)
    html = imani.get(record.page("course/")).content.decode()
    assert "Doses logged as taken" in html
    assert "It costs too much" in html
    assert "no proportion of days covered (PDC)" in html
    assert 'id="all-title"' in html
    part = imani.get(record.page("course/?days=7"), **HTMX).content.decode()
    assert part.lstrip().startswith('<div id="course"')
    assert "live:intake" in part


def test_without_medicines_there_is_no_page(people: People, record: Record, imani: Client) -> None:
    withdraw(people, Category.MEDICINES)
    assert imani.get(record.page("course/")).status_code == 404
    assert "Side effects" not in imani.get(record.page()).content.decode()


def test_weeks_show_only_once_the_patient_switched_them_on(
    people: People, record: Record, imani: Client
) -> None:
    medicine = Medicine.objects.get(patient=record.patient)
    with time_machine.travel(madrid(MONDAY, "06:00"), tick=False):
        set_schedule(people.amara.actor, record.patient, medicine.id, draft("08:00"))
    with time_machine.travel(madrid(MONDAY + timedelta(days=7), "09:00"), tick=False):
        sum_up_weeks()
    assert "The week from" not in imani.get(record.page("course/")).content.decode()
    choose_summary(people.amara.actor, record.patient, mine=True, team=True)
    assert "The week from 2 November 2026" in imani.get(record.page("course/")).content.decode()


def test_a_red_flag_shows_in_the_queue_with_medicine_gene_finding_and_source(
    people: People, record: Record, imani: Client
) -> None:
    medicine = Medicine.objects.get(patient=record.patient)
    enter_lab_result(
        people.imani.actor,
        record.patient,
        gene="SLCO1B1",
        diplotype="*5/*5",
        phenotype=None,
        activity_score=None,
        laboratory="Lab",
        method="",
        reported_on=MONDAY,
    )
    refresh(record.patient)
    told = Told(Common.MUSCLES, Severity.MILD, now().date(), "Both legs", medicine.id, ("blisters",))
    effect = new_id()
    report_side_effect(people.amara.actor, record.patient, effect, told)
    assert "Side effect to look at now" in imani.get("/queue/").content.decode()
    html = imani.get(record.page()).content.decode()
    assert "Side effect to look at now" in html
    part = imani.get(record.page("?part=effects"), **HTMX).content.decode()
    for words in ("Both legs", "Simvastatin", "SLCO1B1", "NHS, Stevens-Johnson syndrome, 8 Jul 2022"):
        assert words in part, words
    assert "Not reviewed by a clinician." in part


def test_without_the_genes_only_the_side_effect_shows(people: People, record: Record, imani: Client) -> None:
    told = Told(Common.RASH, Severity.SEVERE, now().date())
    report_side_effect(people.amara.actor, record.patient, new_id(), told)
    assert "Gene finding for this medicine: not known." in imani.get(record.page()).content.decode()
    withdraw(people, Category.GENES)
    html = imani.get(record.page()).content.decode()
    assert "Itch or rash" in html
    assert "Gene finding" not in html


def test_the_thirty_days_open_at_the_newest(people: People, record: Record, imani: Client) -> None:
    html = imani.get(record.page("?part=chart"), **HTMX).content.decode()
    assert '<div class="scroll" dir="rtl"' in html


def test_what_is_left_and_the_pdc_with_its_formula(people: People, record: Record, imani: Client) -> None:
    actor, medicine = people.amara.actor, Medicine.objects.get(patient=record.patient)
    start = now().date() - timedelta(days=120)
    set_schedule(actor, record.patient, medicine.id, draft("00:01", valid_from=start))
    assert "not known: nobody counted" in imani.get(record.page("course/")).content.decode()
    for days in (100, 50):
        came = Counted(StockKind.REFILLED, Decimal(30), 30, at=now() - timedelta(days=days))
        record_stock(actor, record.patient, medicine.id, new_id(), came)
    html = imani.get(record.page("course/")).content.decode()
    assert "60 tablets" in html
    assert "Runs out" in html
    assert "60 %: 60 days with medicine in the house / 100 days from the first refill until today" in html
