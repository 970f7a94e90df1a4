"""Blind ids for things that have no row: a category, a finding, a gene. They stand in addresses and tell nothing."""

from __future__ import annotations

import hmac
from uuid import UUID

from mendly.vault.crypto import subkey
from mendly.vault.services import key_of


def place_of(patient_id: UUID, *words: str) -> UUID:
    """An HMAC under the patient's own key: the same for the same words, and another one for anyone else."""
    key = subkey(key_of(patient_id), "places of genes and findings")
    return UUID(bytes=hmac.digest(key, "|".join(words).encode(), "sha256")[:16], version=4)


def category_place(patient_id: UUID, category: str) -> UUID:
    return place_of(patient_id, "category", category)


def finding_place(patient_id: UUID, category: str, condition: str, outcome: str) -> UUID:
    return place_of(patient_id, "finding", category, condition, outcome)


def gene_place(patient_id: UUID, gene: str) -> UUID:
    return place_of(patient_id, "gene", gene)
