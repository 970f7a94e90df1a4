"""What can be carried or handed over: the wallet card and the clinician's report, as data. Each reading is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.genome.selectors import findings_of
from mendly.insights.signatures import standing_for
from mendly.medicines.plans import day_in
from mendly.medicines.selectors import active_ingredients_of
from mendly.policy import Action, Actor, Category, may
from mendly_core.genes import (
    GeneResult,
    Guidance,
    guidance_for,
    ingredients,
    listed_ingredients,
    right_now,
)
from mendly_core.words import ClinicianReport, WalletCard, clinician_report, wallet_card

_FOR_ONE_ILLNESS = "cystic_fibrosis_only"
"""Such guidance says nothing to anyone else, so it stands on a paper only where the medicine is taken."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """Results by gene, those that a laboratory outranks last; guidance with the listed medicines first.

    `signed`: the clinic signed all of the guidance. `some_wait`: some is left out until it does.
    """

    results: Mapping[str, GeneResult]
    outranked: tuple[GeneResult, ...]
    listed: tuple[str, ...]
    guidance: tuple[Guidance, ...]
    signed: bool
    some_wait: bool


def wallet_card_of(actor: Actor, patient_id: UUID, language: str, *, as_file: bool = False) -> WalletCard:
    """The card of all answered genes and every medicine that they ask more for than usual use."""
    enter(
        actor,
        Action.VIEW,
        patient_id,
        Category.DRUG_RESPONSE,
        "wallet card file" if as_file else "wallet card",
    )
    facts = _facts(actor, patient_id)
    made_on = day_in(zone_of_patient(patient_id), now())
    return wallet_card(
        facts.results.values(), facts.guidance, language, made_on=made_on, some_wait=facts.some_wait
    )


def clinician_report_of(
    actor: Actor, patient_id: UUID, language: str, *, as_file: bool = False
) -> ClinicianReport:
    """Every gene with its limits; guidance for the live list in full and else where it asks for a change.

    Without the right to see the medicines, nothing of the list is in it.
    """
    about = "clinician report file" if as_file else "clinician report"
    enter(actor, Action.VIEW, patient_id, Category.DRUG_RESPONSE, about)
    facts = _facts(actor, patient_id)
    entries = (right_now(name, facts.results, facts.listed) for name in facts.listed)
    return clinician_report(
        [*facts.results.values(), *facts.outranked],
        facts.guidance,
        language,
        made_on=day_in(zone_of_patient(patient_id), now()),
        signed=facts.signed,
        some_wait=facts.some_wait,
        right_now=[entry for found in entries for entry in found],
        listed=facts.listed,
    )


def _facts(actor: Actor, patient_id: UUID) -> _Facts:
    findings = findings_of(actor, patient_id)
    results = {gene: finding.result for gene, finding in sorted(findings.items())}
    listed: tuple[str, ...] = ()
    if may(actor, Action.VIEW, patient_id, Category.MEDICINES):
        active = active_ingredients_of(actor, patient_id)
        listed = listed_ingredients(name for one in active for name in (one.medicine_name, one.ingredient))
    standing = standing_for(actor, patient_id)
    guidance = [*_guidance(results, listed)] if results else []
    shown = tuple(one for one in guidance if not standing.withholds(one))
    return _Facts(
        results=results,
        outranked=tuple(finding.other for finding in findings.values() if finding.other is not None),
        listed=listed,
        guidance=shown,
        signed=all(standing.covers(one) for one in shown if one.advice),
        some_wait=len(shown) < len(guidance),
    )


def _guidance(results: Mapping[str, GeneResult], listed: tuple[str, ...]) -> Iterable[Guidance]:
    """All that is said of the listed medicines, and of the others what asks for more than usual use."""
    for name in listed:
        yield from guidance_for(name, results)
    for drug in ingredients():
        if drug.ingredient not in listed:
            found = guidance_for(drug.ingredient, results)
            yield from (one for one in found if _asks_for_more(one) and _FOR_ONE_ILLNESS not in one.limits)


def _asks_for_more(guidance: Guidance) -> bool:
    return guidance.verdict == "advice" and guidance.action not in ("usual", "no_guidance")
