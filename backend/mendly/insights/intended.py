"""A medicine before it is prescribed: the same cards for a name that is typed. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import BadInput
from mendly.genome.selectors import findings_of
from mendly.insights.selectors import MOST_URGENT_FIRST, known_names
from mendly.insights.signatures import Standing, standing_for
from mendly.medicines.selectors import medicines_of
from mendly.policy import Action, Actor, Category
from mendly_core.genes import (
    GeneResult,
    Guidance,
    MedicineCheck,
    check_medicine,
    guidance_for,
    known_medicines,
    listed_ingredients,
    noting_disagreement,
    suggested_medicines,
)
from mendly_core.words import CardText, ChangeText, english_too, intended_change, medicine_card_now, say

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class CheckedMedicine:
    """One ingredient that the name means: its cards, and what it would do to medicines of the list.

    Without `cards` no gene is known to matter for it, unless advice `waits_for_clinic`: a clinic of the patient
    wants to sign it before the patient reads it.
    """

    name: str
    on_list: bool
    waits_for_clinic: bool
    cards: tuple[CardText, ...]
    changes: tuple[ChangeText, ...]


@dataclass(frozen=True, slots=True)
class MedicineAnswer:
    """What can be said about a typed name. Nothing `found`: unknown, and `similar` may hold what was meant."""

    asked: str
    found: tuple[CheckedMedicine, ...]
    similar: tuple[str, ...]


def medicine_answer(actor: Actor, patient_id: UUID, name: str, language: str) -> MedicineAnswer:
    """Check a medicine that the patient does not take yet, against the genes and the live list."""
    enter(actor, Action.VIEW, patient_id, Category.DRUG_RESPONSE, "medicine check")
    asked = " ".join(name.split())
    if not asked:
        raise BadInput("Please write the name of the medicine.", field="name")
    if len(asked) > LONGEST_NAME or not asked.isprintable():
        raise BadInput(f"Please use at most {LONGEST_NAME} characters here.", field="name")
    findings = findings_of(actor, patient_id)
    results = {gene: finding.result for gene, finding in findings.items()}
    differing = frozenset(gene for gene, finding in findings.items() if finding.other is not None)
    active = medicines_of(actor, patient_id, active_only=True)
    taken = listed_ingredients(text for medicine in active for text in (medicine.name, medicine.ingredient))
    speaker = _Speaker(
        standing_for(actor, patient_id), differing, known_names(active), language, now().date()
    )
    found = tuple(speaker.checked(ingredient, results, taken) for ingredient in known_medicines(asked))
    return MedicineAnswer(asked, found, () if found else suggested_medicines(asked))


def answer_json(answer: MedicineAnswer) -> dict[str, Any]:
    return {
        "found": [
            {
                "name": one.name,
                "on_list": one.on_list,
                "waits_for_clinic": one.waits_for_clinic,
                "cards": [_card_json(card) for card in one.cards],
                "changes": [
                    {"title": change.title, "level": change.level, "lines": list(change.lines)}
                    for change in one.changes
                ],
            }
            for one in answer.found
        ],
        "similar": list(answer.similar),
    }


def _card_json(card: CardText) -> dict[str, Any]:
    lists = ("saw", "means", "right_now", "todo", "sure", "not_looked_at", "sources", "for_your_doctor")
    plain = {"title": card.title, "level": card.level, "headline": card.headline}
    return plain | {name: list(getattr(card, name)) for name in (*lists, "english_safety")}


@dataclass(frozen=True, slots=True)
class _Speaker:
    standing: Standing
    differing: frozenset[str]
    names: Mapping[str, str]
    language: str
    day: date

    def checked(
        self, ingredient: str, results: Mapping[str, GeneResult], taken: Iterable[str]
    ) -> CheckedMedicine:
        check = check_medicine(ingredient, results, taken)
        on_list = check.ingredient in self.names
        shown = [guidance for guidance in check.guidance if not self.standing.withholds(guidance)]
        cards = (self._card(guidance, check, on_list) for guidance in shown)
        return CheckedMedicine(
            name=check.ingredient,
            on_list=on_list,
            waits_for_clinic=len(shown) < len(check.guidance),
            cards=tuple(sorted(cards, key=lambda card: MOST_URGENT_FIRST.index(card.level))),
            changes=tuple(
                intended_change(
                    entry,
                    names=self.names,
                    medicine_name=self.names.get(entry.ingredient, entry.ingredient),
                    language=self.language,
                    updated_on=self.day,
                )
                for entry in check.others
                if not any(self.standing.withholds(one) for one in guidance_for(entry.ingredient, results))
            ),
        )

    def _card(self, guidance: Guidance, check: MedicineCheck, on_list: bool) -> CardText:
        card = medicine_card_now(
            noting_disagreement(guidance, self.differing),
            check.right_now,
            names=self.names,
            medicine_name=check.ingredient,
            language=self.language,
            updated_on=self.day,
            checked_by_clinic=self.standing.covers(guidance),
        )
        return card if on_list else self._not_used_yet(card)

    def _not_used_yet(self, card: CardText) -> CardText:
        """The card's own action speaks to someone who uses the medicine."""
        todo = tuple(say(key, self.language) for key in ("check.do", "check.safety"))
        english = tuple(filter(None, [english_too("check.safety", self.language)]))
        return replace(card, todo=todo, english_safety=english)
