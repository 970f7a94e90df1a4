"""The last thirty days of the demo patients, written day by day with the clock standing at each moment."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from mendly.accounts.models import Patient
from mendly.clock import new_id, now, standing_at
from mendly.genome.models import GenomeFile
from mendly.genome.services import enter_lab_result, read_file, receive_file
from mendly.genome.tumours.services import enter_tumour_report
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import Medicine
from mendly.medicines.plans import PlanDraft
from mendly.medicines.selectors import doses_between
from mendly.medicines.services import add_medicine, log_dose, record_stock, report_side_effect, set_schedule
from mendly.medicines.services.side_effects import Told
from mendly.medicines.services.stocks import Counted
from mendly.messaging.services import mark_read, send_message, start_conversation
from mendly.policy import Actor
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure, Weight
from mendly_core.doses import DailyRule, IntakeKind, SlotTime, StockKind
from mendly_core.genes.array_layouts import array_row
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import array_file, vcf_file
from mendly_core.predisposition import predisposition_facts
from mendly_core.side_effects import Common, Severity

DAYS = 30
FEW_LINES = 20_000


def write_amara(actor: Actor, amara: Patient, imani: Actor) -> None:
    """Three medicines, one forgotten dose a week, blood pressure coming down, a DNA file, a talk."""
    chance = random.Random(62)  # noqa: S311  (the same invented past each time)
    lisinopril = _medicine(
        actor, amara, "Lisinopril", "10 mg", "high blood pressure", "with water", ["08:00"], DAYS
    )
    metformin = _medicine(actor, amara, "Metformin", "500 mg", "blood sugar", "with food", ["13:00"], DAYS)
    simvastatin = _medicine(actor, amara, "Simvastatin", "20 mg", "cholesterol", "at bedtime", ["21:00"], 13)
    _take_doses(actor, amara, (lisinopril, metformin, simvastatin), forgotten_weekday=4, chance=chance)
    _side_effect(actor, amara, simvastatin, Common.MUSCLES, "My legs are sore", days_ago=6)
    pack = Counted(StockKind.REFILLED, Decimal(28), 28, at=_ago(amara, 13, "10:00"))
    record_stock(actor, amara.id, simvastatin.id, new_id(), pack)
    for day in range(DAYS, 0, -1):
        systolic = round(142 - 0.45 * (DAYS - day) + chance.gauss(0, 4))
        _pressure(actor, amara, _ago(amara, day, "08:15"), systolic, round(systolic * 0.63), chance)
    for day in range(DAYS, 0, -3):
        _weight(actor, amara, _ago(amara, day, "08:20"), Decimal("81.6") - Decimal(DAYS - day) / 25)
    _talk_amara(actor, amara, imani)
    choices = {"SLCO1B1": ("*1", "*5"), "CYP2C19": ("*2", "*2"), "CYP2C9": ("*1", "*3")}
    body = b"".join(array_file(choices, lines=FEW_LINES, seed=62, vendor="23andme"))
    _dna(actor, amara, body + _beyond_medicines({"rs1799963": "AG"}), "dna.txt")


def write_bo(actor: Actor, bo: Patient, imani: Actor) -> None:
    """Two high readings this morning, so that the queue has something in it; a laboratory-style DNA file.

    One of the medicines changes right now what a gene means for another.
    """
    chance = random.Random(68)  # noqa: S311
    amlodipine = _medicine(actor, bo, "Amlodipine", "5 mg", "high blood pressure", "", ["08:00"], DAYS)
    warfarin = _medicine(actor, bo, "Warfarin", "5 mg", "blood thinner", "", ["18:00"], DAYS)
    metoprolol = _medicine(actor, bo, "Metoprolol", "50 mg", "high blood pressure", "", ["08:00"], DAYS)
    bupropion = _medicine(actor, bo, "Bupropion", "150 mg", "mood", "", ["08:00"], 9)
    taken = (bupropion, amlodipine, metoprolol, warfarin)
    _take_doses(actor, bo, taken, forgotten_weekday=6, chance=chance)
    _lab(imani, bo, "CYP2D6", "*1/*1")
    for day in range(20, 1, -2):
        _pressure(actor, bo, _ago(bo, day, "08:10"), round(138 + chance.gauss(0, 4)), 86, chance)
    for minutes, systolic in ((95, 168), (85, 166), (40, 169)):
        _pressure(actor, bo, now() - timedelta(minutes=minutes), systolic, 104, chance)
    choices = {"CYP2C9": ("*2", "*3")}
    _dna(actor, bo, b"".join(vcf_file(choices, build=38, lines=FEW_LINES, seed=68)), "exome.vcf")


def write_carmen(actor: Actor, carmen: Patient, imani: Actor) -> None:
    """In Spanish; no file of her own, one gene and one tumour reported by a laboratory."""
    chance = random.Random(37)  # noqa: S311
    escitalopram = _medicine(actor, carmen, "Escitalopram", "10 mg", "ánimo", "con agua", ["09:00"], 21)
    _take_doses(actor, carmen, (escitalopram,), forgotten_weekday=2, chance=chance)
    _lab(imani, carmen, "CYP2C19", "*17/*17")
    enter_tumour_report(
        imani,
        carmen.id,
        report_id=new_id(),
        findings="EGFR L858R\nEGFR T790M\nTP53 R273H\nALK: not detected",
        disease="Non-small cell lung cancer",
        laboratory="Harbour Lab",
        reported_on=(now() - timedelta(days=12)).date(),
    )
    with standing_at(now() - timedelta(days=2)):
        start_conversation(actor, carmen.id, subject="Mi medicina", body="¿La puedo tomar por la noche?")


def _lab(imani: Actor, patient: Patient, gene: str, diplotype: str) -> None:
    enter_lab_result(
        imani,
        patient.id,
        gene=gene,
        diplotype=diplotype,
        phenotype=None,
        activity_score=None,
        laboratory="Harbour Lab",
        method="panel",
        reported_on=(now() - timedelta(days=40)).date(),
    )


def _medicine(
    actor: Actor,
    patient: Patient,
    name: str,
    strength: str,
    purpose: str,
    how: str,
    times: Sequence[str],
    days_ago: int,
) -> Medicine:
    with standing_at(_ago(patient, days_ago, "07:00")):
        words = MedicineWords(
            name=name, ingredient=name.lower(), strength=strength, form="tablet", purpose=purpose, how=how
        )
        medicine, _ = add_medicine(actor, patient.id, words)
        slots = tuple(SlotTime(slot, at) for slot, at in enumerate(times, start=1))
        draft = PlanDraft(rule=DailyRule(slots), amount=Decimal(1), unit="tablet")
        set_schedule(actor, patient.id, medicine.id, draft)
    return medicine


def _take_doses(
    actor: Actor,
    patient: Patient,
    medicines: Sequence[Medicine],
    *,
    forgotten_weekday: int,
    chance: random.Random,
) -> None:
    """Log each past dose a few minutes late; the last one of the named weekday stays unlogged."""
    today = now().astimezone(patient.user.zone_info).date()
    for dose in doses_between(actor, patient.id, today - timedelta(days=DAYS), today + timedelta(days=1)):
        forgotten = dose.local_date.weekday() == forgotten_weekday and dose.medicine == medicines[-1].id
        taken_at = dose.due_at + timedelta(minutes=chance.randint(1, 25))
        if forgotten or taken_at > now():
            continue
        with standing_at(taken_at):
            log_dose(
                actor,
                patient.id,
                kind=IntakeKind.TAKEN,
                medicine_id=dose.medicine,
                schedule_id=dose.schedule,
                local_date=dose.local_date,
                slot=dose.slot,
                rev=dose.rev if dose.step is not None else None,
                step=dose.step,
            )


def _pressure(
    actor: Actor, patient: Patient, at: datetime, systolic: int, diastolic: int, chance: random.Random
) -> None:
    with standing_at(at):
        values = BloodPressure(systolic, diastolic, chance.randint(64, 82))
        record_observation(actor, patient.id, observation_id=new_id(), taken_at=at, values=values)


def _side_effect(
    actor: Actor, patient: Patient, medicine: Medicine, what: Common, words: str, *, days_ago: int
) -> None:
    at = _ago(patient, days_ago, "18:00")
    with standing_at(at):
        since = at.astimezone(patient.user.zone_info).date()
        told = Told(what, Severity.MILD, since, words=words, medicine=medicine.id)
        report_side_effect(actor, patient.id, new_id(), told)


def _weight(actor: Actor, patient: Patient, at: datetime, kilograms: Decimal) -> None:
    with standing_at(at):
        values = Weight(kilograms.quantize(Decimal("0.1")))
        record_observation(actor, patient.id, observation_id=new_id(), taken_at=at, values=values)


def _talk_amara(actor: Actor, amara: Patient, imani: Actor) -> None:
    with standing_at(now() - timedelta(days=2)):
        conversation, first = start_conversation(
            actor,
            amara.id,
            subject="My legs",
            body="My legs are sore since last week. Is that the new tablet?",
        )
    with standing_at(now() - timedelta(days=1, hours=20)):
        mark_read(imani, amara.id, conversation.id, first.id)
        body = "Thank you for telling us. We will look at it with you this week. Please keep measuring."
        send_message(imani, amara.id, conversation.id, message_id=new_id(), body=body)
    with standing_at(now() - timedelta(minutes=10)):
        body = "Your readings look steadier this week. Well done."
        send_message(imani, amara.id, conversation.id, message_id=new_id(), body=body)


def _beyond_medicines(changed: Mapping[str, str]) -> bytes:
    """Rows for the listed single-base places that the file does not hold yet: unchanged but for `changed`."""
    held = {site.rsid for site in genes().sites}
    places = predisposition_facts().sites.values()
    single = (place for place in places if len(place.risk) == len(place.other) and place.rsid not in held)
    rows = (
        array_row(
            "23andme",
            place.rsid,
            place.chrom.removeprefix("chr"),
            place.pos37,
            changed.get(place.rsid, place.other * 2),
        )
        for place in single
    )
    return "".join(rows).encode()


def _dna(actor: Actor, patient: Patient, body: bytes, name: str) -> None:
    with standing_at(now() - timedelta(days=3)):
        file: GenomeFile = receive_file(actor, patient.id, [body], file_name=name)
    read_file(file.id)


def _ago(patient: Patient, days: int, wall_time: str) -> datetime:
    """That many days ago at this wall time where the patient lives."""
    local = now().astimezone(patient.user.zone_info) - timedelta(days=days)
    hour, minute = wall_time.split(":")
    return local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0).astimezone(UTC)
