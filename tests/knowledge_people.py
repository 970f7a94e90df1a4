"""Many invented patients with results and cards, and what an upgrade did to them.

Run as a program it works on the data folder of `MENDLY_DATA`, so that real processes can be killed between its steps:
`python -m tests.knowledge_people build COUNT`, `told` or `state`.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from mendly_core.genes import (
    GeneResult,
    GenomeReading,
    Guidance,
    SiteCall,
    call_genes,
    guidance_for,
    lab_result,
    standing,
)
from mendly_core.genes.knowledge import genes
from mendly_core.genes.samples import site_bases
from mendly_core.stored_calls import packed
from mendly_core.words import gene_medicine_card

FEWEST_DNA = 20
MOST_DNA = 600
PEOPLE_PER_CLINIC = 100
_ALLELES = {
    "CYP2C19": ("*1", "*1", "*2", "*17", "*3"),
    "CYP2C9": ("*1", "*1", "*2", "*3"),
    "SLCO1B1": ("*1", "*1", "*5", "*15"),
    "TPMT": ("*1", "*1", "*1", "*3A", "*3C"),
    "NUDT15": ("*1", "*1", "*3"),
    "DPYD": ("Reference", "Reference", "c.1905+1G>A (*2A)"),
}
_MEDICINES = ("clopidogrel", "simvastatin", "codeine", "azathioprine", "citalopram", "warfarin", "water")
_LAB_PAIRS = ("*1/*1", "*1/*4", "*4/*4", "*1/*41", "*2x3/*1")


@dataclass(frozen=True, slots=True)
class Person:
    """What is invented about the patient of one number: their DNA, medicines and laboratory result if any."""

    number: int
    dna: int | None
    medicines: tuple[str, ...]
    lab_pair: str | None

    @property
    def email(self) -> str:
        return f"person{self.number}@example.test"


def people(count: int) -> list[Person]:
    """The same ones every time."""
    draw = random.Random(count)
    kinds = min(MOST_DNA, max(FEWEST_DNA, count // 3))
    return [
        Person(
            number,
            None if draw.random() < 0.05 else draw.randrange(kinds),
            tuple(draw.sample(_MEDICINES, draw.randrange(4))),
            draw.choice(_LAB_PAIRS) if draw.random() < 0.3 else None,
        )
        for number in range(count)
    ]


@cache
def dna(number: int) -> GenomeReading:
    """One invented person's bases: all places, or, as in many array files, only some."""
    draw = random.Random(f"dna {number}")
    choices = {gene: (draw.choice(alleles), draw.choice(alleles)) for gene, alleles in _ALLELES.items()}
    seen = draw.choice((1.0, 1.0, 0.97, 0.6))
    chroms = {(site.gene, site.pos38): site.chrom for site in genes().sites}
    calls = tuple(
        SiteCall(gene, position, bases[: 1 if chroms[gene, position] == "chrM" else 2], None, "record")
        for (gene, position), bases in site_bases(choices).items()
        if draw.random() < seen
    )
    return GenomeReading(
        *("vcf", "", "plain", 38, ("header",), None, calls, (), len(calls), len(calls), False, ())
    )


def lab_of(person: Person) -> GeneResult | None:
    return lab_result("CYP2D6", diplotype=person.lab_pair) if person.lab_pair else None


def answers_by_brute_force(everyone: list[Person]) -> dict[int, Any]:
    """What each person reads under the pack in use, called directly: no database, no code of the upgrade."""
    called = {each: call_genes(dna(each)) for each in {p.dna for p in everyone if p.dna is not None}}
    answers = {}
    for person in everyone:
        from_file = called[person.dna] if person.dna is not None else ()
        results = {result.gene: result for result in from_file}
        reported = lab_of(person)
        if reported is not None:
            results[reported.gene] = reported
        by_gene = {gene: (r.state, r.phenotypes, standing(r)) for gene, r in results.items()}
        answers[person.number] = (by_gene, _cards(person.medicines, results))
    return answers


def _cards(medicines: tuple[str, ...], results: Mapping[str, GeneResult]) -> Any:
    return {
        (medicine, *(use.gene for use in card.genes)): (
            *(card.verdict, card.action, card.effect, set(card.limits)),
            {(row.population, row.action, row.effect, row.strength) for row in card.advice},
            {(use.gene, use.state, use.phenotypes, use.lookup) for use in card.genes},
            _spoken(card),
        )
        for medicine in medicines
        for card in guidance_for(medicine, results)
        if results
    }


def _spoken(card: Guidance) -> Any:
    text = gene_medicine_card(card, medicine_name="it", language="es", updated_on=date(2026, 1, 1))
    return text.headline, text.means, text.todo, text.sure


def build(everyone: list[Person]) -> None:
    """Put them into the database as the services would have, under the pack in use."""
    from django.db import transaction

    for start in range(0, len(everyone), PEOPLE_PER_CLINIC):
        with transaction.atomic():
            _build_clinic(start, everyone[start : start + PEOPLE_PER_CLINIC])


def _build_clinic(number: int, members: list[Person]) -> None:
    from mendly.accounts import services as accounts
    from mendly.accounts.actors import actor_of_user
    from mendly.accounts.models import User
    from mendly.care.services import start_care
    from mendly.consent.models import Answer
    from mendly.consent.services import decide_sharing
    from mendly.policy import SHAREABLE

    clinic = accounts.open_clinic(name=f"Clinic {number}")
    doctor = User.objects.create(email=f"doctor{number}@example.test")
    provider = accounts.create_provider(doctor, clinic, name=f"Dr {number}", profession="doctor")
    for person in members:
        user = User.objects.create(email=person.email)
        patient = accounts.create_patient(user, name=f"Person {person.number}", birth_date=date(1970, 1, 1))
        _give_results(person, user, patient)
        if person.number % 10 == 0:
            actor = actor_of_user(user, second_factor=True, fresh=True, via="portal")
            start_care(actor, patient.id, provider)
            answers = dict.fromkeys(SHAREABLE, Answer.PERMIT)
            decide_sharing(actor, patient.id, provider.id, answers, language="en")


@cache
def _ready_made(number: int) -> tuple[list[dict[str, Any]], bytes]:
    return [result.to_json() for result in call_genes(dna(number))], packed(dna(number))


def _give_results(person: Person, user: Any, patient: Any) -> None:
    from mendly.clock import now
    from mendly.genome.models import FileState, GeneCalls, GenomeFile, LabReport
    from mendly.genome.recalling import keep_site_calls
    from mendly.genome.selectors import findings_of
    from mendly.insights.services import _keep, _wanted_cards
    from mendly.medicines.models import Medicine
    from mendly.notify.models import PushSubscription
    from mendly.policy import SYSTEM
    from mendly_core.genes import knowledge_version

    at, version = now(), knowledge_version().full
    PushSubscription.objects.create(
        user=user,
        endpoint=f"https://push.example.test/{person.number}",
        endpoint_digest=hashlib.sha256(str(person.number).encode()).hexdigest(),
        p256dh="p",
        auth="a",
        created_at=at,
    )
    for name in person.medicines:
        words = dict.fromkeys(("rxnorm", "strength", "form", "purpose", "how", "notes"), "")
        Medicine.objects.create(
            patient=patient, name=name, ingredient=name, started_on=at.date(), added_at=at, **words
        )
    if person.dna is not None:
        results, calls = _ready_made(person.dna)
        file = GenomeFile.objects.create(
            patient=patient, name="dna", fingerprint=b"f", state=FileState.READY, facts={}, received_at=at
        )
        keep_site_calls(file, calls)
        GeneCalls.objects.create(
            patient=patient, source=file, knowledge_version=version, results=results, called_at=at
        )
    reported = lab_of(person)
    if reported is not None:
        LabReport.objects.create(
            patient=patient,
            result=reported.to_json(),
            knowledge_version=version,
            laboratory="Lab",
            method="",
            reported_on=at.date(),
            entered_by=user.id,
            entered_at=at,
        )
    _keep(patient.id, _wanted_cards(patient.id, findings_of(SYSTEM, patient.id)))


def told() -> dict[str, list[int]]:
    """Who was told, as often as they were: by the ledger of notifications, by live events, by the records of steps."""
    from mendly.accounts.models import User
    from mendly.insights.models import KnowledgeRun, KnowledgeStep
    from mendly.live.models import Event
    from mendly.notify.models import Delivery
    from mendly.worklist.models import Item

    run = KnowledgeRun.objects.order_by("-number").first()
    assert run is not None
    numbers = {
        user: int(email.removeprefix("person").partition("@")[0])
        for user, email in User.objects.filter(email__startswith="person").values_list("id", "email")
    }
    of_patient = dict(User.objects.exclude(patient=None).values_list("patient__id", "id"))
    pushed = Delivery.objects.filter(key=f"knowledge:{run.id}").values_list("user_id", flat=True)
    events = Event.objects.filter(kind="insight", at__gte=run.started_at).values_list("user", flat=True)
    steps = KnowledgeStep.objects.filter(run=run, told_at__isnull=False).values_list("patient_id", flat=True)
    items = Item.objects.filter(kind="knowledge", source=run.id).values_list("clinic_id", flat=True)
    return {
        "pushed": sorted(numbers[user] for user in pushed),
        "events": sorted(numbers[user] for user in events if user in numbers),
        "steps": sorted(numbers[of_patient[patient]] for patient in steps),
        "items": [len(items), len(set(items))],
    }


def state() -> dict[str, str]:
    """A fingerprint of every patient's results and cards, but for versions and times."""
    from mendly.accounts.models import Patient
    from mendly.genome.models import GeneCalls, LabReport
    from mendly.insights.models import Insight

    found = {}
    for patient in Patient.objects.select_related("user").filter(user__email__startswith="person"):
        calls = GeneCalls.objects.filter(patient=patient).order_by("-called_at", "-id").first()
        content = {
            "calls": calls.results if calls else None,
            "lab": [row.result for row in LabReport.objects.filter(patient=patient).order_by("id")],
            "cards": {
                bytes(row.place).hex(): row.facts
                for row in Insight.objects.filter(patient=patient, ended_at=None).order_by("place")
            },
        }
        text = json.dumps(_without_versions(content), sort_keys=True)
        found[patient.user.email] = hashlib.sha256(text.encode()).hexdigest()
    return found


def _without_versions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_versions(each) for key, each in value.items() if key != "knowledge_version"}
    return [_without_versions(each) for each in value] if isinstance(value, list) else value


def versions() -> set[str]:
    from mendly.genome.models import GeneCalls, LabReport

    newest: dict[UUID, str] = {}
    for source, version in GeneCalls.objects.order_by("called_at", "id").values_list(
        "source_id", "knowledge_version"
    ):
        newest[source] = version
    return set(newest.values()) | set(LabReport.objects.values_list("knowledge_version", flat=True))


def main() -> None:
    import django

    from mendly.secrets_store import ensure_embedded_secrets

    ensure_embedded_secrets(os.environ, Path(os.environ["MENDLY_DATA"]))
    django.setup()
    what = sys.argv[1]
    if what == "build":
        build(people(int(sys.argv[2])))
    else:
        print(json.dumps(told() if what == "told" else state()))


if __name__ == "__main__":
    main()
