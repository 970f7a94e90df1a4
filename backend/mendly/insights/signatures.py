"""What a clinic signed, and what that means for the cards of its patients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from mendly.accounts.models import Provider
from mendly.accounts.selectors import provider_of_user
from mendly.audit.services import enter_list
from mendly.care.selectors import patients_in_care_of, providers_of
from mendly.errors import Denied
from mendly.insights.models import ClinicRule, Insight, RowSignature
from mendly.policy import Action, Actor, Category, may_each, require
from mendly_core.genes import Guidance
from mendly_core.signing import RowToSign, rows_to_sign


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row that concerns a patient of the clinic. `signed_before`: an earlier form of it was signed."""

    row: RowToSign
    signed_by: str | None
    signed_at: datetime | None
    signed_before: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the clinics of one patient signed, by clinic, and the clinics whose signature this reader waits for."""

    signed: Mapping[UUID, frozenset[str]]
    requiring: frozenset[UUID]

    def covers(self, guidance: Guidance) -> bool:
        """Whether a clinic signed every row behind a card; a card without rows has nothing to sign."""
        return any(self._signed_all(clinic, guidance) for clinic in self.signed)

    def withholds(self, guidance: Guidance) -> bool:
        """Whether the reader waits for a signature; a card without rows gives no advice to wait for."""
        waits = (not self._signed_all(clinic, guidance) for clinic in self.requiring)
        return bool(guidance.advice) and any(waits)

    def _signed_all(self, clinic: UUID, guidance: Guidance) -> bool:
        signed = self.signed.get(clinic, frozenset())
        return bool(signed and guidance.advice) and all(
            row.checksum in signed for row in rows_to_sign(guidance)
        )


def clinic_provider(actor: Actor) -> Provider:
    """The provider behind the actor. Raises `Denied` for anyone else."""
    provider = provider_of_user(actor.user_id) if actor.user_id else None
    if provider is None:
        raise Denied
    return provider


def standing_for(reader: Actor, patient_id: UUID) -> Standing:
    """A provider waits for nobody's signature: the advice is theirs to check."""
    clinics = {provider.clinic_id for provider in providers_of(patient_id)}
    signed: dict[UUID, set[str]] = {}
    rows = RowSignature.objects.filter(clinic_id__in=clinics, withdrawn_at=None)
    for clinic, checksum in rows.values_list("clinic_id", "checksum"):
        signed.setdefault(clinic, set()).add(checksum)
    waits = reader.user_id is None or provider_of_user(reader.user_id) is None
    rules = ClinicRule.objects.filter(clinic_id__in=clinics, signature_required=True)
    return Standing(
        {clinic: frozenset(checksums) for clinic, checksums in signed.items()},
        frozenset(rules.values_list("clinic_id", flat=True) if waits else ()),
    )


def signature_required(actor: Actor) -> bool:
    """Whether the actor's clinic asks for signatures."""
    require(actor, Action.VIEW, None, Category.CLINIC)
    clinic = clinic_provider(actor).clinic_id
    return ClinicRule.objects.filter(clinic_id=clinic, signature_required=True).exists()


def rows_for_clinic(actor: Actor) -> list[RowLine]:
    """The rows behind the cards of the actor's patients, unsigned ones first."""
    require(actor, Action.VIEW, None, Category.CLINIC)
    provider = clinic_provider(actor)
    patients = _patients_with_cards_shown(actor, provider)
    enter_list(actor, Category.CLINIC, patients, "guideline rows")
    signatures = RowSignature.objects.select_related("signed_by").filter(clinic_id=provider.clinic_id)
    known = {each.checksum: each for each in signatures if each.withdrawn_at is None}
    names = {each.row for each in signatures}
    lines = [_line(row, known, names) for row in rows_behind_cards(patients).values()]
    return sorted(lines, key=lambda line: (line.signed_at is not None, line.row.ingredient, line.row.name))


def rows_behind_cards(patients: Iterable[UUID]) -> dict[str, RowToSign]:
    """Rows by checksum, of the open cards of these patients; the caller has decided and recorded the list."""
    cards = Insight.objects.filter(patient_id__in=list(patients), ended_at=None).order_by("id")
    found = (row for card in cards for row in rows_to_sign(msgspec.convert(card.facts, Guidance)))
    return {row.checksum: row for row in found}


def cards_resting_on(clinic_id: UUID, checksums: frozenset[str]) -> dict[UUID, list[UUID]]:
    """By patient of the clinic, the open cards that rest on one of the rows, or all that rest on any if empty."""
    patients = {
        patient
        for provider in Provider.objects.filter(clinic_id=clinic_id, ended_at=None)
        for patient in patients_in_care_of(provider)
    }
    found: dict[UUID, list[UUID]] = {}
    for card in Insight.objects.filter(patient_id__in=patients, ended_at=None).order_by("patient_id", "id"):
        rows = {row.checksum for row in rows_to_sign(msgspec.convert(card.facts, Guidance))}
        if rows & checksums or (rows and not checksums):
            found.setdefault(card.patient_id, []).append(card.id)
    return found


def _patients_with_cards_shown(actor: Actor, provider: Provider) -> frozenset[UUID]:
    """A card shows genes and a medicine, so both must be shared."""
    patients = may_each(actor, Action.VIEW, patients_in_care_of(provider), Category.GENES)
    return may_each(actor, Action.VIEW, patients, Category.MEDICINES)


def _line(row: RowToSign, known: Mapping[str, RowSignature], names: set[str]) -> RowLine:
    signature = known.get(row.checksum)
    return RowLine(
        row,
        signature.signed_by.name if signature else None,
        signature.signed_at if signature else None,
        signed_before=signature is None and row.name in names,
    )
