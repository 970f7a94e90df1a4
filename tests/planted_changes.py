"""The planted pack of the upgrade tests: changes that some people read, and changes that nobody reads."""

from __future__ import annotations

from pathlib import Path

from tests.planted_packs import both, pack_with, setting

_FEWER_PATIENTS = {"ingredient": "simvastatin", "gene1": "SLCO1B1", "lookup1": "Decreased Function"}


def planted_pack(folder: Path) -> Path:
    """An allele works better, a statin row advises otherwise, a score range moves; the rest nobody reads."""
    return pack_with(
        folder,
        {
            "genes/alleles": both(
                setting({"gene": "CYP2C19", "allele": "*3"}, {"function": "decreased"}),
                setting({"gene": "CYP2C9", "allele": "*2"}, {"note": "seen by nobody"}),
            ),
            "genes/recommendations": both(
                setting(_FEWER_PATIENTS, {"action": "monitor"}),
                setting(
                    {"ingredient": "clopidogrel"}, {"source": "planted", "action_detail": "for professionals"}
                ),
            ),
            "genes/phenotypes": both(
                setting({"gene": "CYP2D6", "rule_kind": "activity_score", "a": "0.25"}, {"b": "1.25"}),
                setting({"gene": "CYP2D6", "rule_kind": "activity_score", "a": "1.25"}, {"a": "1.5"}),
            ),
        },
    )
